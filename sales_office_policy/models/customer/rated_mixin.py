from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError

from odoo.addons.rating.models.rating_data import _rating_to_grade


class SalesOfficeRatedMixin(models.AbstractModel):
    """What a customer was asked to rate: rated by them, once, and by nobody of the house (R114).

    Odoo shows the page of a link to whoever has it. What comes back counts from the customer, or from somebody who is
    not logged in; the first answer stands, so that a link that is opened again changes nothing.
    """

    _name = "sales.office.rated.mixin"
    _description = "Sales Office Rated Record Mixin"

    def _rate_once(self, rating_apply, rate, token, rating, *others):
        """Take a customer's rating as Odoo's ``rating_apply`` does; another one by the same link changes nothing.

        Called by the ``rating_apply`` of a model, as Odoo's does not go on to a mixin.

        :raises AccessError: somebody else rates
        """
        if not self._is_sales_office_rated():
            return rating_apply(rate, token, rating, *others)
        ratings = self.env["rating.rating"].sudo()  # sudo: whose it is is asked below
        asked = rating.sudo() if rating else ratings.search([("access_token", "=", token)], limit=1)
        self._check_rater(asked)
        if asked.consumed:
            return rating or asked
        result = rating_apply(rate, None, rating or asked, *others)
        rated = self.sudo()  # sudo: a customer writes nothing
        rated._take_rating(rate, others[0] or "", _rating_to_grade(rate) == "bad")
        return result

    def _is_sales_office_rated(self):
        """Return whether the company of this record works with the room."""
        return self.sudo().company_id._sales_office_uses("customer")  # sudo: asked for a customer

    def _check_rater(self, rating):
        """Raise an ``AccessError`` unless the rating (sudo) is of this record and the current user's to give."""
        user = self.env.user
        is_of_this = rating and rating.res_model == self._name and rating.res_id == self.id
        is_customer = user.partner_id.commercial_partner_id == rating.partner_id.commercial_partner_id
        is_ours = user._is_internal() and user in self.sudo()._get_served_by()  # sudo: compared only
        nobody = user._is_public() or self.env.uid == SUPERUSER_ID
        if not is_of_this or is_ours or not (nobody or is_customer):
            raise AccessError(self.env._("What a customer thinks is said by the customer."))

    def _get_served_by(self):
        """Return the users who served the customer (sudo): they rate nothing, be they customers themselves."""
        return self.user_id

    def _take_rating(self, rate, feedback, is_bad):
        """Do what follows from a rating (sudo): 1 to 5, and bad below 3."""
