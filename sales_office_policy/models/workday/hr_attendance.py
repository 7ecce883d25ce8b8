from odoo import models


class HrAttendance(models.Model):
    _name = "hr.attendance"
    _inherit = ["hr.attendance", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"employee_id", "check_in", "check_out", "in_mode", "out_mode"})

    def _get_day_spans(self):
        return [
            (
                attendance.employee_id.id,
                *self._get_days_around(attendance.check_in, attendance.check_out or attendance.check_in),
            )
            for attendance in self.sudo()  # sudo: only times are read
        ]
