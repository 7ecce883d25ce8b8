import { registry } from "@web/core/registry";
import { openDaily, openScreen } from "./screens";

/** Types like a scanner: characters and Enter into the field that has the focus. */
const scan = (code) => ({
    content: `scan ${code}`,
    trigger: ".o_sales_office_scan_field_input:focus",
    async run({ edit, press }) {
        await edit(code);
        await press("Enter");
    },
});
const answer = (level, text) => ({
    content: `the answer is ${text}`,
    trigger: `.o_sales_office_scan_field_answer [data-level='${level}']:contains('${text}')`,
});

registry.category("web_tour.tours").add("sales_office_clerk_scans_at_the_desk", {
    steps: () => [
        ...openDaily("menu_document_desk"),
        scan("NOTHING-LIKE-IT"),
        answer("danger", "NOTHING-LIKE-IT"),
        scan("BADGEROB"),
        { content: "Rob stands at the desk", trigger: ".o_sales_office_desk_borrower:contains('Rob')" },
        scan("DOC-TOUR"),
        answer("success", "Rob"),
        { trigger: ".o_sales_office_desk_held:contains('DOC-TOUR')" },
        { trigger: "[data-count=on_loan]:contains('1')" },
        scan("DOC-OTHER"),
        answer("success", "DOC-OTHER"),
        { content: "Rob goes", trigger: ".o_sales_office_scan_field_input", run: "press Escape" },
        { trigger: ".o_sales_office_desk:not(:has(.o_sales_office_desk_borrower))" },
        scan("DOC-TOUR"),
        { content: "too soon to be meant", trigger: ".o_sales_office_scan_field_answer [data-level='warning']:contains('just now')" },
        // another code in between: the same one read twice within two seconds is one scan
        scan("NOTHING-LIKE-IT"),
        answer("danger", "NOTHING-LIKE-IT"),
        scan("DOC-TOUR"),
        answer("success", "is back from Rob"),
        { content: "the other is still out", trigger: "[data-panel=holders] li:contains('Rob')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_clerk_takes_stock", {
    steps: () => [
        ...openScreen("menu_document_stocktake"),
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=location] input", run: "edit Tour cabinet" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "what is expected is listed", trigger: "[name=line_ids] .o_data_row:contains('DOC-HERE'):contains('Not Seen Yet')" },
        { trigger: ".o_sales_office_scan_field_input", run: "click" },
        scan("DOC-HERE"),
        answer("success", "where it belongs"),
        scan("DOC-ASTRAY"),
        answer("warning", "Other cabinet"),
        { trigger: "[name=line_ids] .o_data_row:contains('DOC-ASTRAY') button[name=action_put_back]", run: "click" },
        { trigger: "[name=line_ids] .o_data_row:contains('DOC-ASTRAY'):contains('Put Back')" },
        { trigger: "[name=line_ids] .o_data_row:contains('DOC-GONE') button[name=action_report_missing]", run: "click" },
        { trigger: "[name=line_ids] .o_data_row:contains('DOC-GONE'):contains('Reported Missing')" },
        { trigger: ".o_statusbar_buttons button[name=action_close]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Closed')" },
        { content: "nothing is scanned any more", trigger: ".o_form_view:not(:has(.o_sales_office_scan_field_input))" },
    ],
});
