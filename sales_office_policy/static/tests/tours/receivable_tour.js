import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const row = (customer) => `.o_data_row:contains('${customer}')`;
const button = (label) => `.o_statusbar_buttons button:contains('${label}')`;
const field = (name) => `.modal .o_field_widget[name=${name}]`;
const confirm = { trigger: ".modal footer .btn-primary", run: "click" };

registry.category("web_tour.tours").add("sales_office_rep_collects", {
    steps: () => [
        { content: "what is overdue waits", trigger: line("receivables_idle"), run: "click" },
        { trigger: `${row("Maple Leaf Software")} .o_data_cell[name=partner_id]`, run: "click" },
        { content: "the customer says when they pay", trigger: button("Promise to Pay"), run: "click" },
        { trigger: `${field("promised_on")} input`, run: "edit 12/31/2099" },
        confirm,
        { trigger: ".o_arrow_button_current:contains('Promised')" },
        { content: "it waits no longer", trigger: ".o_back_button", run: "click" },
        { trigger: `.o_list_view:not(:has(${row("Maple Leaf Software")}))` },
        { trigger: `${row("Oak Trading")} .o_data_cell[name=partner_id]`, run: "click" },
        { content: "one click reminds the other", trigger: button("Remind by E-mail"), run: "click" },
        { trigger: ".o_notification:contains('Customers reminded: 1')" },
        { trigger: ".o_field_widget[name=step_ids]:contains('Reminded by E-mail')" },
        { content: "who objects to it", trigger: button("Dispute"), run: "click" },
        { trigger: `${field("user_id")} input`, run: "edit Lea" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Lea')", run: "click" },
        { trigger: `${field("text")} textarea`, run: "edit Two rooms were not ready" },
        confirm,
        { trigger: ".o_arrow_button_current:contains('Disputed')" },
        { trigger: ".o_field_widget[name=question]:contains('Two rooms were not ready')" },
    ],
});
