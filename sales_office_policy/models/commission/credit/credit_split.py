from odoo import api, fields, models
from odoo.tools import format_date


class SalesOfficeCreditSplit(models.Model):
    """The share an employee has in an order; written by ``sale.order.action_split_credit``.

    The software writes that of whoever had the order's lead before it went to the public pool.
    """

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

    pooled_on = fields.Date(
        string="Had the Lead Until",
        readonly=True,
        help="Whoever had the lead before it went to the public pool shares its order for a while.",
    )

    _employee_once = models.UniqueIndex("(order_id, employee_id)", "Everybody has one share of an order.")
    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A share is above 0 and at most 100 %."
    )

    @api.depends("employee_id.user_id")
    def _compute_user_id(self):
        for split in self:
            split.user_id = split.employee_id.user_id or split.user_id

    def _describe(self):
        """Return in words who has which part of the order, and why who had its lead before has one."""
        text = f"{self.employee_id.name} {self.percent:g} %"
        if not self.pooled_on:
            return text
        return self.env._(
            "%(share)s (had the lead until %(day)s)", share=text, day=format_date(self.env, self.pooled_on)
        )
