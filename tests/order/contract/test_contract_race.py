from odoo.tests import tagged
from odoo.tools import mute_logger

from ..order_race import OrderRaceCase


@tagged("post_install", "-at_install", "standard")
class TestContractRace(OrderRaceCase):
    def _prepare(self, env, employee, customer):
        kind = env["sales.office.contract.kind"].create({"name": "Race", "is_framework": True})
        contract = env["sales.office.contract"].create(
            {
                "name": "Race",
                "employee_id": employee.id,
                "kind_id": kind.id,
                "partner_id": customer.id,
                "amount": 1000,
                "state": "signed",
            }
        )
        return (contract, kind), {"sales_office_contract_id": contract.id}

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_called_off_by_one(self):
        """R077: of two orders that are confirmed at once the second is told what is left."""
        self.assertRegex(self.confirm_both(), "has .*400.00 left to call off")
