from odoo import models
from odoo.fields import Domain

from ..organization.membership.membership_correction import Measured
from .target.target import ADDITIVE


class SalesOfficeMembership(models.Model):
    """What a correction of the past does to targets, told beforehand (R072)."""

    _inherit = "sales.office.membership"

    def _get_measured(self, company, date_from, date_to):
        """Add the agreed targets about these days: what was reached of them follows by itself."""
        targets = self.env["sales.office.target"].search(
            Domain("company_id", "parent_of", company.id)
            & Domain("metric", "in", ADDITIVE)
            & (Domain("state", "=", "accepted") | Domain("published_at", "!=", False))
            & Domain("date_from", "<=", date_to)
            & Domain("date_to", ">=", date_from)
        )
        follows = self.env._("What was reached is counted anew at once.")
        return super()._get_measured(company, date_from, date_to) | {
            target: Measured(target.display_name, follows, float(value))
            for target, value in targets._get_achieved().items()
        }
