import { registry } from "@web/core/registry";
import { atMost } from "./counting";

/** Pastes cells of a spreadsheet where the cursor stands. */
function paste(text) {
    return ({ anchor }) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        anchor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    };
}

const cell = (name, column) => `tr:contains('${name}') td[data-column=${column}]`;

registry.category("web_tour.tours").add("sales_office_manager_splits_a_year", {
    steps: () => [
        ...atMost(3, [
            { content: "the team's year", trigger: cell("North", "year"), run: "click" },
            { trigger: "select[name=into]", run: "select all" },
            { trigger: ".o_sales_office_target_matrix_distribute", run: "click" },
            { content: "everybody has a share of each month", trigger: `${cell("Rob", "month12")}.o_sales_office_target_matrix_edited` },
            { content: "and it adds up", trigger: "tr:contains('North') .o_sales_office_target_matrix_difference:contains('✓')" },
        ]),
        { content: "another number by hand", trigger: cell("Rob", "month1"), run: "click" },
        { trigger: `${cell("Rob", "month1")} input`, run: "edit 3万" },
        { trigger: `${cell("Rob", "month1")} input`, run: "press Enter" },
        { trigger: "tr:contains('Rob') .o_sales_office_target_matrix_difference:contains('≠')" },
        { content: "was a mistake", trigger: ".o_sales_office_target_matrix_undo", run: "click" },
        { trigger: "tr:contains('Rob') .o_sales_office_target_matrix_difference:contains('✓')" },
        { content: "two people of South come from a spreadsheet", trigger: cell("Leo", "year"), run: "click" },
        { trigger: `${cell("Leo", "year")} input`, run: paste("Leo\t200,000\t￥10,000\nRay\t30万\t") },
        { trigger: `${cell("Ray", "year")}:contains('300,000')` },
        { trigger: ".o_sales_office_target_matrix_save", run: "click" },
        { trigger: ".o_notification:contains('new ones')" },
        { content: "nothing is left to save", trigger: "body:not(:has(.o_sales_office_target_matrix_edited)) .o_sales_office_target_matrix_save" },
        { trigger: ".o_sales_office_target_matrix_propose", run: "click" },
        { content: "what is proposed is locked", trigger: `${cell("Rob", "month12")} .fa-lock` },
    ],
});

registry.category("web_tour.tours").add("sales_office_manager_types_on_a_phone", {
    steps: () => [
        { content: "a phone shows one period", trigger: "select[name=period]", run: "select month3" },
        {
            content: "and nothing beside it",
            trigger: "table:not(:has(td[data-column=year], td[data-column=month12])) td[data-column=month3]",
        },
        { trigger: cell("Rob", "month3"), run: "click" },
        { trigger: `${cell("Rob", "month3")} input`, run: "edit 30000" },
        { content: "what is typed is kept in mind", trigger: "select[name=period]", run: "select month4" },
        { trigger: cell("Rob", "month4") },
        { trigger: "select[name=period]", run: "select month3" },
        { trigger: `${cell("Rob", "month3")}.o_sales_office_target_matrix_edited:contains('30,000')` },
        { trigger: ".o_sales_office_target_matrix_save", run: "click" },
        { trigger: "body:not(:has(.o_sales_office_target_matrix_edited)) .o_sales_office_target_matrix_save" },
    ],
});
