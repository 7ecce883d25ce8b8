from odoo.exceptions import UserError

from ..common import CustomerCommon


class TestChannel(CustomerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.env["utm.source"].create({"name": "Spring fair"})
        cls.medium = cls.env["utm.medium"].create({"name": "Fair"})
        cls.stages = cls.env["crm.stage"].search(
            [("is_won", "=", False), ("team_ids", "=", False)], order="sequence, id"
        )

    def setUp(self):
        super().setUp()
        self.company.sales_office_channel_mode = "require"
        self.lead = self.make_lead(stage_id=self.stages[0].id)
        self.own = self.as_(self.rep, self.lead)

    def test_needed_to_go_on(self):
        """R073: nobody moves it from the first stage before it is known how the customer came."""
        with self.assertRaisesRegex(UserError, "how the customer came to us"):
            self.own.stage_id = self.stages[1]
        self.own.source_id = self.source
        with self.assertRaisesRegex(UserError, "enter Medium"):
            self.own.stage_id = self.stages[1]
        self.own.write({"stage_id": self.stages[1].id, "medium_id": self.medium.id})
        self.assertEqual(self.own.stage_id, self.stages[1])

    def test_winning_goes_on(self):
        """R073: so it is with winning, by the button and by many at once."""
        with self.assertRaisesRegex(UserError, "how the customer came to us"):
            self.own.action_set_won()

    def test_taken_away_on_the_way(self):
        """R073: whoever takes it away in the same moment has none."""
        self.own.write({"source_id": self.source.id, "medium_id": self.medium.id})
        with self.assertRaisesRegex(UserError, "how the customer came to us"):
            self.own.write({"stage_id": self.stages[1].id, "source_id": False})

    def test_what_is_never_stopped(self):
        """R073: made, back, lost, by the software, imported, merged or converted."""
        later = self.make_lead(by=self.rep, stage_id=self.stages[1].id)
        self.assertEqual(later.stage_id, self.stages[1])
        self.as_(self.rep, later).stage_id = self.stages[2]
        self.as_(self.rep, later).stage_id = self.stages[0]
        self.own.action_set_lost()
        self.lead.action_unarchive()
        self.lead.sudo().stage_id = self.stages[1]
        self.assertEqual(self.lead.stage_id, self.stages[1])

    def test_imported(self):
        """R073: a file that moves leads on is read; saying that one imports is not importing."""
        self.rep.user_id.group_ids += self.env.ref("base.group_allow_export")
        xmlid = self.own.export_data(["id"])["datas"][0][0]
        result = self.own.load(["id", "stage_id/.id"], [[xmlid, str(self.stages[1].id)]])
        self.assertFalse(result["messages"])
        self.assertEqual(self.lead.stage_id, self.stages[1])
        another = self.as_(self.rep, self.make_lead(stage_id=self.stages[0].id))
        for context in ({"import_file": True}, {"sales_office_moved": True}):
            with self.assertRaisesRegex(UserError, "how the customer came to us"):
                another.with_context(**context).stage_id = self.stages[1]

    def test_merged_and_converted(self):
        """R073: what is merged or converted has the stage it has."""
        lead = self.make_lead(type="lead", stage_id=self.stages[0].id)
        self.as_(self.rep, lead).convert_opportunity(self.customer)
        self.assertEqual(lead.type, "opportunity")
        further = self.make_lead(stage_id=self.stages[1].id, probability=90)
        merged = (self.own | self.as_(self.rep, further)).merge_opportunity()
        self.assertTrue(merged)

    def test_shown_only(self):
        """R073: shown on the opportunity, or not asked for at all."""
        self.assertEqual(self.own.sales_office_channel_missing, "Source; Medium")
        self.company.sales_office_channel_mode = "notify"
        self.own.stage_id = self.stages[1]
        self.assertTrue(self.own.sales_office_channel_missing)
        self.company.sales_office_channel_mode = "off"
        self.env.invalidate_all()
        self.assertFalse(self.own.sales_office_channel_missing)

    def test_without_the_room(self):
        """R073: with the room off it is not asked for."""
        self.switch_off()
        self.own.stage_id = self.stages[1]
        self.assertFalse(self.own.sales_office_channel_missing)
