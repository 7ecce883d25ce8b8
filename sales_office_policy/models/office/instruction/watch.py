from odoo import api, fields, models
from odoo.fields import Domain


class SalesOfficeInstruction(models.Model):
    """Reminding once of an answer or a report that is late."""

    _inherit = "sales.office.instruction"

    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    @api.depends("state", "deadline", "report_due_at", "report")
    def _compute_is_overdue(self):
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        for instruction in self:
            late_answer = instruction.state == "asked" and instruction.deadline and instruction.deadline < today
            late_report = (
                instruction.state in ("decided", "acting")
                and not instruction.report
                and instruction.report_due_at
                and instruction.report_due_at < now
            )
            instruction.is_overdue = bool(late_answer or late_report)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        answer = Domain("state", "=", "asked") & Domain("deadline", "<", fields.Date.context_today(self))
        report = (
            Domain("state", "in", ("decided", "acting"))
            & Domain("report", "=", False)
            & Domain("report_due_at", "<", fields.Datetime.now())
        )
        return answer | report

    @api.model
    def _cron_remind(self, batch=200):
        """Tell once of what is late: the superior of an answer, both of a report; safe to run twice."""
        domain = (
            Domain("reminded", "=", False)
            & self._search_is_overdue("in", [True])
            & Domain("company_id.sales_office_room_ids.code", "=", "office")
        )
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))
        while late := self.search(domain, limit=batch, order="id"):
            late._remind()
            if not self.env["ir.cron"]._commit_progress(len(late)):
                return

    def _remind(self):
        """Send a message to who is waited for, and about a late report to the superior as well (sudo)."""
        self.reminded = True
        for instruction in self:
            users = instruction._get_addressees()
            if instruction.state != "asked":
                users |= instruction.user_id.filtered("active")
            for user in users:
                told = instruction.with_context(lang=user.lang)
                told._send(user, told._get_late_text(), subject=told.display_name)

    def _get_late_text(self):
        if self.state == "asked":
            return self.env._("The decision is overdue: %(subject)s", subject=self.name)
        return self.env._("The report is overdue: %(subject)s", subject=self.name)
