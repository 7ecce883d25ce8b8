import { registry } from "@web/core/registry";

const estimate = (amount) => `button.o_sales_office_commission_estimate:contains('${amount}')`;

registry.category("web_tour.tours").add("sales_office_rep_asks_what_it_adds", {
    steps: () => [
        { content: "the quotation says what it adds", trigger: estimate("420.00"), run: "click" },
        { content: "what it is now", trigger: ".modal .o_data_row:contains('300.00'):contains('720.00')" },
        { content: "in words", trigger: ".modal .o_data_row:contains('8,000.00 × 5 % + 4,000.00 × 8 %')" },
        { trigger: ".modal footer button:contains('Close')", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "a dearer one", trigger: "td[name=price_unit]", run: "click" },
        { trigger: "td[name=price_unit] input", run: "edit 7000" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "adds more as soon as it is saved", trigger: estimate("500.00") },
    ],
});

registry.category("web_tour.tours").add("sales_office_director_simulates_a_plan", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button:contains('Simulate')", run: "click" },
        { content: "what it is compared with", trigger: ".modal .o_tag:contains('Rooms')" },
        { trigger: ".modal button[name=action_simulate]", run: "click" },
        { content: "person by person", trigger: ".modal .o_data_row:contains('Rob'):contains('600.00'):contains('720.00')" },
        { trigger: ".modal footer button:contains('Close')", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Draft')" },
    ],
});
