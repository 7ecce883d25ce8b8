from odoo import fields, models
from odoo.exceptions import UserError


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
