"""The past of a membership corrected. March is locked: Rob's 1,000 at 5 % = 50, and Lea's 10 % of what North sold."""

from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ..books import BooksCommon
from ..common import APRIL, MARCH

DAYS = (date(2026, 3, 1), date(2026, 3, 31))


@freeze_time("2026-05-04 02:00:00")
class TestMembershipCorrection(BooksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.membership = cls.env["sales.office.membership"]
        cls.hana = cls._create_member("Hana", "hana", cls.env["hr.department"])
        cls.hana.user_id.group_ids += cls.env.ref("hr.group_hr_user")
        cls.leading = cls._plan_with_rule(cls.leader | cls.leader_south, rate=10, credit_to="leader")
        cls.invoice(cls.rep, "2026-03-10", 1000)
        office = cls()
        cls.march = office.lock(office.settle(MARCH, cls.rep))
        cls.leaders_march = office.lock(office.settle(MARCH, cls.leader, cls.leading))
        office.lock(office.settle(MARCH, cls.leader_south, cls.leading))

    def correct(self, employee, days=DAYS, reason="Told too late", who=None, **where):
        self.as_(who or self.hana, self.membership).action_correct(employee, *days, reason, **where)

    def rows(self, employee):
        """Return ``[(first day, last day, department, user's login)]`` as the list says."""
        rows = self.membership.search([("employee_id", "=", employee.id)])
        return [(str(r.date_from), str(r.date_to or ""), r.department_id.name, r.user_id.login) for r in rows]

    def dialog(self, employee, who=None, **values):
        dialog = self.as_(who or self.hana, self.env["sales.office.membership.correction"])
        values = {"date_from": DAYS[0], "date_to": DAYS[1], "reason": "Told too late", **values}
        return dialog.create({"employee_id": employee.id, **values})

    @contextmanager
    def assert_refused(self, words, error=UserError):
        with self.assertRaisesRegex(error, words):
            yield
        self.assertEqual(len(self.rows(self.rep)), 1)

    def test_a_month_in_another_department(self):
        """R134: Rob was in South in March: what is locked stays; April takes Lea's 100 back and gives them to Leo."""
        self.correct(self.rep, department=self.south, user=self.rep.user_id)
        self.assertEqual(
            self.rows(self.rep),
            [
                ("2020-01-01", "2026-02-28", "North", "rep"),
                ("2026-03-01", "2026-03-31", "South", "rep"),
                ("2026-04-01", "", "North", "rep"),
            ],
        )
        self.assertEqual((self.march.net, self.leaders_march.net), (50, 100))
        april = self.settle(APRIL, plan=self.leading)
        corrections = {line.employee_id: line.amount for line in april.line_ids if line.kind == "correction"}
        self.assertEqual(corrections, {self.leader: -100, self.leader_south: 100})
        self.assertEqual(self.settle(APRIL, self.rep).net, 0, "his own commission does not depend on it")

    def test_another_user(self):
        """R134: in March Rob worked with another user, who sold 500: April pays 5 % of them and takes his 50 back."""
        temp = self.env["res.users"].create(
            {
                "name": "Temp",
                "login": "temp",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.invoice(self.rep, "2026-03-11", 500, invoice_user_id=temp.id)
        self.correct(self.rep, department=self.north, user=temp)
        self.assertEqual(self.figures(self.settle(APRIL, self.rep))[1:], [("correction", -500, -25)])

    def test_several_rows(self):
        """R134: a correction over days of several departments, one of them by a version, is one from then on; the
        version does not come back."""
        version = self.rep.create_version({"date_version": "2026-03-15", "department_id": self.south.id})
        self.correct(self.rep, department=self.north, user=self.rep.user_id)
        version.department_id = self.south
        self.membership._mark_stale()
        self.membership._bring_up_to_date()
        self.assertEqual({row[2] for row in self.rows(self.rep) if row[0] < "2026-04-01"}, {"North"})
        self.assertEqual(self.rows(self.rep)[-1][2], "South", "since April, as before")

    def test_a_gap_is_filled(self):
        """R134: Rob was away from February on and had come back in April: he had come back in March already."""
        row = self.membership.search([("employee_id", "=", self.rep.id)])
        later = row._cut_at(date(2026, 2, 1), date(2026, 4, 1)).sorted("date_from")
        later[1].unlink()
        self.correct(self.rep, department=self.south, user=self.rep.user_id)
        self.assertEqual(
            [(first, place) for first, _last, place, _user in self.rows(self.rep)],
            [("2020-01-01", "North"), ("2026-03-01", "South"), ("2026-04-01", "North")],
        )

    def test_before_the_first_day(self):
        """R134: the year before the first day known is joined to it, and stands for all days before as well."""
        self.correct(self.rep, (date(2019, 1, 1), date(2019, 12, 31)), department=self.south, user=self.rep.user_id)
        self.assertEqual(self.rows(self.rep)[0], ("2019-01-01", "2019-12-31", "South", "rep"))
        stay = self.membership._get_stays(self.company, self.rep)[0]
        self.assertEqual((stay.first, stay.department_id), (date.min, self.south.id))

    def test_what_stood_above_then(self):
        """R134: South stood under Sales until today and is Retail's from now on: in March Rob was not below Retail."""
        self.south.parent_id = self.sales
        self.membership._bring_up_to_date()
        self.membership.search([("employee_id", "=", self.rep_south.id)]).date_from = "2026-01-01"
        with freeze_time("2026-05-05 02:00:00"):
            self.south.parent_id = self.retail
            self.correct(self.rep, department=self.south, user=self.rep.user_id)
        row = self.membership.search([("employee_id", "=", self.rep.id), ("date_from", "=", "2026-03-01")])
        self.assertEqual(row._get_line(), (self.sales.id, self.south.id))
        self.assertEqual(row.manager_ids, self.director | self.leader_south)

    def test_nowhere(self):
        """R134: Rob had left in March already, with nobody's user: April takes his 50 back."""
        self.correct(self.rep)
        self.assertEqual(self.figures(self.settle(APRIL, self.rep))[1:], [("correction", -1000, -50)])

    def test_trace(self):
        """R135: the employee keeps what was on the list, what is now, who said so, and why."""
        self.correct(self.rep, department=self.south, user=self.rep.user_id, reason="  The move was on 1 March. ")
        message = self.rep.message_ids[:1]
        self.assertEqual(message.author_id, self.hana.user_id.partner_id)
        march = "03/01/2026 – 03/31/2026"
        self.assertIn(f"Before: {march} North (rep). Now: {march} South (rep).", message.body)
        self.assertIn("Reason: The move was on 1 March.", message.body)
        self.assertEqual(
            self.membership.search([("employee_id", "=", self.rep.id)]).mapped("reason"),
            [False, "The move was on 1 March.", False],
        )

    def test_locked_statements_are_shown_first(self):
        """R134: the dialog lists March of Lea and Leo with old and new base and commission, writes nothing, and then
        corrects as shown; Rob's own March does not change and is not listed."""
        dialog = self.dialog(self.rep, department_id=self.south.id, member_user_id=self.rep.user_id.id)
        dialog.action_preview()
        self.assertEqual(
            [
                (effect.name, effect.base_before, effect.base_after, effect.amount_before, effect.amount_after)
                for effect in dialog.effect_ids
            ],
            [("Lea, March 2026, Special", 1000, 0, 100, 0), ("Leo, March 2026, Special", 0, 1000, 0, 100)],
        )
        self.assertEqual(dialog.effect_ids.mapped("difference"), [-100, 100])
        self.assertEqual(set(dialog.effect_ids.mapped("follows")), {"It stays as it is. The next one corrects it."})
        self.assertEqual(len(self.rows(self.rep)), 1)
        dialog.action_confirm()
        self.assertEqual(len(self.rows(self.rep)), 3)

    def test_how_it_is_settled(self):
        """R134: a statement that was sent is corrected once it is approved; what lies beyond the look-back goes to
        finance's list."""
        april = self.settle(APRIL, self.leader, self.leading)
        self.invoice(self.rep, "2026-04-10", 300)
        april = self.settle(APRIL, self.leader, self.leading)
        self.as_(self.finance, april).action_submit()
        days = {"date_from": DAYS[0], "date_to": APRIL[1], "member_user_id": self.rep.user_id.id}
        dialog = self.dialog(self.rep, department_id=self.south.id, **days)
        dialog.action_preview()
        self.assertEqual(
            [effect.follows[:27] for effect in dialog.effect_ids if effect.name.startswith("Lea")],
            ["It stays as it is. The next", "It stays as it was sent. On"],
        )
        with freeze_time("2026-12-04 02:00:00"):
            dialog.action_back()
            dialog.action_preview()
            self.assertIn("finance decides", dialog.effect_ids[0].follows)
            dialog.action_confirm()
            self.env["sales.office.untaken"]._refresh(self.company)
            rows = self.env["sales.office.untaken"].search([("state", "=", "open"), ("kind", "=", "older")])
            self.assertEqual(
                {row.employee_id: row.amount for row in rows if row.plan_id == self.leading},
                {self.leader: -100, self.leader_south: 100},
            )

    def test_targets_are_shown(self):
        """R072: North's agreed target of March was reached by 1,000, and by nothing if Rob was in South."""
        plan = self.env["sales.office.plan"].create({"year": 2026, "department_id": self.sales.id})
        values = {"plan_id": plan.id, "period_type": "month", "date_from": MARCH[0], "target_value": 2000}
        target = self.env["sales.office.target"].create(
            {**values, "metric": "invoiced", "department_id": self.north.id, "state": "accepted"}
        )
        dialog = self.dialog(self.rep, department_id=self.south.id, member_user_id=self.rep.user_id.id)
        dialog.action_preview()
        effect = dialog.effect_ids.filtered(lambda effect: not effect.is_paid)
        self.assertEqual((effect.base_before, effect.base_after), (1000, 0))
        self.assertIn("North", effect.name)
        dialog.action_confirm()
        self.assertEqual(target.achieved_value, 0)

    def test_a_row_fills_the_dialog(self):
        """R135: chosen from the list, the dialog has its days, department and user; days that go on end yesterday."""
        row = self.membership.search([("employee_id", "=", self.rep.id)])
        context = {"default_employee_id": self.rep.id, "default_membership_id": row.id}
        model = self.as_(self.hana, self.env["sales.office.membership.correction"])
        form = Form(model.with_context(**context))
        self.assertEqual((form.date_from, form.date_to), (date(2020, 1, 1), date(2026, 5, 3)))
        self.assertEqual((form.department_id, form.member_user_id), (self.north, self.rep.user_id))
        form.date_from, form.reason = DAYS[0], "Because"
        form.department_id = self.south
        dialog = form.save()
        dialog.action_preview()
        self.assertTrue(dialog.effect_ids)
        dialog.date_to = DAYS[1]
        self.assertFalse(dialog.effect_ids, "other days are looked at again")
        with self.assert_refused("Look at the preview first"):
            dialog.action_confirm()

    def test_what_came_before_is_shown(self):
        """R134: the first day known stands for all days before: to correct 2020 shows the locked statement of 2019, and
        whoever a plan paid for 2019 does not correct it."""
        days = date(2019, 12, 1), date(2019, 12, 31)
        plan = self._plan_with_rule(self.leader, rate=10, credit_to="leader", date_from=days[0])
        plan.sudo().member_ids.date_from = days[0]
        self.invoice(self.rep, "2019-12-10", 1000)
        self.settle(days, plan=plan).sudo().state = "approved"
        dialog = self.dialog(self.rep, date_from=date(2020, 1, 1), date_to=date(2020, 1, 31))
        dialog.action_preview()
        self.assertEqual([(e.base_before, e.base_after) for e in dialog.effect_ids], [(1000, 0)])
        own = self._plan_with_rule(self.hana, date_from=days[0], date_to=days[1])
        own.sudo().member_ids.date_from = days[0]
        with self.assert_refused("You are paid by a commission plan", AccessError):
            self.correct(self.rep, (date(2020, 1, 1), date(2020, 1, 31)))

    def test_other_facts_meanwhile(self):
        """R134: a statement approved while Hana looked is shown before anything is written."""
        april = self.settle(APRIL, self.rep)
        self.invoice(self.rep, "2026-04-10", 500)
        dialog = self.dialog(self.rep, date_to=date(2026, 4, 30), department_id=self.south.id)
        dialog.action_preview()
        seen = len(dialog.effect_ids)
        self.lock(april)
        self.lock(self.settle(APRIL, self.leader, self.leading))
        self.assertEqual(dialog.action_confirm()["res_id"], dialog.id)
        self.assertTrue(dialog.is_changed)
        self.assertGreater(len(dialog.effect_ids), seen)
        self.assertEqual(len(self.rows(self.rep)), 1)
        self.assertEqual(dialog.action_confirm()["tag"], "soft_reload")
        self.assertGreater(len(self.rows(self.rep)), 1)

    def test_yesterday_of_the_company(self):
        """R135: for Hana it is Monday already, where the company is it is Sunday: days that go on end on Saturday."""
        self.company.resource_calendar_id = self.company.resource_calendar_id.copy({"tz": "America/Los_Angeles"})
        row = self.membership.search([("employee_id", "=", self.rep.id)])
        model = self.as_(self.hana, self.env["sales.office.membership.correction"]).with_context(tz="Pacific/Auckland")
        form = Form(model.with_context(default_employee_id=self.rep.id, default_membership_id=row.id))
        self.assertEqual(form.date_to, date(2026, 5, 2))

    def test_bad_days(self):
        """R135: days that cannot be are refused in a sentence."""
        cases = (
            ((DAYS[1], DAYS[0]), "The last day is before the first one"),
            ((DAYS[0], date(2026, 5, 4)), "Only days that are over"),
            ((date(2027, 1, 1), date(2027, 1, 31)), "Only days that are over"),
            ((date(2018, 1, 1), date(2018, 12, 31)), "would leave a gap"),
        )
        for days, words in cases:
            with self.subTest(days=days), self.assert_refused(words):
                self.correct(self.rep, days, department=self.south)
        with self.assert_refused("Say why"):
            self.correct(self.rep, department=self.south, reason="  ")

    def test_two_at_a_time(self):
        """R135: on the days of one user's sales there is one employee."""
        with self.assert_refused("Ann was the user of Ann"):
            self.correct(self.rep, department=self.north, user=self.colleague.user_id)

    def test_another_company(self):
        """R135: neither department nor user of another company, nor days somebody spent there."""
        with self.assert_refused("belongs to another company than Harbour Hotel"):
            self.correct(self.rep, department=self.sales_valley, who=self.policy_admin)
        with self.assert_refused("is no user of Harbour Hotel"):
            self.correct(self.rep, department=self.north, user=self.rep_valley.user_id, who=self.policy_admin)
        self.membership.search([("employee_id", "=", self.rep.id)]).company_id = self.company_valley
        with self.assert_refused("These days belong to Valley Hotel"):
            self.correct(self.rep, department=self.north)

    def test_who(self):
        """R135: personnel and the policy administrator; nobody else, by no door."""
        for who in (self.hana, self.policy_admin):
            with self.env.cr.savepoint() as point:
                self.correct(self.rep, department=self.south, who=who)
                self.assertEqual(len(self.rows(self.rep)), 3)
                point.rollback()
            self.env.invalidate_all()
        others = (self.rep, self.leader, self.manager, self.director, self.clerk, self.finance, self.outsider)
        for who in others:
            with self.subTest(who=who.name):
                with self.assert_refused("Only personnel or the policy administrator", AccessError):
                    self.correct(self.colleague, department=self.south, who=who)
                with self.assert_refused("not allowed|cannot|access", AccessError):
                    self.dialog(self.colleague, who=who)

    def test_not_ones_own(self):
        """R135: nobody corrects their own days, or those of whose user they have."""
        with self.assert_refused("what concerns yourself", AccessError):
            self.correct(self.hana, department=self.south)
        with self.assert_refused("what concerns yourself", AccessError):
            self.correct(self.rep, department=self.south, user=self.hana.user_id)

    def test_not_who_is_paid_by_it(self):
        """R135: whoever a commission plan pays for these days does not say who belonged where."""
        self._plan_with_rule(self.hana)
        with self.assert_refused("You are paid by a commission plan", AccessError):
            self.correct(self.rep, department=self.south)

    def test_not_by_hand(self):
        """R135: nobody writes the list itself."""
        row = self.membership.search([("employee_id", "=", self.rep.id)])
        for who in (self.hana, self.policy_admin, self.director):
            with self.subTest(who=who.name):
                for act in (lambda r: r.write({"reason": "x"}), lambda r: r.unlink()):
                    with self.assertRaises(AccessError):
                        act(self.as_(who, row))

    def test_queries(self):
        """R134: to show what 2 or 8 statements would lose takes the same number of queries."""
        people = self.rep | self.colleague
        for number in range(6):
            people |= self._create_member(f"P{number}", f"p{number}", self.north, "representative")
        counts = []
        months = (date(2025, 1, 1), date(2025, 1, 31)), (date(2025, 2, 1), date(2025, 2, 28))
        for members, days in zip((people[:2], people), months, strict=True):
            plan = self._plan_with_rule(members, rate=1, date_from=days[0], date_to=days[1])
            plan.sudo().member_ids.date_from = days[0]
            self.settle(days, plan=plan).sudo().state = "approved"
            correction = self.membership._prepare_correction(self.rep, *days, "Because", self.south)
            self.assertEqual(len(self.membership.sudo()._get_measured(self.company, *days)), len(members))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.membership._preview_correction(correction)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
