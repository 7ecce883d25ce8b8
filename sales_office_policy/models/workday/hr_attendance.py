from datetime import timedelta

from odoo import api, fields, models

from ..organization.rpc.rpc import core_door

#: what the nightly job of core makes for a day without attendance is no longer
TECHNICAL = timedelta(minutes=1)
#: who keeps the attendances of everybody: Odoo gives them all attendances and their reports
KEEPERS = "hr_attendance.group_hr_attendance_user"
#: in the context while readings are imported: nobody can send it from outside
IMPORTING = object()


def is_technical(in_mode, check_in, check_out):
    """Return whether core made an attendance for a day without one, and nobody gave it real hours."""
    return in_mode == "technical" and bool(check_out) and check_out - check_in <= TECHNICAL


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

    sales_office_source = fields.Selection(
        [("punch", "Imported Readings"), ("corrected", "Imported, Corrected by Hand")],
        string="Attendance Source",
        readonly=True,
        copy=False,
        groups="hr_attendance.group_hr_attendance_officer",
        help="Made of readings of a terminal or a phone app. What somebody corrected by hand no import changes again.",
    )

    @core_door
    def write(self, vals):
        """Remember who corrects the time of an automatic sign-out: from then on it says when they left."""
        rows = self.sudo()  # sudo: how it was closed is HR-only
        by_hand = not self._is_sales_office_import() and vals.get("out_mode") != "auto_check_out"
        if by_hand and not {"employee_id", "check_in", "check_out"}.isdisjoint(vals):
            rows.filtered(lambda row: row.sales_office_source == "punch").sales_office_source = "corrected"
        if "out_mode" in vals:
            rows.filtered("sales_office_out_corrected").sales_office_out_corrected = False
        elif "check_out" in vals:
            out = fields.Datetime.to_datetime(vals["check_out"])
            automatic = rows.filtered(lambda row: row.out_mode == "auto_check_out" and row.check_out != out)
            automatic.sales_office_out_corrected = True
        return super().write(vals)

    @core_door
    def unlink(self):
        """What somebody deletes by hand no import brings back."""
        if not self._is_sales_office_import():
            self.env["sales.office.punch"].sudo()._drop(self.sudo())  # sudo: nobody has access to readings
        return super().unlink()

    @api.constrains("check_in", "check_out", "employee_id")
    def _check_validity(self):
        """An import has looked at all attendances of its employees at once; core asks three times for each."""
        return None if self._is_sales_office_import() else super()._check_validity()

    def _is_sales_office_import(self):
        return self.env.context.get("sales_office_importing") is IMPORTING

    def _is_sales_office_technical(self):
        return is_technical(self.in_mode, self.check_in, self.check_out)

    def _get_day_spans(self):
        return [
            (
                attendance.employee_id.id,
                *self._get_days_around(attendance.check_in, attendance.check_out or attendance.check_in),
            )
            for attendance in self.sudo()  # sudo: only times are read
        ]
