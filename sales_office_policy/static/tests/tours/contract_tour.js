import { registry } from "@web/core/registry";
import { openDaily } from "./screens";

const tours = registry.category("web_tour.tours");
const type = (name, text) => ({ trigger: `.o_field_widget[name=${name}] textarea`, run: `edit ${text}` });

tours.add("sales_office_rep_makes_a_contract", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button:contains('Make a Contract'):visible", run: "click" },
        { content: "it says what is missing", trigger: ".alert-info:contains('Delivery')" },
        type("payment", "The whole on arrival"),
        type("delivery", "Ten nights from 4 May"),
        { trigger: ".o_statusbar_buttons button[name=action_review]:visible", run: "click" },
        { content: "nobody reads the wording of its kind again", trigger: ".o_arrow_button_current:contains('To Be Signed')" },
        { trigger: ".o_statusbar_buttons button:contains('Signed…'):visible", run: "click" },
        { content: "who has the mandate stands there", trigger: ".modal .o_field_widget[name=signatory_id] input:value(Max)" },
        { trigger: ".modal footer .btn-primary:visible:contains('Signed')", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Signed')" },
        { content: "they read until when the clerk has it", trigger: ".alert-warning:contains('goes to the clerk until')" },
    ],
});

tours.add("sales_office_clerk_files_a_contract", {
    steps: () => [
        ...openDaily("menu_document_desk"),
        {
            content: "one scan of the printed code",
            trigger: ".o_sales_office_scan_field_input:focus",
            async run({ edit, press }) {
                await edit("CT-TOUR");
                await press("Enter");
            },
        },
        { trigger: ".o_sales_office_scan_field_answer [data-level='success']:contains('is filed')" },
    ],
});

tours.add("sales_office_finance_receives_a_contract", {
    steps: () => [
        { trigger: ".o_sales_office_today_item:contains('CT-TOUR') .btn:contains('Received by Finance')", run: "click" },
        { trigger: ".o_sales_office_today:not(:has([data-key='contract_receive']))" },
    ],
});
