from odoo import api, fields, models


class SalesOfficeFiguresMixin(models.AbstractModel):
    """Holds what an employee brought in during a period, as it was read from the books at that moment.

    The model has a ``company_id``, in whose currency the amounts are.
    """

    _name = "sales.office.figures.mixin"
    _description = "Sales Office Figures Mixin"

    currency_id = fields.Many2one(
        "res.currency", string="Company Currency", compute="_compute_currency_id", store=True, precompute=True
    )
    orders = fields.Integer(readonly=True, copy=False, help="Confirmed orders by order date.")
    orders_amount = fields.Monetary(
        string="Ordered", readonly=True, copy=False, help="Confirmed orders by order date, without taxes."
    )
    invoiced_amount = fields.Monetary(
        string="Invoiced",
        readonly=True,
        copy=False,
        help="Posted customer invoices less credit notes by invoice date, without taxes.",
    )
    collected_amount = fields.Monetary(
        string="Collected",
        readonly=True,
        copy=False,
        help="Money received for the person's invoices less money paid back, taxes included.",
    )
    new_customers = fields.Integer(
        readonly=True, copy=False, help="Customers whose first confirmed order lies in the period."
    )
    new_leads = fields.Integer(readonly=True, copy=False, help="Leads and opportunities created in the period.")
    won = fields.Integer(string="Won Deals", readonly=True, copy=False, help="Opportunities won in the period.")
    lost = fields.Integer(
        string="Lost Deals", readonly=True, copy=False, help="Leads and opportunities lost in the period."
    )
    visits = fields.Integer(
        string="Number of Visits",
        readonly=True,
        copy=False,
        help="Meetings of the calendar that took place with somebody from outside.",
    )
    days_late = fields.Integer(readonly=True, copy=False, help="Working days begun late without an excuse.")
    violations = fields.Integer(
        readonly=True, copy=False, help="Conduct cases about days of the period that are closed."
    )

    @api.depends("company_id.currency_id")
    def _compute_currency_id(self):
        for record in self:
            record.currency_id = record.company_id.currency_id
