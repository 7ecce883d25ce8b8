from odoo import fields, models

from ..schedule.meeting_days import overlaps


class SalesOfficeMeetingAttendance(models.Model):
    """Validated leave excuses by itself, whenever it is validated, and no longer once it is refused (R005)."""

    _inherit = "sales.office.meeting.attendance"

    is_on_leave = fields.Boolean(
        string="On Leave",
        readonly=True,
        copy=False,
        help="Excused by validated leave at the time of the meeting. Expected again if the leave is refused later.",
    )

    def _follow_leave(self):
        """Excuse whoever is on leave during the meeting, and take the excuse back where the leave is gone (sudo).

        Whoever came in time stays present. The number of queries does not depend on how many rows there are.
        """
        rows = self.filtered(lambda row: row.meeting_state != "cancelled")
        if not rows:
            return
        meetings = rows.meeting_id
        # sudo: leave is HR-only; nothing but that there is some is kept
        employees = rows.sudo().employee_id
        leaves = employees._get_sales_office_leaves(min(meetings.mapped("start")), max(meetings.mapped("stop")))
        away = rows.filtered(
            lambda row: any(
                overlaps((row.start, row.meeting_id.stop), leave) for leave in leaves.get(row.employee_id.id, ())
            )
        )
        excused = away.filtered(lambda row: row.state in ("expected", "late", "absent"))
        excused.sudo().write({"state": "excused", "is_on_leave": True})
        back = (rows - away).filtered(lambda row: row.is_on_leave and row.state == "excused")
        for state, expected in back.grouped(lambda row: row._get_state_without_leave()).items():
            expected.sudo().write({"state": state, "is_on_leave": False})
        if (excused | back).filtered(lambda row: row.meeting_state == "closed"):
            self.env["sales.office.check"]._trigger()

    def _get_state_without_leave(self):
        """Return what somebody was who should have come after all."""
        if self.signed_in_at:
            return self._get_sign_in_state(self.signed_in_at)
        return "absent" if self.meeting_state == "closed" else "expected"

    def _is_untouched(self):
        """Return whether nobody but the planning said anything about this participant."""
        return not self.request_state and (self.state == "expected" or self.is_on_leave)
