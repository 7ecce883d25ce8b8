from odoo import api, models
from odoo.tools import format_datetime


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_papers_held() + self._get_papers_of_clerk()

    @api.model
    def _get_papers_held(self):
        """Return the line of the papers the user himself holds, urgent once one is overdue."""
        loans = self.env["sales.office.document.loan"].search(
            [("user_id", "=", self.env.uid), ("state", "=", "on_loan")], order="due_at"
        )
        if not loans:
            return []
        return [
            self._prepare_line(
                "custody",
                "papers_held",
                self.env._("Papers you hold"),
                self._prepare_action("sales_office_policy.sales_office_document_loan_action", loans),
                detail=self.env._(
                    "To be returned by %(time)s", time=format_datetime(self.env, loans[0].due_at, dt_format="short")
                ),
                count=len(loans),
                urgent=loans[0].is_overdue,
                icon="fa-file-text-o",
            )
        ]

    @api.model
    def _get_papers_of_clerk(self):
        """Return the clerk's lines: what should come back today, and who asks for something."""
        if not self.env.user.has_group("sales_office_policy.group_clerk"):
            return []
        Loan = self.env["sales.office.document.loan"]
        office = [("document_id.in_same_office", "=", True), ("user_id", "!=", self.env.uid)]
        midnight = [("due_at", "<", "today +1d")]
        due = Loan.search([*office, ("state", "=", "on_loan"), *midnight])
        requested = Loan.search([*office, ("state", "=", "requested")])
        lines = []
        if due:
            overdue = due.filtered("is_overdue")
            lines.append(
                self._prepare_line(
                    "custody",
                    "papers_due",
                    self.env._("Papers due back today"),
                    self._prepare_action("sales_office_policy.sales_office_document_loan_action", due),
                    detail=self.env._("%(count)s overdue", count=len(overdue)) if overdue else "",
                    count=len(due),
                    urgent=bool(overdue),
                    icon="fa-exchange",
                )
            )
        if requested:
            lines.append(
                self._prepare_line(
                    "custody",
                    "papers_requested",
                    self.env._("Requests for papers"),
                    self._prepare_action("sales_office_policy.sales_office_document_loan_action", requested),
                    count=len(requested),
                    icon="fa-hand-paper-o",
                )
            )
        return lines
