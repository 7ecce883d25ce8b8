from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import ContractCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@freeze_time("2026-03-02 02:00:00")
class TestContractOfAnOrder(ContractCommon):
    def test_made_of_a_quotation(self):
        """R077: one button makes the contract of a quotation, with what that says already; then it opens it."""
        order = self.order()
        action = order.action_make_contract()
        contract = self.contracts.browse(action["res_id"])
        self.assertEqual(order.sales_office_contract_id, contract)
        self.assertEqual((contract.partner_id, contract.amount), (self.customer, 1000))
        self.assertEqual((contract.employee_id, contract.state), (self.rep, "draft"))
        self.assertRegex(contract.goods, r"10 Units at .*100\.00, .*1,000\.00")
        self.assertEqual(contract.missing_terms, "Payment Conditions, Delivery")
        self.assertEqual(order.action_make_contract()["res_id"], contract.id)

    def test_for_its_salesperson(self):
        """R077: whoever leads makes it for the salesperson of the quotation."""
        order = self.as_(self.leader, self.order())
        self.assertEqual(self.contracts.browse(order.action_make_contract()["res_id"]).employee_id, self.rep)

    def test_not_of_somebody_elses(self):
        """R135: a colleague makes no contract of an order that is not theirs."""
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.order()).action_make_contract()

    def test_not_with_another_customer(self):
        """R077: an order belongs to a contract with its own customer."""
        other = self.env["res.partner"].create({"name": "Another", "is_company": True})
        with self.assertRaisesRegex(ValidationError, "is with another customer"):
            self.order(partner_id=other.id).sales_office_contract_id = self.contract()

    def test_not_to_what_one_may_not_read(self):
        """R135: nobody links an order to a contract that they may not read."""
        foreign = self.contract(by=self.rep_south)
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            self.order().sales_office_contract_id = foreign.id

    def test_a_copy_has_no_contract(self):
        """R077: a duplicated quotation is not called off the contract of the first."""
        order = self.order()
        order.action_make_contract()
        self.assertFalse(order.copy().sales_office_contract_id)

    def test_a_deleted_draft_leaves_the_quotation(self):
        """R077: the quotation of a draft that was deleted is there, and another contract can be made of it."""
        order = self.order()
        first = self.contracts.browse(order.action_make_contract()["res_id"])
        self.as_(self.rep, first).unlink()
        self.assertFalse(order.sales_office_contract_id)
        self.assertNotEqual(order.action_make_contract()["res_id"], first.id)

    def test_the_customer_accepts(self):
        """R115: what the customer accepts online binds, and is found where the salesperson had no mandate."""
        order = self.order()
        contract = self.contracts.browse(order.action_make_contract()["res_id"])
        order.sudo().write({"signature": PIXEL, "signed_by": "Wang Fang", "signed_on": "2026-03-02 02:00:00"})
        order.sudo()._validate_order()
        self.assertEqual((order.state, contract.state), ("sale", "signed"))
        self.assertEqual((contract.signatory_id, contract.customer_signatory), (self.rep, "Wang Fang"))
        self.assertRegex(contract.mandate_fault, "Rob has no mandate")

    def test_confirmed_by_hand_signs_nothing(self):
        """R115: who confirms an order has not signed its contract."""
        order = self.order()
        contract = self.contracts.browse(order.action_make_contract()["res_id"])
        order.action_confirm()
        self.assertEqual((order.state, contract.state), ("sale", "draft"))


@freeze_time("2026-03-02 02:00:00")
class TestFramework(ContractCommon):
    def setUp(self):
        super().setUp()
        self.frame = self.signed_framework(amount=2000)

    def signed_framework(self, **values):
        self.framework.needs_seal = False
        return self.signed(kind_id=self.framework.id, **values)

    def test_called_off_until_nothing_is_left(self):
        """R077: orders are called off a framework contract up to its amount."""
        first, second, third = (self.order(10, sales_office_contract_id=self.frame.id) for _number in range(3))
        first.action_confirm()
        self.assertEqual((self.frame.ordered_amount, self.frame.left_to_order), (1000, 1000))
        second.action_confirm()
        with self.assertRaisesRegex(UserError, "has .*0.00 left to call off"):
            third.action_confirm()

    def test_called_off_by_every_door(self):
        """R077: written, imported, grown or said afterwards, no more is called off than is left."""
        order = self.order(15, sales_office_contract_id=self.frame.id)
        order.action_confirm()
        refused = self.assertRaisesRegex(UserError, "has .*500.00 left to call off")
        with refused, self.env.cr.savepoint():
            self.order(6, sales_office_contract_id=self.frame.id).write({"state": "sale"})
        for add in (
            lambda: self.order(6, sales_office_contract_id=self.frame.id, state="sale"),
            lambda: order.order_line.write({"product_uom_qty": 21}),
            lambda: self._confirm(self.order(6)).write({"sales_office_contract_id": self.frame.id}),
        ):
            with self.assertRaisesRegex(UserError, "left to call off"), self.env.cr.savepoint():
                add()
        order.order_line.product_uom_qty = 20
        self.assertEqual(order.amount_total, 2000)

    def _confirm(self, order):
        order.action_confirm()
        return order

    def test_without_the_room(self):
        """R077: where the room is switched off a contract stops nobody."""
        order = self.order(30, sales_office_contract_id=self.frame.id)
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self._confirm(order).order_line.product_uom_qty = 31
        self.assertEqual(order.state, "sale")

    def test_not_after_its_last_day(self):
        """R077: nothing is called off a contract that is over, or not signed."""
        over = self.signed_framework(amount=2000, date_to="2026-03-31")
        with freeze_time("2026-04-01 02:00:00"), self.assertRaisesRegex(UserError, "is not in force"):
            self.order(sales_office_contract_id=over.id).action_confirm()
        draft = self.contract(kind_id=self.framework.id)
        with self.assertRaisesRegex(UserError, "is not in force"):
            self.order(sales_office_contract_id=draft.id).action_confirm()

    def test_an_amendment_makes_room(self):
        """R077: a signed amendment adds to what can be called off."""
        more = self.contract(amends_id=self.frame.id, kind_id=self.framework.id, amount=500, clauses="Five more.")
        more.action_review()
        self.as_(self.manager, more).action_approve()
        more.action_sign(self.manager, "2026-03-02")
        order = self.order(25, sales_office_contract_id=self.frame.id)
        order.action_confirm()
        self.assertEqual((order.state, self.frame.left_to_order), ("sale", 0))

    def test_what_is_invoiced_and_paid(self):
        """R077: a contract says what of it is invoiced and paid, and what is left; whoever reads it reads that."""
        self._load_chart_of_accounts(self.company)
        self.room.invoice_policy = "order"
        order = self.order(10, sales_office_contract_id=self.frame.id)
        order.action_confirm()
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({"amount": 400})._create_payments()
        frame = self.as_(self.clerk, self.frame)
        frame.invalidate_recordset()
        self.assertEqual((frame.billed_amount, frame.left_to_invoice), (1000, 1000))
        self.assertAlmostEqual(frame.paid_amount, 400)
        self.assertAlmostEqual(frame.left_to_pay, 1600)

    def test_many_in_a_constant_number_of_queries(self):
        """R077: the list of contracts asks the same number of questions for two as for six."""
        counts = []
        for number in (1, 4):
            frames = self.frame.union(*(self.signed_framework(amount=2000) for _number in range(number)))
            for frame in frames:
                self.order(1, sales_office_contract_id=frame.id).action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            frames.mapped("left_to_pay")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
