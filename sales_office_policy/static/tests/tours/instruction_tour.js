import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_office_rep_asks_for_instruction", {
    steps: () => [
        { content: "the order in question", trigger: ".o_form_view .o_field_widget[name=partner_id]" },
        { trigger: ".o_statusbar_buttons button:contains('Ask for Instruction')", run: "click" },
        { trigger: ".o_field_widget[name=name] textarea", run: "edit May we give ten percent?" },
        { content: "it is about that order", trigger: ".o_field_widget[name=reference] input:value('S')" },
        { trigger: ".o_field_widget[name=is_disputed] input", run: "click" },
        { trigger: ".o_field_widget[name=question] textarea", run: "edit They want a discount for forty rooms." },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_statusbar_buttons button[name=action_ask]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Waiting for Instruction')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_leader_decides", {
    steps: () => [
        { trigger: ".o_sales_office_today_line[data-key=instruction_asked]", run: "click" },
        { trigger: ".o_field_widget[name=question]:contains('forty rooms')" },
        { trigger: ".o_statusbar_buttons button:contains('Give Instruction')", run: "click" },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit Yes, for forty rooms or more." },
        { trigger: ".modal footer .btn-primary:visible", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Instructed')" },
        { trigger: ".o_field_widget[name=decision]:contains('forty rooms or more')" },
    ],
});
