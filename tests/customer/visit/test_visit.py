from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from .common import NOW, VisitCommon


@freeze_time(NOW)
class TestVisit(VisitCommon):
    def test_planned_from_the_opportunity(self):
        """R137: one click on the opportunity, and customer and opportunity are filled in."""
        action = self.as_(self.rep, self.lead).action_plan_sales_office_visit()
        with Form(self.as_(self.rep, self.visits).with_context(**action["context"]), action["views"][0][0]) as form:
            form.planned_start = "2026-03-03 02:00:00"
        visit = form.record
        self.assertEqual((visit.partner_id, visit.lead_id, visit.employee_id), (self.customer, self.lead, self.rep))
        self.assertEqual(self.as_(self.rep, self.lead).sales_office_visit_count, 1)

    def test_planned_from_the_contact(self):
        """R137: a company counts the visits to its people."""
        self.plan(partner_id=self.mia.id)
        self.assertEqual(self.as_(self.rep, self.customer).sales_office_visit_count, 1)
        action = self.as_(self.rep, self.customer).action_open_sales_office_visits()
        self.assertEqual(len(self.as_(self.rep, self.visits).search(action["domain"])), 1)

    def test_list_begins_with_what_comes_first(self):
        """R104: what is still planned begins with the next visit, everything else with the latest."""
        later, first = self.plan(start="2026-03-05 02:00:00"), self.plan(start="2026-03-04 02:00:00")
        both = [("id", "in", (first | later).ids)]
        visits = self.as_(self.rep, self.env["sales.office.visit"])
        self.assertEqual(visits.search(both), later | first)
        self.assertEqual(visits.with_context(sales_office_visits_to_come=True).search(both), first | later)

    def test_here_and_report(self):
        """R104 R137: who is there says so, then what came of it; the next step is an activity of the opportunity."""
        visit = self.plan(start="2026-03-02 02:30:00", lead_id=self.lead.id)
        self.assertTrue(visit.can_come)
        self.assertFalse(visit.can_report)
        visit.action_come()
        self.assertEqual(str(visit.came_at), NOW)
        self.assertTrue(visit.can_report)
        visit.action_report("further", "They like the hall", "Send the offer", "2026-03-04")
        self.assertEqual((visit.state, visit.outcome, visit.outcome_note), ("done", "further", "They like the hall"))
        activity = self.lead.activity_ids
        self.assertEqual((activity.summary, activity.user_id), ("Send the offer", self.rep.user_id))
        self.assertEqual(str(activity.date_deadline), "2026-03-04")

    def test_imported_as_done(self):
        """R104: a visit that came from another system as done, without when it was reported, can be reported."""
        visit = self.plan()
        visit.sudo().state = "done"
        visit.action_report("agreed")
        self.assertEqual((visit.outcome, str(visit.reported_at)), ("agreed", NOW))

    def test_dialog(self):
        """R104: the dialog asks for the outcome first and passes it on."""
        visit = self.plan()
        dialog = self.as_(self.rep, self.env["sales.office.visit.report"]).with_context(active_id=visit.id)
        with Form(dialog) as form:
            form.outcome = "agreed"
            form.text = "Signed"
        form.record.action_confirm()
        self.assertEqual((visit.state, visit.outcome_note), ("done", "Signed"))

    def test_needs_in_the_same_form(self):
        """R104 R064: needs and competitors of the opportunity are written down with the report."""
        competitor = self.env["sales.office.competitor"].create({"name": "Grand Hotel"})
        need = self.env["sales.office.need"].create({"lead_id": self.lead.id, "name": "Forty rooms on one floor"})
        visit = self.plan(lead_id=self.lead.id)
        dialog = self.as_(self.rep, self.env["sales.office.visit.report"]).with_context(active_id=visit.id)
        with Form(dialog) as form:
            form.outcome = "further"
            with form.need_ids.edit(0) as line:
                line.fit = "met"
            with form.need_ids.new() as line:
                line.name = "Interpreters"
            with form.competitor_line_ids.new() as line:
                line.competitor_id, line.price = competitor, 900
        form.record.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(
            (need.fit, self.lead.sales_office_need_ids.mapped("name")), ("met", [need.name, "Interpreters"])
        )
        self.assertEqual(self.lead.sales_office_competitor_line_ids.price, 900)

    def test_all_or_nothing(self):
        """R104: what the report is refused for leaves nothing of what else was typed in its form."""
        ahead, begun = self.plan(lead_id=self.lead.id, start="2026-03-04 02:00:00"), self.plan(lead_id=self.lead.id)
        dialogs = self.env["sales.office.visit.report"]
        needs = {"outcome": "further", "need_ids": [Command.create({"name": "Interpreters"})]}
        for employee, visit, values, words in (
            (self.rep, ahead, {}, "still to come"),
            (self.rep, begun, {"next_step": "Send the offer"}, "on which day"),
            (self.rep, begun, {"next_step": "Send it", "next_step_on": "2026-03-01"}, "today or later"),
            (self.leader, begun, {}, "Only the employee themselves"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.as_(employee, dialogs).create({"visit_id": visit.id, **needs, **values})
        self.assertFalse(self.lead.sales_office_need_ids)

    def test_of_somebody_elses_opportunity(self):
        """R104 R064: whoever visits for a colleague reports, and neither reads nor writes what the opportunity has."""
        self.env["sales.office.need"].create({"lead_id": self.lead.id, "name": "Forty rooms on one floor"})
        visit = self.visits.create({"lead_id": self.lead.id, "employee_id": self.rep_south.id, "planned_start": NOW})
        dialog = self.as_(self.rep_south, self.env["sales.office.visit.report"]).with_context(active_id=visit.id)
        form = Form(dialog)
        form.outcome = "further"
        self.assertFalse(form.can_note)
        self.assertEqual(len(form.need_ids), 0)
        form.save().action_confirm()
        self.assertEqual(visit.state, "done")
        forged = {"visit_id": visit.id, "outcome": "further", "need_ids": [Command.create({"name": "Nothing"})]}
        dialog.create(forged)
        self.assertEqual(self.lead.sales_office_need_ids.mapped("name"), ["Forty rooms on one floor"])

    def test_corrected_on_the_same_day(self):
        """R104: a report is corrected on its day, with its next step; later it stands."""
        visit = self.plan(lead_id=self.lead.id)
        visit.action_report("further", "", "Send the offer", "2026-03-04")
        visit.action_report("agreed", "", "Send the contract", "2026-03-05")
        self.assertEqual(self.lead.activity_ids.mapped("summary"), ["Send the contract"])
        visit.action_report("agreed")
        self.assertFalse(self.lead.activity_ids)
        with freeze_time("2026-03-03 02:00:00"), self.assertRaisesRegex(UserError, "reported before today"):
            visit.action_report("declined")

    def test_somebody_elses_visit(self):
        """R104: nobody comes or reports for somebody else, not even who leads them."""
        visit = self.plan()
        for employee in (self.leader, self.manager, self.director):
            for call in (lambda v: v.action_come(), lambda v: v.action_report("agreed")):
                with self.assertRaisesRegex(AccessError, "Only the employee themselves"):
                    call(self.as_(employee, visit))
        with self.assertRaises(AccessError):
            self.as_(self.colleague, visit).action_report("agreed")

    def test_forged_values(self):
        """R104: when somebody came, how far away they were and what came of it is nobody's to type."""
        for name, value in (
            ("came_at", NOW),
            ("distance_band", "here"),
            ("outcome", "agreed"),
            ("state", "done"),
            ("reported_at", NOW),
            ("is_planned_ahead", True),
            ("event_id", 1),
        ):
            with self.assertRaises(AccessError):
                self.plan(**{name: value})
            with self.assertRaises(AccessError):
                self.plan().write({name: value})

    def test_still_to_come(self):
        """R104: nothing is reported about a visit that has not begun, nor said to be there on another day."""
        visit = self.plan(start="2026-03-03 02:00:00")
        with self.assertRaisesRegex(UserError, "still to come"):
            visit.action_report("agreed")
        with self.assertRaisesRegex(UserError, "planned for"):
            visit.action_come()

    def test_next_step_has_a_day(self):
        """R104: what comes next has a day that is not over."""
        visit = self.plan()
        with self.assertRaisesRegex(UserError, "on which day"):
            visit.action_report("further", "", "Send the offer")
        with self.assertRaisesRegex(UserError, "today or later"):
            visit.action_report("further", "", "Send the offer", "2026-03-01")

    def test_customers_only(self):
        """R104: colleagues, also those who buy, and our own companies are not visited; somebody has to be."""
        for partner in (self.colleague.user_id.partner_id, self.company.partner_id):
            with self.assertRaisesRegex(ValidationError, "one of us"):
                self.plan(partner_id=partner.id)
        with self.assertRaisesRegex(ValidationError, "Say who is visited"):
            self.plan(partner_id=False)

    def test_lead_without_a_contact(self):
        """R137: a lead that has no contact yet can be visited, and its next step is on the lead."""
        lead = self.env["crm.lead"].create({"name": "Fair", "partner_name": "Pine", "user_id": self.rep.user_id.id})
        visit = self.plan(partner_id=False, lead_id=lead.id)
        self.assertIn("Pine", visit.display_name)
        visit.action_report("further", "", "Call", "2026-03-04")
        self.assertEqual(lead.activity_ids.summary, "Call")

    def test_not_for_last_year(self):
        """R104: a visit nobody planned is entered within a week, marked as such."""
        self.assertFalse(self.plan(start="2026-02-26 02:00:00").is_planned_ahead)
        self.assertTrue(self.plan(start="2026-03-02 03:00:00").is_planned_ahead)
        with self.assertRaisesRegex(ValidationError, "within a week"):
            self.plan(start="2026-02-20 02:00:00")
        with self.assertRaisesRegex(ValidationError, "within a week"):
            self.plan().write({"planned_start": "2028-02-20 02:00:00"})

    def test_call_off_and_miss(self):
        """R104: what is still to come is called off, what was not done is said to be missed; each with a reason."""
        visit = self.plan(start="2026-03-03 02:00:00")
        with self.assertRaisesRegex(UserError, "still to come"):
            visit.action_miss("Ill")
        self.say_why(self.rep, visit, "cancel", "They are abroad")
        self.assertEqual((visit.state, visit.reason), ("cancelled", "They are abroad"))
        visit = self.plan()
        with self.assertRaisesRegex(UserError, "Its time has come"):
            visit.action_cancel("Ill")
        self.say_why(self.leader, visit, "miss", "He was ill")
        self.assertEqual(visit.state, "missed")
        with self.assertRaisesRegex(UserError, "Only a planned visit"):
            visit.write({"purpose": "Tea"})

    def test_what_happened_stays(self):
        """R104: who has come can neither move, miss nor delete the visit."""
        visit = self.plan()
        visit.action_come()
        for call in (
            lambda: visit.write({"planned_start": "2026-03-03 02:00:00"}),
            lambda: visit.action_miss("Ill"),
        ):
            with self.assertRaisesRegex(UserError, "has come already"):
                call()
        with self.assertRaisesRegex(UserError, "What happened stays"):
            visit.unlink()
        self.plan(start="2026-03-05 02:00:00").unlink()

    def test_other_teams_and_companies(self):
        """R056: nobody reads or counts another team's visits; the opportunity does not tell them either."""
        self.plan(lead_id=self.lead.id)
        for employee in (self.rep_south, self.leader_south, self.colleague, self.clerk, self.director_valley):
            seen = self.as_(employee, self.visits)
            self.assertFalse(seen.search([]))
            self.assertEqual(self.as_(employee, self.customer).sudo(False).sales_office_visit_count, 0)
        self.assertEqual(len(self.as_(self.leader, self.visits).search([])), 1)

    def test_archived_customer(self):
        """R104: a visit to a customer who was archived meanwhile is still reported."""
        visit = self.plan()
        self.mia.active = self.customer.active = False
        visit.action_report("declined", "Closed for good", "Tell finance", "2026-03-04")
        self.assertEqual(visit.activity_id.summary, "Tell finance")

    def test_merged_contact(self):
        """R104: the visits of a contact that is merged into another go with it."""
        twin = self.env["res.partner"].create({"name": "Maple Leaf", "is_company": True})
        visit = self.plan(partner_id=twin.id)
        self.file(), self.file(self.customer)
        self.env["base.partner.merge.automatic.wizard"]._merge((twin | self.customer).ids, self.customer)
        visit.invalidate_recordset()
        self.assertEqual(visit.partner_id, self.customer)

    def test_odd_time_zone(self):
        """R104: today is the employee's day, whatever the clocks of Greenwich say."""
        self.rep.user_id.tz = self.calendar.tz = "Pacific/Kiritimati"  # UTC+14
        visit = self.plan(start="2026-03-02 09:00:00")  # 23:00 there
        with freeze_time("2026-03-02 10:30:00"), self.assertRaisesRegex(UserError, "planned for"):
            visit.action_come()

    def test_planned_for_who_one_leads(self):
        """R104: a leader plans for their people and nobody else, in their people's calendars."""
        visit = self.as_(self.leader, self.visits).create(
            {"employee_id": self.rep.id, "partner_id": self.customer.id, "planned_start": "2026-03-03 02:00:00"}
        )
        self.assertEqual(visit.sudo().event_id.user_id, self.rep.user_id)
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.visits).create(
                {"employee_id": self.rep_south.id, "partner_id": self.oak.id, "planned_start": "2026-03-03 02:00:00"}
            )


@freeze_time(NOW)
class TestDistance(VisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_visit_distance = True
        cls.customer.write({"partner_latitude": 31.2304, "partner_longitude": 121.4737})

    def _come(self, *place):
        visit = self.plan()
        visit.action_come(*place)
        return visit

    def test_bands(self):
        """R104: what stays of a place is how far away it was."""
        self.assertEqual(self._come(31.2305, 121.4738).distance_band, "here")
        self.assertEqual(self._come(31.24, 121.4737).distance_band, "near")
        self.assertEqual(self._come(39.9, 116.4).distance_band, "far")

    def test_no_band(self):
        """R104: nothing is compared without a place, with nonsense, without coordinates, or if nobody asks."""
        self.assertFalse(self._come().distance_band)
        self.assertFalse(self._come(310.0, 1e9).distance_band)
        self.customer.partner_latitude = self.customer.partner_longitude = 0
        self.assertFalse(self._come(31.2305, 121.4738).distance_band)
        self.customer.partner_latitude = 31.2304
        self.company.sales_office_visit_distance = False
        self.assertFalse(self._come(31.2305, 121.4738).distance_band)

    def test_the_place_is_not_kept(self):
        """R104: no column and no message has the coordinates."""
        visit = self._come(31.23051, 121.47381)
        kept = f"{self.columns(visit)} {visit.sudo().message_ids.mapped('body')}"
        self.assertNotIn("31.2305", kept)
        self.assertNotIn("121.4738", kept)
