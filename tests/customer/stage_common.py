"""Opportunities of the office of ``tests/sales_office.py`` in Odoo's own stages: New, Qualified, Proposition, Won.

Without a criterion nothing is asked. A criterion that a test makes is required before New is left, unless it says more.
"""

from ..common import SalesOfficeCommon


class StageCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new, cls.qualified, cls.proposition, cls.won = (cls.env.ref(f"crm.stage_lead{n}") for n in (1, 2, 3, 4))
        cls.maple = cls.env["res.partner"].create({"name": "Maple Leaf Software", "is_company": True})
        cls.chen = cls.env["res.partner"].create({"name": "Ms. Chen", "parent_id": cls.maple.id})
        cls.criteria = cls.env["sales.office.stage.criterion"]
        cls.overrides = cls.env["sales.office.stage.override"]

    def lead(self, employee=None, **values):
        """Return an opportunity (sudo) of the rep or another in the stage New."""
        employee = employee or self.rep
        return self.env["crm.lead"].create(
            {
                "name": "Rooms for the fair",
                "type": "opportunity",
                "partner_id": self.maple.id,
                "user_id": employee.user_id.id,
                "company_id": employee.company_id.id,
                "stage_id": self.new.id,
                **values,
            }
        )

    def criterion(self, kind="need", **values):
        names = dict(self.criteria._fields["kind"]._description_selection(self.env))
        return self.criteria.create(
            {"name": names[kind], "kind": kind, "stage_id": self.new.id, "mode": "require", **values}
        )

    def move(self, lead, stage=None, employee=None):
        self.as_(employee or self.rep, lead).write({"stage_id": (stage or self.qualified).id})

    def need(self, lead, name="Forty rooms on one floor"):
        return self.env["sales.office.need"].create({"lead_id": lead.id, "name": name})

    def line(self, employee, key):
        """Return the line of the employee's Today page with that key, None without it."""
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return next((line for line in lines if line["key"] == key), None)
