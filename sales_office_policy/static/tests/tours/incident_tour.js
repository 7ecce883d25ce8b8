import { registry } from "@web/core/registry";

const pick = (name, text, item) => [
    { trigger: `.modal .o_field_widget[name=${name}] input`, run: `edit ${text}` },
    { trigger: `.o-autocomplete--dropdown-item:contains('${item}')`, run: "click" },
];

registry.category("web_tour.tours").add("sales_office_leader_reports_on_a_phone", {
    steps: () => [
        ...pick("employee_ids", "Rob", "Rob"),
        ...pick("employee_ids", "Ann", "Ann"),
        ...pick("type_id", "Napping", "Napping"),
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
