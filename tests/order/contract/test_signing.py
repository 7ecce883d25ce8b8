from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import ContractCommon


@freeze_time("2026-03-02 02:00:00")
class TestMandate(ContractCommon):
    def test_signed_by_mandate(self):
        """R115: who has a mandate signs up to its amount, and the contract says by which."""
        mandate = self.mandate()
        contract = self.signed()
        self.assertEqual((contract.state, contract.signatory_id), ("signed", self.manager))
        self.assertEqual(contract.sudo().mandate_id, mandate)

    def test_the_director_signs_by_his_post(self):
        """R115: a director needs no mandate."""
        contract = self.ready(amount=10_000_000)
        contract.action_sign(self.director, "2026-03-02")
        self.assertFalse(contract.mandate_fault)

    def test_without_a_mandate(self):
        """R115: whoever has none does not sign."""
        with self.assertRaisesRegex(UserError, "Rob has no mandate to sign contracts"):
            self.ready().action_sign(self.rep, "2026-03-02")

    def test_above_the_amount(self):
        """R115: nobody signs for more than their mandate."""
        self.mandate(amount=50000)
        with self.assertRaisesRegex(UserError, "Max may sign up to .*50,000.00. .* comes to .*60,000.00"):
            self.ready().action_sign(self.manager, "2026-03-02")

    def test_exactly_the_amount(self):
        """R115: the limit itself is within the mandate."""
        self.mandate(amount=60000)
        contract = self.ready()
        contract.action_sign(self.manager, "2026-03-02")
        self.assertFalse(contract.mandate_fault)

    def test_splitting_is_seen(self):
        """R115: contracts with one party within the days of the company count together, by whomever they are signed."""
        self.signed()
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.customer.id, "type": "delivery"})
        second = self.ready(partner_id=branch.id)
        with self.assertRaisesRegex(UserError, "signed within 30 days it comes to .*120,000.00"):
            second.action_sign(self.manager, "2026-03-02")
        self.company.sales_office_mandate_days = 5
        with freeze_time("2026-03-09 02:00:00"):
            second.action_sign(self.manager, "2026-03-09")

    def test_parties_that_are_merged(self):
        """R115: what somebody signed with counts for the company behind them, of contacts that were merged, too."""
        old = self.env["res.partner"].create({"name": "Lotus Tours", "is_company": True})
        contact, *twins = self.env["res.partner"].create(
            [{"name": "Ms Chen", "parent_id": company.id} for company in (self.customer, old, old.browse())]
        )
        contracts = [self.signed(partner_id=twin.id, amount=30000) for twin in twins]
        self.env["base.partner.merge.automatic.wizard"]._merge([contact.id, *(twin.id for twin in twins)], contact)
        self.env.invalidate_all()
        for contract in contracts:
            self.assertEqual((contract.partner_id, contract.commercial_partner_id), (contact, self.customer))
        with self.assertRaisesRegex(UserError, "signed within 30 days it comes to .*120,000.00"):
            self.ready().action_sign(self.manager, "2026-03-02")

    def test_taking_off_gives_nothing_back(self):
        """R115: an amendment that takes off does not make room for another contract."""
        contract = self.signed()
        off = self.contract(amends_id=contract.id, amount=-60000, clauses="Nothing more.")
        off.action_review()
        self.as_(self.manager, off).action_approve()
        off.action_sign(self.manager, "2026-03-02")
        with self.assertRaisesRegex(UserError, "comes to .*120,000.00"):
            self.ready().action_sign(self.manager, "2026-03-02")

    def test_kinds_and_customers(self):
        """R115: a mandate may be for some kinds and customers only."""
        self.mandate(kind_ids=self.framework.ids)
        with self.assertRaisesRegex(UserError, "no mandate for a Sales Contract with Lotus Travel"):
            self.ready().action_sign(self.manager, "2026-03-02")
        other = self.env["res.partner"].create({"name": "Another", "is_company": True})
        self.mandate(partner_ids=other.ids)
        with self.assertRaisesRegex(UserError, "no mandate for a Sales Contract with Lotus Travel"):
            self.ready().action_sign(self.manager, "2026-03-02")
        self.mandate(partner_ids=self.customer.ids)
        self.ready().action_sign(self.manager, "2026-03-02")

    def test_in_the_currency_of_the_mandate(self):
        """R115: a contract in another currency is converted at the day of the signature."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].search([("currency_id", "in", (dollar | self.company.currency_id).ids)]).unlink()
        for day, rate in (("2026-01-01", 0.125), ("2026-03-04", 0.2)):
            self.env["res.currency.rate"].create(
                {"currency_id": dollar.id, "name": day, "rate": rate, "company_id": self.company.id}
            )
        self.mandate(amount=70000)
        contract = self.ready(amount=10000, currency_id=dollar.id)
        with self.assertRaisesRegex(UserError, "comes to .*80,000.00"):
            contract.action_sign(self.manager, "2026-03-02")
        with freeze_time("2026-03-04 02:00:00"):
            contract.action_sign(self.manager, "2026-03-04")

    def test_from_and_until(self):
        """R115: before its first day and after its last a mandate is none."""
        self.mandate(date_from="2026-03-04", date_to="2026-03-05")
        contract = self.ready()
        for day in ("2026-03-03", "2026-03-06"):
            with freeze_time(f"{day} 02:00:00"), self.assertRaisesRegex(UserError, "no mandate that holds on"):
                contract.action_sign(self.manager, day)

    def test_never_before_it_was_granted(self):
        """R115: a mandate that is dated back covers nothing that was signed before."""
        contract = self.ready()
        with freeze_time("2026-03-04 02:00:00"):
            self.mandate(date_from="2026-01-01")
            with self.assertRaisesRegex(UserError, "no mandate that holds on 03/03/2026"):
                contract.action_sign(self.manager, "2026-03-03")
            contract.action_sign(self.manager, "2026-03-04")

    def test_signed_with_an_ended_mandate(self):
        """R115: a withdrawn mandate signs nothing from that day on."""
        mandate, contract = self.mandate(), self.ready()
        self.say_why(self.director, mandate, "withdraw", "Leaves us.")
        with self.assertRaisesRegex(UserError, "no mandate that holds on 03/02/2026"):
            contract.action_sign(self.manager, "2026-03-02")

    def test_dated_back_before_the_end_of_a_mandate(self):
        """R115: once a mandate has ended, a signature from before is recorded by somebody above the signatory only."""
        mandate, contract = self.mandate(), self.ready()
        with freeze_time("2026-03-04 02:00:00"):
            self.as_(self.director, mandate).action_withdraw("Leaves us.")
            for employee in (self.rep, self.manager, self.clerk):
                with self.assertRaisesRegex(UserError, "recorded by somebody above them"):
                    self.as_(employee, contract).action_sign(self.manager, "2026-03-03")
            self.as_(self.director, contract).action_sign(self.manager, "2026-03-03")
        self.assertFalse(contract.mandate_fault)

    def test_dated_back_before_it_was_settled(self):
        """R115 R130: nobody signed what was still written or reviewed."""
        self.mandate()
        with freeze_time("2026-03-04 02:00:00"):
            contract = self.ready()
            with self.assertRaisesRegex(UserError, "could be signed since 03/04/2026 only"):
                contract.action_sign(self.manager, "2026-03-03")
            with self.assertRaisesRegex(UserError, "must not lie in the future"):
                contract.action_sign(self.manager, "2026-03-05")

    def test_by_somebody_of_the_company(self):
        """R115: nobody of another company signs for the house."""
        with self.assertRaisesRegex(UserError, "by somebody who works for the company"):
            self.ready().sudo().action_sign(self.director_valley, "2026-03-02")

    def test_who_records_a_signature(self):
        """R115 R135: not a colleague, nor another team's leader."""
        self.mandate()
        contract = self.ready()
        for employee in (self.colleague, self.leader_south):
            with self.assertRaises(AccessError):
                self.as_(employee, contract).action_sign(self.manager, "2026-03-02")
        with self.assertRaisesRegex(AccessError, "recorded by who looks after it"):
            self.as_(self.finance, contract).action_sign(self.manager, "2026-03-02")
        self.as_(self.clerk, contract).action_sign(self.manager, "2026-03-02")


