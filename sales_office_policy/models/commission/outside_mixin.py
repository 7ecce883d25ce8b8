from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount


class SalesOfficeOutsideMixin(models.AbstractModel):
    """Something of an employee that commission statements settle, and that can be settled outside of them.

    How much of it is open is stored: that also lets only one of two concurrent runs take it up.
    """

    _name = "sales.office.outside.mixin"
    _description = "Settled Outside of Statements"

    #: the field that says how much is open, computed by :meth:`_compute_open`
    _open_field = None
    #: the fields that decide how much is due
    _open_depends = ()

    currency_id = fields.Many2one("res.currency")  # each model says which
    office_statement_id = fields.Many2one(
        "sales.office.statement",
        string="Statement",
        compute="_compute_open",
        store=True,
        index="btree_not_null",
        help="The statement that took it up last.",
    )
    outside_amount = fields.Monetary(
        string="Settled Outside", readonly=True, copy=False, help="Paid or collected otherwise than by a statement."
    )
    outside_reason = fields.Text(string="How It Was Settled", readonly=True, copy=False)
    outside_by_id = fields.Many2one("res.users", string="Settled Outside by", readonly=True, copy=False)
    outside_at = fields.Datetime(string="Settled Outside on", readonly=True, copy=False)

    @api.depends(
        lambda self: (
            *self._open_depends,
            "outside_amount",
            "office_statement_line_ids.amount",
            "office_statement_line_ids.statement_id.date_from",
        )
    )
    def _compute_open(self):
        """What the lines have settled is done with, whatever becomes of the statements around them."""
        for record in self:
            lines = record.office_statement_line_ids
            record[self._open_field] = record._get_open(sum(lines.mapped("amount")))
            record.office_statement_id = lines.statement_id.sorted("date_from")[-1:]

    def _get_open(self, settled):
        """Return how much is open when the lines of statements sum up to ``settled``."""
        raise NotImplementedError

    def _settle_outside(self, reason):
        """Record that all that is open was settled otherwise, and tell the employee (sudo; the caller has checked).

        :raises UserError: nothing is open any more
        """
        self._lock()
        for record in self:
            amount = record[self._open_field]
            if record.currency_id.is_zero(amount):
                raise UserError(self.env._("%(name)s: nothing is open any more.", name=record.display_name))
            record.write(
                {
                    "outside_amount": record.outside_amount + amount,
                    "outside_reason": reason,
                    "outside_by_id": self.env.uid,
                    "outside_at": fields.Datetime.now(),
                }
            )
            record._notify_users(
                "user_id",
                lambda told, amount=amount: told.env._(
                    "%(amount)s was settled outside of the commission statements: %(reason)s",
                    amount=format_amount(told.env, amount, told.currency_id),
                    reason=reason,
                ),
                always=True,
            )
