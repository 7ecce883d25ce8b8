from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.organization.local_time import get_utc_time
from ...models.organization.rpc.rpc import rpc


class SalesOfficeRegisterPrint(models.TransientModel):
    """Prints the register of a month, as far as the current user may read it."""

    _name = "sales.office.register.print"
    _description = "Print Register"
    _inherit = "sales.office.reader.mixin"

    register = fields.Selection(
        [("visitor", "Visitors"), ("in", "Incoming Letters"), ("out", "Outgoing Letters")],
        required=True,
        default="visitor",
    )
    month = fields.Date(required=True, default=lambda self: fields.Date.context_today(self).replace(day=1))

    @rpc(one=True)
    def action_print(self):
        """Return the printed list, oldest entry first.

        :raises UserError: nothing is registered in that month
        """
        first = self.month.replace(day=1)
        entries = self._search_visitors(first) if self.register == "visitor" else self._search_letters(first)
        if not entries:
            raise UserError(self.env._("Nothing is registered in this month."))
        report = "visitor" if self.register == "visitor" else "correspondence"
        return self.env.ref(f"sales_office_policy.sales_office_{report}_report").report_action(entries)

    def _search_visitors(self, first):
        """Return those who came, or were expected and did not, in the month of the current user's clocks."""
        begin, end = (get_utc_time(day, 0, self.env.tz) for day in (first, first + relativedelta(months=1)))
        return self.env["sales.office.visitor"].search(
            Domain("expected_at", ">=", begin) & Domain("expected_at", "<", end), order="expected_at, id"
        )

    def _search_letters(self, first):
        return self.env["sales.office.correspondence"].search(
            Domain("direction", "=", self.register)
            & Domain("date", ">=", first)
            & Domain("date", "<", first + relativedelta(months=1)),
            order="office_id, number",
        )
