import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const button = (label) => `.o_statusbar_buttons button:contains('${label}')`;
const type = (name, text) => ({ trigger: `.modal .o_field_widget[name=${name}] textarea`, run: `edit ${text}` });
const confirm = { trigger: ".modal footer .btn-primary", run: "click" };

registry.category("web_tour.tours").add("sales_office_employee_answers", {
    steps: () => [
        { content: "a case about them waits", trigger: line("conduct_answer"), run: "click" },
        { content: "they read what they are said to have done", trigger: ".o_form_view:contains('Came at 08:40')" },
        { trigger: button("Answer"), run: "click" },
        type("text", "The ferry was late."),
        confirm,
        { trigger: ".o_form_view:contains('The ferry was late.')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_employee_appeals", {
    steps: () => [
        { content: "the decision waits", trigger: line("conduct_appeal"), run: "click" },
        { trigger: ".o_notebook .nav-link[name=decision]", run: "click" },
        { content: "they read the reasons", trigger: ".o_field_widget[name=reason]:contains('Every week.')" },
        { trigger: button("Appeal"), run: "click" },
        type("text", "It was once."),
        confirm,
        { trigger: ".o_arrow_button_current:contains('Appealed')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_first_person_decides", {
    steps: () => [
        { content: "the case waits", trigger: line("conduct_decide"), run: "click" },
        { trigger: button("Decide"), run: "click" },
        { content: "equal cases are shown", trigger: ".modal .o_field_widget[name=precedents]:contains('Suspension')" },
        { trigger: ".modal .o_field_widget[name=sanction] input", run: "click" },
        { trigger: ".o_select_menu_item:contains('Suspension')", run: "click" },
        { trigger: ".modal:contains('needs two persons')" },
        type("reason", "For the third time in front of guests."),
        confirm,
        { content: "nothing is decided yet", trigger: ".o_notification:contains('needs a second person')" },
        { trigger: ".o_arrow_button_current:contains('Reported')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_second_person_confirms", {
    steps: () => [
        { content: "the case waits", trigger: line("conduct_decide"), run: "click" },
        { content: "the first decision is shown", trigger: ".alert-warning:contains('For the third time')" },
        { trigger: button("Decide"), run: "click" },
        { trigger: ".modal .alert-warning:contains('Max')" },
        confirm,
        { trigger: ".o_arrow_button_current:contains('Decided')" },
        { trigger: ".o_notebook .nav-link[name=decision]", run: "click" },
        { trigger: ".o_field_widget[name=confirmed_by_id]:contains('Diane')" },
    ],
});
