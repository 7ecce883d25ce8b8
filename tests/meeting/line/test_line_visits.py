from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .lines import LinesCommon


@freeze_time("2025-03-03 23:00:00")  # Tuesday 07:00 in Shanghai
class TestLineVisits(LinesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Lotus Travel"})
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Spring wedding",
                "type": "opportunity",
                "user_id": cls.rep.user_id.id,
                "partner_id": cls.customer.id,
            }
        )

    def prefill(self, employee):
        self.as_(employee, self.meeting).action_prefill_lines()
        return self.lines(employee)

    def schedule(self, activity_type, deadline="2025-03-04", **values):
        return self.lead.activity_schedule(
            f"mail.mail_activity_data_{activity_type}", deadline, user_id=self.rep.user_id.id, **values
        )

    def test_from_the_calendar(self):
        """R006: a customer in one's calendar that day becomes a visit, at the office's time."""
        event = self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer)
        line = self.prefill(self.rep)
        self.assertEqual((line.kind, line.text, line.partner_id), ("visit", "Annual contract", self.customer))
        self.assertEqual(line.time, 10)
        self.assertEqual((line.res_model, line.res_id), ("calendar.event", event.id))
        self.assertTrue(self.row(self.rep).prepared)

    def test_from_the_opportunity(self):
        """R006: calls and meetings due that day on one's opportunities are visits, other things to do are not."""
        self.schedule("call", summary="Ask about the menu")
        self.schedule("meeting").summary = False
        self.schedule("todo")
        self.schedule("call", "2025-03-05")
        lines = self.prefill(self.rep)
        self.assertEqual(set(lines.mapped("text")), {"Call: Ask about the menu", "Meeting: Spring wedding"})
        self.assertEqual((lines.lead_id, lines.partner_id), (self.lead, self.customer))

    def test_second_click_adds_what_is_new(self):
        """R006: nothing is taken twice, and what was corrected stays."""
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer)
        self.schedule("call")
        lines = self.prefill(self.rep)
        self.as_(self.rep, lines[0]).text = "Bring the contract"
        self._create_event(self.rep, "2025-03-04 05:00:00", partners=self.customer)
        self.assertEqual(len(self.prefill(self.rep)), 3)
        self.assertIn("Bring the contract", self.lines(self.rep).mapped("text"))

    def test_what_is_not_taken(self):
        """R006: private, internal, declined or others' appointments and those of another day are left alone."""
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer, privacy="private")
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.colleague.user_id.partner_id)
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.company.partner_id)
        self._create_event(self.colleague, "2025-03-04 02:00:00", partners=self.customer)
        self._create_event(self.rep, "2025-03-04 17:00:00", partners=self.customer)
        self._create_event(self.rep, "2025-03-03 15:00:00", partners=self.customer)
        office = self.env["ir.model"]._get_id("sales.office.meeting")
        self._create_event(
            self.leader, "2025-03-04 00:00:00", partners=self.customer, res_model_id=office, res_id=self.meeting.id
        )
        declined = self._create_event(self.colleague, "2025-03-04 03:00:00", partners=self.customer)
        declined.partner_ids |= self.rep.user_id.partner_id
        declined.attendee_ids.filtered(lambda a: a.partner_id == self.rep.user_id.partner_id).do_decline()
        self.assertFalse(self.prefill(self.rep))

    def test_private_by_default(self):
        """R006: who keeps their calendar private by default keeps it private here as well."""
        self.rep.user_id.with_user(self.rep.user_id).calendar_default_privacy = "private"
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer)
        self.assertFalse(self.prefill(self.rep))

    def test_whole_day_and_scheduled_activity(self):
        """R006: a fair of three days counts on each; a call with an appointment counts once."""
        self.env["calendar.event"].with_user(self.rep.user_id).create(
            {
                "name": "Trade fair",
                "allday": True,
                "start_date": "2025-03-03",
                "stop_date": "2025-03-05",
                "partner_ids": (self.rep.user_id.partner_id | self.customer).ids,
            }
        )
        event = self._create_event(self.rep, "2025-03-04 02:00:00", opportunity_id=self.lead.id)
        self.schedule("meeting", calendar_event_id=event.id)
        self.assertEqual(set(self.prefill(self.rep).mapped("text")), {"Trade fair", "Annual contract"})

    def test_day_of_the_office(self):
        """R006: the day is that of the office, also where that is a day before or after in UTC."""
        self._create_event(self.rep, "2025-03-03 16:00:00", partners=self.customer, name="At midnight")
        self.calendar.tz = "America/New_York"
        self.meeting.start = "2025-03-04 13:15:00"
        self._create_event(self.rep, "2025-03-05 01:00:00", partners=self.customer, name="Dinner")
        self.assertEqual(self.prefill(self.rep).mapped("text"), ["Dinner"])
        self.assertEqual(self.lines(self.rep).time, 20)

    def test_for_oneself_only(self):
        for employee in (self.rep_south, self.finance):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.meeting).action_prefill_lines()
        with self.assertRaisesRegex(UserError, "not on the list"):
            self.as_(self.clerk, self.meeting).action_prefill_lines()

    def test_for_everybody_when_opened(self):
        """R006: opening fills in everybody's visits; what one has planned makes one prepared."""
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer)
        self._create_event(self.colleague, "2025-03-04 03:00:00", partners=self.customer)
        self.as_(self.leader, self.row(self.colleague)).write({"state": "excused", "reason": "Training"})
        with freeze_time("2025-03-04 00:20:00"):
            self.open()
        self.assertEqual(self.lines().employee_id, self.rep, "Nothing for who is excused")
        self.assertTrue(self.row(self.rep).prepared)

    def test_for_everybody_when_the_first_signs_in(self):
        """R003 R006: the same when the meeting opens because somebody signs in."""
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer)
        with freeze_time("2025-03-04 00:05:00"):
            self.sign_in(self.colleague)
        self.assertEqual(self.meeting.state, "open")
        self.assertEqual(self.lines().employee_id, self.rep)

    def test_not_once_closed(self):
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer)
        self.as_(self.leader, self.meeting).action_cancel()
        with self.assertRaisesRegex(UserError, "locked"):
            self.prefill(self.rep)

    def test_prepare_opens_own_lines(self):
        """R004: one click on Today opens the own lines, with the visits in them."""
        self._create_event(self.rep, "2025-03-04 02:00:00", partners=self.customer)
        self.report(self.colleague)
        action = self.as_(self.rep, self.meeting).action_prepare()
        lines = self.as_(self.rep, self.env["sales.office.meeting.line"]).search(action["domain"])
        self.assertEqual(lines.sudo(), self.lines(self.rep))
        context = action["context"]
        lines.with_context(**context).action_prefill_meeting()
        self.assertEqual(len(self.lines(self.rep)), 1)

    def test_cost_does_not_grow(self):
        """R006: the visits of ten people in a meeting cost as many queries as those of two."""
        counts = []
        for size in (2, 10):
            people = self.env["hr.employee"]
            for number in range(size):
                person = self._create_member(f"P{size}{number}", f"p{size}_{number}", self.south, "representative")
                self._create_event(person, "2025-03-04 02:00:00", partners=self.customer)
                self.lead.activity_schedule(
                    "mail.mail_activity_data_call", "2025-03-04", user_id=person.user_id.id, summary="Call"
                )
                people |= person
            values = [{"employee_id": person.id} for person in people]
            meeting = self._create_meeting(self.south, attendance_ids=[(0, 0, vals) for vals in values])
            counts.append(self.count_queries(lambda at=meeting: at.attendance_ids._prefill_lines()))
            self.assertEqual(len(meeting.line_ids), 2 * size)
        self.assertLessEqual(counts[1], counts[0])
