import { registry } from "@web/core/registry";

const item = (name) => `.o_sales_office_tick:contains('${name}')`;

/** Tap one item and wait until it is ticked. */
function tick(name) {
    return [
        { trigger: item(name), run: "click" },
        { trigger: `.o_sales_office_closing_ticked:contains('${name}')` },
    ];
}

registry.category("web_tour.tours").add("sales_office_duty_person_closes_on_a_phone", {
    steps: () => [
        {
            content: "the list waits on Today",
            trigger: ".o_sales_office_today_line[data-key^='closing_']",
            run: "click",
        },
        { content: "nothing to finish yet", trigger: ".o_form_view:not(:has(button[name=action_done]))" },
        ...tick("Lights are off"),
        ...tick("Computers and screens are off"),
        {
            content: "large enough for a thumb",
            trigger: item("Water dispenser is off"),
            run() {
                const { height, right } = this.anchor.getBoundingClientRect();
                if (height < 44 || right > window.innerWidth) {
                    throw new Error(`An item is ${height} px high and ends at ${right} of ${window.innerWidth} px`);
                }
            },
        },
        {
            content: "the dispenser is being repaired",
            trigger: ".o_kanban_record:contains('Water dispenser is off') button[aria-label='Does not apply today']",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Being repaired" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_kanban_record:contains('Being repaired')" },
        ...tick("Air conditioning is off"),
        ...tick("Cabinets are locked"),
        ...tick("Windows and doors are closed"),
        { content: "everything is ticked", trigger: "button[name=action_done]", run: "click" },
        { trigger: ".o_statusbar_status:contains('Done')" },
        { content: "locked", trigger: ".o_sales_office_closing_ticked:disabled" },
    ],
});
