import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_office_manager_starts_contest", {
    steps: () => [
        { trigger: ".o-kanban-button-new", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Spring Sprint" },
        { trigger: ".o_field_widget[name=department_id] input", run: "edit Retail" },
        { trigger: ".ui-menu-item a:contains('Sales / Retail'):not(:contains('Retail /'))", run: "click" },
        { trigger: ".nav-link[name=prizes]", run: "click" },
        { trigger: ".o_field_widget[name=prize_ids] .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".o_field_widget[name=prize_ids] .o_selected_row [name=amount] input", run: "edit 500" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "who would take part", trigger: ".o_stat_value:contains('3')" },
        { trigger: ".o_statusbar_buttons button[name=action_start]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Running')" },
        { trigger: ".nav-link[name=standings]", run: "click" },
        { trigger: ".o_sales_office_contest_standings:contains('Rob')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_follows_contest", {
    steps: () => [
        { trigger: ".o_sales_office_today_line[data-key=contest_running]", run: "click" },
        { content: "their own place", trigger: ".o_sales_office_contest_own:contains('Rob')" },
        { content: "and the others'", trigger: ".o_sales_office_contest_standings:contains('Ann')" },
        { content: "nothing to decide", trigger: ".o_form_view:not(:has(button[name=action_close]))" },
    ],
});
