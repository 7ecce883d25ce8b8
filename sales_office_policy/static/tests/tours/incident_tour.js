import { registry } from "@web/core/registry";

let taps = 0;
const tap = (trigger, content) => ({
    content,
    trigger,
    async run(helpers) {
        taps++;
        await helpers.click();
    },
});
const chip = (name, text) => `.modal .o_field_widget[name=${name}] .o_sales_office_chips button:contains('${text}')`;
const facts = ".modal .o_field_widget[name=description] textarea";
const start = [
    {
        trigger: ".o_sales_office_today",
        run() {
            taps = 0;
        },
    },
    tap(".o_sales_office_starts", "tell of something"),
    tap(".o_sales_office_starts_menu [data-key=incident]", "an incident"),
];
const checkTaps = {
    content: "five taps from Today",
    trigger: ".o_sales_office_today",
    run() {
        if (taps > 5) {
            throw new Error(`${taps} taps`);
        }
    },
};
const fits = {
    content: "nothing sticks out of the screen",
    trigger: facts,
    run() {
        const { right } = this.anchor.getBoundingClientRect();
        if (right > window.innerWidth) {
            throw new Error(`The facts end at ${right} of ${window.innerWidth} px`);
        }
    },
};

registry.category("web_tour.tours").add("sales_office_leader_reports_in_five_taps", {
    steps: () => [
        ...start,
        tap(chip("employee_ids", "Rob"), "who"),
        { trigger: `${chip("employee_ids", "Rob")}[aria-pressed=true]` },
        tap(chip("type_id", "Napping"), "what"),
        { content: "the facts begin by themselves", trigger: `${facts}:value('Napping, seen at')` },
        fits,
        tap(".modal footer button[name=action_report]:visible", "report"),
        { trigger: ".o_notification:contains('Reported: 1')" },
        checkTaps,
    ],
});

registry.category("web_tour.tours").add("sales_office_colleague_tells_in_five_taps", {
    steps: () => [
        ...start,
        tap(chip("type_id", "Napping"), "what"),
        { trigger: `${chip("type_id", "Napping")}[aria-pressed=true]` },
        tap(chip("employee_ids", "Rob"), "who"),
        { content: "it is told in confidence", trigger: ".modal .alert-info:contains('in confidence')" },
        {
            content: "the keyboard is there, without a tap",
            trigger: `${facts}:focus`,
            run: "edit Asleep in the store room.",
        },
        tap(".modal footer button[name=action_report]:visible", "tell"),
        { trigger: ".o_notification:contains('without your name')" },
        checkTaps,
    ],
});

/** Choose a record as on a phone, where a field opens a page of cards to choose from. */
const pick = (name, text) => [
    { trigger: `.modal .o_field_widget[name=${name}] input`, run: "click" },
    { trigger: `.modal .o_kanban_record:contains('${text}')`, run: "click" },
    { content: `${text} is chosen`, trigger: ".modal:not(:has(.o_kanban_view)) .o_form_view" },
];

registry.category("web_tour.tours").add("sales_office_leader_reports_on_a_phone", {
    steps: () => [
        { trigger: chip("employee_ids", "Ann"), run: "click" },
        { content: "not her", trigger: `${chip("employee_ids", "Ann")}[aria-pressed=true]`, run: "click" },
        { trigger: `${chip("employee_ids", "Ann")}[aria-pressed=false]` },
        ...pick("employee_ids", "Rob"),
        ...pick("employee_ids", "Ray"),
        ...pick("type_id", "Napping"),
        { trigger: facts, run: "edit Both asleep in the store room." },
        fits,
        { trigger: ".modal footer button[name=action_report]:visible", run: "click" },
        { trigger: ".o_notification:contains('without your name')" },
    ],
});
