from odoo import fields, models


class AccountMove(models.Model):
    """An invoice whose money somebody else collects than sold it."""

    _inherit = "account.move"

    sales_office_collector_id = fields.Many2one(
        "res.users",
        string="Collected by",
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="Who collects instead of the salesperson: given by who leads them. Commission stays with the salesperson.",
    )

    def _get_collector(self):
        """Return whose job it is to collect this invoice (sudo)."""
        return self.sudo().sales_office_collector_id or self.sudo().invoice_user_id
