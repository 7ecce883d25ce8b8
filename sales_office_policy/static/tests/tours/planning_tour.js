import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_office_manager_splits_and_publishes", {
    steps: () => [
        { content: "the year's target of the team", trigger: ".o_form_view .o_field_widget[name=target_value]" },
        { trigger: ".o_statusbar_buttons button:contains('Split')", run: "click" },
        { trigger: ".modal .o_field_widget[name=into] label:contains('Departments or People')", run: "click" },
        { trigger: ".modal footer .btn-primary:visible", run: "click" },
        { content: "three people share it", trigger: ".o_list_view .o_data_row:nth-child(3)" },
        { trigger: ".o_list_view .o_data_row:first-child td[name=target_value]", run: "click" },
        { trigger: ".o_data_row .o_field_widget[name=target_value] input", run: "edit 200000" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: ".breadcrumb-item:last a, .o_back_button a", run: "click" },
        { content: "what is missing is shown", trigger: ".alert-warning .o_field_widget[name=difference]" },
        { trigger: ".o_statusbar_buttons button:contains('Accept the Difference')", run: "click" },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit A new colleague comes in May" },
        { trigger: ".modal footer .btn-primary:visible", run: "click" },
        { trigger: ".alert-info:contains('A new colleague')" },
        { trigger: ".o_statusbar_buttons button[name=action_publish]", run: "click" },
        { trigger: ".o_field_widget[name=published_at]" },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_disputes_target", {
    steps: () => [
        { trigger: ".o_sales_office_today_line[data-key=target_propose]", run: "click" },
        { trigger: ".o_statusbar_buttons button:contains('Dispute')", run: "click" },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit My largest customer has left" },
        { trigger: ".modal footer .btn-primary:visible", run: "click" },
        { trigger: ".alert-danger:contains('My largest customer')" },
    ],
});
