from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .stage_common import StageCommon


class TestStageOverride(StageCommon):
    def setUp(self):
        super().setUp()
        self.criterion()
        self.of_rob = self.lead()

    def test_go_on(self):
        """R128: with a reason it goes on to the next stage; once for the stage, whatever comes."""
        seen = self.as_(self.rep, self.of_rob)
        self.assertTrue(seen.sales_office_is_held)
        dialog = self.as_(self.rep, self.env["sales.office.stage.override.make"]).with_context(active_id=seen.id)
        with Form(dialog) as form:
            self.assertIn("A Need Is Recorded", form.missing)
            form.text = "They have bought here for years"
        form.record.action_confirm()
        self.assertEqual(self.of_rob.stage_id, self.qualified)
        override = self.of_rob.sales_office_override_ids
        self.assertEqual((override.stage_id, override.author_id), (self.new, self.rep.user_id))
        self.assertEqual((override.missing, override.reason), ("A Need Is Recorded", "They have bought here for years"))
        self.move(self.of_rob, self.new)
        self.move(self.of_rob, self.proposition)
        with self.assertRaisesRegex(UserError, "Nothing holds this opportunity"):
            seen.action_go_on("Again")

    def test_before_won(self):
        """R128: before the stage of what is won the reason is noted, and Won is pressed by hand."""
        self.criterion(stage_id=self.proposition.id)
        self.need(self.of_rob).unlink()
        lead = self.lead(stage_id=self.proposition.id)
        self.as_(self.rep, lead).action_go_on("Signed at the fair")
        self.assertEqual(lead.stage_id, self.proposition)

    def test_without_a_reason(self):
        """R128: no reason, no step; nor where nothing is missing."""
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.rep, self.of_rob).action_go_on(" ")
        self.need(self.of_rob)
        with self.assertRaisesRegex(UserError, "Nothing holds this opportunity"):
            self.as_(self.rep, self.of_rob).action_go_on("Because")

    def test_somebody_elses(self):
        """R135: nobody goes on with, or reads the reasons of, what is not theirs."""
        for employee in (self.rep_south, self.colleague, self.leader_south, self.finance):
            with self.assertRaises(AccessError):
                self.as_(employee, self.of_rob).action_go_on("Mine now")
        self.as_(self.rep, self.of_rob).action_go_on("An old customer")
        for employee in (self.rep_south, self.colleague, self.leader_south, self.finance, self.policy_admin):
            self.assertFalse(self.as_(employee, self.overrides).search([]))

    def test_the_leader_sees_it(self):
        """R128: it stands on the Today page of whoever leads them until one of them has seen it."""
        self.as_(self.rep, self.of_rob).action_go_on("An old customer")
        for employee in (self.rep, self.leader_south, self.clerk):
            self.assertIsNone(self.line(employee, "stage_overrides"))
        for employee in (self.leader, self.manager):
            line = self.line(employee, "stage_overrides")
            self.assertEqual(line["items"][0]["detail"], "Rob · A Need Is Recorded · An old customer")
        override = self.of_rob.sales_office_override_ids
        for employee in (self.rep, self.clerk):
            with self.assertRaisesRegex(UserError, "Whoever leads the salesperson takes note"):
                self.as_(employee, override).action_see()
        self.as_(self.leader, override).action_see()
        self.assertEqual(override.seen_by_id, self.leader.user_id)
        self.assertIsNone(self.line(self.manager, "stage_overrides"))

    def test_not_written_by_hand(self):
        """R128: reasons, ticks and what is kept of closed deals are written by actions only."""
        values = {"lead_id": self.of_rob.id, "stage_id": self.new.id, "missing": "x", "reason": "x"}
        for employee in (self.rep, self.leader, self.director, self.policy_admin):
            for name in ("override", "evidence", "outcome"):
                model = self.as_(employee, self.env[f"sales.office.stage.{name}"])
                with self.assertRaises(AccessError):
                    model.create(values if name == "override" else {"lead_id": self.of_rob.id})
            with self.assertRaises(AccessError):
                self.as_(self.rep, self.of_rob).write({"sales_office_override_ids": [(0, 0, values)]})

    def test_merged(self):
        """R128: of the same stage left twice one reason is left when the leads are merged."""
        other = self.lead()
        for lead in (self.of_rob, other):
            self.as_(self.rep, lead).action_go_on("An old customer")
        merged = self.as_(self.rep, self.of_rob | other).merge_opportunity()
        self.assertEqual(len(merged.sudo().sales_office_override_ids), 1)
