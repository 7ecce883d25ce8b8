from odoo.exceptions import AccessError
from odoo.tests import Form

from .stage_common import StageCommon


class TestLost(StageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grand = cls.env["sales.office.competitor"].create({"name": "Grand Hotel"})
        cls.reason = cls.env["crm.lost.reason"].create({"name": "Price"})
        cls.deals = cls.env["sales.office.competition"]

    def contested(self, price=900, **values):
        lead = self.lead(**{"expected_revenue": 1000, **values})
        self.env["sales.office.competitor.line"].create(
            {"lead_id": lead.id, "competitor_id": self.grand.id, "price": price}
        )
        return lead

    def lose(self, leads, employee=None, competitor=None, **values):
        """Mark leads as lost in Odoo's dialog."""
        dialog = self.as_(employee or self.rep, self.env["crm.lead.lost"]).with_context(default_lead_ids=leads.ids)
        with Form(dialog) as form:
            form.lost_reason_id = self.reason
            if competitor:
                form.sales_office_lost_to_id = competitor
            for name, value in values.items():
                form[name] = value
        form.record.action_lost_reason_apply()
        return form

    def test_to_whom_and_by_how_much(self):
        """R064: the dialog knows what is known of their price, and says the difference; the lead keeps it."""
        lead = self.contested()
        form = self.lose(lead, competitor=self.grand)
        self.assertIn("(10.0 %) below ours", form.sales_office_gap)
        self.assertEqual((lead.won_status, lead.lost_reason_id), ("lost", self.reason))
        self.assertEqual(lead.sales_office_lost_to_id, self.grand)
        self.assertEqual((lead.sales_office_lost_price, lead.sales_office_lost_offer), (900, 1000))

    def test_our_price_is_the_quotations(self):
        """R064: what was offered last stands beside it, not what somebody once expected."""
        lead = self.contested()
        product = self.env["product.product"].create({"name": "Night", "taxes_id": False})
        line = {"product_id": product.id, "price_unit": 1200, "product_uom_qty": 1}
        self.env["sale.order"].create(
            {
                "partner_id": self.maple.id,
                "opportunity_id": lead.id,
                "user_id": self.rep.user_id.id,
                "order_line": [(0, 0, line)],
            }
        )
        self.lose(lead, competitor=self.grand)
        self.assertEqual(lead.sales_office_lost_offer, 1200)

    def test_nobody_knows(self):
        """R064: a deal may be lost to nobody known."""
        lead = self.contested()
        self.lose(lead)
        self.assertFalse(lead.sales_office_lost_to_id or lead.sales_office_lost_price)

    def test_several_at_once(self):
        """R064: of several the competitor is kept, and no price."""
        leads = self.contested() | self.contested()
        self.lose(leads, competitor=self.grand)
        self.assertEqual(leads.mapped("sales_office_lost_to_id"), self.grand)
        self.assertFalse(any(leads.mapped("sales_office_lost_price")))

    def test_restored(self):
        """R064: of a deal that is open again it is forgotten, as Odoo forgets the reason; however it is opened."""
        for reopen in (
            lambda lead: lead.action_restore(),
            lambda lead: lead.write({"active": True, "probability": 10}),
            lambda lead: lead.write({"stage_id": self.won.id}),
        ):
            lead = self.contested()
            self.lose(lead, competitor=self.grand)
            reopen(self.as_(self.rep, lead))
            self.assertNotEqual(lead.won_status, "lost")
            self.assertFalse(lead.sales_office_lost_to_id or lead.sales_office_lost_price)

    def test_win_rate(self):
        """R064: how often deals with a competitor are won, in how many, by how much they are lost, and why."""
        self.contested().action_set_won()
        for price in (800, 900):
            self.lose(self.contested(price), competitor=self.grand)
        self.lead().action_set_lost(lost_reason_id=self.reason.id)
        self.contested()  # open
        deals = self.as_(self.rep, self.deals)
        aggregates = ["lead_id:count_distinct", "win_rate:avg", "gap_percent:avg"]
        rows = deals._read_group([], ["competitor_id"], aggregates)
        found = {competitor.name: tuple(map(round, figures)) for competitor, *figures in rows if competitor}
        self.assertEqual(found, {"Grand Hotel": (3, 33, 15)})
        rows = deals._read_group([("outcome", "=", "lost")], ["lost_reason_id"], ["lead_id:count_distinct"])
        self.assertEqual(rows, [(self.reason, 3)])

    def test_lost_to_somebody_not_named_before(self):
        """R064: who got it counts as met there, though nobody had written them down."""
        palm = self.env["sales.office.competitor"].create({"name": "Palm"})
        lead = self.contested()
        self.lose(lead, competitor=palm)
        met = self.deals.search([("lead_id", "=", lead.id)])
        self.assertEqual({(deal.competitor_id, deal.is_lost_to) for deal in met}, {(palm, True), (self.grand, False)})
        self.assertEqual(len(set(met.ids)), 2)

    def test_who_reads_it(self):
        """R135: whoever reads the deals; nobody forges to whom theirs was lost with what they may not read."""
        lead = self.contested()
        self.lose(lead, competitor=self.grand)
        for employee, number in ((self.leader, 1), (self.rep_south, 0), (self.finance, 0), (self.rep_valley, 0)):
            self.assertEqual(self.as_(employee, self.deals).search_count([]), number)
        theirs = self.env["sales.office.competitor"].create({"name": "X", "company_id": self.company_valley.id})
        with self.assertRaises(AccessError):
            self.as_(self.rep, lead).write({"sales_office_lost_to_id": theirs.id})

    def test_who_is_in_no_office(self):
        """R135: a salesperson outside the office loses deals as ever, and sees nothing of it."""
        self.outsider.user_id.group_ids |= self.env.ref("sales_team.group_sale_salesman")
        lead = self.lead(self.outsider)
        dialog = self.as_(self.outsider, self.env["crm.lead.lost"]).create(
            {"lead_ids": lead.ids, "lost_reason_id": self.reason.id}
        )
        dialog.action_lost_reason_apply()
        self.assertEqual(lead.won_status, "lost")
        self.assertNotIn("sales_office_lost_to_id", self.as_(self.outsider, lead).fields_get())
