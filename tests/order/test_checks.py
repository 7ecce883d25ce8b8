"""All checks of the room at once, on a breach of each kind, see ``busy.py``."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from .busy import BusyOffice
from .receivable.common import TODAY

PERIOD = (date(2026, 4, 1), date(2026, 6, 1))
#: what is found by each check: whose, on which day
BREACHES = {
    "contract_unfiled": {("Rob", "2026-05-21")},
    "contract_unmandated": {("Rob", "2026-05-18")},
    "contract_unreceived": {("Cleo", "2026-05-25")},
    "delivery_late": {("Rob", "2026-05-20")},
    "price_unapproved": {("Rob", "2026-05-18")},
    "promise_broken": {("Rob", "2026-05-22")},
    "receivable_idle": {("Rob", "2026-05-19"), ("Rob", "2026-05-26"), ("Ray", "2026-05-09")},
    "won_without_order": {("Rob", "2026-05-19")},
}


@freeze_time(TODAY)
class TestChecks(BusyOffice):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["sales.office.check"].search([("room_id.code", "=", "order")])

    def _find(self):
        """Run all checks; return what each of the room found: ``{code: {(name, day)}}``."""
        self.env["sales.office.check"].run(*PERIOD)
        found = {}
        for finding in self.env["sales.office.finding"].search(
            [("check_id", "in", self.checks.ids), ("state", "=", "open")]
        ):
            found.setdefault(finding.check_id.code, set()).add((finding.employee_id.name, str(finding.date)))
        return found

    def test_off_at_first(self):
        """R046: as the room comes, each of its checks is off: what is broken is found by none."""
        self.assertEqual(set(self.checks.mapped("mode")), {"off"})
        self.assertFalse(self._find())
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60):
            self.env["sales.office.check"]._cron_run()
        self.assertFalse(self.env["sales.office.finding"].search([("check_id", "in", self.checks.ids)]))

    def test_each_by_its_own_switch(self):
        """R053 R066 R067 R115 R117 R119: switched on alone, each finds what it watches, and no other does."""
        self.assertEqual(set(self.checks.mapped("code")), set(BREACHES))
        for check in self.checks:
            with self.subTest(check.code):
                check.write({"mode": "notify", "enforced_from": "2026-01-01"})
                self.assertEqual(self._find(), {check.code: BREACHES[check.code]})
                check.mode = "off"
                self.env["sales.office.finding"].search([]).unlink()

    def test_one_fact_one_finding(self):
        """R046 R119: a broken promise that nobody follows up is not found as an invoice left alone as well, later."""
        checks = self.checks.filtered(lambda check: check.code in ("promise_broken", "receivable_idle"))
        broken = checks.sorted("code")[0]
        checks.write({"mode": "suspect", "enforced_from": "2026-01-01"})
        self.assertEqual(
            self._find(),
            {
                "promise_broken": BREACHES["promise_broken"],
                "receivable_idle": BREACHES["receivable_idle"] - {("Rob", "2026-05-26")},
            },
        )
        broken.mode = "off"
        self.assertEqual(self._find()["receivable_idle"], BREACHES["receivable_idle"])
        broken.write({"mode": "suspect", "enforced_from": "2026-05-23"})
        self.assertIn(("Rob", "2026-05-26"), self._find()["receivable_idle"])

    def test_with_the_room_off(self):
        """R046: switched on, they find nothing where the room is off."""
        self.checks.write({"mode": "suspect", "enforced_from": "2026-01-01"})
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertFalse(self._find())
