import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const column = (stage) => `.o_kanban_group:has(.o_column_title:contains('${stage}'))`;
const card = ".o_kanban_record:contains('Rooms for the fair')";

tours.add("sales_office_rep_drags_a_card", {
    steps: () => [
        {
            content: "the card is dragged on",
            trigger: `${column("New")} ${card}`,
            run: `drag_and_drop(${column("Qualified")})`,
        },
        {
            content: "a sentence says what is missing",
            trigger: ".modal:contains('does not leave New yet. Missing: A Need Is Recorded')",
        },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { content: "and the card is where it was", trigger: `${column("New")} ${card}` },
    ],
});

tours.add("sales_office_rep_goes_on_without_it", {
    steps: () => [
        { content: "the form says what the stage asks for", trigger: ".alert:contains('A Need Is Recorded; write down')" },
        { trigger: ".o_arrow_button:contains('Qualified')", run: "click" },
        { trigger: ".o_notification:contains('does not leave New yet')" },
        { content: "the stage stays", trigger: ".o_arrow_button_current:contains('New')" },
        { trigger: ".alert button:contains('Go On without It')", run: "click" },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit They have bought here for years" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Qualified')" },
        { trigger: ".nav-link:contains('Negotiation')", run: "click" },
        { trigger: ".o_field_widget[name=sales_office_override_ids]:contains('They have bought here for years')" },
    ],
});

tours.add("sales_office_leader_sees_why", {
    steps: () => [
        { trigger: ".o_sales_office_today_item:contains('Rooms for the fair'):contains('They have bought here for years')" },
        { trigger: ".o_sales_office_today_item .btn:contains('Take Note')", run: "click" },
        { trigger: ".o_sales_office_today:not(:has([data-key='stage_overrides']))" },
        { content: "who leaves the page has decided", trigger: ".o_sales_office_today_screens", run: "click" },
        { trigger: ".o_sales_office_screens" },
    ],
});

tours.add("sales_office_rep_writes_needs_on_a_phone", {
    steps: () => [
        { trigger: ".nav-link:contains('Needs and Competitors')", run: "click" },
        { trigger: ".o_field_widget[name=sales_office_need_ids] .o-kanban-button-new", run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit Forty rooms on one floor" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=sales_office_need_ids] .o_kanban_record:contains('Forty rooms')" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".alert:contains('A Need Is Recorded') .text-success" },
    ],
});
