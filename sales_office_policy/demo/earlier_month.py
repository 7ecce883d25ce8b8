from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Command

from .demo import PRODUCTS, REPS

#: room nights that each rep invoiced in the month before last
NIGHTS = dict(zip(REPS, (120, 95, 70, 110, 80, 60), strict=True))


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _before_last_month(self):
        """Return the first and the last day of the month before :meth:`_last_month`."""
        last = self._last_month()[0] - timedelta(days=1)
        return last + relativedelta(day=1), last

    def _load_earlier_month(self, plans):
        """The month before last was settled and paid; then one of its invoices was cut, which last month corrects."""
        first, last = self._before_last_month()
        self._load_nights(first - relativedelta(months=13), dict.fromkeys(REPS, 10))  # customers of long standing
        invoices = self._load_nights(first, NIGHTS)
        for plan in plans:
            self._load_paid_batch(plan.with_user(self._user("manager")).generate_statements(first, last).sudo())
        cut = invoices.filtered(lambda move: move.invoice_user_id == self._user("rep2"))
        cut.button_draft()
        cut.invoice_line_ids.quantity = NIGHTS["rep2"] - 25
        cut.action_post()

    def _load_nights(self, first, nights_by_rep):
        """Return one posted invoice of each rep to his first customer, in the month that begins on ``first``."""
        room = self.env["product.product"].search(
            [("name", "=", PRODUCTS[0][0]), ("company_id", "=", self.env.company.id)], limit=1
        )
        invoices = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.env["res.partner"].search([("user_id", "=", self._user(login).id)], limit=1).id,
                    "invoice_date": first + timedelta(days=4 * number),
                    "invoice_user_id": self._user(login).id,
                    "invoice_line_ids": [Command.create({"product_id": room.id, "quantity": nights})],
                }
                for number, (login, nights) in enumerate(nights_by_rep.items())
            ]
        )
        invoices.action_post()
        return invoices
