"""The office of ``tests/common.py`` with customers who are visited.

Rob (rep) serves Maple Leaf Software, with Mia as its contact; Ray (rep_south) serves Oak Trading. It is Monday,
2 March 2026, 10:00 in Shanghai.
"""

from odoo import fields

from ...common import SalesOfficeCommon

NOW = "2026-03-02 02:00:00"


class VisitCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.customer = partners.create(
            {"name": "Maple Leaf Software", "is_company": True, "user_id": cls.rep.user_id.id, "email": "m@example.com"}
        )
        cls.mia = partners.create({"name": "Mia", "parent_id": cls.customer.id, "phone": "+86 21 5555 0101"})
        cls.oak = partners.create({"name": "Oak Trading", "is_company": True, "user_id": cls.rep_south.user_id.id})
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Autumn fair",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.rep.user_id.id,
                "company_id": cls.company.id,
            }
        )
        cls.visits = cls.env["sales.office.visit"]
        cls.files = cls.env["sales.office.customer.file"]

    def plan(self, employee=None, start=NOW, **values):
        """Return a visit that the employee planned themselves, as them."""
        employee = employee or self.rep
        return self.as_(employee, self.visits).create(
            {"partner_id": self.customer.id, "employee_id": employee.id, "planned_start": start, **values}
        )

    def file(self, customer=None):
        """Return the file (sudo) of a customer, looked at just now."""
        customer = customer or self.customer
        self.files._refresh(customer, self.company)
        return self.files.search([("partner_id", "=", customer.id), ("company_id", "=", self.company.id)])

    def today(self):
        return fields.Date.context_today(self.rep)
