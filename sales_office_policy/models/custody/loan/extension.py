from datetime import datetime, timedelta

from pytz import timezone, utc

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ...organization.rpc.rpc import rpc


class SalesOfficeDocumentLoan(models.Model):
    """A manager lets somebody keep a document longer than until the end of his working day (R017)."""

    _inherit = "sales.office.document.loan"

    extended_by_id = fields.Many2one("res.users", readonly=True)

    @rpc
    def action_extend(self, due_at: datetime, reason: str):
        """Let the borrowers keep these documents until ``due_at``.

        :param due_at: UTC, later than it is due now and than the present moment
        :param str reason: kept in the chatter and in the chain of custody
        :raise AccessError: the user does not stand above the borrowers
        :raise UserError: not on loan, the category allows no extension, the time has passed, or nobody works that day
        """
        self._check_authority()
        loans = self.sudo()  # sudo: nobody has the right to write loans, a leader need not see the document
        loans.document_id._check_reason(reason)
        for loan in loans:
            loan._check_on_loan()
            loan._check_extendable(due_at)
        loans._check_working_day(due_at)
        loans.write({"due_at": due_at, "extended_by_id": self.env.uid})
        for loan in loans:
            until = format_datetime(loan.env, due_at, tz=loan.employee_id.tz, dt_format="short")
            text = loan.env._("Extended until %(time)s: %(reason)s", time=until, reason=reason)
            loan.message_post(body=text)
            loan._add_to_chain("extended", text=text)
        self.env["sales.office.check"]._trigger()

    def _check_extendable(self, due_at):
        category = self.document_id.category_id
        if not category.may_extend:
            raise UserError(
                self.env._(
                    "%(document)s is back at the end of the day: loans of %(category)s are not extended.",
                    document=self.document_id.display_name,
                    category=category.name,
                )
            )
        if not due_at or due_at <= max(self.due_at, fields.Datetime.now()):
            raise UserError(self.env._("Choose a time that is still to come and later than the one it is due now."))

    def _check_working_day(self, due_at):
        """Refuse a day on which nobody can take the papers back where they are kept. Midnight ends a day."""
        if not self:
            return
        departments = self.document_id.department_id
        last = utc.localize(due_at - timedelta(seconds=1))
        days = {
            department: last.astimezone(timezone(department._get_sales_office_tz())).date()
            for department in departments
        }
        opened = departments._get_sales_office_working_days(min(days.values()), max(days.values()))
        for loan in self:
            department = loan.document_id.department_id
            if days[department] not in opened[department]:
                raise UserError(
                    self.env._(
                        "%(document)s cannot come back on %(day)s: nobody works then where it is kept. "
                        "Choose a working day.",
                        document=loan.document_id.display_name,
                        day=format_date(self.env, days[department]),
                    )
                )
