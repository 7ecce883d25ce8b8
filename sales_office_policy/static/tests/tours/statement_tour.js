import { registry } from "@web/core/registry";
import { atMost } from "./counting";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;

registry.category("web_tour.tours").add("sales_office_rep_disputes_a_line", {
    steps: () => [
        { content: "their statement waits", trigger: line("statement_confirm"), run: "click" },
        { trigger: ".o_form_view .o_data_row:contains('Invoiced sales')" },
        {
            content: "they do not agree with the fine",
            trigger: ".o_data_row:contains('Fine of') button:has(.fa-commenting-o)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: "edit I was at the customer's that morning.",
        },
        { trigger: ".modal footer .btn-primary:contains('Dispute')", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Disputed')" },
        { content: "the line says so", trigger: ".o_data_row:contains('Fine of') .badge:contains('To Answer')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_confirms_the_answer", {
    steps: () => [
        { content: "their statement waits again", trigger: line("statement_confirm"), run: "click" },
        { content: "the line carries the answer", trigger: ".o_data_row:contains('The visit is in your report.')" },
        { trigger: ".o_data_row .badge:contains('Answered')" },
        { trigger: ".o_statusbar_buttons button[name=action_confirm]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Confirmed')" },
    ],
});

/** Two clicks from Today: open and confirm; the net and how it comes about are there to see. */
registry.category("web_tour.tours").add("sales_office_rep_confirms_in_two_clicks", {
    steps: () =>
        atMost(2, [
            { content: "their statement waits", trigger: line("statement_confirm"), run: "click" },
            { content: "the net stands on top", trigger: ".o_sales_office_statement_net:contains('475.00')" },
            { trigger: "[role=row][data-kind=total] [role=cell]:contains('475.00')" },
            { trigger: ".o_statusbar_buttons button[name=action_confirm]", run: "click" },
            { content: "it is done", trigger: ".o_form_view:not(:has(button[name=action_confirm]))" },
        ]),
});

registry.category("web_tour.tours").add("sales_office_rep_reads_how", {
    steps: () => [
        { trigger: line("statement_confirm"), run: "click" },
        { trigger: "[role=row][data-kind=down] [role=cell]:contains('25.00')" },
        { trigger: ".o_field_widget[name=line_ids] button[name=action_explain]:first", run: "click" },
        { content: "how it comes about", trigger: ".modal .o_field_widget[name=explanation]:contains('5 %')" },
        { trigger: ".modal footer .btn-secondary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});

registry.category("web_tour.tours").add("sales_office_finance_pays_a_batch", {
    steps: () => [
        { content: "statements wait to be paid", trigger: line("statement_pay"), run: "click" },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button:contains('Pay')", run: "click" },
        { content: "what will be paid", trigger: ".modal .o_field_widget[name=payable]:contains('450.00')" },
        { trigger: ".modal footer button[name=action_pay]", run: "click" },
        { content: "it is paid", trigger: ".o_breadcrumb:contains('Paid by')" },
        { content: "the bills are open", trigger: ".o_list_view .o_data_row:contains('400.00')" },
    ],
});
