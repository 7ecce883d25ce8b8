from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...organization.searching import lasting
from ..contact.contacted_lead import GROUP


class SalesOfficePooledPartner(models.AbstractModel):
    """The contact of a lead in the public pool, with its telephone and mail: whoever wants them takes the lead (R074).

    Hidden, with those below it, from representatives who have nothing else to do with that customer: rules of the
    contact, of followers and of those invited to meetings ask. Where there is no pool, nothing is asked.
    """

    _name = "sales.office.pooled.partner"
    _description = "Sales Office Pooled Contact"

    sales_office_is_pooled = fields.Boolean(
        string="Contact of the Public Pool",
        compute="_compute_sales_office_is_pooled",
        search="_search_sales_office_is_pooled",
        groups=GROUP,
        help="Of a lead in the public pool, and no customer, lead or order of the current user's has to do with it.",
    )

    @api.depends_context("uid")
    def _compute_sales_office_is_pooled(self):
        # sudo: asked by the rule that decides what may be read
        partners = self.sudo().with_context(active_test=False)
        pooled = partners.search(Domain("id", "in", self.ids) & self._get_pooled_domain())
        for partner in self:
            partner.sales_office_is_pooled = partner in pooled

    @lasting
    def _search_sales_office_is_pooled(self, operator, value):
        return self._get_pooled_domain() if operator == "in" else NotImplemented

    @api.model
    @tools.ormcache("self.env.uid")
    def _get_pooled_domain(self):
        """Return which contacts are hidden from the user, as SQL that asks whose they are now."""
        if not self.env["sales.office.pool"]._is_there_any():
            return Domain.FALSE
        uid, here = self.env.uid, Domain("sales_office_pool_id", "!=", False) & Domain("user_id", "=", False)
        leads = self.env(context={})["crm.lead"].sudo()  # sudo: as above; no lead leaves
        pooled = leads._search(here & Domain("partner_id", "!=", False)).subselect("partner_id")
        others = Domain("user_id", "=", uid) | Domain("user_id", "=", False) & Domain(
            "sales_office_pool_id", "=", False
        )
        led = leads.with_context(active_test=False)._search(others & Domain("partner_id", "!=", False))
        ordered = leads.env["sale.order"]._search(Domain("user_id", "=", uid))
        known = (
            Domain("user_id", "=", uid)
            | Domain("id", "in", led.subselect("partner_id"))
            | Domain("id", "in", ordered.subselect("partner_id"))
        )
        families = leads.env["res.partner"].with_context(active_test=False)._search(known)
        return (Domain("id", "in", pooled) | Domain("commercial_partner_id", "in", pooled)) & Domain(
            "commercial_partner_id", "not in", families.subselect("commercial_partner_id")
        )
