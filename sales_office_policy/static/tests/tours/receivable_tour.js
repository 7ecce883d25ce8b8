import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const row = (customer) => `.o_data_row:contains('${customer}')`;
const button = (label) => `.o_statusbar_buttons button:contains('${label}')`;
const field = (name) => `.modal .o_field_widget[name=${name}]`;
/** Compare what the columns of a chart add up to with what is expected of them, by age and by who collects. */
const chartSays = (age, byUser) => ({
    trigger: ".o_graph_renderer canvas",
    async run() {
        const { labels, datasets } = window.Chart.getChart(this.anchor).data;
        const ages = labels.map(String);
        const column = ages.indexOf(age);
        const found = datasets
            .filter(({ type, data }) => type !== "line" && data[column])
            .map(({ label, data }) => `${label} ${data[column]}`)
            .sort();
        if (column < 0 || String(found) !== String(byUser)) {
            throw new Error(`${age}: ${found} of ${ages}`);
        }
    },
});
const openChart = [
    { content: "what is overdue", trigger: ".o_list_view .o_data_row" },
    { trigger: ".o_switch_view.o_graph", run: "click" },
];
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

registry.category("web_tour.tours").add("sales_office_rep_sees_ages", {
    steps: () => [...openChart, chartSays("1 to 30 Days", ["Rob 300"]), chartSays("31 to 60 Days", ["Rob 1300"])],
});

registry.category("web_tour.tours").add("sales_office_leader_sees_ages", {
    steps: () => [
        ...openChart,
        chartSays("1 to 30 Days", ["Rob 300"]),
        { content: "of the whole team, by who collects", ...chartSays("31 to 60 Days", ["Ann 200", "Rob 1300"]) },
    ],
});
