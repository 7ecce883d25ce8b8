import { registry } from "@web/core/registry";
import { openDaily } from "./screens";

const page = (room) => `.o_sales_office_settings_page[data-room="${room}"]`;

registry.category("web_tour.tours").add("sales_office_policy_settings", {
    steps: () => [
        ...openDaily("menu_settings"),
        {
            content: "The first page is that of the rooms, and of no other block",
            trigger: ".o_form_sheet:has(.o_field_widget[name=sales_office_room_ids]:visible):not(:has([name=meeting]:visible))",
        },
        { trigger: page("meeting"), run: "click" },
        {
            content: "The page of a room",
            trigger: ".o_form_sheet .o_field_widget[name=sales_office_meeting_grace]:visible input",
            run: "edit 7",
        },
        { trigger: ".o_form_sheet:not(:has(.o_field_widget[name=sales_office_room_ids]:visible))" },
        { trigger: ".o_sales_office_settings_search", run: "edit appeal" },
        {
            content: "What is sought is shown from whatever page",
            trigger: ".o_form_sheet .o_field_widget[name=sales_office_appeal_days]:visible",
        },
        { trigger: ".o_form_sheet:not(:has(.o_field_widget[name=sales_office_meeting_grace]:visible))" },
        { trigger: ".o_sales_office_settings_search", run: "edit xyzzy" },
        { trigger: ".o_sales_office_settings_empty" },
        { trigger: page("meeting"), run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible" },
    ],
});
