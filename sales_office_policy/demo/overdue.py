from datetime import timedelta

from odoo import fields, models


class SalesOfficeDemo(models.AbstractModel):
    """What was not returned in time: one suspected, one withdrawn because it had been back all the time."""

    _inherit = "sales.office.demo"

    def _load_overdue_papers(self):
        first, _last = self._last_month()
        clerk = self._user("clerk")
        check = self.env.ref("sales_office_policy.check_document_overdue")
        check.write({"mode": "suspect", "enforced_from": first, "grace_minutes": 10})
        check.run(first, fields.Date.today())
        # the clerk was at the bank and found the paper in her tray the next morning
        late = self.env["sales.office.document.loan"].search([("state", "=", "returned")], order="due_at desc, id")
        late = late.filtered(lambda loan: loan.returned_at > loan.due_at)[:1]
        late.with_user(clerk).action_correct_return(
            late.due_at - timedelta(minutes=20), "It lay in the tray before half past five; I was at the bank"
        )
        check.run(first, fields.Date.today())
        self._open_secrets()

    def _open_secrets(self):
        """Clerk and manager look at secret papers, the manager exports customers: the director reads of both."""
        secret = self.env["sales.office.document"].search(
            [("confidentiality", "=", "secret"), ("company_id", "=", self.env.company.id)]
        )
        for login, documents in (("clerk", secret), ("manager", secret[:1])):
            user = self._user(login)
            documents.with_user(user)._log_opened("record")
        customers = self.env["res.partner"].search([("company_id", "=", self.env.company.id)])
        exports = self.env["sales.office.customer.export"].with_user(self._user("manager"))
        exports._log(customers, ["name", "city", "user_id"])
