import { registry } from "@web/core/registry";

const table = ".o_field_widget[name=action_ids]";
const field = (name) => `.modal .o_field_widget[name=${name}]`;

registry.category("web_tour.tours").add("sales_office_table_as_cards", {
    steps: () => [
        { trigger: ".o_notebook .nav-link[name=cause]", run: "click" },
        {
            content: "a table is cards, with what it shows",
            trigger: `${table} .o_kanban_record:contains('Ring back within the day')`,
        },
        { content: "which say what each value is", trigger: `${table} .o_kanban_record:contains('By When')` },
        { content: "another one is typed in a dialog", trigger: `${table} .o-kanban-button-new`, run: "click" },
        { trigger: `${field("name")} input`, run: "edit Train the desk" },
        { trigger: `${field("due_on")} input`, run: "edit 12/31/2099" },
        { trigger: ".modal footer .o_form_button_save", run: "click" },
        { trigger: `${table} .o_kanban_record:contains('Train the desk')` },
        { trigger: ".o_form_status_indicator .o_form_button_save", run: "click" },
        { content: "and is kept", trigger: ".o_form_saved" },
    ],
});
