import { registry } from "@web/core/registry";
import { atMost } from "./counting";

const block = (key) => `.o_sales_office_overview [data-block='${key}']`;
const figure = (key, row, column) =>
    `${block(key)} [data-row='${row}'] [data-column='${column}'] button.o_sales_office_overview_figure`;
const tile = (column) => `${block("headline")} [data-column='${column}'] button`;

/** The director sees the company in one click, opens figures, comes back to the same place, and chooses a team. */
registry.category("web_tour.tours").add("sales_office_director_sees_the_company", {
    steps: () => [
        ...atMost(1, [
            { trigger: ".o_menu_sections [data-menu-xmlid='sales_office_policy.menu_reporting']", run: "click" },
            { content: "what was sold, in large figures", trigger: `${tile("sold")}:contains('1,500')` },
            { trigger: `${block("receivables")} canvas` },
        ]),
        { content: "the figures of a year", trigger: ".o_sales_office_overview [data-period=year]", run: "click" },
        { trigger: ".o_sales_office_overview [data-period=year].active" },
        { content: "open what was sold", trigger: tile("sold"), run: "click" },
        { trigger: ".o_list_view .o_list_footer:contains('1,500.00')" },
        { trigger: ".o_back_button", run: "click" },
        { content: "still of the year", trigger: ".o_sales_office_overview [data-period=year].active" },
        { content: "one team", trigger: ".o_sales_office_overview_team", run: "selectByLabel Sales / Retail / South" },
        { trigger: `${tile("sold")}:contains('500')` },
        { trigger: ".o_sales_office_overview_header h1:contains('South')" },
        { content: "what customers owe", trigger: figure("receivables", "a_not_due", "residual"), run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('500')" },
    ],
});

/** The manager looks at it on a phone: cards instead of lists, and all of it fits. */
registry.category("web_tour.tours").add("sales_office_manager_sees_the_company", {
    steps: () => [
        { trigger: `${tile("sold")}:contains('1,500')` },
        { trigger: `${block("teams")} [data-row]:contains('North')` },
        {
            content: "nothing is wider than the phone",
            trigger: ".o_sales_office_overview .o_content",
            run: ({ anchor }) => {
                if (anchor.scrollWidth > anchor.clientWidth + 1) {
                    throw new Error(`The page is ${anchor.scrollWidth} wide, the screen ${anchor.clientWidth}`);
                }
            },
        },
        { trigger: `${block("ranking")} button.o_sales_office_overview_figure:contains('1,000')`, run: "click" },
        { content: "cards on a phone", trigger: ".o_kanban_view .o_kanban_record:contains('1,000')" },
        { trigger: ".o_back_button", run: "click" },
        { content: "the month before", trigger: ".o_sales_office_overview_back", run: "click" },
        { trigger: ".o_sales_office_overview_header" },
    ],
});
