from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .crons import run_cron
from .instruction_common import InstructionCommon


class TestInstruction(InstructionCommon):
    def test_asked_and_decided(self):
        """R039: a question goes to the nearest superior, who decides in words; both stay in the log."""
        instruction = self.ask()
        self.assertEqual((instruction.state, instruction.superior_id), ("asked", self.leader))
        self.assertTrue(instruction.number)
        self.assertEqual(instruction.activity_ids.user_id, self.leader.user_id)
        self.decide(instruction, self.leader)
        self.assertEqual((instruction.state, instruction.decision), ("decided", "Yes, once."))
        self.assertEqual(instruction.decided_by_id, self.leader.user_id)
        self.assertEqual(instruction.activity_ids.user_id, self.rep.user_id)
        self.assertEqual(instruction.log_ids.mapped("event"), ["decided", "asked"])
        self.as_(self.rep, instruction).action_close()
        self.assertEqual(instruction.state, "closed")
        self.assertFalse(instruction.activity_ids)

    def test_asked_by_form(self):
        """R039: the button on an order opens a question about it."""
        context = {"ask_about_active": True, "active_model": "sale.order", "active_id": self.order.id}
        form = Form(self.as_(self.rep, self.instructions).with_context(**context))
        form.name = "Ten percent?"
        form.question = "May I?"
        instruction = form.save().sudo()
        self.assertEqual(instruction.reference, self.order)
        self.assertEqual((instruction.res_model, instruction.res_id), ("sale.order", self.order.id))

    def test_who_decides(self):
        """R039 R046: never oneself, never from below or beside; everybody above may."""
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk, self.finance, self.rep_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.decide(self.ask(), employee)
        for employee in (self.leader, self.manager, self.director):
            with self.subTest(employee.name):
                instruction = self.ask()
                self.decide(instruction, employee)
                self.assertEqual(instruction.state, "decided")

    def test_leader_asks_the_manager(self):
        instruction = self.ask(self.leader)
        self.assertEqual(instruction.superior_id, self.manager)
        with self.assertRaises(AccessError):
            self.decide(instruction, self.leader)
        with self.assertRaises(AccessError):
            self.decide(instruction, self.rep)

    def test_nobody_to_ask(self):
        with self.assertRaisesRegex(UserError, "Nobody stands above you in the departments"):
            self.ask(self.director)

    def test_raised(self):
        """R039: raised to the next level, those passed over no longer decide."""
        instruction = self.ask()
        with self.assertRaisesRegex(UserError, "Say why it is raised"):
            self.as_(self.rep, instruction).action_raise("  ")
        self.as_(self.rep, instruction).action_raise("Beyond her limit")
        self.assertEqual(instruction.superior_id, self.manager)
        self.assertEqual(instruction.activity_ids.user_id, self.manager.user_id)
        with self.assertRaisesRegex(AccessError, "raised"):
            self.decide(instruction, self.leader)
        self.as_(self.manager, instruction).action_raise("Beyond mine")
        with self.assertRaises(AccessError):
            self.decide(instruction, self.manager)
        with self.assertRaisesRegex(UserError, "Nobody stands above the present superior"):
            self.as_(self.director, instruction).action_raise("Higher")
        self.decide(instruction, self.director)
        self.assertEqual(instruction.log_ids.mapped("event"), ["decided", "raised", "raised", "asked"])

    def test_deputy_decides(self):
        """R039: who stands in for the superior is told and decides like them, but not about themselves."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.colleague.id,
                "date_from": "2020-01-01",
                "date_to": "2099-01-01",
            }
        )
        instruction = self.ask(urgency="urgent")
        self.assertEqual(instruction.activity_ids.user_id, (self.leader | self.colleague).user_id)
        self.assertTrue(self.as_(self.colleague, instruction).is_addressed)
        self.decide(instruction, self.colleague)
        self.assertEqual(instruction.decided_by_id, self.colleague.user_id)
        own = self.ask(self.colleague)
        with self.assertRaises(AccessError):
            self.decide(own, self.colleague)

    def test_wrong_order(self):
        """R039: every step at its time, and once."""
        draft = self.draft()
        with self.assertRaisesRegex(UserError, "is Draft; this needs"):
            self.decide(draft, self.leader)
        with self.assertRaisesRegex(UserError, "is Draft; this needs"):
            self.as_(self.rep, draft).action_close()
        instruction = self.ask()
        with self.assertRaisesRegex(UserError, "is Waiting for Instruction; this needs"):
            self.as_(self.rep, instruction).action_ask()
        with self.assertRaisesRegex(UserError, "is Waiting for Instruction; this needs"):
            self.as_(self.rep, instruction).action_report("Done")
        with self.assertRaisesRegex(UserError, "Write the decision in words"):
            self.decide(instruction, self.leader, text=" ")
        with self.assertRaisesRegex(UserError, "“outcome” has to be"):
            self.decide(instruction, self.leader, outcome="maybe")
        self.decide(instruction, self.leader)
        with self.assertRaisesRegex(UserError, "is Instructed; this needs"):
            self.decide(instruction, self.manager, "refused", "No")
        with self.assertRaisesRegex(UserError, "This was decided already and cannot"):
            self.as_(self.rep, instruction).action_withdraw()

    def test_withdrawn(self):
        instruction = self.ask()
        with self.assertRaises(AccessError):
            self.as_(self.leader, instruction).action_withdraw()
        self.as_(self.rep, instruction).action_withdraw("Settled")
        self.assertEqual(instruction.state, "withdrawn")
        self.assertFalse(instruction.activity_ids)

    def test_locked(self):
        """R039: once asked it stands; the log is written by nobody."""
        instruction = self.ask()
        rep = self.as_(self.rep, instruction)
        for values, error, words in (
            ({"question": "Twenty?"}, UserError, "This was asked already and stands as it is"),
            ({"state": "decided"}, AccessError, "State: not entered by hand"),
            ({"decision": "Yes"}, AccessError, "Instruction: not entered by hand"),
            ({"superior_id": self.colleague.id}, AccessError, "follows from the rest of the record: Goes to"),
            ({"level": 2}, AccessError, "Level: not entered by hand"),
        ):
            with self.subTest(values), self.assertRaisesRegex(error, words):
                rep.write(values)
        with self.assertRaisesRegex(UserError, "This was asked already and stands as it is"):
            rep.unlink()
        with self.assertRaises(AccessError):
            self.as_(self.leader, instruction).write({"question": "No?"})
        for employee in (self.rep, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, instruction.log_ids).write({"text": "Other"})
        self.draft().with_user(self.rep.user_id).unlink()

    def test_forged(self):
        """R039: nobody asks for somebody else or creates a decision, by value or hidden default."""
        values = {"name": "?", "question": "?"}
        rep = self.as_(self.rep, self.instructions)
        with self.assertRaises(AccessError):
            rep.create({**values, "state": "decided"})
        with self.assertRaises(AccessError):
            rep.create({**values, "employee_id": self.colleague.id})
        forged = rep.with_context(default_state="decided", default_kind="order", default_decision="Yes").create(values)
        self.assertEqual((forged.state, forged.kind, forged.decision), ("draft", "request", False))

    def test_reference_must_be_readable(self):
        other = self.env["crm.lead"].create({"name": "Hidden", "user_id": self.rep_south.user_id.id})
        with self.assertRaises(AccessError):
            self.draft(res_model="crm.lead", res_id=other.id)
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            self.draft(res_model="crm.lead", res_id=2**30)
        with self.assertRaisesRegex(UserError, "Choose the order, opportunity, document"):
            self.draft(is_disputed=True)

    def test_who_reads(self):
        """R039: asker, those above and the director; nobody else by any door."""
        self.env.ref("base.group_allow_export").user_ids |= self.env["res.users"].search([("share", "=", False)])
        instruction = self.ask()
        for employee in (self.rep, self.leader, self.manager, self.director):
            with self.subTest(employee.name):
                self.assertTrue(self.as_(employee, instruction).read(["question", "log_ids"]))
        for employee in (self.colleague, self.leader_south, self.clerk, self.finance, self.director_valley):
            seen = self.as_(employee, instruction)
            with self.subTest(employee.name):
                self.assertFalse(seen.search([("id", "in", instruction.ids)]))
                self.assertFalse(seen._read_group([("id", "in", instruction.ids)], ["state"], ["__count"]))
                with self.assertRaises(AccessError):
                    seen.export_data(["question"])
                with self.assertRaises(AccessError):
                    self.as_(employee, instruction.log_ids).read(["text"])


class TestUrgent(InstructionCommon):
    def test_urgent_told_at_once(self):
        """R040: an urgent question is sent to the superior at once, in their language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.leader.user_id.lang = "zh_CN"
        instruction = self.ask(urgency="urgent")
        message = instruction.message_ids.filtered(lambda m: self.leader.user_id.partner_id in m.partner_ids)
        self.assertEqual(len(message), 1)
        self.assertIn("请示", message.subject)
        self.assertFalse(self.ask().message_ids.partner_ids)

    def test_urgent_needs_a_report(self):
        """R040: an urgent matter is closed only by the superior, after the report of the asker."""
        instruction = self.ask(urgency="urgent")
        self.decide(instruction, self.leader)
        with self.assertRaisesRegex(UserError, "report"):
            self.as_(self.leader, instruction).action_close()
        with self.assertRaises(AccessError):
            self.as_(self.leader, instruction).action_report("Done")
        with self.assertRaisesRegex(UserError, "Write what was done and what came of it"):
            self.as_(self.rep, instruction).action_report(" ")
        self.as_(self.rep, instruction).action_report("Given, they booked.")
        with self.assertRaises(AccessError):
            self.as_(self.rep, instruction).action_close()
        with self.assertRaisesRegex(UserError, "The report is there already"):
            self.as_(self.rep, instruction).action_report("Again")
        self.as_(self.leader, instruction).action_close()
        self.assertEqual((instruction.state, instruction.noted_by_id), ("closed", self.leader.user_id))

    def test_report_sent_back(self):
        instruction = self.ask(urgency="urgent")
        self.decide(instruction, self.leader)
        with self.assertRaisesRegex(UserError, "There is no report yet"):
            self.as_(self.leader, instruction).action_send_back("More")
        self.as_(self.rep, instruction).action_report("Done")
        with self.assertRaises(AccessError):
            self.as_(self.rep, instruction).action_send_back("More")
        self.as_(self.leader, instruction).action_send_back("How much?")
        self.assertFalse(instruction.report)
        self.assertIn("Done", instruction.log_ids.mapped("text"))
        self.as_(self.rep, instruction).action_report("Ten percent")

    @freeze_time("2025-03-04 02:00:00")
    def test_emergency_acts_first(self):
        """R040: in an emergency one acts first; the report is due within the company's hours."""
        self.company.sales_office_report_hours = 2
        instruction = self.draft(urgency="emergency")
        self.as_(self.rep, instruction).action_act("Moved the guests to another hotel")
        self.assertEqual(instruction.state, "in_progress")
        self.assertEqual(str(instruction.report_due_at), "2025-03-04 04:00:00")
        self.assertTrue(instruction.message_ids.filtered(lambda m: self.leader.user_id.partner_id in m.partner_ids))
        with self.assertRaisesRegex(UserError, "This is closed only after the report on what"):
            self.as_(self.leader, instruction).action_close()
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.ask(self.rep)).with_user(self.colleague.user_id).action_act()
        self.as_(self.rep, instruction).action_report("Twelve guests, all well")
        self.as_(self.leader, instruction).action_close()
        self.assertEqual(instruction.state, "closed")

    def test_only_emergencies_act_first(self):
        with self.assertRaisesRegex(UserError, "Only in an emergency does somebody act"):
            self.as_(self.rep, self.draft(urgency="urgent")).action_act()

    def test_late_report_reminded_once(self):
        """R040: both are told of a late report, once."""
        instruction = self.draft(urgency="emergency")
        self.as_(self.rep, instruction).action_act()
        run_cron(self.instructions)
        before = len(instruction.message_ids)
        with freeze_time("2099-01-01"):
            run_cron(self.instructions)
            run_cron(self.instructions)
        news = instruction.message_ids[: len(instruction.message_ids) - before]
        self.assertEqual(news.partner_ids, (self.rep | self.leader).user_id.partner_id)
        self.assertEqual(len(news), 2)

    def test_late_answer(self):
        instruction = self.ask(deadline="2025-03-04")
        self.assertTrue(instruction.is_overdue)
        self.assertEqual(self.instructions.search([("is_overdue", "=", True)]), instruction)
        run_cron(self.instructions)
        self.assertEqual(instruction.message_ids[0].partner_ids, self.leader.user_id.partner_id)


