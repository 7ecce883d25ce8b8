import { registry } from "@web/core/registry";

/** Choose a record as on a phone, where a field opens a page of cards to choose from. */
const pick = (name, item) => [
    { trigger: `.modal .o_field_widget[name=${name}] input`, run: "click" },
    { trigger: `.modal .o_kanban_record:contains('${item}')`, run: "click" },
    { content: `${item} is chosen`, trigger: ".modal:not(:has(.o_kanban_view)) .o_form_view" },
];

registry.category("web_tour.tours").add("sales_office_leader_reports_on_a_phone", {
    steps: () => [
        ...pick("employee_ids", "Rob"),
        ...pick("employee_ids", "Ann"),
        ...pick("type_id", "Napping"),
        { trigger: ".modal .o_field_widget[name=description] textarea", run: "edit Both asleep in the store room." },
        {
            content: "nothing sticks out of the screen",
            trigger: ".modal .o_field_widget[name=description] textarea",
            run() {
                const { right } = this.anchor.getBoundingClientRect();
                if (right > window.innerWidth) {
                    throw new Error(`The facts end at ${right} of ${window.innerWidth} px`);
                }
            },
        },
        { trigger: ".modal footer button[name=action_report]:visible", run: "click" },
        { trigger: ".o_notification:contains('Reported: 2')" },
    ],
});
