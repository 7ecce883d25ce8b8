from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from .stage_common import StageCommon


class TestStageGate(StageCommon):
    def test_forward_without_what_is_required(self):
        """R128: an opportunity does not leave its stage without it; the sentence says what is missing, what to do."""
        lead = self.lead()
        self.criterion()
        self.criterion("decision_maker", hint="Ask who signs")
        words = (
            "“Rooms for the fair” does not leave New yet. Missing: A Need Is Recorded .write down what the customer "
            "needs.; The Decision Maker Is Named .Ask who signs."
        )
        with self.assertRaisesRegex(UserError, words):
            self.move(lead)
        self.assertEqual(lead.stage_id, self.new)

    def test_forward_with_it(self):
        """R128: what was recorded ticks the criterion by itself."""
        lead = self.lead()
        self.criterion()
        self.need(lead)
        self.move(lead)
        self.assertEqual(lead.stage_id, self.qualified)

    def test_filled_in_together(self):
        """R128: a form that saves the missing value and the stage at once has both."""
        lead = self.lead()
        self.criterion("revenue")
        self.as_(self.rep, lead).write({"stage_id": self.qualified.id, "expected_revenue": 9000})
        self.assertEqual(lead.stage_id, self.qualified)

    def test_stages_are_not_skipped_over(self):
        """R128: on the way from New to Proposition lies what Qualified asks for; not what Proposition does."""
        lead = self.lead()
        self.criterion(stage_id=self.proposition.id, kind="quotation")
        self.move(lead, self.proposition)
        self.criterion("decision_maker", stage_id=self.qualified.id)
        self.move(lead, self.new)
        with self.assertRaisesRegex(UserError, "Missing: The Decision Maker"):
            self.move(lead, self.proposition)

    def test_back(self):
        """R128: backwards nothing is asked, nor of what was won and is open again."""
        lead = self.lead(stage_id=self.proposition.id)
        for stage in (self.new, self.qualified, self.proposition):
            self.criterion(stage_id=stage.id)
        self.move(lead, self.new)
        self.assertEqual(lead.stage_id, self.new)
        won = self.lead(stage_id=self.won.id)
        self.move(won, self.proposition)
        self.assertEqual(won.stage_id, self.proposition)

    def test_won_by_hand(self):
        """R128: whoever presses Won goes forward, past all that lies between."""
        lead = self.lead()
        self.criterion(stage_id=self.proposition.id)
        with self.assertRaisesRegex(UserError, "does not leave New yet"):
            self.as_(self.rep, lead).action_set_won_rainbowman()
        self.need(lead)
        self.as_(self.rep, lead).action_set_won_rainbowman()
        self.assertEqual(lead.won_status, "won")

    def test_won_stage_in_front(self):
        """R128: a stage of what is won that stands before the others is forward all the same."""
        self.won.sequence = 0
        lead = self.lead(stage_id=self.qualified.id)
        self.criterion(stage_id=self.qualified.id)
        with self.assertRaisesRegex(UserError, "does not leave Qualified yet"):
            self.move(lead, self.won)

    def test_lost(self):
        """R128: nobody is held up from losing."""
        lead = self.lead()
        self.criterion()
        self.as_(self.rep, lead).action_set_lost()
        self.assertEqual(lead.won_status, "lost")

    def test_notify_shows(self):
        """R128: what is only shown holds nobody up; the checklist says what is there and what is missing."""
        lead = self.lead()
        self.criterion(mode="notify")
        self.criterion("decision_maker", mode="notify")
        lead.sales_office_decision_maker_id = self.chen
        seen = self.as_(self.rep, lead)
        self.assertIn('title="is missing"></i> A Need Is Recorded; write down what', seen.sales_office_checklist)
        self.assertIn('title="is there"></i> The Decision Maker Is Named</li>', seen.sales_office_checklist)
        self.assertFalse(seen.sales_office_is_held)
        self.move(lead)
        self.assertIn("A Need Is Recorded", seen.sales_office_checklist, "left open behind it")
        self.assertNotIn("The Decision Maker", seen.sales_office_checklist)

    def test_off(self):
        """R128: what is off is neither asked nor shown."""
        lead = self.lead()
        self.criterion(mode="off")
        self.move(lead)
        self.assertFalse(self.as_(self.rep, lead).sales_office_checklist)

    def test_team_and_size(self):
        """R128: a criterion may be for some teams, and for large opportunities only."""
        team = self.env["crm.team"].create({"name": "Events", "company_id": self.company.id})
        self.criterion(team_ids=[Command.set(team.ids)])
        self.criterion("closing", min_amount=10000)
        small, large = self.lead(expected_revenue=9999), self.lead(expected_revenue=10000)
        of_team = self.lead(team_id=team.id)
        self.move(small)
        with self.assertRaisesRegex(UserError, "Missing: The Expected Closing"):
            self.move(large)
        with self.assertRaisesRegex(UserError, "Missing: A Need"):
            self.move(of_team)

    def test_stage_of_another_team(self):
        """R128: a stage that the lead's team does not have is not on its way."""
        team = self.env["crm.team"].create({"name": "Events", "company_id": self.company.id})
        theirs = self.env["crm.stage"].create({"name": "Menu", "sequence": 2, "team_ids": [Command.set(team.ids)]})
        self.criterion(stage_id=theirs.id)
        lead = self.lead(stage_id=self.qualified.id, team_id=False)
        self.move(lead, self.proposition)
        self.assertEqual(lead.stage_id, self.proposition)

    def test_several_at_once(self):
        """R128: of a list that is moved the first few are named."""
        leads = self.env["crm.lead"].union(*(self.lead(name=f"Fair {n}") for n in range(5)))
        self.criterion()
        with self.assertRaisesRegex(UserError, "(?s)Fair 0.*Fair 2.*So it is with 2 more"):
            self.move(leads)

    def test_the_form_says_so_and_stays(self):
        """R128: in the form the stage stays where it is, and a sentence says why."""
        lead = self.lead()
        self.criterion()
        seen = self.as_(self.rep, lead)
        spec = {"stage_id": {}, "name": {}}
        answer = seen.onchange({"stage_id": self.qualified.id}, ["stage_id"], spec)
        self.assertNotIn("warning", answer, "a card that is dragged goes back by itself")
        spec["sales_office_is_held"] = {}
        answer = seen.onchange({"stage_id": self.qualified.id}, ["stage_id"], spec)
        self.assertEqual(answer["value"]["stage_id"], self.new.id)
        self.assertIn("Missing: A Need Is Recorded", answer["warning"]["message"])
        self.need(lead)
        with Form(seen) as form:
            form.stage_id = self.qualified
        self.assertEqual(lead.stage_id, self.qualified)

    def test_room_off(self):
        """R128: without the room nothing is asked and nothing shown."""
        lead = self.lead()
        self.criterion()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_customer")
        self.move(lead)
        self.assertEqual(lead.stage_id, self.qualified)
        self.assertFalse(lead.sales_office_checklist)
        (self.company | self.company_valley).sales_office_room_ids = False
        self.assertNotIn("sales_office_checklist", self.as_(self.rep, lead).fields_get())

    def test_who_is_in_no_office(self):
        """R135: a salesperson outside the office is asked nothing."""
        self.outsider.user_id.group_ids |= self.env.ref("sales_team.group_sale_salesman")
        lead = self.lead(self.outsider)
        self.criterion()
        self.move(lead, employee=self.outsider)
        self.assertEqual(lead.stage_id, self.qualified)

    def test_another_company(self):
        """R135: a company's criteria are asked of its own opportunities."""
        self.criterion()
        lead = self.lead(self.rep_valley)
        self.move(lead, employee=self.rep_valley)
        self.assertEqual(lead.stage_id, self.qualified)

    def test_fifty_cost_no_more_queries_than_five(self):
        """R128: moving many leads asks as often as moving few."""
        for kind in ("need", "quotation", "decision_maker", "closing", "hand"):
            self.criterion(kind, mode="notify" if kind in ("closing", "hand") else "require")
        self.criterion("condition", condition="[('name', 'like', 'Fair')]")
        counts = []
        for number in (1, 5, 50):
            leads = self.env["crm.lead"].union(
                *(self.lead(name=f"Fair {n}", sales_office_decision_maker_id=self.chen.id) for n in range(number))
            )
            for lead in leads:
                self.need(lead)
            self.env["sale.order"].create(
                [{"partner_id": self.maple.id, "opportunity_id": lead.id, "state": "sent"} for lead in leads]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            moved = self.as_(self.rep, leads)
            moved.sudo().stage_id = self.qualified
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.env.cr.sql_log_count
            moved._check_left(dict.fromkeys(moved, self.new))
            counts.append(self.env.cr.sql_log_count - count)
        self.assertEqual(counts[1], counts[2])
