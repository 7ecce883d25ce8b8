from odoo import api, fields, models
from odoo.fields import Domain

#: what customers are asked to rate, and nobody rates in their place
RATED = ("sales.office.complaint", "sales.office.visit", "sale.order")


class RatingRating(models.Model):
    """Ratings of complaints, visits and deliveries are read by whoever reads what was rated, once they are given.

    The house makes none. Odoo lets every user read and write all ratings, links included.
    """

    _inherit = "rating.rating"

    sales_office_is_readable = fields.Boolean(
        compute="_compute_sales_office_is_readable",
        search="_search_sales_office_is_readable",
        groups="base.group_user",
        export_string_translation=False,
    )

    @api.depends("res_model", "res_id", "consumed")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_is_readable(self):
        self.sales_office_is_readable = False
        for model, ratings in self.sudo().grouped("res_model").items():  # sudo: which they are about only
            given = ratings.filtered("consumed")
            if model in RATED:
                records = self.env[model].sudo(False).browse(given.mapped("res_id")).exists()
                readable = set(records._filtered_access("read").ids)
                ratings = given.filtered(lambda rating, readable=readable: rating.res_id in readable)
            ratings.sudo(self.env.su).sales_office_is_readable = True

    def _search_sales_office_is_readable(self, operator, value):
        if operator != "in":
            return NotImplemented
        readable = Domain("res_model", "not in", RATED)
        for model in RATED:
            records = self.env[model].sudo(False)  # a rule asks as superuser
            if records.has_access("read"):
                given = Domain("res_model", "=", model) & Domain("consumed", "=", True)
                readable |= given & Domain("res_id", "in", records._search([]))
        return readable
