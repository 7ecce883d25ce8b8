from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from .common import ContractCommon


@freeze_time("2026-03-02 02:00:00")
class TestTerms(ContractCommon):
    def test_says_what_is_missing(self):
        """R116: a contract names the terms that its kind asks for and it does not state."""
        contract = self.contract(amount=0, payment=False, delivery="")
        self.assertEqual(contract.missing_terms, "Amount, Payment Conditions, Delivery")
        with self.assertRaisesRegex(UserError, "says nothing about: Amount, Payment Conditions, Delivery"):
            contract.action_review()

    def test_a_dot_is_no_term(self):
        """R116: what says nothing states nothing."""
        self.assertEqual(self.contract(delivery=" . - ").missing_terms, "Delivery")

    def test_payment_terms_are_a_payment(self):
        """R116: Odoo's payment terms say how it is paid."""
        term = self.env["account.payment.term"].create({"name": "30 days"})
        self.assertFalse(self.contract(payment=False, payment_term_id=term.id).missing_terms)

    def test_kinds_ask_for_different_terms(self):
        """R116: an agreement of another kind need not state an amount."""
        other = self.env.ref("sales_office_policy.contract_kind_other")
        self.assertFalse(self.contract(kind_id=other.id, amount=0, payment=False, delivery=False).missing_terms)

    def test_wording_follows_the_kind(self):
        """R130: a new contract begins with the clauses of its kind, and its form says so."""
        with Form(self.as_(self.rep, self.contracts)) as form:
            form.name = "Rooms in May"
            form.partner_id = self.customer
            form.kind_id = self.kind
            self.assertEqual(form.clauses, self.kind.clauses)
            self.assertTrue(form.is_standard)
            form.clauses = "Whatever they want"
            self.assertFalse(form.is_standard)

    def test_milestones_are_within_the_amount(self):
        """R077: what is planned by milestones is not more than the contract."""
        steps = [Command.create({"name": name, "due_on": "2026-05-04", "amount": 40000}) for name in ("First", "Rest")]
        with self.assertRaisesRegex(ValidationError, "milestones come to more than the amount"):
            self.contract(milestone_ids=steps)


