from datetime import date

from freezegun import freeze_time

from ..common import CustomerCommon


@freeze_time("2026-03-02 02:00:00")
class TestNextStep(CustomerCommon):
    def setUp(self):
        super().setUp()
        self.lead = self.make_lead(since="2026-03-02 02:00:00")

    def step(self, employee=None, lead=None):
        self.env.flush_all()
        self.env.invalidate_all()
        lead = self.as_(employee or self.rep, lead or self.lead)
        found = lead.search([("id", "=", lead.id), ("sales_office_lacks_step", "=", True)])
        self.assertEqual(bool(found), lead.sales_office_lacks_step)  # list and card say the same
        return lead.sales_office_next_step or ("none" if found else "")

    def test_nothing_planned(self):
        """R076: an open opportunity for which nothing is planned says so."""
        self.assertEqual(self.step(), "none")

    def test_the_next_of_several(self):
        """R076: the next activity or meeting, with its day; today's counts."""
        self.plan(self.lead, "2026-03-12", summary="Ask for the numbers")
        self.assertEqual(self.step(), "03/12/2026, Ask for the numbers")
        self.meet("2026-03-05 02:00:00", "2026-03-05 03:00:00", opportunity_id=self.lead.id)
        self.assertEqual(self.step(), "03/05/2026, Tasting")
        self.plan(self.lead, "2026-03-02")
        self.assertEqual(self.step(), "03/02/2026, Call")

    def test_what_is_overdue_is_none(self):
        """R076: an activity whose day has passed, or a meeting that is over, is no next step."""
        self.plan(self.lead, "2026-03-01")
        self.meet("2026-03-01 02:00:00", "2026-03-01 03:00:00", opportunity_id=self.lead.id)
        self.assertEqual(self.step(), "none")

    def test_what_is_done_is_none(self):
        """R076: once it is marked as done, the next thing is to be planned."""
        self.plan(self.lead, "2026-03-12").action_feedback(feedback="Spoke with her")
        self.assertEqual(self.step(), "none")

    def test_what_a_robot_planned_is_none(self):
        """R076: what the software gives everybody to do by itself nobody planned."""
        self.plan(self.lead, "2026-03-12", automated=True)
        self.assertEqual(self.step(), "none")

    def test_a_private_meeting(self):
        """R076: the name of a private meeting is not told to who reads the lead."""
        self.meet("2026-03-05 02:00:00", "2026-03-05 03:00:00", opportunity_id=self.lead.id, privacy="private")
        self.assertEqual(self.step(self.leader), "03/05/2026, Meeting with the Customer")

    def test_the_readers_own_day(self):
        """R076: a day begins and ends where the reader is."""
        self.meet("2026-03-05 20:00:00", "2026-03-05 21:00:00", opportunity_id=self.lead.id)
        self.assertEqual(self.step(), "03/06/2026, Tasting")
        self.rep.user_id.tz = "Pacific/Pago_Pago"
        lead = self.as_(self.rep, self.lead).with_context(tz="Pacific/Pago_Pago")
        self.env.invalidate_all()
        self.assertEqual(lead.sales_office_next_step, "03/05/2026, Tasting")

    def test_who_needs_none(self):
        """R076: won, lost, a lead that is no opportunity yet, and what nobody has need no step."""
        leads = [self.make_lead() for _count in range(4)]
        leads[0].action_set_won()
        leads[1].action_set_lost()
        leads[2].type = "lead"
        leads[3].user_id = False
        for lead in leads:
            self.assertEqual(self.step(self.leader, lead), "")

    def test_the_customer_named_a_day(self):
        """R076: until the day that the customer named, nothing else is to be planned."""
        self.as_(self.rep, self.lead).action_snooze("2026-03-10", "When she is back")
        self.assertEqual(self.step(), "")
        with freeze_time("2026-03-11 02:00:00"):
            self.assertEqual(self.step(), "none")

    def test_found_by_their_day(self):
        """R076: a list is filtered by the day of the next step."""
        self.plan(self.lead, "2026-03-12")
        later = self.make_lead()
        self.plan(later, "2026-03-20")
        self.env.flush_all()
        own, name = ("id", "in", (self.lead | later | self.make_lead()).ids), "sales_office_next_step_on"
        leads = self.as_(self.rep, self.lead)
        self.assertEqual(leads.search([own, (name, "<=", "2026-03-12")]), self.lead)
        self.assertEqual(leads.search([own, (name, ">", "2026-03-12")]), later)
        self.assertEqual(len(leads.search([own, (name, "=", False)])), 1)

    def test_today(self):
        """R076: whoever has it is told; nobody else is."""
        self.assertEqual(self.today(self.rep)["leads_idle"]["count"], 1)
        self.assertNotIn("leads_idle", self.today(self.leader))
        self.plan(self.lead, "2026-03-12")
        self.assertNotIn("leads_idle", self.today(self.rep))

    def test_the_check_is_off_at_first(self):
        """R074, R076: nothing is found before somebody switches the checks on."""
        for code in ("lead_response_late", "lead_no_next_step", "lead_stale"):
            check = self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
            self.assertEqual(check.mode or "off", "off", code)

    def test_the_grace_is_working_time(self):
        """R076: found when so much was worked without a plan; once something is planned, no more."""
        with freeze_time("2026-03-02 08:00:00"):
            self.assertEqual(self.find("lead_no_next_step", grace_minutes=480), [])
        with freeze_time("2026-03-03 03:00:00"):
            self.assertEqual(self.find("lead_no_next_step", grace_minutes=480), [("Rob", "2026-03-03")])
            self.plan(self.lead, "2026-03-12")
            self.assertEqual(self.find("lead_no_next_step", grace_minutes=480), [])

    def test_since_the_last_step_was_over(self):
        """R076: whoever does what was planned has until the end of that day, and then the grace."""
        self.plan(self.lead, "2026-03-04")
        with freeze_time("2026-03-05 00:30:00"):
            self.assertEqual(self.find("lead_no_next_step", grace_minutes=60), [])
        with freeze_time("2026-03-05 01:30:00"):
            self.assertEqual(self.find("lead_no_next_step", grace_minutes=60), [("Rob", "2026-03-05")])

    def test_the_leads_of_who_is_away(self):
        """R076: nobody on leave has a lead without a plan, however long the leave."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.rep.resource_calendar_id.id,
                "date_from": "2026-03-02 02:00:00",
                "date_to": "2026-05-01 10:00:00",
            }
        )
        with freeze_time("2026-03-20 03:00:00"):
            self.assertEqual(self.find("lead_no_next_step"), [])

    def test_many_in_a_constant_number_of_queries(self):
        """R076, R074: one lead or six, the checks ask the same number of questions."""
        checks = [
            self.switch_on(code).with_company(self.company).sudo() for code in ("lead_no_next_step", "lead_stale")
        ]
        counts = []
        for number in (1, 1, 5):  # the first fills what is remembered
            for _count in range(number):
                self.make_lead(since="2026-01-02 02:00:00")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            checks[0]._detect_lead_no_next_step(self.rep, date(2026, 1, 1), date(2026, 3, 31))
            checks[1]._detect_lead_stale(self.rep, date(2026, 1, 1), date(2026, 3, 31))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
