from odoo import fields, models


class SalesOfficeDemo(models.AbstractModel):
    """What the overview of the checks shows: one that asks for the wrong thing, one not run yet, some off."""

    _inherit = "sales.office.demo"

    def _load_check_quality(self):
        first, _last = self._last_month()
        today = fields.Date.today()
        meeting, report = (self._ref(f"check_{code}") for code in ("meeting_late", "work_report_late"))
        meeting.write({"mode": "suspect", "enforced_from": first})
        report.write({"mode": "notify", "enforced_from": first})
        (meeting | report).run(first, today)
        self._dismiss_suspicions(meeting, 4, "The meeting had begun early: nobody was late.")
        self._dismiss_suspicions(self._ref("check_document_overdue"), 2, "The clerk had agreed to the next morning.")
        # Check Now finds what is older than the scheduler looks back
        self._ref("check_meeting_absent").write({"mode": "suspect", "enforced_from": first})

    def _dismiss_suspicions(self, check, number, reason):
        """Have the manager dismiss the oldest suspicions of a check."""
        domain = [("check_id", "=", check.id), ("state", "=", "suspected")]
        cases = self.env["sales.office.violation"].search(domain, order="date, id")
        judged = cases.with_user(self._user("manager")).filtered("can_dismiss")[:number]
        if judged:
            judged.action_dismiss(reason)
