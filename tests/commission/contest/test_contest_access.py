"""Who sees what of a contest, through every door."""

from odoo.exceptions import AccessError

from .contest_common import ContestCommon

CONTEST = "sales.office.contest"
ROW = "sales.office.contest.participant"


class TestContestAccess(ContestCommon):
    def test_who_sees_the_contest(self):
        """R126: who takes part and those above them; no other rep, no other company; drafts only who makes them."""
        self.draft(name="Secret plan")
        contest = self.running(department_id=self.retail.id, department_ids=[(6, 0, self.north.ids)])
        draft = self.env[CONTEST].search([("name", "=", "Secret plan")])
        seen = {
            self.rep: contest,
            self.colleague: contest,
            self.leader: contest,
            self.manager: contest | draft,
            self.director: contest | draft,
        }
        others = (self.rep_south, self.leader_south, self.clerk, self.relations, self.finance, self.policy_admin)
        for employee in (*seen, *others, self.director_valley, self.rep_valley):
            with self.subTest(employee.name):
                found = self.as_(employee, self.env[CONTEST]).search([])
                self.assertEqual(found, seen.get(employee, self.env[CONTEST]))

    def test_finance_after_the_close(self):
        """R126: finance pays the prizes, so it reads closed contests, and never who was left out and why."""
        contest = self.running()
        self.assertFalse(self.as_(self.finance, self.env[CONTEST]).search([]))
        self.close(contest)
        self.assertEqual(self.as_(self.finance, self.env[CONTEST]).search([]), contest)
        self.assertFalse(self.as_(self.finance, self.env[ROW]).search([]))

    def test_standings(self):
        """R126: a participant reads name, rank and value of everybody, and why somebody is out of nobody."""
        self.invoice(self.colleague, "2026-03-05", 1234)
        contest = self.running()
        self.as_(self.manager, self.row(contest, self.rep_south)).action_disqualify("Secret reason")
        self.env.invalidate_all()
        page = self.as_(self.rep, contest).read(["standings"])[0]["standings"]
        for part in ("Ann", "1,234.00", "Rob", "Ray", "not ranked"):
            self.assertIn(part, page)
        self.assertNotIn("Secret", page)
        with self.assertRaises(AccessError):
            self.as_(self.rep_valley, contest).read(["standings"])

    def test_severe_case_stays_private_while_it_runs(self):
        """R126 R135: nobody learns from the standings that there is a case about a colleague."""
        contest = self.running()
        before = self.standings(contest, self.rep)
        self.env["sales.office.violation"].create(
            {
                "employee_id": self.colleague.id,
                "type_id": self.env["sales.office.violation.type"].search([("severity", "=", "severe")], limit=1).id,
                "date": "2026-03-03",
                "description": "Seen",
                "state": "reported",
                "answer_deadline": "2026-03-20 00:00:00",
            }
        )
        self.env.invalidate_all()
        self.assertEqual(self.standings(contest, self.rep), before)
        self.assertEqual(self.as_(self.manager, self.row(contest, self.colleague)).current_exclusion, "violation")
        self.assertEqual(self.as_(self.colleague, self.row(contest, self.colleague)).current_exclusion, "violation")

    def test_rows(self):
        """R126: one's own row, the team's for its leader; groups, searches and the form's list leak nothing."""
        contest = self.closed()
        seen = {
            self.rep: self.rep,
            self.leader: self.rep | self.colleague,
            self.leader_south: self.rep_south,
            self.manager: contest.participant_ids.employee_id,
            self.director: contest.participant_ids.employee_id,
        }
        for employee in (*seen, self.clerk, self.finance, self.policy_admin, self.director_valley):
            with self.subTest(employee.name):
                Row = self.as_(employee, self.env[ROW])
                expected = seen.get(employee, self.env["hr.employee"])
                self.assertEqual(Row.search([]).sudo().employee_id, expected)
                groups = Row.formatted_read_group([], ["employee_id"], ["prize_amount:sum"])
                self.assertEqual(len(groups), len(expected))
        self.env.invalidate_all()
        (form,) = self.as_(self.rep, contest).web_read(
            {
                "participant_ids": {"fields": {"rank": {}, "exclusion": {}, "value_text": {}}},
                "winners": {},
                "standings": {},
            }
        )
        self.assertEqual([row["id"] for row in form["participant_ids"]], self.row(contest, self.rep).ids)
        for name in ("Ann", "Ray", "Rob"):  # the page is not cut down to the rows he sees
            self.assertIn(name, form["standings"])

    def test_searching_through_the_list(self):
        """R126 R135: a participant cannot find out by searching the contest why a rival is out."""
        contest = self.running()
        self.as_(self.manager, self.row(contest, self.rep_south)).action_disqualify("Secret reason")
        found = self.as_(self.rep, self.env[CONTEST]).search(
            [("participant_ids.disqualified_reason", "ilike", "Secret")]
        )
        self.assertFalse(found)

    def test_chatter(self):
        """R126: why somebody was put out is written where they and those above them read it, and nobody else."""
        contest = self.running()
        row = self.row(contest, self.rep)
        self.as_(self.leader, row).action_disqualify("Secret reason")
        for employee, expected in (
            (self.rep, True),
            (self.manager, True),
            (self.colleague, False),
            (self.rep_south, False),
            (self.leader_south, False),
        ):
            found = self.as_(employee, self.env["mail.message"]).search([("body", "ilike", "Secret reason")])
            with self.subTest(employee.name):
                self.assertEqual(bool(found), expected)

    def test_everybody_opens_the_screens(self):
        """R126: form and kanban open for all who may see the contest."""
        contest = self.closed()
        for employee in (self.rep, self.leader, self.manager, self.director, self.finance):
            for model, views in ((CONTEST, ("form", "kanban", "list")), (ROW, ("form", "list", "kanban"))):
                records = self.as_(employee, self.env[model]).search([])
                for view in views:
                    with self.subTest(employee=employee.name, model=model, view=view):
                        arch_fields = self.as_(employee, self.env[model]).get_view(view_type=view)["models"][model]
                        self.env.invalidate_all()
                        records.web_read({name: {} for name in arch_fields})
        self.assertEqual(contest.state, "closed")
