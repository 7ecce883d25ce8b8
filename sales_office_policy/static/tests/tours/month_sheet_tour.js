import { registry } from "@web/core/registry";

/** Chooses a day in the browser's own calendar. */
function choose(day) {
    return ({ anchor }) => {
        anchor.value = day;
        anchor.dispatchEvent(new Event("change", { bubbles: true }));
    };
}

registry.category("web_tour.tours").add("sales_office_month_is_exported", {
    steps: () => [
        { content: "from the calendar of days", trigger: ".o_sales_office_day_calendar_sheet", run: "click" },
        { trigger: "input[name=from]", run: choose("2025-03-01") },
        { trigger: "input[name=to]", run: choose("2025-03-31") },
        { content: "late on Tuesday", trigger: "tr:contains('Rob') td[data-date='2025-03-11']:contains('Lt')" },
        { trigger: "tr:contains('Rob') td[data-key=late_minutes]:contains('30')" },
        { trigger: ".o_sales_office_month_sheet_export", run: "click" },
        { content: "a day opens", trigger: "tr:contains('Rob') td[data-date='2025-03-11'] button", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=late_minutes]:contains('30')" },
        { content: "and back to the same month", trigger: ".breadcrumb-item:last a, .o_back_button a", run: "click" },
        { trigger: "tr:contains('Rob') td[data-date='2025-03-11']:contains('Lt')" },
    ],
});

registry.category("web_tour.tours").add("sales_office_month_for_payroll", {
    steps: () => [
        {
            content: "in the reporting of attendances",
            trigger: "[data-menu-xmlid='hr_attendance.menu_hr_attendance_reporting']",
            run: "click",
        },
        { trigger: "[data-menu-xmlid='sales_office_policy.menu_reporting_workday']", run: "click" },
        { trigger: "input[name=from]", run: choose("2025-03-01") },
        { trigger: "input[name=to]", run: choose("2025-03-31") },
        { content: "late on Tuesday", trigger: "tr:contains('Rob') td[data-date='2025-03-11']:contains('Lt')" },
        { content: "no day opens", trigger: "tr:contains('Rob'):not(:has(button))" },
        { trigger: ".o_sales_office_month_sheet_export", run: "click" },
        { trigger: "tr:contains('Rob') td[data-key=late_minutes]:contains('30')" },
    ],
});
