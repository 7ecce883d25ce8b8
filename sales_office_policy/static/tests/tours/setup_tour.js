import { registry } from "@web/core/registry";
import { openDaily } from "./screens";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("sales_office_policy_setup", {
    steps: () => [
        {
            content: "Today says that there is an office to set up",
            trigger: ".o_sales_office_today_line[data-key=setup]",
            run: "click",
        },
        {
            content: "Tick the department in the tree",
            trigger: ".o_sales_office_department_tree_node:contains(/^Trade/) input",
            run: "click",
        },
        {
            content: "What is below belongs to it; go on to the leaders",
            trigger: ".o_sales_office_department_tree_node:contains(East) input:checked:disabled",
        },
        { trigger: "button[name=action_next]", run: "click" },
        {
            content: "The clerk's cell of the office",
            trigger: ".o_field_widget[name=department_line_ids] .o_data_row:first td[name=clerk_id]",
            run: "click",
        },
        {
            content: "Look for the clerk",
            trigger: ".o_field_widget[name=department_line_ids] .o_selected_row [name=clerk_id] input",
            run: "edit Clem",
        },
        {
            content: "Choose her",
            trigger: ".o_selected_row [name=clerk_id] .dropdown-item:contains(Clem)",
            run: "click",
        },
        { trigger: "button[name=action_next]", run: "click" },
        {
            content: "Roles are proposed",
            trigger: ".o_field_widget[name=person_line_ids] .o_data_row:contains(Lina):contains(Team Leader)",
        },
        {
            trigger: ".o_field_widget[name=person_line_ids] .o_data_row:contains(Clem):contains(Office Clerk)",
        },
        { trigger: "button[name=action_next]", run: "click" },
        {
            content: "Switch a room on",
            trigger: ".o_field_widget[name=room_ids] .form-check:contains(Test) input",
            run: "click",
        },
        { trigger: ".o_field_widget[name=room_ids] .form-check:contains(Conduct) input", run: "click" },
        { trigger: "button[name=action_next]", run: "click" },
        {
            content: "The preview says what will happen",
            trigger: ".o_field_widget[name=preview]:contains(Trade becomes a sales office)",
        },
        { trigger: "button[name=action_apply]", run: "click" },
        { trigger: ".o_notification:contains(Your sales office is set up)" },
        {
            content: "Back on Today, where the line is gone",
            trigger: ".o_sales_office_today:not(:has([data-key=setup]))",
        },
        {
            content: "Today says what comes next",
            trigger: ".o_sales_office_today_line[data-key=first_steps]",
        },
        // the penalty tables of the room that was switched on
        ...openDaily("menu_violation_type"),
        { trigger: ".o_data_row td[name=name]:contains(Feet on the table)", run: "click" },
        {
            content: "Raise the first fine of the ladder",
            trigger: ".o_field_widget[name=step_ids] .o_data_row:first td[name=fine_amount]",
            run: "click",
        },
        { trigger: ".o_selected_row [name=fine_amount] input", run: "edit 80" },
        {
            content: "Leave the line, so that what it changes is known before saving",
            trigger: ".o_form_sheet .oe_title label",
            run: "click",
        },
        { trigger: ".o_data_row:not(.o_selected_row) td[name=fine_amount]:contains(80)" },
        ...stepUtils.saveForm(),
    ],
});
