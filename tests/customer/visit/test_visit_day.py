from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import NOW, VisitCommon


@freeze_time(NOW)
class TestVisitCalendar(VisitCommon):
    def test_own_calendar_only(self):
        """R137: the visit is in the rep's calendar; the customer is no attendee, and nobody else learns whom it is."""
        visit = self.plan(start="2026-03-03 02:00:00", duration=2)
        event = visit.event_id
        self.assertEqual(event.partner_ids, self.rep.user_id.partner_id)
        self.assertEqual((str(event.start), str(event.stop)), ("2026-03-03 02:00:00", "2026-03-03 04:00:00"))
        self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", self.customer.ids)]))
        self.assertNotIn("Maple", self.as_(self.colleague, event).display_name)
        self.assertIn("Maple", self.as_(self.rep, event).name)

    def test_moved_together(self):
        """R137: whichever is moved, the visit or its event, the other follows."""
        visit = self.plan(start="2026-03-03 02:00:00")
        visit.planned_start = "2026-03-04 02:00:00"
        self.assertEqual(str(visit.event_id.start), "2026-03-04 02:00:00")
        self.as_(self.rep, visit.event_id).write({"start": "2026-03-05 03:00:00", "stop": "2026-03-05 05:00:00"})
        self.assertEqual((str(visit.planned_start), visit.duration), ("2026-03-05 03:00:00", 2))
        self.assertTrue(visit.is_planned_ahead)

    def test_event_of_what_is_over(self):
        """R137: moving the event of a visit that was reported moves nothing."""
        visit = self.plan()
        visit.action_report("agreed")
        self.as_(self.rep, visit.event_id).write({"start": "2026-03-05 03:00:00", "stop": "2026-03-05 04:00:00"})
        self.assertEqual(str(visit.planned_start), NOW)

    def test_event_goes_with_the_visit(self):
        """R137: called off, it is in no calendar any more; given to somebody else, it is in theirs."""
        visit = self.plan(start="2026-03-03 02:00:00")
        visit.action_cancel("Abroad")
        self.assertFalse(visit.event_id.active)
        visit = self.plan(start="2026-03-03 02:00:00")
        self.as_(self.leader, visit).employee_id = self.colleague
        self.assertEqual(visit.sudo().event_id.user_id, self.colleague.user_id)

    def test_appointment_becomes_a_visit(self):
        """R137: one click in the calendar makes a visit of one's own appointment, once."""
        values = {"name": "Tasting", "start": "2026-03-03 02:00:00", "stop": "2026-03-03 03:30:00"}
        guests = self.rep.user_id.partner_id | self.mia
        event = self.as_(self.rep, self.env["calendar.event"]).create(
            {**values, "partner_ids": [Command.set(guests.ids)]}
        )
        action = event.action_plan_sales_office_visit()
        visit = self.visits.browse(action["res_id"])
        self.assertEqual((visit.partner_id, visit.employee_id, visit.duration), (self.mia, self.rep, 1.5))
        self.assertEqual(event.action_plan_sales_office_visit()["res_id"], visit.id)
        with self.assertRaisesRegex(AccessError, "Only the organizer"):
            self.as_(self.leader, event).action_plan_sales_office_visit()
        alone = self.as_(self.rep, self.env["calendar.event"]).create(values)
        with self.assertRaisesRegex(UserError, "Invite the customer first"):
            alone.action_plan_sales_office_visit()
        rows = self.env["sales.office.figures"]._get_figures(self.rep, date(2026, 3, 3), date(2026, 3, 3))
        self.assertEqual(rows[self.rep.id]["visits"], 0)

    def test_many_events_cost_alike(self):
        """R137: moving events asks for their visits once, whatever their number; not at all where nobody uses it."""
        events = self.env["calendar.event"].create(
            [{"name": "Desk", "start": "2026-03-03 02:00:00", "stop": "2026-03-03 03:00:00"} for _number in range(20)]
        )
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_customer")
        self.assertFalse(events._has_sales_office_visits())


