from odoo import api, fields, models, tools


class SalesOfficePool(models.Model):
    """What the last owner of a lead has of the order that somebody else makes of it soon after (R074)."""

    _inherit = "sales.office.pool"

    credit_days = fields.Integer(
        string="Last Owner Shares for (Days)",
        help="When somebody else wins the lead and its order is made within this many days after it went to the pool, "
        "whoever had it before shares the commission of the order. 0: they do not.",
    )
    credit_percent = fields.Float(
        string="Share of the Last Owner (%)",
        digits=(5, 2),
        help="The rest is that of the salesperson of the order.",
    )

    _credit = models.Constraint(
        "CHECK (credit_days BETWEEN 0 AND 3650 AND credit_percent BETWEEN 0 AND 99)",
        "The last owner shares for at most 3650 days, and has at most 99 %.",
    )

    @api.model
    @tools.ormcache()
    def _shares_credit(self):
        """Whether a pool shares credit at all; asked with every order that is confirmed."""
        # sudo: whether there is one
        return bool(self.sudo().search_count([("credit_days", ">", 0), ("credit_percent", ">", 0)], limit=1))

    @api.model
    def _get_last_owners(self, leads):
        """Return ``{lead: the move to a pool (sudo) by which it left its last owner}`` where its pool shares credit."""
        if not leads or not self._shares_credit():
            return {}
        # sudo: whose it was decides, whoever confirms the order
        moves = self.env["sales.office.pool.move"].sudo()
        moves = moves.search(
            [
                ("lead_id", "in", leads.ids),
                ("kind", "in", ("pooled", "returned")),
                ("appeal_state", "!=", "granted"),
            ],
            order="day, id",
        )
        last = {move.lead_id: move for move in moves}
        return {lead: move for lead, move in last.items() if move.pool_id.credit_days and move.pool_id.credit_percent}
