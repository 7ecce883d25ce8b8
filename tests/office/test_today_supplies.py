from .instruction_common import InstructionCommon


class TestTodayLines(InstructionCommon):
    def lines(self, employee):
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "office"}

    def test_question_moves_from_one_to_the_other(self):
        """R039 R040: the question waits for the superior, the decision for the asker, the report for the superior."""
        instruction = self.ask(urgency="urgent")
        self.assertTrue(self.lines(self.leader)["instruction_asked"]["urgent"])
        self.assertFalse(self.lines(self.manager))
        self.assertFalse(self.lines(self.rep))
        self.decide(instruction, self.leader)
        self.assertIn(f"instruction_{instruction.id}", self.lines(self.rep))
        self.assertFalse(self.lines(self.leader))
        self.as_(self.rep, instruction).action_report("Done")
        self.assertFalse(self.lines(self.rep))
        self.assertEqual(self.lines(self.leader)["instruction_reported"]["count"], 1)
        self.as_(self.leader, instruction).action_close()
        self.assertFalse(self.lines(self.leader))

    def test_overdue_task_shown_to_both(self):
        """R030: a task that is late is red for who has it and for who assigned it."""
        order = self.as_(self.leader, self.instructions).action_assign(self.rep.ids, "Call", "Call them", "2099-01-01")
        order.sudo().report_due_at = "2025-01-01 00:00:00"
        self.assertTrue(self.lines(self.rep)[f"instruction_{order.id}"]["urgent"])
        self.assertTrue(self.lines(self.leader)["instruction_late"]["urgent"])

    def test_supplies(self):
        """R034: requests and low stock for the clerk, what goes beyond the limit for the leader."""
        pen = self.env["sales.office.supply"].create(
            {"name": "Pen", "department_id": self.sales.id, "monthly_limit": 1, "reorder_level": 2}
        )
        pen.action_receive(3, 1)
        self.assertFalse(self.lines(self.clerk))
        self.as_(self.rep, pen).action_request(1)
        self.as_(self.colleague, pen).action_request(2)
        self.assertEqual(self.lines(self.clerk)["supply_requested"]["count"], 1)
        self.assertEqual(self.lines(self.leader)["supply_approve"]["count"], 1)
        self.assertFalse(self.lines(self.leader_south))
        pen.action_count(1, "Lost")
        self.assertEqual(self.lines(self.clerk)["supply_low"]["detail"], "Pen")

    def test_licences(self):
        """R037: papers that expire wait for the salesperson and the clerk."""
        self.env["sales.office.partner.licence"].create(
            {"partner_id": self.partner.id, "company_id": self.company.id, "date_expiry": "2020-01-01"}
        )
        self.assertEqual(self.lines(self.rep)["licences"]["detail"], "1 expired")
        self.assertEqual(self.lines(self.clerk)["licences"]["count"], 1)
        self.assertFalse(self.lines(self.colleague))
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_office")
        self.assertFalse(self.lines(self.rep))
