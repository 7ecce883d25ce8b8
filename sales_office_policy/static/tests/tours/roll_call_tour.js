import { registry } from "@web/core/registry";

const row = (name) => `.o_sales_office_roll_call_row:contains('${name}')`;
const marked = (name, state) => `${row(name)}[data-state='${state}']`;
const counted = (state, number) => `[data-count='${state}'] strong:contains('${number}')`;
const press = (key) => ({
    content: `press ${key}`,
    trigger: ".o_sales_office_roll_call_row.o_sales_office_marked_row_selected",
    run: `press ${key}`,
});

/** The chair takes the roll of Lea (herself), Rob, Ann and Ray by keyboard and closes the meeting. */
registry.category("web_tour.tours").add("sales_office_chair_takes_the_roll", {
    steps: () => [
        { content: "the meeting waits on Today", trigger: ".o_sales_office_today_line:contains('You chair')", run: "click" },
        { content: "with a code for phones", trigger: ".o_sales_office_roll_call_code svg path" },
        { content: "who is on leave is excused already", trigger: marked("Ray", "excused") + ":contains('On leave')" },
        { content: "nobody marks themselves, the chair signs in", trigger: `${row("Lea")} .o_sales_office_roll_call_own`, run: "click" },
        { content: "which opens the meeting", trigger: "h1:contains('Open')" },
        { trigger: marked("Lea", "present") },
        { content: "the selection is on the first who is missing", trigger: `${row("Rob")}.o_sales_office_marked_row_selected`, run: "press p" },
        { trigger: marked("Rob", "present") },
        { content: "and went to the next", trigger: `${row("Ann")}.o_sales_office_marked_row_selected`, run: "press e" },
        { content: "an excuse asks why", trigger: ".modal input", run: "edit At the fair" },
        { trigger: ".modal input", run: "press Enter" },
        { trigger: marked("Ann", "excused") + ":contains('At the fair')" },
        { trigger: counted("expected", 0) },
        { trigger: counted("excused", 2) },
        press("ArrowUp"),
        { content: "back to Rob, who was late after all", trigger: `${row("Rob")}.o_sales_office_marked_row_selected`, run: "press l" },
        { trigger: marked("Rob", "late") },
        { trigger: counted("late", 1) },
        press("Enter"),
        { content: "closing says what it does", trigger: ".modal:contains('Everybody is accounted for')" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { content: "it is over", trigger: "h1:contains('Closed')" },
        { trigger: ".o_sales_office_roll_call:not(:has(.o_sales_office_roll_call_marks)) .alert-success" },
    ],
});
