import { registry } from "@web/core/registry";

const button = (label) => `.o_statusbar_buttons button:contains('${label}')`;
const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const state = (label) => ({ trigger: `.o_arrow_button_current:contains('${label}')` });
const say = (text) => ({ trigger: ".modal .o_field_widget[name=text] textarea", run: `edit ${text}` });
const confirm = { trigger: ".modal footer .btn-primary", run: "click" };

registry.category("web_tour.tours").add("sales_office_complaint_of_a_call", {
    steps: () => [
        { content: "the call is a complaint", trigger: "button[name=action_make_complaint]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=subject] textarea, .o_form_view .o_field_widget[name=subject] input" },
        state("Received"),
    ],
});

registry.category("web_tour.tours").add("sales_office_complaint_answered", {
    steps: () => [
        { content: "it waits on the Today page", trigger: line("complaint_acknowledge"), run: "click" },
        { trigger: button("Acknowledge"), run: "click" },
        state("Looked Into"),
        { content: "what was the cause", trigger: ".nav-link[name=cause]", run: "click" },
        { trigger: ".o_field_widget[name=cause_id] input", run: "edit Quality" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Quality')", run: "click" },
        { trigger: button("Cause Found"), run: "click" },
        state("Cause Found"),
        { trigger: button("Send the Answer"), run: "click" },
        say("We are sorry; one night is off the bill"),
        confirm,
        state("Answered"),
        { content: "the customer is asked what they think", trigger: button("Close and Ask for a Rating"), run: "click" },
        state("Complaint Closed"),
    ],
});
