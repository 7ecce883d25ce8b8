from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from .stage_common import StageCommon


class TestStageEvidence(StageCommon):
    def has(self, kind, lead, **values):
        """Return whether the lead has evidence of a criterion of that kind."""
        criterion = self.criterion(kind, **values)
        found = self.as_(self.rep, lead)._get_missing(self.as_(self.rep, lead)._get_asked_until())
        return criterion.id not in [c.id for missing in found.values() for c in missing]

    def test_quotation(self):
        """R128: a draft is no evidence, what was sent is."""
        lead = self.lead()
        order = self.env["sale.order"].create({"partner_id": self.maple.id, "opportunity_id": lead.id})
        self.assertFalse(self.has("quotation", lead))
        order.state = "sent"
        self.assertTrue(self.has("quotation", lead))

    def test_visit(self):
        """R128: planned, or at a closed door, a visit is no evidence; reported, it is."""
        lead = self.lead()
        visit = self.env["sales.office.visit"].create(
            {
                "employee_id": self.rep.id,
                "partner_id": self.maple.id,
                "lead_id": lead.id,
                "planned_start": fields.Datetime.now(),
            }
        )
        self.assertFalse(self.has("visit", lead))
        visit.write({"state": "done", "outcome": "not_met"})
        self.assertFalse(self.has("visit", lead))
        visit.outcome = "further"
        self.assertTrue(self.has("visit", lead))

    def test_the_customer_answered(self):
        """R128: whom we called and did not reach has not answered; who took the call or called has."""
        lead, other = self.lead(), self.lead()
        call = {"employee_id": self.rep.id, "partner_id": self.maple.id, "lead_id": lead.id, "summary": "The fair"}
        self.env["sales.office.call"].create(call | {"direction": "out", "is_unanswered": True})
        self.env.flush_all()
        self.assertFalse(self.has("contact", lead))
        self.env["sales.office.call"].create(
            [call | {"direction": "in"}, call | {"direction": "out", "lead_id": other.id}]
        )
        self.env.flush_all()
        self.assertTrue(self.has("contact", lead))
        self.assertTrue(self.has("contact", other))

    @freeze_time("2026-03-02 02:00:00")
    def test_closing(self):
        """R128: an expected closing that has passed says nothing any more."""
        lead = self.lead(date_deadline="2026-03-01")
        self.assertFalse(self.has("closing", lead))
        lead.date_deadline = "2026-03-02"
        self.assertTrue(self.has("closing", lead))

    def test_channel(self):
        """R128: where it comes from is source and medium."""
        lead = self.lead(source_id=self.env.ref("utm.utm_source_search_engine").id)
        self.assertFalse(self.has("channel", lead))
        lead.medium_id = self.env["utm.medium"].create({"name": "Fair stand"})
        self.assertTrue(self.has("channel", lead))

    def test_decision_maker_and_revenue(self):
        """R128: named is whoever stands in the field; a revenue of nothing is none."""
        lead = self.lead()
        self.assertFalse(self.has("decision_maker", lead))
        self.assertFalse(self.has("revenue", lead))
        lead.write({"sales_office_decision_maker_id": self.chen.id, "expected_revenue": 1})
        self.assertTrue(self.has("decision_maker", lead))
        self.assertTrue(self.has("revenue", lead))

    def test_condition(self):
        """R128: a condition is the administrator's own."""
        lead = self.lead()
        condition = "[('partner_id.name', 'ilike', 'maple')]"
        self.assertTrue(self.has("condition", lead, condition=condition))
        lead.partner_id = False
        self.assertFalse(self.has("condition", lead, condition=condition))

    def test_condition_that_cannot_be(self):
        """R128: a condition that is none, or looks where not everybody may, is refused when it is typed."""
        for condition in ("what?", "[('nowhere', '=', 1)]", "[('user_id.password', '!=', False)]", "[(1, '=', 1)"):
            with self.assertRaisesRegex(ValidationError, "The condition of “A Condition of Its Own” cannot be used"):
                self.criterion("condition", condition=condition)
        with Form(self.as_(self.policy_admin, self.criteria)) as form:
            form.name, form.kind, form.condition = "Large", "condition", "[('priority', '=', '3')]"
        self.assertEqual(form.record.company_id, self.company)

    def test_condition_that_breaks(self):
        """R128: what it looked at is gone: it holds nobody up, and who keeps the criteria is told."""
        lead = self.lead()
        criterion = self.criterion("condition", condition="[('priority', '=', '3')]")
        self.env.cr.execute(
            "UPDATE sales_office_stage_criterion SET condition = '[(''x_gone'', ''='', 1)]' WHERE id = %s",
            [criterion.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertTrue(criterion.is_broken)
        self.move(lead)
        self.assertEqual(self.line(self.policy_admin, "stage_criteria")["count"], 1)
        self.assertIsNone(self.line(self.leader, "stage_criteria"))

    def test_ticked_by_hand(self):
        """R128: whoever ticks says what they base it on, in a dialog that offers what is missing."""
        lead = self.lead()
        self.criterion()
        budget = self.criterion("hand", name="The budget is approved")
        seen = self.as_(self.rep, lead)
        self.assertTrue(seen.sales_office_can_tick)
        dialog = self.as_(self.rep, self.env["sales.office.stage.evidence.tick"]).with_context(active_id=lead.id)
        with Form(dialog) as form:
            self.assertEqual(form.criterion_id, budget)
            form.text = "Ms. Chen said so"
        form.record.action_confirm()
        self.assertEqual(lead.sales_office_evidence_ids.author_id, self.rep.user_id)
        seen.invalidate_recordset()
        self.assertFalse(seen.sales_office_can_tick)

    def test_ticked_what_is_not_to_be(self):
        """R128: what ticks itself, belongs to another company or is ticked already is not ticked; nor without words."""
        lead, seen = self.lead(), self.as_(self.rep, self.lead())
        need, budget = self.criterion(), self.criterion("hand")
        for criterion in (need, self.criterion("hand", stage_id=self.qualified.id)):
            with self.assertRaisesRegex(UserError, "not ticked by hand here"):
                seen.action_tick_criterion(criterion.id, "Sure")
        with self.assertRaisesRegex(UserError, "Say what you base it on"):
            seen.action_tick_criterion(budget.id, "  ")
        seen.action_tick_criterion(budget.id, "Sure")
        with self.assertRaisesRegex(UserError, "not ticked by hand here"):
            seen.action_tick_criterion(budget.id, "Sure")
        with self.assertRaisesRegex(UserError, "(?i)access|not allowed"):
            self.as_(self.rep_south, lead).action_tick_criterion(budget.id, "Sure")
