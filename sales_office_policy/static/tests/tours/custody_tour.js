import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("sales_office_clerk_lends_and_takes_back", {
    steps: () => [
        { trigger: ".o_menu_sections [data-menu-xmlid='sales_office_policy.menu_custody']", run: "click" },
        { trigger: ".o-dropdown--menu [data-menu-xmlid='sales_office_policy.menu_document']", run: "click" },
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
