"""The groups of the page, and what is put off until tomorrow."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import SalesOfficeCommon


@freeze_time("2026-03-02 02:00:00")
class TestTodayPage(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.found = [
            ("read", {"group": "know"}),
            ("late", {"urgent": True}),
            ("sign", {}),
            ("say", {"group": "decide"}),
        ]

        def _get_questions(today):
            action = today._prepare_action("sales_office_policy.sales_office_deputy_action")
            return {"": [[today._prepare_line("", key, key, action, **values) for key, values in self.found]]}

        self.patch(self.registry["sales.office.today"], "_get_questions", _get_questions)

    def _today(self, employee):
        return self.as_(employee, self.env["sales.office.today"])

    def _keys(self, employee, snoozed=False):
        return [line["key"] for line in self._today(employee).get_lines() if line["snoozed"] == snoozed]

    def test_groups(self):
        """R088: what is done now comes first, then what waits for a decision, then what is only to be known."""
        self.assertEqual(self._keys(self.rep), ["late", "sign", "say", "read"])

    def test_urgent_news_is_for_now(self):
        """R088: what was only to be known is for now once it is urgent."""
        self.found = [("sign", {}), ("read", {"group": "know", "urgent": True})]
        self.assertEqual([line["group"] for line in self._today(self.rep).get_lines()], ["now", "now"])
        self.assertEqual(self._keys(self.rep), ["read", "sign"])

    def test_put_off_until_tomorrow(self):
        """R088: who puts a line off sees it again the next day, nobody else misses it."""
        self._today(self.rep).action_snooze("sign")
        self.assertEqual(self._keys(self.rep), ["late", "say", "read"])
        self.assertEqual(self._keys(self.rep, snoozed=True), ["sign"])
        self.assertEqual(self._keys(self.colleague), ["late", "sign", "say", "read"])
        with freeze_time("2026-03-02 15:59:00"):
            self.assertEqual(self._keys(self.rep, snoozed=True), ["sign"], "23:59 in Shanghai")
        with freeze_time("2026-03-02 16:01:00"):
            self.assertFalse(self._keys(self.rep, snoozed=True), "past midnight in Shanghai")

    def test_bring_back(self):
        """R088: what was put off can be brought back at any time, and one line of several alone."""
        today = self._today(self.rep)
        today.action_snooze("sign")
        today.action_snooze("read")
        today.action_wake("sign")
        self.assertEqual(self._keys(self.rep, snoozed=True), ["read"])
        today.action_wake("sign")
        self.assertEqual(self._keys(self.rep), ["late", "sign", "say"])

    def test_urgent_is_not_put_off(self):
        """R088: a deadline is not put off, and comes back by itself once it is near."""
        with self.assertRaisesRegex(UserError, "cannot wait until tomorrow"):
            self._today(self.rep).action_snooze("late")
        self._today(self.rep).action_snooze("sign")
        self.found = [("sign", {"urgent": True})]
        self.assertEqual(self._keys(self.rep), ["sign"])

    def test_only_what_waits(self):
        """R088: nothing is kept of what does not stand on the page, whatever the key."""
        for key in ("nothing", "", "sales.office.violation", "'; DROP TABLE res_users --", "s" * 10000):
            with self.assertRaisesRegex(UserError, "does not wait|has to be"):
                self._today(self.rep).action_snooze(key)
        for key in (["sign"], {"sign": 1}, 7, None):
            with self.assertRaisesRegex(UserError, "has to be|takes|does not wait"):
                self._today(self.rep).action_snooze(key)
        self._today(self.rep).action_wake("nothing")
        self.assertFalse(self._keys(self.rep, snoozed=True))

    def test_what_somebody_wrote_into_their_settings(self):
        """R088: their settings are everybody's own to write; nonsense there puts nothing off and breaks nothing."""
        self._today(self.rep).action_snooze("sign")
        settings = self.as_(self.rep, self.rep.user_id.res_users_settings_id)
        for kept in (["sign"], "sign", 7, {"sign": None}, {"sign": [1]}, {"late": "9999-12-31"}, {"sign": {"a": 1}}):
            settings.sales_office_snoozed = kept
            self.assertIn("late", self._keys(self.rep))
            self._today(self.rep).action_wake("read")

    def test_nobody_from_outside(self):
        """R135: figures and what is put off are for the members of a sales office, whatever clock they name."""
        for odd in ("Mars/Base", 5, ["x"]):
            today = self._today(self.rep).with_context(tz=odd)
            for asked in (today.get_figures, today.get_lines):
                with self.subTest(f"{asked} {odd}"):
                    self.assertIsInstance(asked(), list)
        outside = self._today(self.outsider)
        for ask in (outside.get_figures, outside.get_lines, lambda: outside.action_snooze("sign")):
            with self.assertRaises(AccessError):
                ask()
