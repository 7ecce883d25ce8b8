"""A contest from draft to running: what is written down, who takes part, who may start it."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .contest_common import DURING, ContestCommon


@freeze_time(DURING)
class TestContest(ContestCommon):
    def names(self, contest):
        return sorted(contest.participant_ids.employee_id.mapped("name"))

    def test_typed_in(self):
        """R126: a manager writes a contest down in the form and starts it; everybody below takes part."""
        with Form(self.as_(self.manager, self.env["sales.office.contest"])) as form:
            form.name = "Spring Sprint"
            form.department_id = self.retail
            form.date_from, form.date_to = "2026-03-01", "2026-03-31"
            with form.prize_ids.new() as prize:
                prize.amount = 500
        contest = form.record
        self.assertEqual((contest.state, contest.participant_count), ("draft", 3))
        contest.action_start()
        self.assertEqual(contest.sudo().state, "running")
        self.assertEqual(self.names(contest.sudo()), ["Ann", "Ray", "Rob"])
        self.assertEqual(contest.sudo().started_by_id, self.manager.user_id)

    def test_who_takes_part(self):
        """R126: departments, persons, leaders too, and never the clerk, who does not sell."""
        for values, names in (
            ({}, ["Ann", "Ray", "Rob"]),
            ({"with_leaders": True}, ["Ann", "Lea", "Leo", "Ray", "Rob"]),
            ({"department_ids": [Command.set(self.north.ids)]}, ["Ann", "Rob"]),
            ({"employee_ids": [Command.set((self.rep | self.leader_south).ids)]}, ["Leo", "Rob"]),
            (
                {
                    "department_ids": [Command.set(self.south.ids)],
                    "employee_ids": [Command.set(self.rep.ids)],
                },
                ["Ray", "Rob"],
            ),
        ):
            with self.subTest(names):
                contest = self.draft(**values)
                self.as_(self.manager, contest).action_start()
                self.assertEqual(self.names(contest), names)
        office = self.draft(department_id=self.sales.id)
        self.as_(self.director, office).action_start()
        self.assertEqual(self.names(office), ["Ann", "Ray", "Rob"])

    def test_teams(self):
        """R126: in a contest of teams each department is one; without any, those directly below are."""
        contest = self.draft(mode="team")
        self.as_(self.manager, contest).action_start()
        teams = {p.employee_id.name: p.team_id.name for p in contest.participant_ids}
        self.assertEqual(teams, {"Rob": "North", "Ann": "North", "Ray": "South"})

    def test_nested_teams(self):
        """R126: of two teams one below the other people belong to the nearer one."""
        contest = self.draft(
            department_id=self.sales.id, mode="team", department_ids=[Command.set((self.retail | self.south).ids)]
        )
        self.as_(self.director, contest).action_start()
        teams = {p.employee_id.name: p.team_id.name for p in contest.participant_ids}
        self.assertEqual(teams, {"Rob": "Retail", "Ann": "Retail", "Ray": "South"})

    def test_two_at_least(self):
        """R126: one alone does not compete, nor does one team."""
        for values in (
            {"employee_ids": [Command.set(self.rep.ids)]},
            {"mode": "team", "department_ids": [Command.set(self.north.ids)]},
            {"department_id": self.south.id},
        ):
            contest = self.draft(**values)
            with self.subTest(values), self.assertRaisesRegex(UserError, "two at least"):
                self.as_(self.manager, contest).action_start()

    def test_outside_the_department(self):
        """R126: nobody is entered who is not below the organizing department, of another company least of all."""
        for values in (
            {"department_ids": [Command.set(self.sales.ids)]},
            {"employee_ids": [Command.set(self.clerk.ids)]},
            {"employee_ids": [Command.set(self.rep_valley.ids)]},
            {"employee_ids": [Command.set(self.outsider.ids)]},
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "Not below Retail, which organizes"):
                self.draft(**values)

    def test_archived(self):
        """R126: who has left does not enter, though they were chosen by name."""
        contest = self.draft(employee_ids=[Command.set((self.rep | self.colleague | self.rep_south).ids)])
        self.colleague.active = False
        self.as_(self.manager, contest).action_start()
        self.assertEqual(self.names(contest), ["Ray", "Rob"])

    def test_newcomers(self):
        """R126: somebody hired in between is added by the organizer, once."""
        contest = self.running()
        self._create_member("Nina", "newcomer", self.north, "representative")
        for _twice in range(2):
            self.as_(self.manager, contest).action_add_newcomers()
        self.assertEqual(self.names(contest), ["Ann", "Nina", "Ray", "Rob"])
        with self.assertRaises(AccessError):
            self.as_(self.rep, contest).action_add_newcomers()

    def test_who_creates(self):
        """R126: a manager for departments they lead, a director for all, nobody else."""
        values = {"name": "Mine", "department_id": self.retail.id}
        for employee in (self.manager, self.director):
            self.assertTrue(self.as_(employee, self.env["sales.office.contest"]).create(values))
        for employee in (self.leader, self.rep, self.clerk, self.finance, self.policy_admin, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.env["sales.office.contest"]).create(values)
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.env["sales.office.contest"]).create({**values, "department_id": self.sales.id})
        contest = self.as_(self.manager, self.env["sales.office.contest"]).create(values)
        with self.assertRaises(AccessError):
            contest.department_id = self.sales

    def test_who_starts(self):
        """R126: nobody starts a contest they would take part in, or one with somebody above them."""
        contest = self.draft()
        for employee in (self.leader, self.rep, self.finance, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, contest).action_start()
        self.manager.department_id = self.retail
        own = self.draft(with_leaders=True)
        with self.assertRaisesRegex(AccessError, "take part"):
            self.as_(self.manager, own).action_start()
        self.as_(self.director, own).action_start()
        self.assertIn("Max", self.names(own))

    def test_deputy(self):
        """R126: who stands in for the manager does not decide a contest the manager is in."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.finance.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
            }
        )
        contest = self.draft()
        self.as_(self.finance, contest).action_start()
        self.assertEqual(contest.state, "running")
        self.manager.department_id = self.retail
        above = self.draft(with_leaders=True)
        with self.assertRaises(AccessError):
            self.as_(self.finance, above).action_start()

    def test_too_late(self):
        """R126: a contest about a past period would be decided before it began."""
        contest = self.draft(date_from="2026-02-01", date_to="2026-03-01")
        with self.assertRaisesRegex(UserError, "over"):
            self.as_(self.manager, contest).action_start()

    def test_started_twice(self):
        contest = self.running()
        with self.assertRaisesRegex(UserError, "is Running; this needs: Draft"):
            self.as_(self.manager, contest).action_start()
        self.assertEqual(len(contest.participant_ids), 3)

    def test_rules_stand_still(self):
        """R126: once it runs nobody changes rules or prizes, or deletes the contest."""
        contest = self.running()
        for employee in (self.manager, self.director):
            seen = self.as_(employee, contest)
            for change in (
                lambda c=seen: c.write({"metric": "ordered"}),
                lambda c=seen: c.write({"prize_ids": [Command.update(c.prize_ids[0].id, {"amount": 1})]}),
                lambda c=seen: c.prize_ids[0].write({"amount": 1}),
                lambda c=seen: c.prize_ids[0].unlink(),
                lambda c=seen: c.prize_ids.create({"contest_id": c.id, "amount": 5}),
                lambda c=seen: c.unlink(),
            ):
                with self.subTest(employee.name), self.assertRaisesRegex(UserError, "The contest has been started"):
                    change()

    def test_prize_of_a_draft_stays_there(self):
        """R126: no prize comes to a running contest from a draft."""
        prize, contest = self.draft().prize_ids[0], self.running()
        with self.assertRaisesRegex(UserError, "The contest has been started"):
            self.as_(self.manager, prize).contest_id = contest

    def test_decided_by_actions_only(self):
        """R126: state, ranks and participants are nobody's to write, by hand or hidden in a context."""
        contest = self.draft()
        Contest = self.as_(self.director, self.env["sales.office.contest"])
        values = {"name": "Mine", "department_id": self.retail.id}
        for forged in ({"state": "closed"}, {"closed_at": "2026-03-01"}, {"participant_ids": [Command.create({})]}):
            with self.subTest(forged), self.assertRaises(AccessError):
                Contest.create({**values, **forged})
            with self.subTest(forged), self.assertRaises(AccessError):
                self.as_(self.director, contest).write(forged)
        hidden = Contest.with_context(default_state="running", default_started_at="2026-01-01").create(values)
        self.assertEqual((hidden.state, hidden.started_at), ("draft", False))
        row = self.row(self.running(), self.rep)
        for employee in (self.rep, self.manager, self.director):
            for change in ({"rank": 1}, {"prize_amount": 9}, {"disqualified_reason": "x"}, {"seller_id": 1}):
                with self.subTest(employee.name), self.assertRaises(AccessError):
                    self.as_(employee, row).write(change)
            with self.assertRaises(AccessError):
                self.as_(employee, row).unlink()

    def test_withdrawn(self):
        """R126: a running contest is taken back with a reason; nobody is in it any more."""
        contest = self.running()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.manager, contest).action_withdraw("  ")
        with self.assertRaises(AccessError):
            self.as_(self.rep, contest).action_withdraw("No chance")
        self.as_(self.manager, contest).action_withdraw("Wrong month")
        self.assertEqual((contest.state, len(contest.participant_ids)), ("draft", 0))
        self.assertIn("Wrong month", "".join(contest.message_ids.mapped("body")))
        with self.assertRaises(AccessError):
            self.as_(self.rep, contest).read(["name"])

    def test_copied(self):
        """R126: next month's contest begins as a draft with the same prizes."""
        copy = self.as_(self.manager, self.running()).copy()
        self.assertEqual((copy.state, copy.prize_ids.mapped("amount")), ("draft", [600, 300, 100]))
        self.assertFalse(copy.sudo().participant_ids)

    @mute_logger("odoo.sql_db")
    def test_nonsense(self):
        for values in (
            {"date_to": "2026-02-01"},
            {"settling_days": 0},
            {"minimum_attendance": 101},
            {"prize_ids": [Command.create({"amount": -5})]},
            {"prize_ids": [Command.create({"amount": 5, "place": 0})]},
            {"prize_ids": [Command.create({"kind": "welfare"})]},
        ):
            with self.subTest(values), self.assertRaises(IntegrityError), self.cr.savepoint():
                self.draft(**values)
        with self.assertRaisesRegex(ValidationError, "A prize needs an amount above zero, a badge"):
            self.draft(prize_ids=[Command.create({"kind": "honour"})])

    def test_announced(self):
        """R126: every participant is told, in their language, and nobody else."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.user_id.lang = "zh_CN"
        contest = self.running()
        told = self.env["mail.message"].search([("model", "=", contest._name), ("res_id", "=", contest.id)])
        told = told.filtered(lambda m: m.message_type == "user_notification")
        self.assertEqual(told.notified_partner_ids, contest.participant_ids.user_id.partner_id)
        self.assertEqual(len(told), 2)

    def test_today(self):
        """R126: participants find the contest on their Today page; who has to close it, too."""
        contest = self.running()

        def keys(employee):
            lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
            return [line["key"] for line in lines if line["key"].startswith("contest")]

        for employee, expected in ((self.rep, ["contest_running"]), (self.manager, []), (self.clerk, [])):
            self.assertEqual(keys(employee), expected)
        with freeze_time("2026-04-02 02:00:00"):
            self.assertEqual(keys(self.manager), ["contest_over"])
            self.assertEqual(keys(self.leader), [])
        today = self.as_(self.rep, self.env["sales.office.today"])
        [line] = today._ask(today._get_contest_lines())
        self.assertEqual(line["action"]["res_id"], contest.id)
