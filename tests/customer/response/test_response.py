from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError

from odoo.addons.base.models.ir_cron import IrCron

from ..common import CustomerCommon

DAY = date(2026, 3, 2)


@freeze_time("2026-03-02 02:00:00")
class TestResponse(CustomerCommon):
    """Rob works from 8 to 12 and from 13 to 17; given a lead on Monday at 10, he has four hours: until 15:00."""

    def setUp(self):
        super().setUp()
        self.company.sales_office_response_hours = 4
        self.turns = self.env["sales.office.lead.response"]

    def turn(self, lead):
        return self.turns.search([("lead_id", "=", lead.id)])

    def state(self, lead, moment="2026-03-02 02:00:00", employee=None):
        self.env.flush_all()
        with freeze_time(moment):
            self.env.invalidate_all()
            lead = self.as_(employee or self.rep, lead)
            text = lead.sales_office_response_text or ""
            return lead.sales_office_response_state, text.replace("\u202f", " ")

    def test_own_working_time(self):
        """R074: the hours are those of whoever is given it, without lunch."""
        lead = self.make_lead()
        self.assertEqual(str(self.turn(lead).respond_by), "2026-03-02 07:00:00")
        self.assertEqual(self.state(lead), ("waiting", "answer until 3:00 PM"))

    def test_nights_and_week_ends(self):
        """R074: a lead of Friday night is answered on Monday, not at one minute past eight."""
        with freeze_time("2026-03-06 14:00:00"):
            lead = self.make_lead()
        self.assertEqual(str(self.turn(lead).respond_by), "2026-03-09 04:00:00")

    def test_leave(self):
        """R074: who is on leave has as much more time, also when the leave is granted later; never less."""
        lead = self.make_lead()
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.rep.resource_calendar_id.id,
                "date_from": "2026-03-02 04:30:00",
                "date_to": "2026-03-03 10:00:00",
            }
        )
        self.assertEqual(str(self.turn(lead).respond_by), "2026-03-04 02:00:00")
        leave.unlink()
        self.assertEqual(str(self.turn(lead).respond_by), "2026-03-04 02:00:00")

    def test_another_time_zone(self):
        """R074: somebody who works in another zone has their own hours, and reads the time on their own clock."""
        calendar = self.calendar.copy({"tz": "America/New_York"})
        self.rep.version_id.write({"resource_calendar_id": calendar.id, "tz": "America/New_York"})
        self.rep.user_id.tz = "America/New_York"
        lead = self.make_lead()
        self.assertEqual(str(self.turn(lead).respond_by), "2026-03-02 17:00:00")
        self.assertEqual(self.state(lead, "2026-03-02 14:00:00")[1], "answer until 12:00 PM")

    def test_ones_own_lead(self):
        """R074: whoever enters a lead of their own, even by a file, is given nothing to answer."""
        self.assertFalse(self.turn(self.make_lead(by=self.rep)))

    def test_a_mail_answers(self):
        """R074: stopped by what its salesperson writes; said with the working hours it took."""
        lead = self.make_lead()
        with freeze_time("2026-03-02 06:10:00"):
            self.mail(lead)
        self.assertEqual(self.state(lead, "2026-03-02 08:00:00"), ("answered", "answered at 2:10 PM"))
        self.turn(lead)._settle()
        self.assertEqual(self.state(lead, "2026-03-02 08:00:00"), ("answered", "answered after 3:10 h"))
        self.assertEqual(self.turn(lead).outcome, "in_time")

    def test_asked_only_where_there_is_a_trace(self):
        """R074: for the page of the day it is looked first who did anything; the answer is the same."""
        done = (
            ("nothing", lambda _lead: None, True),
            ("note", lambda lead: self.mail(lead, subtype_xmlid="mail.mt_note"), True),
            ("colleague", lambda lead: self.mail(lead, employee=self.colleague), True),
            ("mail", self.mail, False),
            ("call", lambda lead: self.call(lead_id=lead.id), False),
            ("call with the customer", lambda _lead: self.call(partner_id=self.person.id), False),
        )
        for what, do, unanswered in done:
            with self.subTest(what):
                lead = self.make_lead()
                do(lead)
                self.env.flush_all()
                turn = self.turn(lead)
                self.assertEqual(bool(turn._filter_unanswered()), unanswered)
                self.assertEqual(turn.id not in turn._get_answers(), unanswered)

    def test_what_does_not_answer(self):
        """R074: neither a note, a colleague's mail, what the customer writes, nor a call nobody took."""
        lead = self.make_lead()
        self.mail(lead, subtype_xmlid="mail.mt_note")
        self.mail(lead, employee=self.colleague)
        self.receive(lead)
        self.call(lead_id=lead.id, is_unanswered=True)
        self.call(partner_id=self.other.id)
        self.assertEqual(self.state(lead, "2026-03-02 07:01:00")[0], "late")

    def test_a_call_with_the_customer_answers(self):
        """R074: so does a call or a meeting with the customer that names no lead."""
        lead = self.make_lead()
        self.call(partner_id=self.person.id)
        self.assertEqual(self.state(lead)[0], "answered")

    def test_a_contact_from_before_does_not_answer(self):
        """R074: what was spoken before the lead was given to them is no answer."""
        with freeze_time("2026-03-01 02:00:00"):
            self.call(partner_id=self.person.id)
        self.assertEqual(self.state(self.make_lead())[0], "waiting")

    def test_begins_anew_on_hand_over(self):
        """R074: whoever gets it has the whole time; what was late stays with whose turn it was."""
        lead = self.make_lead()
        with freeze_time("2026-03-02 08:00:00"):
            self.as_(self.leader, lead).user_id = self.colleague.user_id
            self.env.flush_all()
        self.assertEqual(self.state(lead, "2026-03-02 08:00:00"), ("waiting", "answer until 3/3/26, 11:00 AM"))
        with freeze_time("2026-03-02 09:00:00"):
            self.assertEqual(self.find("lead_response_late"), [("Rob", "2026-03-02")])
        with freeze_time("2026-03-04 02:00:00"):
            self.assertEqual(self.find("lead_response_late"), [("Rob", "2026-03-02"), ("Ann", "2026-03-03")])

    def test_handed_over_in_time(self):
        """R074: given back before the time was over, nobody was late; given to nobody, nobody has to."""
        lead = self.make_lead()
        self.as_(self.leader, lead).user_id = False
        with freeze_time("2026-03-04 02:00:00"):
            self.assertEqual(self.find("lead_response_late"), [])
        self.assertEqual(self.state(lead, "2026-03-04 02:00:00", self.leader), (False, ""))
        self.assertEqual(self.turn(lead).outcome, "none")

    def test_saved_again(self):
        """R074: writing the same salesperson once more begins nothing anew."""
        lead = self.make_lead()
        with freeze_time("2026-03-02 06:00:00"):
            lead.write({"user_id": self.rep.user_id.id, "name": "Annual dinner"})
        self.assertEqual(str(self.turn(lead).respond_by), "2026-03-02 07:00:00")

    def test_lost(self):
        """R074: rubbish that is marked as lost in time was not late; marked afterwards, it was."""
        lead, another = self.make_lead(), self.make_lead()
        with freeze_time("2026-03-02 06:00:00"):
            lead.action_set_lost()
            self.env.flush_all()
        with freeze_time("2026-03-02 08:00:00"):
            another.action_set_lost()
            self.assertEqual(self.find("lead_response_late"), [("Rob", "2026-03-02")])

    def test_answered_late(self):
        """R074: an answer after the time is late, and stays so; the grace is minutes."""
        lead = self.make_lead()
        with freeze_time("2026-03-02 07:20:00"):
            self.mail(lead)
        with freeze_time("2026-03-03 02:00:00"):
            self.assertEqual(self.find("lead_response_late"), [("Rob", "2026-03-02")])
            self.assertEqual(self.find("lead_response_late", grace_minutes=30), [])
            self.turn(lead)._settle()
            self.assertEqual(self.find("lead_response_late", grace_minutes=0), [("Rob", "2026-03-02")])
            self.assertEqual(self.turn(lead).outcome, "answered_late")

    def test_the_job(self):
        """R074: a job writes down what was answered, and comes to an end with what was not."""
        answered, waiting = self.make_lead(), self.make_lead(partner_id=self.other.id)
        self.mail(answered)
        with patch.object(IrCron, "_commit_progress", return_value=float("inf")):
            self.turns._cron_settle(batch=1)
        self.assertTrue(self.turn(answered).responded_at)
        self.assertFalse(self.turn(waiting).responded_at)

    def test_no_clock(self):
        """R074: without hours, for a company without the room, and for who is in no office, there is no clock."""
        self.company.sales_office_response_hours = 0
        self.assertFalse(self.turn(self.make_lead()))
        self.company.sales_office_response_hours = 4
        self.assertFalse(self.turn(self.make_lead(employee=self.outsider, by=self.director)))
        self.switch_off()
        self.assertFalse(self.turn(self.make_lead()))

    def test_a_teams_own_hours(self):
        """R074: a sales team may have other hours."""
        team = self.env["crm.team"].create(
            {"name": "Weddings", "company_id": self.company.id, "sales_office_response_hours": 1}
        )
        self.assertEqual(str(self.turn(self.make_lead(team_id=team.id)).respond_by), "2026-03-02 03:00:00")

    def test_two_companies(self):
        """R074: each company has hours of its own."""
        self.company_valley.sales_office_response_hours = 2
        lead = self.env["crm.lead"].create(
            {"name": "Valley", "user_id": self.rep_valley.user_id.id, "company_id": self.company_valley.id}
        )
        self.assertEqual(str(self.turn(lead).respond_by), "2026-03-02 04:00:00")

    def test_today(self):
        """R074: whose turn it is is told at once, in red in the last hour; then the leader, and nobody else."""
        lead = self.make_lead()
        line = self.today(self.rep)["leads_to_answer"]
        self.assertEqual((line["count"], line["urgent"]), (1, False))
        self.assertIn("Annual meeting", line["detail"])
        self.assertNotIn("leads_unanswered", self.today(self.leader))
        with freeze_time("2026-03-02 06:30:00"):
            self.assertTrue(self.today(self.rep)["leads_to_answer"]["urgent"])
        with freeze_time("2026-03-02 07:30:00"):
            self.assertEqual(self.today(self.leader)["leads_unanswered"]["count"], 1)
            for employee in (self.leader_south, self.rep_south, self.colleague):
                self.assertFalse({"leads_to_answer", "leads_unanswered"} & self.today(employee).keys())
            self.mail(lead)
            self.assertNotIn("leads_to_answer", self.today(self.rep))
            self.assertNotIn("leads_unanswered", self.today(self.leader))

    def test_nobody_writes_it(self):
        """R074: neither whose turn it is nor who leads them changes when somebody had to answer."""
        turn = self.turn(self.make_lead())
        for employee in (self.rep, self.leader, self.director):
            with self.assertRaises(AccessError):
                self.as_(employee, turn).write({"respond_by": "2026-04-01 00:00:00"})
        self.assertFalse(self.as_(self.rep_south, self.turns).search([("id", "=", turn.id)]))

    def test_many_in_a_constant_number_of_queries(self):
        """R074: one lead or six given to somebody, settled, or looked at by the check."""
        check = self.switch_on("lead_response_late").with_company(self.company).sudo()
        counts = []
        for number in (1, 1, 6):  # the first fills what is remembered
            leads = self.env["crm.lead"]
            for _count in range(number):
                leads |= self.make_lead(user_id=False)
            self.env.flush_all()
            self.env.invalidate_all()
            leads.sudo().user_id = self.rep.user_id.id
            self.env.flush_all()
            self.env.invalidate_all()
            leads = leads.sudo()
            leads.mapped("partner_id.commercial_partner_id")
            before = self.env.cr.sql_log_count
            leads._pass_on_response()
            self.turns.search([("lead_id", "in", leads.ids)])._settle()
            check._detect_lead_response_late(self.rep, DAY, DAY)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
