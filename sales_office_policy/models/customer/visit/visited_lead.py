from odoo import models

from ...organization.record.few_list import FewOne2many


class SalesOfficeVisitedLead(models.AbstractModel):
    """Visits are planned from the lead or opportunity (R137)."""

    _name = "sales.office.visited.lead"
    _description = "Sales Office Visited Lead"
    _inherit = "sales.office.visited.mixin"

    sales_office_visit_ids = FewOne2many(
        "sales.office.visit", "lead_id", groups="sales_office_policy.group_customer", export_string_translation=False
    )

    def _count_sales_office_visits(self):
        return {lead.id: len(lead.sales_office_visit_ids) for lead in self._origin}

    def _get_sales_office_visit_domain(self):
        return [("lead_id", "=", self.id)]

    def _prepare_sales_office_visit(self):
        return {"default_lead_id": self.id, "default_partner_id": self.partner_id.id}
