from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .lines import LinesCommon


@freeze_time("2025-03-04 00:10:00")  # Tuesday 08:10 in Shanghai
class TestLineTask(LinesCommon):
    def hold(self, *lines):
        """Open and close the meeting; return its problem."""
        self.open()
        self.close()

    def next_meeting(self, **values):
        values = {"start": "2025-03-05 00:15:00", "stop": "2025-03-05 00:35:00", **values}
        return self._create_meeting(self.north, **values)

    def earlier(self, employee, meeting):
        self.env.invalidate_all()
        return self.as_(employee, meeting).earlier_line_ids.sudo()

    def test_nothing_keeps_a_meeting_from_closing(self):
        """R007: neither a problem without words nor an owner who may not work in the company any more."""
        lead = self.env["crm.lead"].create({"name": "Lotus", "user_id": self.rep.user_id.id})
        problem = self.report(self.rep, kind="problem", lead_id=lead.id)
        problem.copy({"text": " "})
        self.rep.user_id.write({"company_ids": self.company_valley.ids, "company_id": self.company_valley.id})
        self.open()
        self.close()
        self.assertEqual(problem.activity_id.res_model, "sales.office.meeting.line")

    def test_problem_becomes_an_activity(self):
        """R007: closing hands each problem and action to its owner, with the day it is due."""
        problem = self.report(
            self.rep, "No rooms\nin May", kind="problem", owner_id=self.colleague.id, deadline="2025-03-06"
        )
        action = self.report(self.leader, "Call the planners", kind="action", owner_id=self.rep.id)
        visit = self.report(self.rep)
        self.open()
        self.assertFalse(problem.activity_id)
        self.close()
        activity = problem.activity_id
        self.assertEqual(activity.user_id, self.colleague.user_id)
        self.assertEqual((activity.summary, activity.date_deadline), ("No rooms", date(2025, 3, 6)))
        self.assertIn("in May", activity.note)
        self.assertEqual((activity.res_model, activity.res_id), ("sales.office.meeting.line", problem.id))
        self.assertTrue(self.as_(self.colleague, problem).has_access("read"))
        self.assertEqual(action.activity_id.user_id, self.rep.user_id)
        self.assertFalse(visit.activity_id)

    def test_without_owner_and_day(self):
        """R007: a problem nobody took is its reporter's, due within a week."""
        problem = self.report(self.rep, kind="problem")
        self.hold()
        self.assertEqual((problem.owner_id, problem.deadline), (self.rep, date(2025, 3, 11)))
        self.assertEqual(problem.activity_id.user_id, self.rep.user_id)

    def test_on_the_opportunity_its_owner_reads(self):
        """R007 R135: the activity is on the opportunity if its owner reads it, else on the line."""
        lead = self.env["crm.lead"].create(
            {"name": "Fair", "user_id": self.rep.user_id.id, "team_id": False, "type": "opportunity"}
        )
        own = self.report(self.rep, kind="problem", lead_id=lead.id, owner_id=self.rep.id)
        others = self.report(self.rep, kind="problem", lead_id=lead.id, owner_id=self.colleague.id)
        self.hold()
        self.assertEqual((own.activity_id.res_model, own.activity_id.res_id), ("crm.lead", lead.id))
        self.assertEqual(others.activity_id.res_model, "sales.office.meeting.line")

    def test_not_on_the_customer(self):
        """R007 R135: whoever reads customers does not read there what was said in a meeting."""
        customer = self.env["res.partner"].create({"name": "Lotus Travel"})
        problem = self.report(self.rep, kind="problem", partner_id=customer.id)
        self.hold()
        self.assertFalse(customer.activity_ids)
        self.assertFalse(self.as_(self.outsider, problem.activity_id).search([("id", "=", problem.activity_id.id)]))

    def test_activity_done_is_the_line_done(self):
        """R007: the owner ticks their activity off, and the problem is solved."""
        problem = self.report(self.rep, kind="problem", owner_id=self.colleague.id)
        self.hold()
        self.as_(self.colleague, problem.activity_id).action_feedback("Both halls confirmed")
        self.assertTrue(problem.done)
        self.assertEqual((problem.result, problem.done_by_id), ("Both halls confirmed", self.colleague.user_id))

    def test_line_done_is_the_activity_done(self):
        """R007: owner and chair may say that it is done; nobody else."""
        problem = self.report(self.rep, kind="problem", owner_id=self.colleague.id)
        self.hold()
        for employee in (self.rep, self.clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, problem).action_done("Gone")
        for employee in (self.rep_south, self.finance):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, problem).action_done("Gone")
        activity = problem.activity_id
        self.as_(self.leader, problem).action_done("Rooms found")
        self.assertEqual((problem.done, problem.result), (True, "Rooms found"))
        self.assertFalse(activity.active)
        with self.assertRaisesRegex(UserError, "open problems"):
            self.as_(self.leader, problem).action_done("Twice")

    def test_visit_is_not_done(self):
        visit = self.report(self.rep)
        self.hold()
        with self.assertRaisesRegex(UserError, "open problems"):
            self.as_(self.leader, visit).action_done()

    def test_shown_again_until_done(self):
        """R007: an open problem is on the next meeting's agenda, each time, until it is done."""
        problem = self.report(self.rep, kind="problem")
        visit = self.report(self.rep)
        self.assertFalse(self.earlier(self.rep, self.next_meeting()))
        self.hold()
        tomorrow = self.next_meeting()
        later = self.next_meeting(start="2025-03-06 00:15:00", stop="2025-03-06 00:35:00", kind="weekly")
        for meeting in (tomorrow, later):
            self.assertEqual(self.earlier(self.rep, meeting), problem)
        self.assertNotIn(visit, self.earlier(self.rep, tomorrow))
        self.assertFalse(self.earlier(self.director, self._create_meeting(self.south)), "Another department")
        with freeze_time("2025-03-05 00:20:00"):
            self.open(tomorrow)
            self.close(tomorrow)
        with freeze_time("2025-03-05 04:00:00"):
            self.as_(self.rep, problem).action_done("Solved")
        self.assertFalse(self.earlier(self.rep, later))
        self.assertEqual(self.earlier(self.rep, tomorrow), problem, "It was open when that one ended")

    def test_who_joins_later_reads_what_is_open(self):
        """R007 R135: who is on the next list reads what is open on its agenda, and only that, as long as it is."""
        problem, visit = self.report(self.rep, kind="problem"), self.report(self.rep)
        self.hold()
        tomorrow = self.next_meeting()
        self.assertFalse(self.as_(self.rep_south, problem).has_access("read"))
        self.attendances.create({"meeting_id": tomorrow.id, "employee_id": self.rep_south.id})
        self.env.invalidate_all()
        self.assertEqual(self.earlier(self.rep_south, tomorrow), problem)
        self.assertFalse(self.as_(self.rep_south, visit).has_access("read"))
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, problem).action_done("Not mine")
        self.as_(self.leader, problem).action_done("Solved")
        self.env.invalidate_all()
        self.assertFalse(self.as_(self.rep_south, problem).has_access("read"))

    def test_what_is_planned_elsewhere_is_not_carried(self):
        """R007 R135: what is written down for another coming meeting of the department is not shared yet."""
        other = self.next_meeting(attendance_ids=[(0, 0, {"employee_id": self.rep_south.id})])
        problem = self.report(self.rep, kind="problem")
        self.assertFalse(self.as_(self.rep_south, problem).has_access("read"))
        self.assertFalse(self.earlier(self.rep_south, other))

    def test_who_chairs_the_next_one_follows_up(self):
        """R007: the chair of the next meeting closes what is open from this one."""
        problem = self.report(self.rep, kind="problem")
        self.hold()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, problem).action_done()
        self.next_meeting(chair_id=self.colleague.id)
        self.env.invalidate_all()
        self.as_(self.colleague, problem).action_done("Solved")
        self.assertTrue(problem.done)

    def test_hand_over(self):
        """R007: the chair gives a problem to somebody else or more time, and the activity follows."""
        problem = self.report(self.rep, kind="problem")
        self.hold()
        with self.assertRaises(AccessError):
            self.as_(self.rep, problem).action_hand_over(self.colleague.id)
        action = self.as_(self.leader, problem).action_follow_up()
        wizard = self.as_(self.leader, self.env[action["res_model"]]).with_context(**action["context"])
        with Form(wizard) as form:
            self.assertEqual(form.owner_id, self.rep)
            form.outcome = "on"
            form.owner_id = self.colleague
            form.deadline = "2025-03-20"
        form.record.action_confirm()
        activity = problem.activity_id
        self.assertEqual((activity.user_id, activity.date_deadline), (self.colleague.user_id, date(2025, 3, 20)))
        self.assertEqual(len(problem.activity_ids), 1)
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, self.env[action["res_model"]]).create({"line_id": problem.id})

    def test_deleted_activity_leaves_it_open(self):
        """R007: deleting the activity does not make the problem disappear."""
        problem = self.report(self.rep, kind="problem")
        self.hold()
        self.as_(self.rep, problem.activity_id).unlink()
        self.assertFalse(problem.activity_id)
        self.assertEqual(self.earlier(self.rep, self.next_meeting()), problem)

    def test_reopened_and_closed_again(self):
        """R005 R007: after a correction the activities agree with the lines, and none is made twice."""
        kept = self.report(self.rep, "Kept", kind="problem")
        changed = self.report(self.rep, "Changed", kind="problem")
        dropped = self.report(self.rep, "Dropped", kind="problem")
        self.hold()
        activity, gone = kept.activity_id, dropped.activity_id
        self.as_(self.manager, self.meeting).action_reopen("Wrong owner")
        self.as_(self.leader, changed).owner_id = self.colleague
        self.as_(self.leader, dropped).unlink()
        self.close()
        self.assertEqual(kept.activity_id, activity)
        self.assertEqual(changed.activity_id.user_id, self.colleague.user_id)
        self.assertFalse(gone.exists())
        activities = self.env["mail.activity"].search([("res_model", "=", "sales.office.meeting.line")])
        self.assertEqual(activities, (kept | changed).activity_id)

    def test_owner_without_user(self):
        """R007: what is given to somebody without a user stays on the agenda, without an activity."""
        self.colleague.user_id = False
        problem = self.report(self.leader, kind="problem", employee_id=self.colleague.id)
        self.hold()
        self.assertEqual((problem.owner_id, problem.activity_id.ids), (self.colleague, []))
        self.assertEqual(self.earlier(self.leader, self.next_meeting()), problem)

    def test_other_activities_cost_nothing(self):
        """R007: ticking off an activity that is not of the office's makes no query more."""
        Activity = self.env["mail.activity"]
        activity = Activity.create({"user_id": self.outsider.user_id.id, "summary": "Anything"})
        self.assertEqual(self.count_queries(lambda: activity.res_model), self.count_queries(lambda: activity.res_model))
        self.env.flush_all()
        activity.res_model  # noqa: B018  read beforehand
        with self.assertQueryCount(0):
            activity._get_sales_office_lines()

    def test_closing_costs_the_same_for_many(self):
        """R007: twelve problems of two owners are handed over in as many queries as two."""
        counts = []
        for size in (2, 12):
            meeting = self.next_meeting()
            self.env["sales.office.meeting.line"].create(
                [
                    {
                        "meeting_id": meeting.id,
                        "employee_id": self.rep.id,
                        "owner_id": (self.colleague if number % 2 else self.rep).id,
                        "kind": "problem",
                        "text": f"Problem {number}",
                        "deadline": "2025-03-20",
                    }
                    for number in range(size)
                ]
            )
            told = meeting.attendance_ids.user_id
            counts.append(self.count_queries(lambda at=meeting, told=told: at.line_ids._update_activities(told)))
            self.assertEqual(len(meeting.line_ids.activity_id), size)
        self.assertLessEqual(counts[1], counts[0])


