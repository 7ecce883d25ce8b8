import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { calendarView } from "@web/views/calendar/calendar_view";

/** The calendar of days, from which the sheet of the month opens. */
export class DayCalendarController extends CalendarController {
    static template = "sales_office_policy.DayCalendar";

    setup() {
        super.setup();
        this.sheetAction = useService("action");
    }

    openMonthSheet() {
        return this.sheetAction.doAction("sales_office_policy.sales_office_month_sheet_action");
    }
}

registry.category("views").add("sales_office_day_calendar", { ...calendarView, Controller: DayCalendarController });
