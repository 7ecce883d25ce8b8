"""What every test in a real browser begins with."""

from odoo.tests import HttpCase

from .common import SalesOfficeCommon

TODAY = "sales_office_today_action"


class BrowserCase(SalesOfficeCommon, HttpCase):
    """Tours wait for what they name, not for a time: how long it takes says how busy the machine is.

    So does each of their steps (static/tests/tours/patience.js).
    """

    def tour(self, name, employee, action=TODAY, url=None):
        """Let the employee go through the tour, from the Today page unless an action of ours or an address is given."""
        self.env.flush_all()
        self.start_tour(
            url or f"/odoo/action-sales_office_policy.{action}", name, login=employee.user_id.login, timeout=900
        )
        self.env.invalidate_all()
