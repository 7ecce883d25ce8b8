from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

    def _detect_document_overdue(self, employees, date_from, date_to):
        """Return the papers that were not back by their due time, on the day they were due (R017).

        More time, or a return that turns out to have been in time, and it is none. A paper that was
        lost on loan is a breach of its own.
        """
        Loan = self.env["sales.office.document.loan"]
        loans = Loan.search(
            Domain("employee_id", "in", employees.ids)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("due_on", ">=", date_from)
            & Domain("due_on", "<=", date_to)
            & self._get_overdue_domain(),
            order="due_at, id",
        )
        lost = self.env.ref("sales_office_policy.violation_type_document_lost")
        return [
            self._prepare_finding(
                loan.employee_id, loan.due_on, loan._get_breach_text(), loan, lost if loan.state == "lost" else None
            )
            for loan in loans
        ]

    def _get_overdue_domain(self):
        """Return the loans that are out or came back after their due time and the grace, and those lost."""
        grace = timedelta(minutes=self.grace_minutes)

        def is_late(model, alias, query):
            returned_at = model._field_to_sql(alias, "returned_at", query)
            return SQL("%s > %s + %s", returned_at, model._field_to_sql(alias, "due_at", query), grace)

        out = Domain("state", "=", "on_loan") & Domain("due_at", "<", fields.Datetime.now() - grace)
        late = Domain("state", "=", "returned") & Domain.custom(to_sql=is_late)
        return out | late | Domain("state", "=", "lost")
