from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
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


class SalesOfficeViolation(models.Model):
    _name = "sales.office.violation"
    _inherit = ["sales.office.violation", "sales.office.outside.mixin"]
    _open_field = "fine_open"
    _open_depends = ("state", "fine_amount")

    office_statement_line_ids = fields.One2many("sales.office.statement.line", "violation_id", string="Statement Lines")
    fine_open = fields.Monetary(
        string="Still to Be Deducted",
        compute="_compute_open",
        store=True,
        help="Part of a final fine that no statement has deducted yet; negative for what is to be given back.",
    )

    _fine_open_idx = models.Index("(employee_id) WHERE fine_open != 0")

    def _get_open(self, settled):
        """Nothing is due of an annulled case: what was deducted for it, or paid otherwise, is to be given back."""
        payable = self.fine_amount if self.state == "closed" else 0.0
        return payable + settled - self.outside_amount

    @api.model
    def _get_anonymisable_domain(self):
        """A name stays as long as a fine is still to be deducted."""
        return super()._get_anonymisable_domain() & Domain("fine_open", "=", 0)

    def _annul(self, reason):
        """Take the fine off drafts, where it is not deducted yet; of other statements the next one gives it back."""
        result = super()._annul(reason)
        self.office_statement_line_ids.filtered(lambda line: line.statement_id.state == "draft").unlink()
        return result


class SalesOfficeFinding(models.Model):
    _inherit = "sales.office.finding"

    def _prepare_common_case_vals(self):
        """Nothing of a suspicion is to be deducted."""
        nothing = {"fine_open": 0.0, "office_statement_id": False}
        return {key: vals | nothing for key, vals in super()._prepare_common_case_vals().items()}


class SalesOfficeReward(models.Model):
    _name = "sales.office.reward"
    _inherit = ["sales.office.reward", "sales.office.outside.mixin"]
    _open_field = "reward_open"
    _open_depends = ("state", "kind", "amount")

    office_statement_line_ids = fields.One2many("sales.office.statement.line", "reward_id", string="Statement Lines")
    reward_open = fields.Monetary(
        string="Still to Be Paid",
        compute="_compute_open",
        store=True,
        help="Part of an approved bonus that is on no statement yet; negative for what was taken back.",
    )

    _reward_open_idx = models.Index("(employee_id) WHERE reward_open != 0")

    def _get_open(self, settled):
        if self.state == "paid":
            return 0.0  # what was paid by hand is no statement's business
        payable = self.amount if self.kind == "bonus" and self.state == "approved" else 0.0
        return payable - settled - self.outside_amount

    def _settle_outside(self, reason):
        result = super()._settle_outside(reason)
        self.filtered(lambda reward: reward.state == "approved").state = "paid"
        return result

    def _check_payable(self):
        result = super()._check_payable()
        for reward in self.sudo():  # sudo: whoever's statement it is on
            if statement := reward.office_statement_id:
                raise UserError(
                    self.env._("This bonus is paid with the statement %(name)s.", name=statement.display_name)
                )
        return result
