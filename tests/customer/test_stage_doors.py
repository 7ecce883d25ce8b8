"""Whatever is no step forward by hand is never held up."""

from odoo.exceptions import UserError

from .stage_common import StageCommon


class TestStageDoors(StageCommon):
    def setUp(self):
        super().setUp()
        self.criterion()

    def test_made_further_on(self):
        """R128: whoever enters an opportunity may enter it where it stands."""
        lead = self.as_(self.rep, self.env["crm.lead"]).create({"name": "Fair", "stage_id": self.proposition.id})
        self.assertEqual(lead.stage_id, self.proposition)

    def test_imported(self):
        """R128: an import puts leads where they stand elsewhere; a context that says so over RPC does not."""
        lead = self.lead()
        leads = self.as_(self.rep, self.env["crm.lead"])
        result = leads.load([".id", "stage_id/.id"], [[str(lead.id), str(self.qualified.id)]])
        self.assertFalse(result["messages"])
        self.assertEqual(lead.stage_id, self.qualified)
        other = self.lead()
        for forged in (True, "UNASKED", {"import_file": True}):
            with self.assertRaisesRegex(UserError, "does not leave New yet"):
                self.as_(self.rep, other).with_context(sales_office_moved=forged, import_file=True).write(
                    {"stage_id": self.qualified.id}
                )

    def test_merged(self):
        """R128: of leads that are merged the one that is left stands where the furthest stood."""
        first, second = self.lead(probability=5), self.lead(stage_id=self.proposition.id)
        self.need(first)
        merged = self.as_(self.rep, first | second).merge_opportunity()
        self.assertEqual(merged.stage_id, self.proposition)
        self.assertNotIn("sales_office_moved", merged.env.context)

    def test_team_changed(self):
        """R128: whoever gets a team whose pipeline has no such stage is put into its first one."""
        team = self.env["crm.team"].create({"name": "Events", "company_id": self.company.id})
        self.new.team_ids = self.env["crm.team"].create({"name": "Others", "company_id": self.company.id})
        lead = self.lead()
        self.as_(self.rep, lead).write({"team_id": team.id})
        self.assertNotEqual(lead.stage_id, self.new)

    def test_software(self):
        """R128: automation works as superuser."""
        lead = self.lead()
        self.as_(self.rep, lead).sudo().write({"stage_id": self.qualified.id})
        self.assertEqual(lead.stage_id, self.qualified)

    def test_stage_removed(self):
        """R128: a stage that is deleted takes along what it asked for."""
        stage = self.env["crm.stage"].create({"name": "Tasting", "sequence": 2})
        criterion = self.criterion(stage_id=stage.id)
        self.lead()._get_asked_until()  # remembered
        stage.unlink()
        self.assertFalse(criterion.exists())
        lead = self.lead()
        self.need(lead)
        self.move(lead, self.proposition)
        self.assertEqual(lead.stage_id, self.proposition)

    def test_over_rpc(self):
        """R128: whoever writes the stage directly is asked like who drags the card."""
        lead = self.lead()
        with self.assertRaisesRegex(UserError, "does not leave New yet"):
            self.as_(self.rep, lead).web_save({"stage_id": self.qualified.id}, {})
