from datetime import timedelta

from odoo import fields

from ..browser import BrowserCase
from .common import CustomerCommon


class TestFollowUpTour(CustomerCommon, BrowserCase):
    """By the clock of the machine: the hours of whoever is given a lead are far away, or long over."""

    def test_answered_in_time_and_not(self):
        """R074, R084, R137: a rep answers one lead from Today; another one nobody answered comes to the leader."""
        self.company.sales_office_response_hours = 200
        lead = self.make_lead()
        late = self.make_lead(name="Gala", partner_id=self.other.id)
        turn = self.env["sales.office.lead.response"].search([("lead_id", "=", late.id)])
        turn.write({"respond_by": fields.Datetime.now() - timedelta(hours=1)})
        self.tour("sales_office_leader_sees_who_did_not_answer", self.leader)
        self.as_(self.leader, late).user_id = self.colleague.user_id
        self.tour("sales_office_rep_answers_a_lead", self.rep)
        self.assertEqual(lead.sales_office_response_state, "answered")
        self.as_(self.leader, late).user_id = self.rep.user_id
        turn = turn.search([("lead_id", "=", late.id), ("ended_at", "=", False)])
        turn.respond_by = fields.Datetime.now() - timedelta(hours=1)
        self.tour("sales_office_rep_looks_at_the_pipeline", self.rep, url="/odoo/action-crm.crm_lead_action_pipeline")

    def test_taken_of_the_pool(self):
        """R074: a rep of another team takes a lead that nobody looked after, and sees the number then."""
        pool = self.env["sales.office.pool"].create({"name": "Corporate", "company_id": self.company.id})
        pool.write({"is_on": True, "begins_on": fields.Date.today()})
        lead = self.make_lead(company_id=self.company.id, phone="+86 21 5555 0100", since="2026-01-05 02:00:00")
        self.assertEqual(pool.recycle(), lead)
        self.tour("sales_office_rep_takes_a_lead_of_the_pool", self.rep_south)
        self.assertEqual(lead.user_id, self.rep_south.user_id)
