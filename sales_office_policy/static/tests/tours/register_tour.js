import { registry } from "@web/core/registry";
import { openScreen } from "./screens";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;

registry.category("web_tour.tours").add("sales_office_visitor_in_and_out", {
    steps: () => [
        ...openScreen("menu_visitor"),
        { content: "who stands at the door", trigger: ".o_kanban_view .o-kanban-button-new", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name] input", run: "edit Wang Fang" },
        { trigger: ".o_field_widget[name=employee_id] input", run: "edit Rob" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Rob')", run: "click" },
        { trigger: ".o_field_widget[name=badge] input", run: "edit 7" },
        { content: "one click in", trigger: "button[name=action_sign_in]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Inside')" },
        { content: "the board says who is inside", trigger: ".o_back_button, .breadcrumb-item a:contains('Visitors')", run: "click" },
        { content: "one click out", trigger: ".o_kanban_record:contains('Wang Fang') button[name=action_sign_out]", run: "click" },
        { trigger: ".o_kanban_record:contains('Wang Fang'):has(.fa-sign-out):not(:has(button[name=action_sign_out]))" },
    ],
});

registry.category("web_tour.tours").add("sales_office_letter_written", {
    steps: () => [
        ...openScreen("menu_correspondence"),
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=direction] .o_radio_item:contains('Outgoing') input", run: "click" },
        { trigger: ".o_field_widget[name=name] textarea", run: "edit Offer of the tour" },
        { trigger: ".o_field_widget[name=body] textarea", run: "edit Twenty rooms in May" },
        { content: "clerk and leader are proposed", trigger: ".o_field_widget[name=proofreader_id]:has(input:value(Cleo))" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=number]:contains('OUT-')" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: ".o_field_widget[name=submitted_at]" },
    ],
});

registry.category("web_tour.tours").add("sales_office_letter_proofread", {
    steps: () => [
        { trigger: line("letters_proofread"), run: "click" },
        { trigger: ".o_form_view button[name=action_proofread]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Proofread')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_letter_reviewed", {
    steps: () => [
        { trigger: line("letters_review"), run: "click" },
        { trigger: ".o_form_view button[name=action_review]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Reviewed')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_letter_sent_and_filed", {
    steps: () => [
        { trigger: line("letters_send"), run: "click" },
        { trigger: ".o_form_view button[name=action_send]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Sent')" },
        { trigger: "button[name=action_file]", run: "click" },
        { content: "the paper is in the register of documents", trigger: ".o_form_view .o_field_widget[name=category_id]:has(input:value(Correspondence))" },
    ],
});
