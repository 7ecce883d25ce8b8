import { registry } from "@web/core/registry";
import { openDaily } from "./screens";
import { stepUtils } from "@web_tour/tour_utils";

const field = (name) => `.o_field_widget[name=${name}]`;

registry.category("web_tour.tours").add("sales_office_administrator_builds_a_plan", {
    steps: () => [
        ...openDaily("menu_settings"),
        { trigger: '.o_sales_office_settings_page[data-room="commission"]', run: "click" },
        {
            content: "the settings lead to the plans",
            trigger: "[name=commission] button:contains('Commission Plans')",
            run: "click",
        },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: `${field("name")} input`, run: "edit Room Sales Commission" },
        { trigger: `${field("rule_ids")} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: `.modal ${field("name")} input`, run: "edit Invoiced sales" },
        { trigger: `.modal ${field("rate")} input`, run: "edit 5" },
        {
            content: "the rate is to depend on what was sold",
            trigger: `.modal ${field("tier_by")} .form-check:contains('What Was Sold') input`,
            run: "click",
        },
        { content: "the rate became the first tier", trigger: `.modal ${field("tier_ids")} .o_data_row:contains('5')` },
        { trigger: `.modal ${field("tier_ids")} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: ".modal .o_selected_row [name=threshold] input", run: "edit 8000" },
        { trigger: ".modal .o_selected_row [name=rate] input", run: "edit 8" },
        { trigger: `.modal ${field("example_base")} input`, run: "edit 12000" },
        { content: "leave the field", trigger: `.modal ${field("name")} input`, run: "click" },
        { content: "what it would pay", trigger: `.modal ${field("example")}:contains('= 720.00')` },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: `${field("rule_ids")} .o_data_row:contains('5 % from 0.00, 8 % from 8,000.00')` },
        { trigger: ".o_notebook .nav-link:contains('Members')", run: "click" },
        { trigger: `${field("member_ids")} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: ".o_selected_row [name=employee_id] input", run: "edit Rob" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Rob')", run: "click" },
        ...stepUtils.saveForm(),
    ],
});

registry.category("web_tour.tours").add("sales_office_director_approves_a_plan", {
    steps: () => [
        {
            content: "a plan waits for the director",
            trigger: ".o_sales_office_today_line[data-key='commission_plan_approve']",
            run: "click",
        },
        { trigger: `${field("rule_ids")} .o_data_row:contains('8 % from 8,000.00')` },
        { trigger: "button[name=action_approve_or_ask]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Approved')" },
    ],
});
