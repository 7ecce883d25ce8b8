from odoo import models


class SalesOfficeVisitedLead(models.AbstractModel):
    """Visits are planned from the lead or opportunity (R137)."""

    _name = "sales.office.visited.lead"
    _description = "Sales Office Visited Lead"
    _inherit = "sales.office.visited.mixin"

    def _count_sales_office_visits(self):
        domain = [("lead_id", "in", self.ids)]
        return {
            lead.id: count
            for lead, count in self.env["sales.office.visit"]._read_group(domain, ["lead_id"], ["__count"])
        }

    def _get_sales_office_visit_domain(self):
        return [("lead_id", "=", self.id)]

    def _prepare_sales_office_visit(self):
        return {"default_lead_id": self.id, "default_partner_id": self.partner_id.id}
