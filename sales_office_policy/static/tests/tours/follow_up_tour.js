import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const card = ".o_kanban_record:contains('Annual meeting')";
const row = ".o_data_row:contains('Annual meeting')";
const contact = `${row} td[name=sales_office_last_contact_text]:contains('Call Answered')`;
const column = (stage) => `.o_kanban_group:has(.o_column_title:contains('${stage}'))`;

registry.category("web_tour.tours").add("sales_office_rep_answers_a_lead", {
    steps: () => [
        { content: "a new lead waits", trigger: `${line("leads_to_answer")}:contains('Annual meeting')`, run: "click" },
        { content: "until when", trigger: "div[name=sales_office_follow_up]:contains('answer until')" },
        { trigger: "button[name=action_log_sales_office_call]:visible", run: "click" },
        { trigger: ".modal .o_field_widget[name=partner_id] input:value(Lotus Travel)" },
        { trigger: ".modal .o_field_widget[name=summary] textarea", run: "edit Eighty guests in May" },
        { trigger: ".modal footer .o_form_button_save", run: "click" },
        { content: "the call is noted", trigger: "body:not(:has(.modal)) div[name=sales_office_follow_up]" },
    ],
});

registry.category("web_tour.tours").add("sales_office_leader_sees_who_did_not_answer", {
    steps: () => [
        { content: "one lead nobody answered", trigger: `${line("leads_unanswered")}:contains('Gala')`, run: "click" },
        { trigger: ".o_list_view, .o_form_view" },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_looks_at_the_pipeline", {
    steps: () => [
        { content: "answered", trigger: `${card}:contains('answered')` },
        { content: "what comes next", trigger: `${card}:contains('No Next Step')` },
        { content: "the last contact", trigger: `${card}:contains('Call Answered')` },
        { content: "too late", trigger: ".o_kanban_record:contains('Gala') .text-danger:contains('answer until')" },
        {
            content: "dragged on",
            trigger: `${column("New")} ${card}`,
            run: `drag_and_drop(${column("Qualified")})`,
        },
        { content: "it says so there, too", trigger: `${column("Qualified")} ${card}:contains('Call Answered')` },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { content: "the list is filled", trigger: contact },
        { trigger: "th[data-name=sales_office_last_contact_text]", run: "click" },
        { trigger: "th[data-name=sales_office_last_contact_text].table-active" },
        { content: "sorted, and filled again", trigger: contact },
        { trigger: ".o_optional_columns_dropdown button", run: "click" },
        { trigger: ".o-dropdown--menu .dropdown-item:contains('Answer to the Lead')", run: "click" },
        { content: "one column more", trigger: `${row} td[name=sales_office_response_text]:contains('answered')` },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_takes_a_lead_of_the_pool", {
    steps: () => [
        { content: "a lead is free", trigger: `${line("pool_free")}:contains('Annual meeting')`, run: "click" },
        { content: "its number is hinted at", trigger: ".o_field_widget[name=phone_hint]:contains('+86****')" },
        { trigger: ".o_statusbar_buttons button[name=action_claim]", run: "click" },
        { content: "it is theirs", trigger: ".o_field_widget[name=phone] input:value(5555 0100)" },
    ],
});