class TestAssign(InstructionCommon):
    def assign(self, leader, employees, **values):
        details = {"name": "Visits", "text": "Visit ten customers", "deadline": "2099-01-01", **values}
        return self.as_(leader, self.instructions).action_assign(employees.ids, **details).sudo()

    def test_assigned_and_reported(self):
        """R030: a task from above has a due date, an activity and a report back."""
        orders = self.assign(self.leader, self.rep | self.colleague)
        self.assertEqual(orders.mapped("state"), ["decided", "decided"])
        order = orders.filtered(lambda o: o.employee_id == self.rep)
        self.assertEqual(order.activity_ids.user_id, self.rep.user_id)
        self.assertEqual(str(order.report_due_at), "2099-01-01 15:59:59")
        with self.assertRaisesRegex(UserError, "This is closed only after the report on what"):
            self.as_(self.leader, order).action_close()
        self.as_(self.rep, order).action_report("Ten visits, two orders")
        self.assertEqual(order.activity_ids.user_id, self.leader.user_id)
        self.as_(self.leader, order).action_close()
        self.assertEqual(order.state, "closed")

    def test_report_goes_to_who_assigned(self):
        """R030: a task of the manager is reported to the manager, past the leader."""
        order = self.assign(self.manager, self.rep)
        self.assertEqual(order.superior_id, self.manager)
        self.as_(self.rep, order).action_report("Done")
        self.assertEqual(order.activity_ids.user_id, self.manager.user_id)
        with self.assertRaises(AccessError):
            self.as_(self.leader, order).action_close()

    def test_only_to_people_one_leads(self):
        """R030 R046: not to oneself, a superior, a stranger."""
        for employee in (self.leader, self.manager, self.rep_south, self.rep_valley, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.assign(self.leader, employee)
        with self.assertRaises(AccessError):
            self.assign(self.rep, self.colleague)

    def test_bad_input(self):
        for values, words in (
            ({"name": " "}, "Give the task a subject"),
            ({"text": ""}, "Write what is to be done"),
            ({"deadline": False}, "“deadline” has to be a day"),
            ({"deadline": "2001-01-01"}, "Say until which day, today or later"),
            ({"state": "closed"}, "action_assign takes these arguments"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.assign(self.leader, self.rep, **values)
        with self.assertRaisesRegex(UserError, "Choose employees who work here"):
            self.assign(self.leader, self.rep.browse())
        self.colleague.active = False
        with self.assertRaisesRegex(UserError, "Choose employees who work here"):
            self.assign(self.leader, self.colleague)

    def test_withdrawn_by_who_assigned(self):
        order = self.assign(self.leader, self.rep)
        with self.assertRaises(AccessError):
            self.as_(self.rep, order).action_withdraw()
        self.as_(self.leader, order).action_withdraw("Not needed")
        self.assertEqual(order.state, "withdrawn")

    def test_dialog(self):
        """R030: the leader assigns from the dialog, about the record they came from."""
        dialog = self.as_(self.leader, self.env["sales.office.instruction.assign"]).with_context(
            active_model="crm.lead", active_id=self.lead.id
        )
        wizard = dialog.create(
            {"employee_ids": self.rep.ids, "name": "Call", "text": "Call them", "deadline": "2099-01-01"}
        )
        action = wizard.action_confirm()
        order = self.instructions.browse(action["res_id"])
        self.assertEqual((order.reference, order.employee_id), (self.lead, self.rep))


class TestReference(InstructionCommon):
    def test_disputed_by_reference(self):
        """R041: what is disputed can be chosen together with the record it is about."""
        instruction = self.draft(reference=f"sale.order,{self.order.id}", is_disputed=True)
        self.assertEqual(instruction.reference, self.order)
        for wrong in ("sale.order,x", "sale.order,", "sale.order,0"):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "What the instruction is about does not exist"):
                self.draft(reference=wrong)
        with self.assertRaisesRegex(UserError, "does not take this value"):
            self.draft(reference="res.users,1")

    def test_superior_opens_it_without_the_record(self):
        """R039: a record the superior may not read does not keep them from reading the question."""
        instruction = self.ask(res_model="crm.lead", res_id=self.lead.id)
        self.lead.user_id = self.rep_south.user_id
        self.env.flush_all()
        self.env.invalidate_all()
        specification = {"name": {}, "reference": {"fields": {"display_name": {}}}}
        for employee in (self.leader, self.rep):
            [values] = self.as_(employee, instruction).web_read(specification)
            self.assertEqual(values["name"], "Ten percent?")
