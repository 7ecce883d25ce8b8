from odoo.exceptions import UserError
from odoo.tests import Form

from .stage_common import StageCommon


class TestQualification(StageCommon):
    def setUp(self):
        super().setUp()
        self.criterion("channel", stage_id=False)

    def suspect(self, **values):
        return self.lead(**{"type": "lead", "email_from": "chen@maple.example.com", **values})

    def dialog(self, lead, employee=None):
        model = self.as_(employee or self.rep, self.env["crm.lead2opportunity.partner"])
        return model.with_context(active_model="crm.lead", active_id=lead.id, active_ids=lead.ids)

    def test_shown_and_asked(self):
        """R065 R087: the dialog shows what is missing and takes a reason; whoever leads them sees it."""
        lead = self.suspect()
        with Form(self.dialog(lead)) as form:
            form.name = "convert"
            self.assertIn("Source and Medium Are Filled In", form.sales_office_checklist)
            self.assertTrue(form.sales_office_is_held)
        with self.assertRaisesRegex(UserError, "does not become an opportunity yet. Missing: Source and Medium"):
            form.record.action_apply()
        form.record.sales_office_reason = "Sent by the mayor"
        form.record.action_apply()
        self.assertEqual(lead.type, "opportunity")
        override = lead.sales_office_override_ids
        self.assertEqual((override.reason, bool(override.stage_id)), ("Sent by the mayor", False))
        self.assertEqual(self.line(self.leader, "stage_overrides")["count"], 1)

    def test_other_doors(self):
        """R065 R087: converted over RPC, by the link of a mail or by its type, it is asked the same; with a reason
        given before it goes through."""
        lead = self.suspect()
        own = self.as_(self.rep, lead)
        for act in (lambda: own.convert_opportunity(self.maple), lambda: own.write({"type": "opportunity"})):
            with self.assertRaisesRegex(UserError, "does not become an opportunity yet"):
                act()
        self.assertEqual(lead.type, "lead")
        own._enter_overrides(own._get_unqualified(), "Sent by the mayor")
        own.convert_opportunity(self.maple)
        self.assertEqual(lead.type, "opportunity")

    def test_whom_nobody_asks(self):
        """R065: the software, an import, who is in no sales office, and leads that are handed out, are not asked."""
        self.suspect().convert_opportunity(self.maple)
        self.as_(self.outsider, self.suspect(user_id=self.outsider.user_id.id)).sudo().convert_opportunity(self.maple)
        lead = self.suspect(name="Imported")
        external = lead.export_data(["id"])["datas"][0][0]
        result = self.as_(self.rep, self.env["crm.lead"]).load(["id", "type"], [[external, "opportunity"]])
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(lead.type, "opportunity")
        team = self.env["crm.team"].create({"name": "Hall", "company_id": self.company.id})
        self.env["crm.team.member"].create({"crm_team_id": team.id, "user_id": self.rep.user_id.id})
        waiting = self.suspect(name="Waiting", user_id=False, team_id=team.id)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET date_open = NULL WHERE id = %s", [waiting.id])
        self.env.invalidate_all()
        team.with_user(self.director.user_id)._assign_and_convert_leads(force_quota=True)
        self.assertEqual((waiting.type, waiting.user_id), ("opportunity", self.rep.user_id))

    def test_qualified(self):
        """R065 R087: a lead that has it becomes an opportunity as ever."""
        lead = self.suspect(
            source_id=self.env.ref("utm.utm_source_search_engine").id,
            medium_id=self.env["utm.medium"].create({"name": "Fair stand"}).id,
        )
        with Form(self.dialog(lead)) as form:
            form.name = "convert"
            self.assertFalse(form.sales_office_is_held)
        form.record.action_apply()
        self.assertEqual(lead.type, "opportunity")
        self.assertFalse(lead.sales_office_override_ids)

    def test_shown_only(self):
        """R065: what is only shown asks for no reason."""
        self.criteria.search([]).mode = "notify"
        lead = self.suspect()
        with Form(self.dialog(lead)) as form:
            form.name = "convert"
            self.assertIn("Source and Medium", form.sales_office_checklist)
        form.record.action_apply()
        self.assertEqual(lead.type, "opportunity")

    def test_several(self):
        """R065: of several the dialog says how many lack it; one reason is noted with each that does."""
        leads = self.suspect(name="First") | self.suspect(name="Second", email_from="b@b.example.com")
        model = self.as_(self.rep, self.env["crm.lead2opportunity.partner.mass"])
        dialog = model.with_context(active_model="crm.lead", active_id=leads[0].id, active_ids=leads.ids).create(
            {"deduplicate": False, "name": "convert"}
        )
        self.assertIn("2 of 2 lack it", dialog.sales_office_checklist)
        with self.assertRaisesRegex(UserError, "does not become an opportunity yet"):
            dialog.action_mass_convert()
        dialog.sales_office_reason = "A list we bought"
        dialog.action_mass_convert()
        self.assertEqual(set(leads.mapped("type")), {"opportunity"})
        self.assertEqual(leads.sales_office_override_ids.mapped("reason"), ["A list we bought"] * 2)

    def test_others_in_the_context(self):
        """R065: leads that a call names beside that of the dialog are asked about as well."""
        lead, other = self.suspect(), self.suspect(name="Other", email_from="c@c.example.com")
        lead.write(
            {
                "source_id": self.env.ref("utm.utm_source_search_engine").id,
                "medium_id": self.env["utm.medium"].create({"name": "Fair stand"}).id,
            }
        )
        dialog = self.dialog(lead).create({"lead_id": lead.id, "name": "convert", "action": "exist"})
        with self.assertRaisesRegex(UserError, "“Other” does not become an opportunity yet"):
            dialog.with_context(active_ids=(lead | other).ids).action_apply()

    def test_merged_into_an_opportunity(self):
        """R065: a lead that is merged into an opportunity is not held up."""
        lead, deal = self.suspect(), self.lead(email_from="chen@maple.example.com")
        dialog = self.dialog(lead).create(
            {"lead_id": lead.id, "name": "merge", "action": "exist", "duplicated_lead_ids": [(6, 0, (lead | deal).ids)]}
        )
        dialog.action_apply()
        self.assertEqual(len((lead | deal).exists()), 1)

    def test_no_stage_asks_a_lead(self):
        """R065: what stages ask is asked of opportunities; a lead shows what it needs to become one."""
        self.criterion()
        lead = self.suspect()
        self.move(lead)
        self.assertIn("Source and Medium", self.as_(self.rep, lead).sales_office_checklist)
        self.assertNotIn("A Need", self.as_(self.rep, lead).sales_office_checklist)
