from ..common import SalesOfficeCommon


class SupplyCommon(SalesOfficeCommon):
    """The office with ten blue pens at 2.00 each, kept by the clerk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moves = cls.env["sales.office.supply.move"]
        cls.pen = cls.env["sales.office.supply"].create(
            {"name": "Blue pen", "department_id": cls.sales.id, "reorder_level": 4}
        )
        cls.paper = cls.env["sales.office.supply"].create({"name": "Paper", "department_id": cls.sales.id})
        cls.pen.action_receive(10, 2)

    def issue(self, employee, quantity, supply=None, clerk=None):
        """Return what the clerk gave to ``employee``."""
        return self.as_(clerk or self.clerk, supply or self.pen).action_issue(employee, quantity).sudo()

    def request(self, employee, quantity):
        return self.as_(employee, self.pen).action_request(quantity).sudo()
