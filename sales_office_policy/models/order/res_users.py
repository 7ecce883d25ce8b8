from odoo import models

from .price.limits import LADDER


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_sales_office_price_post(self, company, own=True):
        """Return by whose lines of the price limits the user goes: the highest post they hold in the company.

        :param own: leave out what is only lent: who stands in for somebody decides like them, but sells as themselves
        :return: a post of the ladder, "" for somebody else who sells, None for whom no limit binds
        """
        for post in reversed(LADDER):
            if company.id in self._get_sales_office_companies(post, own=own):
                return post
        return "" if company.id in self._get_sales_office_companies("clerk", "customer_relations", own=own) else None
