from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Date

from ...common import SalesOfficeCommon


class TestShippedChecks(SalesOfficeCommon):
    """The checks that the rooms bring, as they are installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [("module", "=", "sales_office_policy"), ("model", "=", "sales.office.check")]
        )
        cls.checks = cls.env["sales.office.check"].browse(data.mapped("res_id"))

    def test_off_at_first(self):
        """R046: each of them is off, in every company there is and in one that is opened later, with all rooms on."""
        later = self.env["res.company"].create({"name": "Lake Hotel"})
        later.sales_office_room_ids = self.env["sales.office.room"].search([])
        self.assertGreater(len(self.checks), 20)
        for company in self.company | self.company_valley | later:
            on = self.checks.with_company(company).filtered(lambda check: check.mode != "off")
            self.assertFalse(on.mapped("code"), company.name)

    @freeze_time("2026-03-02 02:00:00")
    def test_nothing_is_looked_at(self):
        """R046: while they are off nobody's facts are read, neither by the nightly run nor by one of the director's."""
        looked_at = []

        def look(check, *_args):
            looked_at.append(check.code)
            return []

        today = Date.context_today(self.rep)
        with (
            patch.object(type(self.checks), "_get_detector", lambda check: lambda *args: look(check, *args)),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60),
        ):
            self.env["sales.office.check"]._cron_run()
            self.as_(self.director, self.env["sales.office.check"]).run(today, today)
            self.assertFalse(looked_at)
            self.as_(self.policy_admin, self.checks).mode = "notify"  # the hook is the one that is gone through
            self.env["sales.office.check"]._cron_run()
        self.assertEqual(set(looked_at), set(self.checks.mapped("code")))

    def test_each_is_there(self):
        """R046: each has its room, what it finds, in which clause, and says what is no breach."""
        for check in self.checks:
            self.assertTrue(callable(check._get_detector()), check.code)
            self.assertTrue(check.room_id and check.violation_type_id and check.description, check.code)
