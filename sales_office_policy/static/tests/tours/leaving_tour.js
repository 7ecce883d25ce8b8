import { registry } from "@web/core/registry";

const openMenu = { trigger: ".o_menu_systray button:has(.fa-circle[aria-label='Attendance'])", run: "click" };
const checkOut = { trigger: ".o_att_menu_container button:contains('Check out')", run: "click" };

registry.category("web_tour.tours").add("sales_office_sign_out_with_papers", {
    steps: () => [
        openMenu,
        {
            content: "the menu lists what they hold",
            trigger: ".o_att_menu_container .o_sales_office_attendance_menu_papers:contains('Framework contract')",
        },
        checkOut,
        { content: "they are asked", trigger: ".modal:contains('Framework contract')" },
        { content: "and stays", trigger: ".modal .o_sales_office_papers_dialog_stay", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "still signed in", ...openMenu, trigger: `${openMenu.trigger}:has(.text-success)` },
        checkOut,
        { content: "they leave all the same", trigger: ".modal .o_sales_office_papers_dialog_sign_out", run: "click" },
        { content: "signed out", trigger: ".o_menu_systray .fa-circle.text-danger[aria-label='Attendance']" },
    ],
});

registry.category("web_tour.tours").add("sales_office_sign_out_unasked", {
    steps: () => [
        openMenu,
        { trigger: ".o_att_menu_container .o_sales_office_attendance_menu_papers:contains('Framework contract')" },
        checkOut,
        { content: "signed out", trigger: ".o_menu_systray .fa-circle.text-danger[aria-label='Attendance']" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
