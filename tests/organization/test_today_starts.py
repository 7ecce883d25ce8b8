"""The "+" of Today: what each post tells of or asks for there and then."""

from odoo.exceptions import AccessError
from odoo.tests import Form

from ..common import SalesOfficeCommon

ALL = ["incident", "gift", "borrow", "supplies", "instruction", "visit"]


class TestTodayStarts(SalesOfficeCommon):
    def _starts(self, employee):
        return self.as_(employee, self.env["sales.office.today"]).get_starts()

    def test_each_post(self):
        """R088: everybody tells of incidents and gifts; who keeps papers and supplies asks nobody for them."""
        expected = {
            self.rep: ALL,
            self.leader: ALL,
            self.manager: ALL,
            self.director: [key for key in ALL if key != "instruction"],
            self.clerk: ["incident", "gift", "instruction"],
            self.relations: ALL[:-1],
            self.finance: ALL[:-1],
            self.policy_admin: ALL[:-1],
        }
        for employee, keys in expected.items():
            with self.subTest(employee.name):
                self.assertEqual([start["key"] for start in self._starts(employee)], keys)

    def test_each_opens(self):
        """R088: what is offered can be begun by who it is offered to."""
        for employee in (self.rep, self.leader, self.director, self.clerk, self.relations, self.finance):
            for start in self._starts(employee):
                action = start["action"]
                model = self.as_(employee, self.env[action["res_model"]])
                with self.subTest(employee.name, start=start["key"]):
                    if start["key"] == "borrow":
                        self.assertTrue(model.has_access("read"))
                    else:
                        self.assertTrue(Form(model.with_context(default_operation="request")))

    def test_rooms_that_are_off(self):
        """R137: nothing of a room that is switched off is offered."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_conduct")
        self.assertNotIn("incident", [start["key"] for start in self._starts(self.rep)])

    def test_outsider(self):
        """R135: who belongs to no sales office is offered nothing."""
        with self.assertRaisesRegex(AccessError, "members of a sales office"):
            self._starts(self.outsider)