@freeze_time(NOW)
class TestVisitAtWork(VisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_day_since = "2026-01-01"

    def test_morning_meeting(self):
        """R006 R137: the visits of the day are among the lines of the morning meeting, once."""
        meeting = self.env["sales.office.meeting"].create(
            {
                "department_id": self.north.id,
                "start": "2026-03-02 03:00:00",
                "attendance_ids": [Command.create({"employee_id": self.rep.id})],
            }
        )
        visit = self.plan(start="2026-03-02 06:00:00", purpose="Autumn fair")
        rows = meeting.attendance_ids
        lines = rows._prefill_lines()
        self.assertEqual((lines.res_model, lines.res_id, lines.kind), ("sales.office.visit", visit.id, "visit"))
        self.assertEqual((lines.partner_id, lines.time), (self.customer, 14))
        self.assertIn("Autumn fair", lines.text)
        self.assertFalse(rows._prefill_lines())

    def test_work_report(self):
        """R104: visits that were reported are counted; those on which nobody was met are not."""
        for outcome in ("further", "not_met", "declined"):
            self.plan().action_report(outcome)
        self.plan()
        figures = self.env["sales.office.figures"]._get_figures(self.rep, date(2026, 3, 2), date(2026, 3, 2))
        self.assertEqual(figures[self.rep.id]["visits"], 2)

    def test_next_step(self):
        """R074 R104: a visit that is planned comes next with its opportunity, and then what was agreed on it."""
        lead = self.as_(self.rep, self.lead)
        self.assertTrue(lead.sales_office_lacks_step)
        visit = self.plan(start="2026-03-04 02:00:00", lead_id=self.lead.id)
        self.env.invalidate_all()
        self.assertEqual(str(lead.sales_office_next_step_on), "2026-03-04")
        self.assertNotIn(lead, lead.search([("sales_office_lacks_step", "=", True)]))
        visit.action_cancel("Abroad")
        self.env.invalidate_all()
        self.assertTrue(lead.sales_office_lacks_step)
        self.plan(lead_id=self.lead.id).action_report("further", "", "Send the offer", "2026-03-06")
        self.env.invalidate_all()
        self.assertIn("Send the offer", lead.sales_office_next_step)

    def test_qualifying_contact(self):
        """R104 R137: a visit on which somebody was met is a contact with the customer, about its opportunity."""
        self.plan(lead_id=self.lead.id).action_report("not_met")
        visit = self.plan(lead_id=self.lead.id)
        self.env.flush_all()
        contacts = self.as_(self.rep, self.env["sales.office.contact"])
        self.assertFalse(contacts.search([("kind", "=", "visit")]))
        visit.action_report("further")
        self.env.flush_all()
        contact = contacts.search([("kind", "=", "visit")])
        self.assertEqual((contact.res_id, contact.lead_id, contact.user_id), (visit.id, self.lead, self.rep.user_id))

    def test_appointment_without_the_customer(self):
        """R104: an appointment at which nobody was met, or that did not take place, is no meeting that was held."""
        values = {"name": "Tasting", "start": "2026-03-02 00:00:00", "stop": "2026-03-02 01:00:00"}
        guests = {"partner_ids": [Command.set((self.rep.user_id.partner_id | self.mia).ids)]}
        events = self.as_(self.rep, self.env["calendar.event"])
        about, with_customer = events.create(values | {"opportunity_id": self.lead.id}), events.create(values | guests)
        contacts = self.env["sales.office.contact"]

        def held():
            self.env.flush_all()
            self.env.invalidate_all()
            return contacts.search_count([("partner_id", "=", self.customer.id), ("kind", "=", "meeting")])

        self.assertEqual(held(), 2)
        visits = [self.visits.browse(e.action_plan_sales_office_visit()["res_id"]) for e in (about, with_customer)]
        self.assertEqual(held(), 2)
        self.as_(self.rep, visits[0]).action_report("not_met")
        self.assertEqual(held(), 1)
        self.say_why(self.rep, visits[1], "miss", "They were ill")
        self.assertEqual(held(), 0)

    def _day(self, *attendances):
        for check_in, check_out in attendances:
            self.env["hr.attendance"].create({"employee_id": self.rep.id, "check_in": check_in, "check_out": check_out})
        with freeze_time("2026-03-02 12:00:00"):
            return self.env["sales.office.day"].refresh(self.rep, date(2026, 3, 2), date(2026, 3, 2))

    def test_work_outside_is_no_absence(self):
        """R002 R104: who said at the customer's that they are there was at work that day, and did not sign in."""
        self.plan().action_come()
        day = self._day()
        self.assertTrue(day.missing_sign_in)
        self.assertNotEqual(day.status, "absent")

    def test_arrival_at_the_customers(self):
        """R002 R104: where the company counts it, a visit that was planned ahead is the arrival."""
        with freeze_time("2026-03-01 02:00:00"):
            visit = self.plan(start="2026-03-02 00:00:00")
        with freeze_time("2026-03-01 23:58:00"):
            visit.action_come()
        day = self._day(("2026-03-02 03:00:00", "2026-03-02 09:00:00"))
        self.assertEqual((day.late_minutes, day.missing_sign_in), (180, False))
        self.company.sales_office_visit_counts = True
        self.assertEqual(self._day().late_minutes, 0)

    def test_seen_on_the_way_to_the_customer(self):
        """R001 R104: who comes to the meeting from a customer has arrived there, where that counts."""
        self.company.sales_office_visit_counts = True
        with freeze_time("2026-03-01 02:00:00"):
            visit = self.plan(start="2026-03-02 00:00:00")
            self.env.flush_all()
        with freeze_time("2026-03-02 00:30:00"):
            visit.action_come()
        meeting = self.env["sales.office.meeting"].create(
            {"department_id": self.north.id, "start": "2026-03-02 01:00:00", "stop": "2026-03-02 01:30:00"}
        )
        meeting.state = "closed"
        meeting.attendance_ids.filtered(lambda row: row.employee_id == self.rep).write({"state": "present"})
        day = self._day(("2026-03-02 03:00:00", "2026-03-02 09:00:00"))
        self.assertEqual((day.late_minutes, day.missing_sign_in), (30, False))
        self.company.sales_office_visit_counts = False
        day = self._day()
        self.assertEqual((day.late_minutes, day.missing_sign_in), (0, True))
        self.assertEqual(day.evidence_text, meeting.attendance_ids.grouped("employee_id")[self.rep].display_name)

    def test_today(self):
        """R137: today's visits wait with the buttons for what is to be done now; yesterday's in red."""
        early = self.plan(start="2026-02-27 02:00:00")
        now, later = self.plan(), self.plan(start="2026-03-02 06:00:00")
        tomorrow = self.plan(start="2026-03-03 02:00:00")
        lines = {
            line["key"]: line
            for line in self.as_(self.rep, self.env["sales.office.today"]).get_lines()
            if line["room"] == "customer"
        }
        today = lines["visits_today"]
        self.assertEqual([item["id"] for item in today["items"]], [now.id, later.id])
        labels = [[button["label"] for button in item["buttons"]] for item in today["items"]]
        self.assertEqual(labels[0], ["I Am Here", "What Came of It", "Did Not Take Place"])
        self.assertEqual(labels[1], ["I Am Here", "Call Off the Visit"])
        self.assertTrue(lines["visits_unreported"]["urgent"])
        self.assertEqual([item["id"] for item in lines["visits_unreported"]["items"]], [early.id])
        self.assertNotIn(tomorrow.id, [item["id"] for line in lines.values() for item in line["items"]])

    def test_queries_of_today(self):
        """R137: Today costs the same number of queries for two visits and for twelve."""
        today = self.as_(self.rep, self.env["sales.office.today"])

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            today._ask(today._get_visit_lines())  # what is remembered is
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            today._ask(today._get_visit_lines())
            return self.env.cr.sql_log_count - before

        self.plan(), self.plan()
        few = count()
        for _number in range(10):
            self.plan()
        self.assertEqual(count(), few)

    def test_room_off(self):
        """R137: where the room is off, nothing of it is on Today or in the figures' way."""
        self.plan()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_customer")
        lines = self.as_(self.rep, self.env["sales.office.today"]).get_lines()
        self.assertFalse([line for line in lines if line["room"] == "customer"])
