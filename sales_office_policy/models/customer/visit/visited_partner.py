from odoo import models


class SalesOfficeVisitedPartner(models.AbstractModel):
    """Visits are planned from the contact; a company counts those to its people (R137)."""

    _name = "sales.office.visited.partner"
    _description = "Sales Office Visited Partner"
    _inherit = "sales.office.visited.mixin"

    def _count_sales_office_visits(self):
        visits = self.env["sales.office.visit"]
        groups = visits._read_group([("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"])
        counts = dict.fromkeys(self.ids, 0)
        for partner, count in groups:
            while partner:  # a company counts what concerns its people
                if partner.id in counts:
                    counts[partner.id] += count
                partner = partner.sudo().parent_id  # sudo: only ids are compared
        return counts

    def _get_sales_office_visit_domain(self):
        return [("partner_id", "child_of", self.id)]

    def _prepare_sales_office_visit(self):
        return {"default_partner_id": self.id}

    def _is_from_outside(self):
        """Return whether this contact (sudo) is neither a user nor an employee nor one of our companies."""
        return self.partner_share and not self.employee_ids and not self.commercial_partner_id.ref_company_ids
