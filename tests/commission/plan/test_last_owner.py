"""What the last owner of a lead has of the order that somebody else makes of it. The rule pays 10 % of orders."""

from freezegun import freeze_time

from odoo.exceptions import AccessError

from ..books import BooksCommon
from ..common import MARCH


@freeze_time("2026-03-02 02:00:00")
class TestLastOwner(BooksCommon):
    """Rob gave a lead back to the pool; Ann, who took it, sells."""

    basis = "ordered"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pool = cls.env["sales.office.pool"].create(
            {"name": "All", "company_id": cls.company.id, "credit_days": 30, "credit_percent": 30}
        )
        cls.pool.write({"is_on": True, "begins_on": "2026-01-01"})
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Rooms",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.rep.user_id.id,
                "company_id": cls.company.id,
            }
        )

    def setUp(self):
        super().setUp()
        self.as_(self.rep, self.lead).action_release("They want rooms in the north")
        self.lead._leave_pool(self.colleague.user_id)

    def sell(self, day="2026-03-20", **values):
        with freeze_time(f"{day} 02:00:00"):
            return self.order(self.colleague, f"{day} 02:00:00", (1000, 1, 0), opportunity_id=self.lead.id, **values)

    def shares(self, order):
        return {split.employee_id: split.percent for split in order.sales_office_split_ids}

    def test_won_and_ordered(self):
        """R074: given when both are so, whichever comes second; the statements of both say it, and add up."""
        order = self.sell()
        self.assertFalse(order.sales_office_split_ids)
        self.lead.action_set_won()
        self.assertEqual(self.shares(order), {self.rep: 30, self.colleague: 70})
        self.assertEqual([self.base(MARCH, who) for who in (self.rep, self.colleague)], [300, 700])
        self.assertIn("Rob 30 % (had the lead until 03/02/2026)", order.sales_office_split_text)
        action = self.env["sales.office.commission.books"]._get_documents_action(
            "", self.special.rule_ids, self.rep, *MARCH
        )
        self.assertEqual(action["domain"], [("id", "in", order.ids)])

    def test_of_an_invoice(self):
        """R074: the documents behind a statement say who shares them."""
        self.lead.action_set_won()
        invoice = self.bill(self.sell(), "2026-03-25")
        self.assertIn("Rob 30 %", self.as_(self.finance, invoice).sales_office_split_text)

    def test_too_late(self):
        """R074: thirty days after it went to the pool it is all the salesperson's."""
        self.lead.action_set_won()
        self.assertFalse(self.sell("2026-04-02").sales_office_split_ids)
        self.assertTrue(self.sell("2026-04-01").sales_office_split_ids)

    def test_never_twice(self):
        """R074: won again or confirmed again, it is the same share."""
        self.lead.action_set_won()
        order = self.sell()
        self.lead.stage_id = self.env.ref("crm.stage_lead1")
        self.assertNotEqual(self.lead.won_status, "won")
        self.lead.action_set_won()
        order._action_cancel()
        order.action_draft()
        with self.assertRaisesRegex(AccessError, "Somebody else shared"):
            self.as_(self.colleague, order).action_split_credit({})
        order.action_confirm()
        self.assertEqual(self.shares(order), {self.rep: 30, self.colleague: 70})

    def test_not_got_round(self):
        """R074: a salesperson who gives their part away, or the last owner less, shares all the same; what a manager
        decided stands."""
        self.lead.action_set_won()
        order = self.sell(confirm=False)
        self.as_(self.colleague, order).action_split_credit({self.colleague.id: 49, self.leader.id: 50, self.rep.id: 1})
        order.action_confirm()
        self.assertEqual(self.shares(order), {self.rep: 30, self.colleague: 34.65, self.leader: 35.35})
        other = self.sell(confirm=False)
        self.as_(self.manager, other).action_split_credit({self.colleague.id: 100})
        other.action_confirm()
        self.assertEqual(self.shares(other), {self.colleague: 100})

    def test_whom_it_is_not_for(self):
        """R074: nobody shares with themselves, nor whose appeal brought it back, nor where no pool says so."""
        self.lead.action_set_won()
        self.pool.credit_percent = 0
        self.assertFalse(self.sell().sales_office_split_ids)
        self.pool.credit_percent = 30
        move = self.env["sales.office.pool.move"].search([("lead_id", "=", self.lead.id)])
        move.appeal_state = "granted"
        self.assertFalse(self.sell().sales_office_split_ids)
        move.appeal_state = False
        order = self.sell(confirm=False)
        order.user_id = self.rep.user_id
        order.action_confirm()
        self.assertFalse(order.sales_office_split_ids)

    def test_room_off(self):
        """R074: without commission nothing is shared."""
        self.lead.action_set_won()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_commission")
        self.assertFalse(self.sell().sales_office_split_ids)
