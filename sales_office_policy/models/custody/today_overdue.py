from odoo import api, models
from odoo.tools import format_datetime


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_papers_overdue_of_team() + self._get_papers_of_leavers()

    def _get_papers_overdue_of_team(self):
        """Return the line of the papers that people the user leads should have returned by now (R017)."""
        if not self.env.user.has_group("sales_office_policy.group_team_leader"):
            return []
        overdue = self.env["sales.office.document.loan"].search(
            [("is_overdue", "=", True), ("in_office_scope", "=", True)], order="due_at, id"
        )
        if not overdue:
            return []
        names = overdue.employee_id.sudo().mapped("name")  # sudo: names of people he leads
        return [
            self._prepare_line(
                "custody",
                "papers_overdue_team",
                self.env._("Papers your people have not returned"),
                self._prepare_action("sales_office_policy.sales_office_document_loan_action", overdue),
                detail=self.env._(
                    "%(names)s; the oldest was due on %(time)s",
                    names=", ".join(names),
                    time=format_datetime(self.env, overdue[0].due_at, dt_format="short"),
                ),
                count=len(overdue),
                urgent=True,
                icon="fa-clock-o",
            )
        ]

    def _get_papers_of_leavers(self):
        """Return the clerk's line of papers that somebody left the company with."""
        if not self.env.user.has_group("sales_office_policy.group_clerk"):
            return []
        left = self.env["sales.office.document.loan"].search(
            [("borrower_left", "=", True), ("document_id.in_same_office", "=", True)]
        )
        if not left:
            return []
        return [
            self._prepare_line(
                "custody",
                "papers_of_leavers",
                self.env._("Papers of people who left the company"),
                self._prepare_action("sales_office_policy.sales_office_document_loan_action", left),
                detail=", ".join(left.employee_id.sudo().mapped("name")),  # sudo: names only
                count=len(left),
                urgent=True,
                icon="fa-user-times",
            )
        ]