@freeze_time("2025-03-04 00:10:00")
class TestLineToday(LinesCommon):
    def keys(self, employee):
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "meeting"}

    def test_prepare(self):
        """R004: who is not prepared is asked to, urgently in the last hour, until they are."""
        key = f"report_{self.meeting.id}"
        self.assertTrue(self.keys(self.rep)[key]["urgent"])
        with freeze_time("2025-03-03 04:00:00"):
            self.assertFalse(self.keys(self.rep)[key]["urgent"])
        with freeze_time("2025-03-02 23:00:00"):
            self.assertNotIn(key, self.keys(self.rep))
        self.report(self.rep)
        self.assertNotIn(key, self.keys(self.rep))
        self.as_(self.colleague, self.meeting).action_nothing_to_report()
        self.assertNotIn(key, self.keys(self.colleague))
        self.assertNotIn(key, self.keys(self.rep_south))

    def test_due(self):
        """R007: problems due wait on the owner's page, urgently once overdue."""
        self.report(self.rep, kind="problem", owner_id=self.colleague.id, deadline="2025-03-05")
        self.open()
        self.close()
        self.assertNotIn("task", self.keys(self.colleague))
        with freeze_time("2025-03-05 02:00:00"):
            self.assertFalse(self.keys(self.colleague)["task"]["urgent"])
        with freeze_time("2025-03-06 02:00:00"):
            line = self.keys(self.colleague)["task"]
            self.assertEqual((line["urgent"], line["count"]), (True, 1))
            self.assertNotIn("task", self.keys(self.rep))
