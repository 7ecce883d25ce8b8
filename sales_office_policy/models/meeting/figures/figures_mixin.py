from odoo import api, fields, models

from ...books.metrics import explained


class SalesOfficeFiguresMixin(models.AbstractModel):
    """Holds what an employee brought in during a period, as it was read from the books at that moment.

    The model has a ``company_id``, in whose currency the amounts are.
    """

    _name = "sales.office.figures.mixin"
    _description = "Sales Office Figures Mixin"

    currency_id = fields.Many2one(
        "res.currency", string="Company Currency", compute="_compute_currency_id", store=True, precompute=True
    )
    orders = fields.Float(
        digits=(16, 2),
        readonly=True,
        copy=False,
        help=explained("Confirmed orders by the day of confirmation; shared ones in part."),
    )
    orders_amount = fields.Monetary(
        string="Ordered",
        readonly=True,
        copy=False,
        help=explained("Confirmed orders by the day of confirmation, without taxes."),
    )
    invoiced_amount = fields.Monetary(
        string="Invoiced",
        readonly=True,
        copy=False,
        help=explained("Posted customer invoices less credit notes by invoice date, without taxes."),
    )
    collected_amount = fields.Monetary(
        string="Collected",
        readonly=True,
        copy=False,
        help=explained(
            "Money received for the person's invoices less money paid back, without taxes, by the day it came or the "
            "invoice date if that is later."
        ),
    )
    new_customers = fields.Float(
        digits=(16, 2),
        readonly=True,
        copy=False,
        help=explained("Customers whose first invoice lies in the period; shared ones in part."),
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
    days_late = fields.Integer(readonly=True, copy=False, help="Working days begun late without a waiver.")
    violations = fields.Integer(
        readonly=True, copy=False, help="Conduct cases about days of the period that are closed."
    )

    @api.depends("company_id.currency_id")
    def _compute_currency_id(self):
        for record in self:
            record.currency_id = record.company_id.currency_id