@freeze_time("2026-03-02 02:00:00")
class TestGranting(ContractCommon):
    def test_nobody_grants_himself(self):
        """R115: one's own mandate is neither written nor granted."""
        with self.assertRaises(AccessError):
            self.mandate(by=self.manager)
        with self.assertRaises(AccessError):
            self.mandate(self.director)

    def test_no_more_than_he_may_sign(self):
        """R115: who has a mandate grants others no more than it: amount, kinds, customers and time."""
        self.mandate(kind_ids=self.kind.ids, date_to="2026-12-31")
        fits = {"kind_ids": self.kind.ids, "date_to": "2026-06-30"}
        for change in ({"amount": 100001}, {"kind_ids": []}, {"date_to": False}, {"date_to": "2027-01-01"}):
            with self.subTest(**change), self.assertRaisesRegex(AccessError, "Nobody grants more than they may sign"):
                self.mandate(self.leader, by=self.manager, **fits | change)
        self.assertEqual(self.mandate(self.leader, by=self.manager, **fits).state, "granted")

    def test_without_a_mandate_of_his_own(self):
        """R115: who may not sign lets nobody sign; they may write a draft for the director."""
        with self.assertRaisesRegex(AccessError, "Nobody grants more than they may sign"):
            self.mandate(self.rep, amount=10, by=self.leader)
        draft = self.mandate(self.rep, amount=10, by=self.leader, grant=False)
        self.as_(self.director, draft).action_grant()
        self.assertEqual(draft.granted_by_id, self.director.user_id)

    def test_a_deputy_grants_nothing(self):
        """R047 R115: what is lent is not lent on: a deputy of the manager grants no mandate by their post."""
        self.mandate()
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader.id,
                "date_from": "2026-03-02",
                "date_to": "2026-03-06",
            }
        )
        draft = self.mandate(self.rep_south, amount=10, by=self.leader, grant=False)
        with self.assertRaisesRegex(AccessError, "by no deputy"):
            draft.action_grant()

    def test_a_granted_mandate_stands(self):
        """R115: nobody raises the amount of what was granted, nor forges that it was."""
        mandate = self.mandate()
        with self.assertRaisesRegex(UserError, "is Mandate Granted; this needs: Draft"):
            mandate.max_amount = 1_000_000
        draft = self.mandate(grant=False)
        with self.assertRaisesRegex(AccessError, "not entered by hand"):
            draft.state = "granted"
        with self.assertRaisesRegex(UserError, "this needs: Draft"):
            mandate.unlink()

    def test_withdrawn_by_somebody_above(self):
        """R115: neither the holder nor a colleague withdraws a mandate."""
        mandate = self.mandate()
        with self.assertRaisesRegex(AccessError, "do not stand above Max"):
            self.as_(self.manager, mandate).action_withdraw("No more")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.director, mandate).action_withdraw("")


