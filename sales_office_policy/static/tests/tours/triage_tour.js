import { registry } from "@web/core/registry";
import { atMost } from "./counting";

const line = ".o_sales_office_today_line[data-key='conduct_suspected']";
const marked = (count) => `.o_sales_office_triage:has(.o_sales_office_triage_count[data-count='${count}'])`;
const row = ".o_sales_office_triage_row.o_sales_office_marked_row_selected";
const usual = (mark, text) => `.modal [data-mark='${mark}'] button:contains('${text}')`;
const MOST = 30;

/** What is done with 24 suspicions: r report, d dismiss, w waive. */
const KEYS = "rrrrrrdddddddwwwrrrrrrrr";

registry.category("web_tour.tours").add("sales_office_triage_by_keys", {
    steps: () =>
        atMost(MOST, [
            { content: "they wait on Today", trigger: line, run: "click" },
            { content: "with their facts", trigger: `${row}:contains('Not there')` },
            ...[...KEYS].map((key, index) => ({
                content: `mark number ${index + 1}`,
                trigger: `${marked(index)} ${row}[data-marked='']`,
                run: `press ${key}`,
            })),
            { trigger: `${marked(KEYS.length)} ${row}`, run: "press Enter" },
            { content: "what is reported is said", trigger: ".modal:contains('14')" },
            { content: "one reason for all", trigger: usual("dismiss", "Cleared up in a talk"), run: "click" },
            { trigger: usual("waive", "With a customer"), run: "click" },
            { trigger: ".modal .o_sales_office_triage_dialog_confirm:enabled", run: "click" },
            { trigger: ".o_sales_office_triage_empty" },
        ]),
});

registry.category("web_tour.tours").add("sales_office_triage_on_a_phone", {
    steps: () => [
        { content: "they wait on Today", trigger: line, run: "click" },
        { trigger: `${row} button[data-mark='report']`, run: "click" },
        { trigger: `${marked(1)} ${row}[data-marked=''] button[data-mark='waive']`, run: "click" },
        { trigger: `${marked(2)} .o_sales_office_triage_do`, run: "click" },
        { trigger: usual("waive", "In a training"), run: "click" },
        { trigger: ".modal .o_sales_office_triage_dialog_confirm:enabled", run: "click" },
        { trigger: ".o_sales_office_triage_empty" },
    ],
});

registry.category("web_tour.tours").add("sales_office_cases_in_bulk", {
    steps: () => [
        { content: "all of the list", trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button:contains('Dismiss')", run: "click" },
        { content: "asks once", trigger: ".modal .alert:contains('One reason for all')" },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "edit Cleared up in a talk" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_notification:contains('Dismiss: 3')" },
    ],
});
