from odoo import models


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_stocktake(self, documents):
        """One cabinet counted and closed, another just begun with a paper that does not belong there."""
        clerk = self._user("clerk")
        Stocktake = self.env["sales.office.document.stocktake"].with_user(clerk)
        available = documents.with_user(clerk).filtered(lambda document: document.state == "available")
        first, *others = available.grouped("home_location")
        done = Stocktake.create({"location": first, "department_id": documents[0].department_id.id})
        for document in available.filtered(lambda document: document.home_location == first):
            done.action_scan(document.reference)
        done.action_close()
        if not others:
            return
        begun = Stocktake.create({"location": others[0], "department_id": documents[0].department_id.id})
        begun.action_scan(available.filtered(lambda document: document.home_location == first)[:1].reference)
        begun.action_scan(available.filtered(lambda document: document.home_location == others[0])[:1].reference)
