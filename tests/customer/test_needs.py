from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form

from .stage_common import StageCommon

NAMES = ("need", "competitor.line", "stage.note")


class TestNeeds(StageCommon):
    def setUp(self):
        super().setUp()
        self.grand = self.env["sales.office.competitor"].create({"name": "Grand Hotel"})
        self.of_rob = self.lead()

    def fill(self, lead):
        """Write a need, an offer and a note down about a lead; return them by the end of their model's name."""
        values = {
            "need": {"name": "Forty rooms"},
            "competitor.line": {"competitor_id": self.grand.id, "price": 900},
            "stage.note": {"text": "Ten nights"},
        }
        return {
            name: self.env[f"sales.office.{name}"].create({"lead_id": lead.id, **vals}) for name, vals in values.items()
        }

    def test_written_in_the_form(self):
        """R064 R129 R137: needs, competitors and what was agreed are written down in Odoo's own form."""
        with Form(self.as_(self.rep, self.of_rob)) as form:
            with form.sales_office_need_ids.new() as need:
                need.name, need.importance, need.fit = "Forty rooms on one floor", "must", "partly"
            with form.sales_office_competitor_line_ids.new() as line:
                line.competitor_id, line.price, line.confidence = self.grand, 900, "high"
            with form.sales_office_note_ids.new() as note:
                note.text = "They pay half in advance"
        self.assertEqual(self.of_rob.sales_office_need_ids.fit, "partly")
        self.assertEqual(self.of_rob.sales_office_competitor_line_ids.currency_id, self.company.currency_id)
        self.assertEqual(self.of_rob.sales_office_note_ids.stage_id, self.new)

    def test_an_offer_ends(self):
        """R064: a price that is valid no longer is marked."""
        line = self.fill(self.of_rob)["competitor.line"]
        self.assertFalse(line.is_expired)
        line.valid_until = "2020-01-01"
        self.assertTrue(line.is_expired)

    def test_who_reads_the_lead(self):
        """R135: reads what is written down about it, lost or not; nobody else, through any door."""
        records = self.fill(self.of_rob)
        self.of_rob.action_set_lost()
        self.env.ref("base.group_allow_export").user_ids |= self.env["res.users"].search([("share", "=", False)])
        for name, record in records.items():
            for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.relations):
                self.assertEqual(self.as_(employee, record.browse()).search([]), record, f"{name}, {employee.name}")
            for employee in (self.colleague, self.rep_south, self.leader_south, self.finance, self.policy_admin):
                model = self.as_(employee, record.browse())
                self.assertFalse(model.search_read([], ["display_name"]))
                self.assertFalse(model.formatted_read_group([], ["lead_id"], ["__count"]))
                with self.assertRaises(AccessError):
                    self.as_(employee, record).export_data(["id", "display_name"])
                with self.assertRaises(AccessError):
                    self.as_(employee, record).write({"lead_id": self.of_rob.id})

    def test_a_lead_of_nobody(self):
        """R135: what Odoo lets every salesperson read, a lead without salesperson, comes with what is known of it."""
        records = self.fill(self.of_rob)
        self.of_rob.user_id = False
        self.assertTrue(self.as_(self.rep_south, records["need"]).has_access("write"))
        self.assertFalse(self.as_(self.finance, records["need"]).has_access("read"))

    def test_all_leads(self):
        """R135: whoever may read all leads by Odoo's own right reads this, too."""
        records = self.fill(self.of_rob)
        self.rep_south.user_id.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self.as_(self.rep_south, records["need"].browse()).search([]), records["need"])

    def test_another_company(self):
        """R135: what is about a lead of another company stays there."""
        records = self.fill(self.lead(self.rep_valley))
        self.assertFalse(self.as_(self.director, records["need"].browse()).search([]))
        self.assertTrue(self.as_(self.rep_valley, records["need"].browse()).search([]))

    def test_lines_for_a_foreign_lead(self):
        """R135: nobody writes about a lead that is not theirs, nor moves or pulls what is written there."""
        foreign = self.lead(self.rep_south)
        mine, theirs = self.fill(self.of_rob), self.fill(foreign)
        for name in NAMES:
            with self.assertRaises(AccessError):
                self.as_(self.rep, mine[name]).write({"lead_id": foreign.id})
            with self.assertRaises(AccessError):
                self.as_(self.rep, theirs[name]).write({"lead_id": self.of_rob.id})
            with self.assertRaises(AccessError):
                self.as_(self.rep, mine[name]).copy({"lead_id": foreign.id})
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.of_rob).write({"sales_office_need_ids": [Command.link(theirs["need"].id)]})
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.of_rob).write(
                {"sales_office_need_ids": [Command.update(theirs["need"].id, {"name": "x"})]}
            )

    def test_a_foreign_lead_in_the_context(self):
        """R135: a form that is not saved tells nothing about a lead that its user may not read."""
        foreign = self.lead(self.rep_south)
        spec = {"lead_id": {"fields": {"display_name": {}}}, "name": {}}
        needs = self.as_(self.rep, self.env["sales.office.need"])
        with self.assertRaises(AccessError):
            needs.with_context(default_lead_id=foreign.id).onchange({}, [], spec)
        with self.assertRaises(AccessError):
            needs.onchange({"lead_id": foreign.id}, ["lead_id"], spec)

    def test_merged(self):
        """R064: leads that are merged keep what is known of all of them."""
        other = self.lead(probability=1)
        for lead in (self.of_rob, other):
            self.fill(lead)
        merged = self.as_(self.rep, self.of_rob | other).merge_opportunity()
        self.assertEqual(len(merged.sales_office_need_ids), 2)
        self.assertEqual(len(merged.sales_office_competitor_line_ids), 2)
        self.assertEqual(len(merged.sales_office_note_ids), 2)

    def test_copied(self):
        """R064: a copy begins anew."""
        self.fill(self.of_rob)
        self.of_rob.sales_office_decision_maker_id = self.chen
        copy = self.as_(self.rep, self.of_rob).copy()
        self.assertFalse(copy.sales_office_need_ids or copy.sales_office_note_ids)
        self.assertFalse(copy.sales_office_competitor_line_ids or copy.sales_office_decision_maker_id)

    def test_reading_many(self):
        """R064: reading the needs of many leads asks the rules of all leads at once."""
        counts = []
        for number in (3, 30):
            leads = self.env["crm.lead"].union(*(self.lead() for _number in range(number)))
            needs = self.env["sales.office.need"].union(*(self.need(lead) for lead in leads))
            self.env.flush_all()
            self.env.invalidate_all()
            seen = self.as_(self.rep, needs)
            count = self.env.cr.sql_log_count
            seen.read(["name", "fit"])
            counts.append(self.env.cr.sql_log_count - count)
        self.assertEqual(*counts)

    def test_the_pipeline_costs_nothing(self):
        """R137: the lists of the pipeline read as they do without the room."""
        for _number in range(10):
            self.fill(self.lead())
        spec = {"name": {}, "stage_id": {}, "expected_revenue": {}, "user_id": {}}
        counts = []
        for used in (True, False):
            if not used:
                (self.company | self.company_valley).sales_office_room_ids -= self.env.ref(
                    "sales_office_policy.room_customer"
                )
            leads = self.as_(self.rep, self.env["crm.lead"])
            leads.web_search_read([], spec)
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.env.cr.sql_log_count
            leads.web_search_read([], spec)
            counts.append(self.env.cr.sql_log_count - count)
        self.assertEqual(*counts)
