from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOfficeReward(models.Model):
    _name = "sales.office.reward"
    _inherit = ["sales.office.reward", "sales.office.outside.mixin"]
    _due_field = "reward_open"

    office_statement_line_ids = fields.One2many("sales.office.statement.line", "reward_id", string="Statement Lines")
    office_statement_id = fields.Many2one(
        "sales.office.statement",
        string="Statement",
        compute="_compute_reward_open",
        store=True,
        index="btree_not_null",
        help="The statement that took the bonus up last.",
    )
    reward_open = fields.Monetary(
        string="Still to Be Paid",
        compute="_compute_reward_open",
        store=True,
        help="Part of an approved bonus that is on no statement yet; negative for what was taken back.",
    )

    _reward_open_idx = models.Index("(employee_id) WHERE reward_open != 0")

    @api.depends(
        "state",
        "kind",
        "amount",
        "outside_amount",
        "office_statement_line_ids.amount",
        "office_statement_line_ids.statement_id.date_from",
    )
    def _compute_reward_open(self):
        """Being stored, it is also what lets only one of two concurrent runs take a bonus."""
        for reward in self:
            lines = reward.office_statement_line_ids
            settled = sum(lines.mapped("amount"))
            due = reward.amount if reward.kind == "bonus" and reward.state == "approved" else 0.0
            # what was paid by hand is no statement's business
            reward.reward_open = 0.0 if reward.state == "paid" else due - settled - reward.outside_amount
            reward.office_statement_id = lines.statement_id.sorted("date_from")[-1:]

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
