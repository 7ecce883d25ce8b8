import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const backToToday = {
    content: "back to Today",
    trigger: ".o_menu_sections [data-menu-xmlid='sales_office_policy.menu_today']",
    run: "click",
};

registry.category("web_tour.tours").add("sales_office_rep_reads_answers_confirms", {
    steps: () => [
        { content: "a policy waits", trigger: line("policy_acknowledge"), run: "click" },
        { trigger: ".o_field_widget[name=body_html]:contains('Be in the office at eight.')" },
        { content: "at its end", trigger: ".tab-pane.active button[name=action_acknowledge]", run: "click" },
        { content: "it is on record", trigger: ".alert-success:contains('You confirmed on')" },
        backToToday,
        { content: "it waits no more", trigger: `.o_sales_office_today:not(:has(${line("policy_acknowledge")}))` },
        { content: "a case about them waits", trigger: line("conduct_answer"), run: "click" },
        { trigger: ".o_field_widget[name=description]:contains('Came at 08:40')" },
        { trigger: ".o_statusbar_buttons button:contains('Answer')", run: "click" },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit The ferry was late." },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { content: "the answer is on the case", trigger: ".o_form_view:contains('The ferry was late.')" },
        backToToday,
        { content: "their statement waits", trigger: line("statement_confirm"), run: "click" },
        { content: "it explains itself", trigger: ".o_form_view:contains('10,000.00 × 5 % = 500.00')" },
        { trigger: ".o_statusbar_buttons button[name=action_confirm]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Confirmed')" },
        backToToday,
        { content: "nothing is left", trigger: ".o_sales_office_today_empty" },
    ],
});
