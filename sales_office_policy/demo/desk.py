from odoo import models


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_custody_room(self, dice):
        result = super()._load_custody_room(dice)
        office = self._ref("demo_department_sales")
        self._load_badges(office)
        self._load_stocktakes(office)
        return result

    def _load_badges(self, office):
        """Give everybody of the office a badge, so that the desk has something to scan."""
        employees = self.env["hr.employee"].search([("department_id", "child_of", office.id), ("barcode", "=", False)])
        for number, employee in enumerate(employees, 1):
            employee.barcode = f"BADGE{number:03d}"

    def _load_stocktakes(self, office):
        """One place counted and closed, another begun, with a paper that does not belong there."""
        clerk = self._user("clerk")
        here = (
            self.env["sales.office.document"]
            .with_user(clerk)
            .search([("state", "=", "available"), ("home_location", "!=", False), ("department_id", "=", office.id)])
        )
        counted, begun, *_rest = here.grouped("home_location").items()
        self._count(clerk, office, *counted).action_close()
        self._count(clerk, office, begun[0], counted[1][:1] | begun[1][:1])

    def _count(self, clerk, office, location, documents):
        """Return a stock-take of this place in which these documents were scanned."""
        stocktake = (
            self.env["sales.office.document.stocktake"]
            .with_user(clerk)
            .create({"location": location, "department_id": office.id})
        )
        for document in documents:
            stocktake.action_scan(document.reference)
        return stocktake
