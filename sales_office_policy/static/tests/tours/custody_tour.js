import { registry } from "@web/core/registry";
import { openDaily, openScreen } from "./screens";

registry.category("web_tour.tours").add("sales_office_clerk_lends_and_takes_back", {
    steps: () => [
        ...openDaily("menu_document"),
        { content: "find the paper by its number", trigger: ".o_searchview_input", run: "edit DOC-TOUR" },
        { trigger: ".o_searchview_autocomplete .o-dropdown-item:first", run: "click" },
        { trigger: ".o_data_cell:contains('DOC-TOUR')", run: "click" },
        { trigger: "button:contains('Hand Out')", run: "click" },
        { content: "to whom", trigger: ".modal .o_field_widget[name=borrower_id] input", run: "edit Rob" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Rob')", run: "click" },
        { content: "the dialog says when it is due", trigger: ".modal .o_field_widget[name=due_at]:contains(':')" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=holder_id]:contains('Rob')" },
        { trigger: "button:contains('Take Back')", run: "click" },
        { trigger: ".modal .o_field_widget[name=condition] input", run: "edit Complete, no marks" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_form_view button:contains('Hand Out')" },
        { trigger: ".o_arrow_button_current:contains('Available')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_waits_in_line", {
    steps: () => [
        ...openDaily("menu_document"),
        { trigger: ".o_data_cell:contains('DOC-TOUR')", run: "click" },
        { content: "it is lent: this asks for a place in line", trigger: "button[name=action_request]", run: "click" },
        { trigger: ".o_form_view .alert-info .o_field_widget[name=my_place]:contains('1')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_rep_draws_and_confirms", {
    steps: () => [
        ...openScreen("menu_document_loan_my"),
        { content: "what they were handed", trigger: ".o_data_cell:contains('DOC-TOUR')", run: "click" },
        { trigger: ".o_form_view button[name=action_confirm_receipt]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=receipt]:contains('On Their Own Screen')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_clerk_serves_the_line", {
    steps: () => [
        ...openDaily("menu_document"),
        { trigger: ".o_data_cell:contains('DOC-TOUR')", run: "click" },
        { trigger: "button:contains('Take Back')", run: "click" },
        { trigger: ".modal .o_field_widget[name=condition] input", run: "edit Complete" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { content: "it is kept for the next", trigger: ".o_form_view .o_field_widget[name=kept_for_id]:contains('Ann')" },
        { trigger: "button:contains('Hand Out')", run: "click" },
        { content: "the dialog names them", trigger: ".modal .alert-warning:contains('Ann')" },
        { trigger: ".modal .o_field_widget[name=borrower_id] input", run: "edit Ann" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Ann')", run: "click" },
        { trigger: ".modal:not(:has(.alert-warning)) .o_field_widget[name=due_at]:contains(':')" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=holder_id]:contains('Ann')" },
    ],
});
