from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...organization.rpc.rpc import core_door
from .hr_employee_leaving import ACTIVITY


class SalesOfficeDocumentLoan(models.Model):
    """Papers held by somebody who has left the company."""

    _name = "sales.office.document.loan"
    _inherit = ["sales.office.document.loan", "mail.activity.mixin"]

    borrower_left = fields.Boolean(
        string="Left the Company",
        compute="_compute_borrower_left",
        search="_search_borrower_left",
        help="The borrower still holds the paper and is no longer an employee.",
    )

    @api.depends("state", "employee_id.active")
    def _compute_borrower_left(self):
        for loan in self:
            loan.borrower_left = loan.state == "on_loan" and not loan.sudo().employee_id.active  # sudo: HR-only

    def _search_borrower_left(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "on_loan") & Domain("employee_id", "any!", Domain("active", "=", False))

    @core_door
    def write(self, vals):
        """Write as superuser; nobody is reminded any more of papers that are no longer out."""
        result = super().write(vals)
        if vals.get("state") in ("returned", "lost"):
            self._end_leaver_activities()
        return result

    def _schedule_leaver_activity(self, user):
        """Ask ``user`` to get these papers of one employee back, in his language."""
        told = self.with_context(lang=user.lang, tz=user.tz, mail_activity_quick_update=True)
        loan = told[:1]
        loan.activity_schedule(
            ACTIVITY,
            date_deadline=fields.Date.context_today(told),
            user_id=user.id,
            summary=told.env._("%(name)s left with papers", name=loan.employee_id.name),
            note=Markup("<br/>").join(told._get_titles()),
        )

    def _get_titles(self):
        """Return the papers in words, each with the time it was due."""
        return [f"{loan._get_title()}, {format_datetime(loan.env, loan.due_at, dt_format='short')}" for loan in self]

    def _end_leaver_activities(self):
        """Take the reminders back once nothing is out any more."""
        left = self.employee_id.filtered(lambda employee: not employee.active)
        if not left:
            return
        out = self.search([("employee_id", "in", left.ids), ("state", "=", "on_loan")])
        back = left - out.employee_id
        self.search([("employee_id", "in", back.ids), ("activity_ids", "!=", False)]).activity_unlink([ACTIVITY])
