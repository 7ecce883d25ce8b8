from odoo import api, fields, models
from odoo.fields import Domain


class RatingRating(models.Model):
    """Ratings of complaints are read by whoever reads the complaint, once they are given; the house makes none.

    Odoo lets every user read and write all ratings, links included.
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
        ours = self.filtered(lambda rating: rating.sudo().res_model == "sales.office.complaint")  # sudo: its model only
        complaints = self.env["sales.office.complaint"].sudo(False)  # as in the search
        complaints = complaints.browse(ours.sudo().mapped("res_id"))._filtered_access("read")
        for rating in self:
            saved = rating.sudo()  # sudo: as above
            rating.sales_office_is_readable = rating not in ours or (saved.consumed and saved.res_id in complaints.ids)

    def _search_sales_office_is_readable(self, operator, value):
        if operator != "in":
            return NotImplemented
        others = Domain("res_model", "!=", "sales.office.complaint")
        if not self.env.user.has_group("sales_office_policy.group_member"):
            return others
        readable = self.env["sales.office.complaint"].sudo(False)._search([])  # a rule asks as superuser
        return others | (Domain("consumed", "=", True) & Domain("res_id", "in", readable))
