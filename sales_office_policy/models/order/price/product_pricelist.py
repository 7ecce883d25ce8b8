from odoo import api, fields, models, tools


class ProductPricelist(models.Model):
    """Remembers which list customers of a country have by default, for quotations that are being typed."""

    _name = "product.pricelist"
    _inherit = ["sales.office.remembered.mixin", "product.pricelist"]
    _remembered_fields = frozenset({"active", "company_id", "country_group_ids", "sequence"})

    @api.model
    def _get_sales_office_own(self, partner, company):
        """Return the list (sudo) that is the customer's own, given to them or by their country."""
        partner = partner.sudo().with_company(company)  # sudo: compared only
        partner.fetch(["country_id", "specific_property_product_pricelist"])  # with one query
        own = partner.specific_property_product_pricelist
        if own:
            return own
        today = fields.Date.today()  # what countries belong to a group is asked anew each day
        return self.sudo().browse(self._get_sales_office_default_id(company.id, partner.country_id.id, today))

    @api.model
    @tools.ormcache("company_id", "country_id", "day")
    def _get_sales_office_default_id(self, company_id, country_id, day):
        lists = self.sudo().with_company(company_id)  # sudo: as above
        return lists._get_country_pricelist_multi([country_id])[country_id].id
