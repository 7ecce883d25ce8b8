import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const visit = ".o_sales_office_today_item:contains('Maple Leaf Software')";
const field = (name) => `.modal .o_field_widget[name=${name}]`;

registry.category("web_tour.tours").add("sales_office_rep_visits", {
    steps: () => [
        { content: "a visit is planned for today", trigger: `${line("visits_today")}:contains('Visits today')` },
        { content: "the rep is there", trigger: `${visit} .btn-primary:contains('I Am Here')`, run: "click" },
        {
            content: "and says what came of it",
            trigger: `${visit} .btn-primary:contains('What Came of It')`,
            run: "click",
        },
        { trigger: `${field("outcome")} label:contains('One Step Further')`, run: "click" },
        { trigger: `${field("text")} textarea`, run: "edit They like the hall" },
        { content: "what comes next", trigger: `${field("next_step")} input`, run: "edit Send the offer" },
        { trigger: `${field("next_step_on")} input`, run: "edit 12/31/2099" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { content: "nothing is left", trigger: `.o_sales_office_today:not(:has(${line("visits_today")}))` },
    ],
});
