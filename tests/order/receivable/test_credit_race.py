from odoo.tests import tagged
from odoo.tools import mute_logger

from ..order_race import OrderRaceCase


@tagged("post_install", "-at_install", "standard")
class TestCreditRace(OrderRaceCase):
    def _prepare(self, env, employee, customer):
        self.limited, env.company.account_use_credit_limit = env.company.account_use_credit_limit, True
        customer.credit_limit = 1000
        rule = env["sales.office.credit.rule"].create(
            {"kind": "exposure", "reaction": "hold", "percent": 100, "company_id": env.company.id}
        )
        return (rule,), {}

    def _clean_up(self):
        super()._clean_up()
        with self.registry.cursor() as cr:
            self._env(cr).company.account_use_credit_limit = self.limited

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_both_within_the_limit(self):
        """R119: of two orders that are each within a customer's limit, and not both, the second is held."""
        self.assertRegex(self.confirm_both(), "credit does not reach")
