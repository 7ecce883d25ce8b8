import { ActivityMenu } from "@hr_attendance/components/attendance_menu/attendance_menu";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

/** Tells a member of a sales office whether they are on time: a notice when they sign in, a line in the menu afterwards. */
patch(ActivityMenu.prototype, {
    setup() {
        super.setup();
        this.notification = useService("notification");
    },

    _searchReadEmployeeFill() {
        super._searchReadEmployeeFill();
        const { sales_office_day: text, sales_office_late: isLate, sales_office_signed_in: signedIn } = this.employee;
        Object.assign(this.state, { salesOfficeDay: text || "", salesOfficeLate: Boolean(isLate) });
        if (signedIn) {
            this.notification.add(text, { type: isLate ? "warning" : "success" });
        }
    },
});
