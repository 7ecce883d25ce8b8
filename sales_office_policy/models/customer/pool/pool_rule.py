from odoo import fields, models

from ...order.res_partner import GRADES


class SalesOfficePoolRule(models.Model):
    """After how many days without contact, or without an order, leads of customers of a grade go to the pool."""

    _name = "sales.office.pool.rule"
    _description = "Days by Grade"
    _inherit = ["sales.office.remembered.mixin", "sales.office.protected.mixin"]
    _order = "grade"
    _rec_name = "grade"

    pool_id = fields.Many2one("sales.office.pool", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="pool_id.company_id", store=True, precompute=True)
    grade = fields.Selection(GRADES, required=True)
    contact_days = fields.Integer(
        string="Returned after Days without Contact",
        help="0: leads of these customers never go to the pool for lack of contact.",
    )
    order_days = fields.Integer(
        string="Returned after Days without an Order",
        help="0: leads of these customers never go to the pool for lack of an order.",
    )

    _grade_uniq = models.Constraint("UNIQUE (pool_id, grade)", "A grade has one number of days.")
    _days = models.Constraint(
        "CHECK (contact_days BETWEEN 0 AND 3650 AND order_days BETWEEN 0 AND 3650)", "Days lie between 0 and 3650."
    )