@freeze_time("2026-03-02 02:00:00")
class TestReview(ContractCommon):
    def test_unchanged_wording_skips_the_review(self):
        """R130: a contract with the wording of its kind can be signed at once; small repeat orders do not queue."""
        contract = self.contract()
        contract.action_review()
        self.assertEqual(contract.state, "to_sign")
        self.assertEqual(str(contract.ready_on), "2026-03-02")

    def test_unchanged_wording_in_another_language(self):
        """R130: the kind's wording is its wording in any language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.kind.with_context(lang="zh_CN").write({"clauses": "一、未尽事宜另行协商。", "liability": "各负其责。"})
        contract = self.contract(clauses="一、未尽事宜另行协商。", liability=self.kind.liability)
        self.assertFalse(contract.is_standard, "liability in one language, clauses in another")
        contract.liability = "各负其责。"
        self.assertTrue(contract.is_standard)

    def test_changed_wording_is_reviewed_by_the_post_of_its_kind(self):
        """R130: the manager reviews what the kind gives to them; the leader does not, nor does its author."""
        contract = self.contract(clauses="We are liable for everything.")
        contract.action_review()
        self.assertEqual(contract.state, "review")
        for employee in (self.rep, self.leader):
            with self.assertRaisesRegex(AccessError, "reviewed by the post that its kind names"):
                self.as_(employee, contract).action_approve()
        self.as_(self.manager, contract).action_approve()
        self.assertEqual(contract.state, "to_sign")
        self.assertEqual(contract.reviewed_by_id, self.manager.user_id)

    def test_nobody_reviews_his_own(self):
        """R130: a manager's own contract is reviewed by a manager above them."""
        contract = self.contract(by=self.manager, clauses="Ours.")
        contract.action_review()
        with self.assertRaisesRegex(AccessError, "nobody who wrote it themselves"):
            contract.action_approve()
        self.as_(self.director, contract).action_approve()

    def test_finance_reviews(self):
        """R130: a kind may be reviewed by finance."""
        self.kind.review_by = "finance"
        contract = self.contract(clauses="Paid when we like.")
        contract.action_review()
        self.as_(self.finance, contract).action_approve()
        self.assertEqual(contract.state, "to_sign")

    def test_sent_back_with_a_reason(self):
        """R130: the reviewer says what has to change, and the author is told."""
        contract = self.contract(clauses="We are liable for everything.")
        contract.action_review()
        self.say_why(self.manager, contract, "send_back", "Limit the liability.")
        self.assertEqual(contract.state, "negotiation")
        self.assertIn("Limit the liability.", contract.message_ids[0].body)

    def test_reviewed_once_unless_it_changes(self):
        """R130: back from a negotiation without a change it is not read again; a changed amount is."""
        contract = self.ready(clauses="Ours.")
        contract.action_negotiate()
        contract.action_review()
        self.assertEqual(contract.state, "to_sign")
        contract.action_negotiate("They want more rooms.")
        contract.amount = 90000
        contract.action_review()
        self.assertEqual(contract.state, "review")

    def test_what_is_handed_in_stands(self):
        """R130: nobody changes the amount while it is reviewed or signed, by a form or by RPC."""
        contract = self.ready()
        for employee in (self.rep, self.manager, self.director):
            with self.assertRaisesRegex(UserError, "is To Be Signed; this needs: Draft, In Negotiation"):
                self.as_(employee, contract).amount = 1

    def test_states_are_written_by_actions(self):
        """R115 R130: a forged state, signature or review is refused."""
        contract = self.contract()
        for name, value in (
            ("state", "signed"),
            ("signed_on", "2026-03-02"),
            ("reviewed_by_id", 1),
            ("filed_on", "2026-03-02"),
        ):
            with self.assertRaisesRegex(AccessError, "not entered by hand"):
                contract.write({name: value})
        with self.assertRaisesRegex(AccessError, "not entered by hand"):
            self.contract(state="signed")
        forged = self.contract(by=self.rep)
        self.assertEqual(forged.with_context(default_state="signed").copy().state, "draft")

    def test_cancelled_with_a_reason(self):
        """R077: what is not signed can be given up; what is signed cannot."""
        contract = self.ready()
        with self.assertRaisesRegex(UserError, "Say why"):
            contract.action_cancel("  ")
        contract.action_cancel("They chose another hotel.")
        self.assertEqual((contract.state, contract.close_reason), ("cancelled", "They chose another hotel."))
        with self.assertRaisesRegex(UserError, "this needs: Draft, In Review"):
            self.signed().action_cancel("Too late")

    def test_only_drafts_are_deleted(self):
        """R077: a contract that was handed in stays in the register."""
        with self.assertRaisesRegex(UserError, "this needs: Draft"):
            self.ready().unlink()
        self.contract().unlink()


@freeze_time("2026-03-02 02:00:00")
class TestReaders(ContractCommon):
    def test_who_reads(self):
        """R135: who looks after it, who leads them, the clerk, and finance once it is handed in."""
        contract = self.contract()
        self.assertEqual(self._get_readers(contract), ["Rob", "Lea", "Max", "Diane", "Cleo"])
        contract.action_review()
        self.assertEqual(self._get_readers(contract), ["Rob", "Lea", "Max", "Diane", "Cleo", "Fay"])

    def _get_readers(self, contract):
        office = (self.rep, self.colleague, self.rep_south, self.leader, self.leader_south, self.manager)
        office += (self.director, self.clerk, self.finance, self.relations)
        return [employee.name for employee in office if self.as_(employee, contract).has_access("read")]

    def test_nobody_makes_one_for_a_colleague(self):
        """R135: a contract is made for oneself or for people one leads."""
        with self.assertRaises(AccessError):
            self.contract(employee_id=self.colleague.id)
        self.assertTrue(self.contract(by=self.leader, employee_id=self.colleague.id))


