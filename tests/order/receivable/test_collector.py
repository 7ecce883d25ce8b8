from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestCollector(ReceivableCommon):
    def test_a_leader_gives_it_to_a_colleague(self):
        """R119: who leads lets somebody else collect; both read it, with what was done, and the seller stays."""
        self.item(self.old, self.rep).action_contact("Ms Chen will ask")
        self.item(self.old, self.leader).action_assign(self.colleague.user_id)
        row = self.item(self.old)
        self.assertEqual((row.user_id, row.seller_id), (self.colleague.user_id, self.rep.user_id))
        self.assertTrue(row.is_taken_over)
        self.assertEqual(self.seen(self.colleague), {self.old})
        self.assertIn(self.old, self.seen(self.rep))
        kinds = self.item(self.old, self.colleague).step_ids.mapped("kind")
        self.assertEqual(kinds, ["reassigned", "contacted"])
        self.assertEqual(self.old.invoice_user_id, self.rep.user_id)

    def test_the_heir_opens_the_invoice(self):
        """R119: who collects for somebody else reads the invoice and its lines, and no other of that seller."""
        self.item(self.old, self.leader).action_assign(self.colleague.user_id)
        self.env.invalidate_all()
        self.assertEqual(self.as_(self.colleague, self.old).invoice_line_ids.price_unit, 1000)
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.part_paid).read(["amount_total"])

    def test_the_seller_does_nothing_any_more(self):
        """R119: who sold reads what they no longer collect, and promise nothing about it."""
        self.item(self.old, self.leader).action_assign(self.colleague.user_id)
        with self.assertRaisesRegex(AccessError, "Only who collects this"):
            self.item(self.old, self.rep).action_contact("I asked again")

    def test_open_invoices_follow_the_customer(self):
        """R119: when a leader gives the customer to somebody, their open invoices come along, those of others stay."""
        self.customer.user_id = self.rep.user_id
        self.as_(self.leader, self.customer).user_id = self.colleague.user_id
        self.assertEqual(self.seen(self.colleague), {self.old, self.part_paid, self.not_due})
        self.assertEqual(self.item(self.southern).user_id, self.rep_south.user_id)

    def test_later_invoices_are_the_sellers(self):
        """R119: what is sold after the customer was given on is collected by who sells it."""
        self.customer.user_id = self.rep.user_id
        self.as_(self.leader, self.customer).user_id = self.colleague.user_id
        later = self.owe(self.rep, "2026-06-01", 80)
        self.assertEqual(self.item(later).user_id, self.rep.user_id)

    def test_nobody_gets_rid_of_a_debt(self):
        """R119: a rep who writes a colleague into their customer keeps what that customer owes."""
        self.customer.user_id = self.rep.user_id
        self.as_(self.rep, self.customer).user_id = self.colleague.user_id
        self.assertEqual(self.seen(self.colleague), set())
        self.assertEqual(self.item(self.old).user_id, self.rep.user_id)

    def test_a_rep_assigns_nothing(self):
        """R119: who collects is not decided by who collects."""
        with self.assertRaisesRegex(AccessError, "decided by who leads"):
            self.item(self.old, self.rep).action_assign(self.colleague.user_id)

    def test_no_other_team_gets_it(self):
        """R119: a leader does not give their team's debts to another team."""
        with self.assertRaisesRegex(AccessError, "somebody you lead"):
            self.item(self.old, self.leader).action_assign(self.rep_south.user_id)

    def test_no_outsider_gets_it(self):
        """R119: only members of the sales office collect."""
        with self.assertRaisesRegex(UserError, "belongs to no sales office"):
            self.item(self.old, self.director).action_assign(self.outsider.user_id)

    def test_the_collector_is_nobodys_to_write(self):
        """R119 R135: over RPC not even finance, who writes invoices, says who collects one."""
        with self.assertRaises(AccessError):
            self.as_(self.finance, self.old).write({"sales_office_collector_id": self.rep_south.user_id.id})
