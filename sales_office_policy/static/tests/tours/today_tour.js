import { registry } from "@web/core/registry";

const line = (key) => `.o_sales_office_today_line[data-key='${key}']`;
const card = (key) => `.o_sales_office_today_card:has(${line(key)})`;
const item = (name) => `.o_sales_office_today_item:contains('${name}')`;
const gone = (what) => `.o_sales_office_today:not(:has(${what}))`;
const undo = { content: "within ten seconds", trigger: ".o_notification button:contains('Undo')", run: "click" };
/** Leaving the page is the end of taking back. */
const leaveAndComeBack = [
    { trigger: ".o_sales_office_today_screens", run: "click" },
    { trigger: ".o_sales_office_screens [data-menu-xmlid='sales_office_policy.menu_today']", run: "click" },
];

registry.category("web_tour.tours").add("sales_office_rep_today", {
    steps: () => [
        { content: "what the month is like", trigger: ".o_sales_office_figures [data-key='commission']" },
        { content: "a button in the card", trigger: `${item("Old news")} .btn-primary`, run: "click" },
        { content: "it is gone at once", trigger: gone(item("Old news")) },
        undo,
        { content: "and there again", trigger: item("Old news") },
        { content: "once more, and for good", trigger: `${item("Old news")} .btn-primary`, run: "click" },
        { trigger: gone(item("Old news")) },
        ...leaveAndComeBack,
        { content: "the other one still waits", trigger: item("More news") },
        { trigger: gone(item("Old news")) },
        { content: "not today", trigger: `${card("market_notes")} .o_sales_office_today_snooze`, run: "click" },
        { trigger: gone(line("market_notes")) },
        undo,
        { trigger: line("market_notes") },
        { trigger: `${card("market_notes")} .o_sales_office_today_snooze`, run: "click" },
        { trigger: gone(line("market_notes")) },
        ...leaveAndComeBack,
        { trigger: ".o_sales_office_today_snoozed .btn-link:contains('(1)')", run: "click" },
        { trigger: ".o_sales_office_today_snoozed [data-key='market_notes'] button", run: "click" },
        { content: "back again", trigger: line("market_notes") },
        { trigger: ".o_sales_office_figures [data-key='commission']", run: "click" },
        { content: "how it comes about", trigger: ".modal:contains('As the books are now')" },
        { trigger: ".modal footer .btn", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("sales_office_leader_today", {
    steps: () => [
        { content: "who is there", trigger: ".o_sales_office_figures [data-key='day_present']" },
        { content: "what waits for a decision", trigger: "[data-group='decide'] " + line("supply_approve") },
        { trigger: `${item("Pen")} .btn-primary:contains('Approve')`, run: "click" },
        { trigger: gone(line("supply_approve")) },
        undo,
        { trigger: `${card("supply_approve")} .o_sales_office_today_snooze`, run: "click" },
        { trigger: gone(line("supply_approve")) },
        undo,
        { trigger: `${item("Pen")} .btn-primary:contains('Approve')`, run: "click" },
        { trigger: gone(line("supply_approve")) },
        ...leaveAndComeBack,
        { trigger: gone(line("supply_approve")) },
    ],
});
