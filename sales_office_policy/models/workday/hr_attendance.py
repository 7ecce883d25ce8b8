from datetime import timedelta

from odoo import fields, models

from ..organization.rpc import core_door

#: what the nightly job of core makes for a day without attendance is no longer
TECHNICAL = timedelta(minutes=1)


class HrAttendance(models.Model):
    _name = "hr.attendance"
    _inherit = ["hr.attendance", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"employee_id", "check_in", "check_out", "in_mode", "out_mode"})

    sales_office_out_corrected = fields.Boolean(
        string="Sign-out Corrected",
        readonly=True,
        copy=False,
        groups="hr_attendance.group_hr_attendance_officer",
        help="Was closed by the software, and somebody entered the right time since.",
    )

    @core_door
    def write(self, vals):
        """Remember who corrects the time of an automatic sign-out: from then on it says when he left."""
        rows = self.sudo()  # sudo: how it was closed is HR-only
        if "out_mode" in vals:
            rows.filtered("sales_office_out_corrected").sales_office_out_corrected = False
        elif "check_out" in vals:
            out = fields.Datetime.to_datetime(vals["check_out"])
            automatic = rows.filtered(lambda row: row.out_mode == "auto_check_out" and row.check_out != out)
            automatic.sales_office_out_corrected = True
        return super().write(vals)

    def _is_sales_office_technical(self):
        """Return whether core made this row for a day without attendance, and nobody gave it real hours."""
        made = self.in_mode == "technical"
        return made and bool(self.check_out) and self.check_out - self.check_in <= TECHNICAL

    def _get_day_spans(self):
        return [
            (
                attendance.employee_id.id,
                *self._get_days_around(attendance.check_in, attendance.check_out or attendance.check_in),
            )
            for attendance in self.sudo()  # sudo: only times are read
        ]
