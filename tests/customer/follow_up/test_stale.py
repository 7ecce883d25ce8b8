from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common import CustomerCommon


@freeze_time("2026-03-16 02:00:00")
class TestStale(CustomerCommon):
    """Monday, 16 March; ten days without contact are too long."""

    def setUp(self):
        super().setUp()
        self.company.sales_office_stale_days = 10
        self.lead = self.make_lead(since="2026-03-02 02:00:00")

    def is_stale(self, lead=None):
        self.env.flush_all()
        self.env.invalidate_all()
        lead = self.as_(self.rep, lead or self.lead)
        found = lead.search([("id", "=", lead.id), ("sales_office_is_stale", "=", True)])
        self.assertEqual(bool(found), lead.sales_office_is_stale)  # list and card say the same
        return bool(found)

    def test_by_contact_not_by_stage(self):
        """R074: moving it to another stage and back is no contact; a call is."""
        self.assertTrue(self.is_stale())
        stages = self.env["crm.stage"].search([("is_won", "=", False)], limit=2)
        self.lead.stage_id = stages[1]
        self.mail(self.lead, subtype_xmlid="mail.mt_note")
        self.assertTrue(self.is_stale())
        self.call(partner_id=self.person.id)
        self.assertFalse(self.is_stale())

    def test_the_days(self):
        """R074: counted from the last contact, or from when somebody was given it; 0 is never."""
        self.assertFalse(self.is_stale(self.make_lead(since="2026-03-06 02:00:00")))
        self.assertTrue(self.is_stale(self.make_lead(since="2026-03-06 01:59:00")))
        self.company.sales_office_stale_days = 0
        self.assertFalse(self.is_stale())

    def test_a_stage_of_its_own(self):
        """R074: a stage may have more days, or fewer."""
        self.lead.stage_id.sales_office_stale_days = 20
        self.assertFalse(self.is_stale())

    def test_what_is_closed_or_nobodys(self):
        """R074: won, lost and what nobody has is not left alone."""
        won, lost, free = (self.make_lead(since="2026-03-02 02:00:00") for _count in range(3))
        won.action_set_won()
        lost.action_set_lost()
        free.user_id = False
        self.assertFalse(any(self.is_stale(lead) for lead in (won, lost)))
        self.assertFalse(self.as_(self.leader, free).sales_office_is_stale)

    def test_the_customer_named_a_day(self):
        """R074: left alone until then, with what the customer said, for everybody to see; then the days begin."""
        with Form(
            self.as_(self.rep, self.env["sales.office.lead.snooze"]).with_context(
                active_model="crm.lead", active_id=self.lead.id
            )
        ) as form:
            form.until = "2026-03-20"
            form.reason = "The budget is decided then"
        form.record.action_confirm()
        self.assertFalse(self.is_stale())
        self.assertEqual(str(self.as_(self.leader, self.lead).sales_office_snoozed_until), "2026-03-20")
        self.assertIn("The budget is decided then", self.lead.message_ids[0].body)
        with freeze_time("2026-03-29 02:00:00"):
            self.assertFalse(self.is_stale())
        with freeze_time("2026-03-31 02:00:00"):
            self.assertTrue(self.is_stale())

    def test_followed_again(self):
        """R074: whoever has it may follow it again before."""
        lead = self.as_(self.rep, self.lead)
        lead.action_snooze("2026-05-01", "After the holidays")
        lead.action_wake()
        self.assertTrue(self.is_stale())

    def test_no_day_without_words(self):
        """R074: without what the customer said, for a day that has passed or a lead that is closed it is refused."""
        lead = self.as_(self.rep, self.lead)
        for until, reason, words in (
            ("2026-05-01", " ", "what the customer said"),
            ("2026-03-16", "Later", "after today"),
            ("2027-05-01", "Later", "within a year"),
        ):
            with self.assertRaisesRegex(UserError, words):
                lead.action_snooze(until, reason)
        self.lead.action_set_lost()
        with self.assertRaisesRegex(UserError, "open leads"):
            lead.action_snooze("2026-05-01", "Later")

    def test_whose_lead_it_is(self):
        """R074: nobody leaves another team's lead alone, nor writes the day by hand."""
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, self.lead).action_snooze("2026-05-01", "Later")
        lead = self.as_(self.rep, self.lead)
        with self.assertRaisesRegex(AccessError, "by its button"):
            lead.write({"sales_office_snoozed_until": "2026-05-01"})
        with self.assertRaisesRegex(AccessError, "by its button"):
            lead.create({"name": "New", "sales_office_snoozed_until": "2026-05-01"})
        self.assertFalse(lead.copy().sudo().sales_office_snoozed_until)

    def test_the_check(self):
        """R074: found when the first day after it that somebody worked is over; after a contact no more."""
        with freeze_time("2026-03-12 08:00:00"):
            self.assertEqual(self.find("lead_stale"), [])
        with freeze_time("2026-03-13 09:30:00"):
            self.assertEqual(self.find("lead_stale"), [("Rob", "2026-03-13")])
            self.call(lead_id=self.lead.id)
            self.assertEqual(self.find("lead_stale"), [])

    def test_who_is_on_leave(self):
        """R074: a lead of somebody on leave is theirs again on the day they are back."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.rep.resource_calendar_id.id,
                "date_from": "2026-03-08 16:00:00",
                "date_to": "2026-03-18 16:00:00",
            }
        )
        with freeze_time("2026-03-18 10:00:00"):
            self.assertEqual(self.find("lead_stale"), [])
        with freeze_time("2026-03-19 09:30:00"):
            self.assertEqual(self.find("lead_stale"), [("Rob", "2026-03-19")])

    def test_today(self):
        """R074: its salesperson may say there and then that the customer named a day."""
        line = self.today(self.rep)["leads_stale"]
        self.assertEqual([item["title"] for item in line["items"]], ["Annual meeting"])
        self.assertEqual([button["label"] for button in line["items"][0]["buttons"]], ["The Customer Named a Day"])
        self.assertNotIn("leads_stale", self.today(self.colleague))
