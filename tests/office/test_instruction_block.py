import time

from odoo.exceptions import AccessError, UserError

from .instruction_common import InstructionCommon


class TestInstructionBlock(InstructionCommon):
    def test_order_waits(self):
        """R041: a disputed order is confirmed only after the decision; the message names the question."""
        instruction = self.ask(**self.about(self.order))
        with self.assertRaisesRegex(UserError, instruction.number):
            self.as_(self.rep, self.order).action_confirm()
        self.decide(instruction, self.leader)
        self.as_(self.rep, self.order).action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_refused_stays_blocked(self):
        """R041: what was refused is not done, until it is asked again and agreed."""
        self.decide(self.ask(**self.about(self.order)), self.leader, "refused", "No")
        with self.assertRaisesRegex(UserError, "refused"):
            self.as_(self.rep, self.order).action_confirm()
        self.decide(self.ask(**self.about(self.order)), self.leader)
        self.as_(self.rep, self.order).action_confirm()

    def test_lead_waits(self):
        """R041: a disputed opportunity is not won, by button or by stage."""
        self.ask(**self.about(self.lead))
        lead = self.as_(self.rep, self.lead)
        with self.assertRaisesRegex(UserError, "it waits for the decision on instruction"):
            lead.action_set_won()
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        with self.assertRaisesRegex(UserError, "it waits for the decision on instruction"):
            lead.stage_id = won
        lead.priority = "2"

    def test_document_waits(self):
        """R041: a disputed paper is not handed out."""
        document = self.env["sales.office.document"].create(
            {
                "name": "Contract",
                "category_id": self.env.ref("sales_office_policy.document_category_record_book").id,
                "department_id": self.sales.id,
            }
        )
        self.ask(**self.about(document))
        # the clerk may not read the question, so is told neither which nor whose it is
        with self.assertRaisesRegex(UserError, "is disputed. Ask Lea") as refused:
            self.as_(self.clerk, document).action_hand_out(self.rep)
        self.assertEqual(str(refused.exception), f"{document.display_name} is disputed. Ask Lea, who decides about it.")
        with self.assertRaises(AccessError):
            self.as_(self.rep, document).action_hand_out(self.rep)

    def test_what_does_not_block(self):
        """R041: drafts, withdrawn, undisputed questions, emergencies, and a room switched off."""
        self.draft(**self.about(self.create_order()))
        order = self.create_order()
        self.draft(**self.about(order))
        self.as_(self.rep, self.ask(**self.about(order))).action_withdraw()
        self.ask(res_model="sale.order", res_id=order.id)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        acting = self.create_order()
        self.as_(self.rep, self.draft(urgency="emergency", **self.about(acting))).action_act()
        acting.action_confirm()
        self.assertEqual(acting.state, "sale")
        self.ask(**self.about(self.order))
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_office")
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_customer_who_signed_or_paid(self):
        """R041: what core confirms for the customer goes through, and the superior is told."""
        instruction = self.ask(**self.about(self.order))
        self.order.with_user(self.env.ref("base.public_user")).sudo().action_confirm()
        self.assertEqual(self.order.state, "sale")
        self.assertIn("confirmed by the customer", instruction.message_ids[0].body)
        self.assertIn(self.leader.user_id.partner_id, instruction.message_ids[0].partner_ids)

    def test_other_company_not_held_up(self):
        """R041: what is asked in one company does not stop an order of another, which may not use the room."""
        order = self.create_order()
        instruction = self.ask(**self.about(order))
        with self.assertRaisesRegex(UserError, "it waits for the decision on instruction"):
            self.instructions._check_not_blocked(order)
        instruction.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        instruction.company_id.sales_office_room_ids = self.company.sales_office_room_ids
        self.instructions._check_not_blocked(order)

    def test_one_query_for_any_number(self):
        """R041: core flows pay one query for any number of records, also outside the sales office."""
        orders = self.create_order() | self.create_order() | self.create_order()
        check = self.as_(self.outsider, self.instructions)._check_not_blocked
        self.ask(**self.about(self.create_order()))
        orders.mapped("display_name")
        self.instructions._get_disputed_models(int(time.time() // 900))
        self.company._sales_office_uses("office")
        self.env.flush_all()
        for records in (orders[0], orders):
            with self.subTest(len(records)), self.assertQueryCount(1):
                check(records.with_user(self.outsider.user_id))
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_office")
        self.company._sales_office_uses("office")
        with self.assertQueryCount(0):
            check(orders.with_user(self.outsider.user_id))
        with self.assertQueryCount(0):
            check(orders.browse())

    def test_nothing_disputed(self):
        """R041: where no order was ever disputed, confirming one asks nothing; the first question counts at once."""
        order = self.create_order()
        order.company_id._sales_office_uses("office")
        self.env.flush_all()
        self.assertFalse(self.instructions.search([("is_disputed", "=", True), ("res_model", "=", "sale.order")]))
        self.instructions._check_not_blocked(order)
        with self.assertQueryCount(0):
            self.instructions._check_not_blocked(order)
        asked = self.ask(**self.about(order) | {"is_disputed": False})
        self.instructions._check_not_blocked(order)
        asked.sudo().is_disputed = True
        with self.assertRaisesRegex(UserError, "it waits for the decision on instruction"):
            self.instructions._check_not_blocked(order)

    def test_lead_write_pays_only_when_won(self):
        self.env.flush_all()
        lead = self.lead.with_user(self.rep.user_id)
        lead.priority = "1"
        self.env.flush_all()
        with self.assertQueryCount(1):
            lead.priority = "2"
            self.env.flush_all()
