from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_price_days = fields.Integer(
        string="Days to Decide on a Price",
        default=1,
        help="Whoever is asked for a price is to decide within so many working days of the office. Then he is "
        "reminded, and as many days later the next one above who may is asked.",
    )
    sales_office_price_valid_days = fields.Integer(
        string="Days a Price Is Valid",
        default=30,
        help="An approved price may be offered for so many days, unless whoever approves it gives another date.",
    )
    sales_office_mandate_days = fields.Integer(
        string="Days Added Up for a Mandate",
        default=30,
        help="Contracts with one customer that are signed within so many days of each other count together, whoever "
        "signs them: nothing is gained by making two of one.",
    )
    sales_office_filing_days = fields.Integer(
        string="Days to File a Contract",
        default=3,
        help="The signed paper is with the clerk within so many working days, unless its kind says otherwise.",
    )
    sales_office_order_hours = fields.Float(
        string="Hours to Enter an Order",
        default=8,
        help="A deal that was won is to be confirmed as an order within so many of its salesperson's working hours.",
    )
    sales_office_handover_plan_id = fields.Many2one(
        "mail.activity.plan",
        string="Hand-Over Plan",
        domain=[("res_model", "=", "sale.order")],
        ondelete="set null",
        help="Its activities are given out when an order is confirmed: who serves it has his part at once.",
    )
    sales_office_delivery_days = fields.Integer(
        string="Days Warned Before a Delivery",
        default=3,
        help="So many days before the promised day the salesperson is told on his Today page.",
    )

    _sales_office_delivery_days = models.Constraint(
        "CHECK (sales_office_order_hours BETWEEN 0 AND 200 AND sales_office_delivery_days BETWEEN 0 AND 365)",
        "An order is entered within 0 to 200 hours, and a delivery warned of 0 to 365 days before.",
    )
    _sales_office_contract_days = models.Constraint(
        "CHECK (sales_office_mandate_days BETWEEN 0 AND 3650 AND sales_office_filing_days BETWEEN 0 AND 365)",
        "Contracts are filed within 0 to 365 days, and added up over 0 to 3650.",
    )
    _sales_office_price_days = models.Constraint(
        "CHECK (sales_office_price_days BETWEEN 0 AND 365 AND sales_office_price_valid_days BETWEEN 1 AND 3650)",
        "A price is decided within 0 to 365 days, and valid for 1 to 3650.",
    )
