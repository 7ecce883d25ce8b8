from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOfficeReward(models.Model):
    _inherit = "sales.office.reward"

    office_statement_line_ids = fields.One2many("sales.office.statement.line", "reward_id", string="Statement Lines")
    office_statement_id = fields.Many2one(
        "sales.office.statement",
        string="Statement",
        compute="_compute_reward_open",
        store=True,
        index="btree_not_null",
        help="The statement that the bonus is paid with.",
    )
    reward_open = fields.Monetary(
        string="Still to Be Paid",
        compute="_compute_reward_open",
        store=True,
        help="Part of an approved bonus that is on no statement yet.",
    )

    _reward_open_idx = models.Index("(employee_id) WHERE reward_open > 0")

    @api.depends("state", "kind", "amount", "office_statement_line_ids.amount")
    def _compute_reward_open(self):
        """Being stored, it is also what lets only one of two concurrent runs take a bonus."""
        for reward in self:
            lines = reward.office_statement_line_ids
            due = reward.amount if reward.kind == "bonus" and reward.state == "approved" else 0.0
            reward.reward_open = max(0.0, due - sum(lines.mapped("amount")))
            reward.office_statement_id = lines.statement_id[:1]

    def _check_payable(self):
        super()._check_payable()
        for reward in self.sudo():  # sudo: whoever's statement it is on
            if statement := reward.office_statement_id:
                raise UserError(
                    self.env._("This bonus is paid with the statement %(name)s.", name=statement.display_name)
                )
