import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key^='${key}_']`;
const backToToday = {
    content: "back to Today",
    trigger: ".o_menu_sections [data-menu-xmlid='sales_office_policy.menu_today']",
    run: "click",
};
const reports = ".o_field_widget[name=report_line_ids]";

registry.category("web_tour.tours").add("sales_office_rep_prepares_and_signs_in", {
    steps: () => [
        { content: "the meeting is to be prepared", trigger: line("report"), run: "click" },
        { content: "the visit of the calendar is there", trigger: ".o_list_view .o_data_row:contains('Annual contract')" },
        { trigger: ".o_control_panel .o_list_button_add", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=kind] input", run: "click" },
        { trigger: ".o_select_menu_item:contains('Problem')", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=text] textarea", run: "edit No rooms left in May" },
        { trigger: ".o_control_panel .o_list_button_save", run: "click" },
        { trigger: ".o_list_view:not(:has(.o_selected_row)) .o_data_row:contains('No rooms left in May')" },
        { content: "a second click takes nothing twice", trigger: "button[name=action_prefill_meeting]", run: "click" },
        { trigger: ".o_list_view:has(.o_data_row:eq(1)):not(:has(.o_data_row:eq(2)))" },
        backToToday,
        { content: "they are prepared", trigger: `.o_sales_office_today:not(:has(${line("report")})) ${line("meeting")}`, run: "click" },
        { trigger: ".o_sales_office_sign_in_button", run: "click" },
        { content: "they are signed in", trigger: ".o_form_view:not(:has(.o_sales_office_sign_in_button)) .o_arrow_button_current:contains('Open')" },
        { trigger: ".o_notebook a[name=reports]", run: "click" },
        { content: "all lines are on the meeting", trigger: `${reports} .o_data_row:contains('No rooms left in May')` },
        { trigger: `${reports} .o_data_row:contains('Bring the menu')` },
    ],
});
