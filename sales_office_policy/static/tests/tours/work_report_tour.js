import { registry } from "@web/core/registry";

const line = ".o_sales_office_today_line[data-key^='work_report_']";
const text = (name) => `.o_field_widget[name=${name}] textarea`;

registry.category("web_tour.tours").add("sales_office_rep_writes_report", {
    steps: () => [
        { content: "today's report waits", trigger: `${line}:contains('Hand in: Daily report')`, run: "click" },
        { content: "its figures are there", trigger: ".o_field_widget[name=new_leads]:contains('1')" },
        { trigger: text("done"), run: "edit Three visits; the shipping company wants forty rooms." },
        { trigger: text("plan"), run: "edit The offer for the annual meeting." },
        { trigger: text("problems"), run: "edit The price list is not printed." },
        { trigger: ".o_statusbar_buttons button[name=action_submit]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { content: "it stands now", trigger: ".o_arrow_button_current:contains('Handed In')" },
        { trigger: ".o_field_widget[name=done].o_readonly_modifier:contains('forty rooms')" },
        {
            content: "back to Today",
            trigger: ".o_menu_sections [data-menu-xmlid='sales_office_policy.menu_today']",
            run: "click",
        },
        { content: "it waits no more", trigger: `.o_sales_office_today:not(:has(${line}))` },
    ],
});

registry.category("web_tour.tours").add("sales_office_leader_answers_report", {
    steps: () => [
        { content: "a report waits", trigger: ".o_sales_office_today_line[data-key=work_report_answer]", run: "click" },
        { trigger: ".o_field_widget[name=problems]:contains('price list')" },
        { trigger: ".o_statusbar_buttons button:contains('Answer')", run: "click" },
        { content: "what is asked is shown", trigger: ".modal .o_field_widget[name=shown]:contains('price list')" },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit You get it tomorrow." },
        { trigger: ".modal footer .btn-primary:visible", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Answered')" },
        { trigger: ".o_field_widget[name=answer]:contains('You get it tomorrow.')" },
    ],
});
