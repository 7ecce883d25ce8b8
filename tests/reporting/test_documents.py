from odoo.tests import Form

from .common import CONTEXT, OverviewCommon


class TestDocuments(OverviewCommon):
    def test_the_invoice_of_a_part(self):
        """R072: who opens a part of a figure reads the invoice: Odoo counts payments there, which they may not read."""
        self.sell_something()
        question = {"date_from": "2026-03-01", "date_to": "2026-03-31", "employee_id": self.rep.id}
        for employee in (self.director, self.manager, self.leader):
            parts = self.as_(employee, self.env["sales.office.overview.sale"]).with_context(**{CONTEXT: question})
            part = parts.search([("move_id", "!=", False)], limit=1)
            action = part.action_open_document()
            with Form(self.as_(employee, self.env[action["res_model"]]).browse(action["res_id"])) as form:
                self.assertEqual(form.partner_id, self.customer, employee.name)

    def test_of_ones_own(self):
        """R119: a salesperson opens the invoice of what they collect."""
        invoice = self.invoice(self.rep, "2026-03-02", 100)
        with Form(self.as_(self.rep, invoice)) as form:
            self.assertEqual(form.partner_id, self.customer)