@freeze_time("2026-03-02 02:00:00")
class TestSignedAllTheSame(ContractCommon):
    def setUp(self):
        super().setUp()
        self.check = self.env.ref("sales_office_policy.check_contract_unmandated")
        self.check.write({"mode": "suspect", "enforced_from": "2026-01-01"})

    def _find(self):
        self.check.run("2026-03-01", "2026-03-31")
        findings = self.env["sales.office.finding"].search([("check_id", "=", self.check.id), ("state", "=", "open")])
        return [(finding.employee_id.name, str(finding.date)) for finding in findings]

    def test_stands_and_is_found(self):
        """R115: what the customer has signed, too, stands with a reason, and a check finds who signed."""
        contract = self.ready()
        contract.action_sign(self.rep, "2026-03-02", "The customer signed at the fair.")
        self.assertEqual(contract.state, "signed")
        self.assertRegex(contract.mandate_fault, "Rob has no mandate")
        self.assertEqual(self._find(), [("Rob", "2026-03-02")])

    def test_recorded_long_afterwards(self):
        """R115: a signature dated back so far that nobody looks at that day any more is found when it is recorded."""
        with freeze_time("2026-01-05 02:00:00"):
            contract = self.ready()
        contract.action_sign(self.rep, "2026-01-05", "The customer signed at the fair.")
        self.assertEqual(self._find(), [("Rob", "2026-03-02")])

    def test_ratified_by_who_could_have_signed(self):
        """R115: whoever may sign it takes it over, and there is nothing to find any more."""
        contract = self.ready()
        contract.action_sign(self.rep, "2026-03-02", "The customer signed at the fair.")
        self._find()
        with self.assertRaisesRegex(AccessError, "could have signed it themselves"):
            self.as_(self.leader, contract).action_ratify("Fine")
        with self.assertRaisesRegex(AccessError, "could have signed it themselves"):
            self.as_(self.rep, contract).action_ratify("Fine")
        self.say_why(self.director, contract, "ratify", "A good customer.")
        self.assertEqual(self._find(), [])

    def test_nothing_to_find_in_what_was_his_to_sign(self):
        """R115: a signature by mandate is no finding, and no reason is kept for it."""
        self.mandate()
        contract = self.ready()
        contract.action_sign(self.manager, "2026-03-02", "Just because")
        self.assertFalse(contract.mandate_reason)
        self.assertEqual(self._find(), [])

    def test_the_dialog_says_it_first(self):
        """R115: the dialog says whether it is theirs to sign, before anybody presses anything."""
        dialog = self.as_(self.rep, self.env["sales.office.contract.sign"]).create(
            {"contract_id": self.ready().id, "signatory_id": self.rep.id, "signed_on": "2026-03-02"}
        )
        self.assertRegex(dialog.warning, "Rob has no mandate")
        with self.assertRaisesRegex(UserError, "Rob has no mandate"):
            dialog.action_confirm()
        dialog.reason = "The customer signed at the fair."
        dialog.action_confirm()
        self.assertEqual(dialog.contract_id.state, "signed")

    def test_the_dialog_begins_with_who_may(self):
        """R115: the one who has a mandate for it stands there already; of two, or of none that reaches, nobody does."""
        contract = self.ready()
        dialogs = self.as_(self.rep, self.env["sales.office.contract.sign"]).with_context(active_id=contract.id)
        self.assertFalse(Form(dialogs).signatory_id)
        self.mandate(amount=1000, employee=self.leader)
        self.assertFalse(Form(dialogs).signatory_id)
        self.mandate()
        self.assertEqual(Form(dialogs).signatory_id.name, "Max")
        self.mandate(employee=self.leader)
        self.assertFalse(Form(dialogs).signatory_id)


