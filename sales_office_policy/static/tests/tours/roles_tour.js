/** What a post does first, from Today: on a phone by a tap in the card or by the page of all screens. */

import { registry } from "@web/core/registry";
import { atMost } from "./counting";

const line = (key) => `.o_sales_office_today_line[data-key^='${key}']`;
const item = (name) => `.o_sales_office_today_item:contains('${name}')`;
const gone = (what) => `.o_sales_office_today:not(:has(${what}))`;
const screens = { trigger: ".o_sales_office_today_screens", run: "click" };
const screen = (menu) => `.o_sales_office_screens [data-menu-xmlid='sales_office_policy.${menu}']`;
/** By the page of all screens, which a phone has in the place of the bar. */
const openByPage = (menu) => [screens, { trigger: screen(menu), run: "click" }];
/** Leaving the page is the end of taking back. */
const leave = [screens, { trigger: screen("menu_today") }];

registry.category("web_tour.tours").add("sales_office_rep_signs_in_with_one_click", {
    steps: () => [
        ...atMost(1, [
            { content: "the meeting is on", trigger: `${item("Tour meeting")} .btn:contains('Sign In')`, run: "click" },
            { content: "signed in", trigger: gone(`${item("Tour meeting")} .btn:contains('Sign In')`) },
        ]),
    ],
});

registry.category("web_tour.tours").add("sales_office_director_approves_from_today", {
    steps: () => [
        { content: "a statement waits", trigger: `[data-group='decide'] ${line("statement_approve")}` },
        ...atMost(1, [
            { content: "with its net", trigger: `${item("500.00")} .btn-primary:contains('Approve')`, run: "click" },
            { trigger: gone(line("statement_approve")) },
        ]),
        ...leave,
        { content: "the company", trigger: screen("menu_reporting"), run: "click" },
        { trigger: ".o_sales_office_overview .o_sales_office_overview_header" },
    ],
});

registry.category("web_tour.tours").add("sales_office_clerk_signs_a_visitor_out", {
    steps: () => [
        { trigger: ".o_sales_office_today" },
        ...openByPage("menu_visitor"),
        {
            content: "one tap",
            trigger: ".o_kanban_record:contains('Wang Fang') button[name=action_sign_out]",
            run: "click",
        },
        { trigger: ".o_kanban_record:contains('Wang Fang'):not(:has(button[name=action_sign_out]))" },
    ],
});

registry.category("web_tour.tours").add("sales_office_relations_acknowledge_a_complaint", {
    steps: () => [
        { content: "it waits on Today", trigger: line("complaint_acknowledge"), run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=subject]" },
        { trigger: ".o_statusbar_buttons button[name=action_acknowledge]", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name=action_acknowledge]))" },
    ],
});

registry.category("web_tour.tours").add("sales_office_administrator_changes_a_check", {
    steps: () => [
        { trigger: ".o_sales_office_today" },
        ...openByPage("menu_check"),
        { trigger: ".o_searchview, .o_kanban_view" },
        { trigger: ".o_kanban_record:contains('Tour check'), .o_data_row:contains('Tour check') td", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=grace_minutes] input", run: "edit 7" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
