from odoo import models


class SalesOfficeViolation(models.Model):
    """Who is told of what is said about a case."""

    _inherit = "sales.office.violation"

    def _get_party_users(self):
        """Leave the employee out of what is said about a mere suspicion."""
        users = super()._get_party_users()
        return users - self.user_id if self.state == "suspected" else users