@freeze_time("2026-03-02 02:00:00")
class TestSeal(ContractCommon):
    def setUp(self):
        super().setUp()
        self.mandate()
        self.seal = self.env["sales.office.document"].create(
            {
                "name": "Contract seal",
                "category_id": self.env.ref("sales_office_policy.document_category_seal").id,
                "department_id": self.sales.id,
            }
        )
        self.framed = self.ready(kind_id=self.framework.id, date_to="2026-12-31")

    def test_sealed_with_a_seal_on_loan(self):
        """R015 R115: what is sealed is signed while a seal of the office is on loan from the clerk."""
        with self.assertRaisesRegex(UserError, "no seal of the office was lent on 03/02/2026"):
            self.framed.action_sign(self.manager, "2026-03-02")
        self.as_(self.clerk, self.seal).action_hand_out(self.manager)
        self.framed.action_sign(self.manager, "2026-03-02")

    def test_lent_on_the_day_of_the_signature(self):
        """R115: a seal that came back the day before sealed nothing that day."""
        self.as_(self.clerk, self.seal).action_hand_out(self.manager)
        with freeze_time("2026-03-02 06:00:00"):
            self.as_(self.clerk, self.seal).action_take_back()
        with freeze_time("2026-03-03 02:00:00"):
            with self.assertRaisesRegex(UserError, "no seal of the office was lent on 03/03/2026"):
                self.framed.action_sign(self.manager, "2026-03-03")
            self.framed.action_sign(self.manager, "2026-03-02")

    def test_without_the_room_of_papers(self):
        """R115: an office that lends no papers is not asked for a loan."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        self.framed.action_sign(self.manager, "2026-03-02")
        self.assertEqual(self.framed.state, "signed")

    def test_an_office_without_seals(self):
        """R115: who keeps no seal with the clerk is not asked for its loan."""
        self.seal.unlink()
        self.framed.action_sign(self.manager, "2026-03-02")
        self.assertEqual(self.framed.state, "signed")