@freeze_time("2026-03-02 02:00:00")
class TestPerformance(ContractCommon):
    def test_milestones_are_activities(self):
        """R077: once signed each step is an activity of who is responsible, until it is done."""
        steps = [
            Command.create({"name": "Rooms ready", "due_on": "2026-05-04", "amount": 20000}),
            Command.create({"name": "Final account", "due_on": "2026-05-20", "employee_id": self.leader.id}),
        ]
        contract = self.signed(milestone_ids=steps)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", contract._name), ("res_id", "=", contract.id)]
        )
        self.assertEqual(
            {(a.summary, a.user_id.login, str(a.date_deadline)) for a in activities},
            {("Rooms ready", "rep", "2026-05-04"), ("Final account", "leader", "2026-05-20")},
        )
        first, last = contract.milestone_ids
        first.action_done()
        self.assertEqual(str(first.done_on), "2026-03-02")
        self.assertEqual(self.env["mail.activity"].search([("id", "in", activities.ids)]).summary, "Final account")
        with self.assertRaisesRegex(UserError, "Done already"):
            first.action_done()
        self.as_(self.leader, last).action_done()
        self.assertEqual(last.done_by_id, self.leader.user_id)

    def test_handed_on(self):
        """R077: a contract that binds is given to somebody else by who leads its owner, with what is left to do."""
        steps = [Command.create({"name": name, "due_on": "2026-05-04"}) for name in ("Rooms ready", "Final account")]
        contract = self.signed(milestone_ids=steps)
        contract.milestone_ids[0].action_done()
        for employee, other in ((self.rep, self.colleague), (self.leader_south, self.rep_south)):
            with self.assertRaises(AccessError):
                self.as_(employee, contract).employee_id = other
        led = self.as_(self.leader, contract)
        with self.assertRaisesRegex(UserError, "this needs: Draft, In Negotiation"):
            led.write({"employee_id": self.colleague.id, "amount": 1})
        self.assertTrue(led.can_hand_over)
        with Form(led) as form:
            form.employee_id = self.colleague
        done, left = contract.sudo().milestone_ids
        self.assertEqual((contract.sudo().user_id, done.employee_id), (self.colleague.user_id, self.rep))
        self.assertEqual((left.employee_id, left.activity_id.user_id), (self.colleague, self.colleague.user_id))
        self.as_(self.colleague, left).action_done()
        self.as_(self.clerk, contract).action_file()
        self.as_(self.colleague, contract).action_fulfil()
        self.assertEqual(contract.sudo().state, "fulfilled")

    def test_a_step_is_given_to_somebody_else(self):
        """R077: who is responsible leaves: who looks after the contract names another, who has the activity then."""
        step = {"name": "Rooms ready", "due_on": "2026-05-04", "employee_id": self.leader.id}
        contract = self.signed(milestone_ids=[Command.create(step), Command.create(step | {"name": "Account"})])
        left, done = contract.sudo().milestone_ids
        done.action_done()
        self.leader.user_id.action_archive()
        with Form(contract) as form, form.milestone_ids.edit(0) as line:
            line.employee_id = self.manager
        self.assertEqual((left.employee_id, left.activity_id.user_id), (self.manager, self.manager.user_id))
        self.assertEqual(str(left.activity_id.date_deadline), "2026-05-04")
        self.as_(self.manager, left).employee_id = self.rep
        self.assertEqual(left.activity_id.user_id, self.rep.user_id)
        with self.assertRaisesRegex(UserError, "Done already"):
            self.as_(self.rep, done).employee_id = self.rep

    def test_who_gives_a_step(self):
        """R077 R135: neither who is responsible, nor the clerk, nor another team; nobody who may not read it."""
        step = {"name": "Rooms ready", "due_on": "2026-05-04", "employee_id": self.leader.id}
        step = self.signed(milestone_ids=[Command.create(step)]).sudo().milestone_ids
        for employee in (self.colleague, self.clerk, self.leader_south):
            with self.assertRaises(AccessError):
                self.as_(employee, step).employee_id = self.rep
        with self.assertRaisesRegex(ValidationError, "Ann may not read this contract"):
            self.as_(self.rep, step).employee_id = self.colleague
        with self.assertRaisesRegex(UserError, "this needs: Draft, In Negotiation"):
            self.as_(self.rep, step).write({"employee_id": self.rep.id, "due_on": "2027-01-01"})

    def test_a_done_activity_is_a_done_step(self):
        """R077: who marks their activity as done has done the step."""
        contract = self.signed(milestone_ids=[Command.create({"name": "Rooms ready", "due_on": "2026-05-04"})])
        activity = self.env["mail.activity"].search([("res_model", "=", contract._name), ("res_id", "=", contract.id)])
        self.as_(self.rep, activity).action_feedback()
        self.assertEqual(str(contract.milestone_ids.done_on), "2026-03-02")

    def test_responsible_reads_the_contract(self):
        """R077 R135: nobody is given a step of a contract they may not read."""
        with self.assertRaisesRegex(ValidationError, "Ann may not read this contract"):
            self.contract(
                milestone_ids=[Command.create({"name": "x", "due_on": "2026-05-04", "employee_id": self.colleague.id})]
            )

    def test_steps_stand_once_it_is_handed_in(self):
        """R077: a step of a signed contract is neither moved nor added nor taken away."""
        contract = self.signed(milestone_ids=[Command.create({"name": "Rooms ready", "due_on": "2026-05-04"})])
        step = contract.milestone_ids
        for change in (
            lambda: step.write({"due_on": "2027-01-01"}),
            lambda: step.copy(),
            lambda: step.unlink(),
            lambda: step.write({"contract_id": self.contract().id}),
            lambda: contract.write({"milestone_ids": [Command.update(step.id, {"amount": 1})]}),
            lambda: contract.write({"milestone_ids": [Command.create({"name": "x", "due_on": "2026-05-04"})]}),
            lambda: contract.write({"milestone_ids": [Command.delete(step.id)]}),
        ):
            with self.assertRaisesRegex(UserError, "this needs: Draft, In Negotiation"):
                change()
        with self.assertRaisesRegex(AccessError, "not entered by hand"):
            step.done_on = "2026-03-02"

    def test_fulfilled_when_nothing_is_open(self):
        """R077: a contract with an open step is not closed."""
        contract = self.filed(milestone_ids=[Command.create({"name": "Rooms ready", "due_on": "2026-05-04"})])
        with self.assertRaisesRegex(UserError, "Still open: Rooms ready"):
            contract.action_fulfil()
        contract.milestone_ids.action_done()
        contract.action_fulfil()
        self.assertEqual(contract.state, "fulfilled")

    def test_ended_by_somebody_above(self):
        """R077: a signed contract is ended early by who leads, with a reason."""
        contract = self.signed()
        with self.assertRaisesRegex(AccessError, "You do not stand above Rob"):
            contract.action_end("I do not like it")
        self.say_why(self.leader, contract, "end", "The customer went bankrupt.")
        self.assertEqual((contract.state, contract.close_reason), ("ended", "The customer went bankrupt."))

    def test_amendments_go_the_same_way(self):
        """R077 R115: an amendment has its own review and signature, and counts for the contract once it is signed."""
        contract = self.filed()
        context = contract.action_amend()["context"]
        with Form(contract.with_context(**context).browse()) as form:
            form.clauses = "Five more rooms."
            form.amount = 15000
        amendment = form.record
        self.assertEqual(amendment.amends_id, contract)
        amendment.action_review()
        self.assertEqual(amendment.state, "review", "no wording of a kind")
        self.as_(self.manager, amendment).action_approve()
        self.assertEqual(contract.total_amount, 60000)
        amendment.action_sign(self.manager, "2026-03-02")
        self.assertEqual(contract.total_amount, 75000)

    def test_amendments_have_something_to_amend(self):
        """R077: only what binds is amended, by the same party, and said when the amendment is made."""
        self.mandate(amount=1_000_000)
        with self.assertRaisesRegex(ValidationError, "changes a contract that is signed"):
            self.contract(amends_id=self.ready().id)
        other = self.env["res.partner"].create({"name": "Another", "is_company": True})
        with self.assertRaisesRegex(ValidationError, "has the customer and the currency"):
            self.contract(amends_id=self.signed().id, partner_id=other.id)
        with self.assertRaisesRegex(AccessError, "said when it is made"):
            self.contract().amends_id = self.signed()
