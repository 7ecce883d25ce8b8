from odoo import api, fields, models


class SalesOfficeCreditSplit(models.Model):
    """The share an employee has in an order; written by ``sale.order.action_split_credit`` only."""

    _name = "sales.office.credit.split"
    _description = "Credit Split"
    _inherit = "sales.office.reader.mixin"
    _order = "order_id, percent desc, id"
    _rec_name = "employee_id"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", compute="_compute_user_id", store=True, index="btree_not_null")
    percent = fields.Float(string="Share (%)", digits=(5, 2), required=True, readonly=True)

    _employee_once = models.UniqueIndex("(order_id, employee_id)", "Everybody has one share of an order.")
    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A share is above 0 and at most 100 %."
    )

    @api.depends("employee_id.user_id")
    def _compute_user_id(self):
        for split in self:
            split.user_id = split.employee_id.user_id or split.user_id
