from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.sales_office_policy.models.books.books import SalesOfficeBooks

from ...order.receivable.common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestRisk(ReceivableCommon):
    def risk(self, by=None, **values):
        return self.as_(by or self.leader, self.env["sales.office.risk"]).create(
            {"name": "The fair moves away", **values}
        )

    def trigger(self, kind, threshold, **values):
        return self.env["sales.office.risk.trigger"].create(
            {"kind": kind, "threshold": threshold, "employee_id": self.manager.id, **values}
        )

    def _run(self):
        with patch.object(self.registry["ir.cron"], "_commit_progress", lambda *args, **kwargs: 60):
            self.env["sales.office.risk.trigger"].sudo()._cron_look()

    def found(self, trigger):
        return self.env["sales.office.risk"].search([("trigger_id", "=", trigger.id)])

    def test_level(self):
        """R093: how likely times how bad says how high it is."""
        levels = [self.risk(probability=p, impact=i).level for p, i in (("1", "5"), ("2", "3"), ("3", "5"), ("5", "5"))]
        self.assertEqual(levels, ["low", "medium", "high", "high"])

    def test_who_may(self):
        """R093: whose it is reads it and leaders write it; a colleague and another team read nothing."""
        risk = self.risk(self.leader, employee_id=self.rep.id)
        self.assertEqual(self.as_(self.rep, risk).name, "The fair moves away")
        for employee in (self.colleague, self.leader_south, self.clerk, self.rep_valley):
            with self.assertRaises(AccessError):
                self.as_(employee, risk).read(["name"])
        with self.assertRaises(AccessError):
            self.as_(self.rep, risk).write({"impact": "1"})
        self.as_(self.rep, risk).action_review("The fair stays this year")
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, risk).action_close("None any more")

    def test_looked_at(self):
        """R093: it comes back on Today by its day, a high one sooner."""
        risk, high = (
            self.risk(next_review="2026-06-01"),
            self.risk(probability="5", impact="5", next_review="2026-06-01"),
        )
        lines = {line["key"]: line for line in self.as_(self.leader, self.env["sales.office.today"]).get_lines()}
        self.assertEqual((lines["risks"]["count"], lines["risks"]["urgent"]), (2, True))
        (risk | high).action_review("No news")
        self.assertEqual((high.next_review - date(2026, 6, 1)).days, 30)
        self.assertEqual((risk.next_review - date(2026, 6, 1)).days, 60)
        with self.assertRaisesRegex(UserError, "Say why"):
            risk.action_review(" ")

    def test_closed(self):
        """R093: what is watched no longer stands still until it is watched again; twice is refused."""
        risk = self.risk()
        risk.action_close("The contract is signed")
        with self.assertRaisesRegex(UserError, "watched no longer"):
            risk.impact = "5"
        for act in (risk.action_close, risk.action_review):
            with self.assertRaisesRegex(UserError, "this needs"):
                act("Once more")
        risk.action_reopen("It was not")
        self.assertEqual((risk.state, str(risk.next_review)), ("open", "2026-06-01"))

    def test_forged(self):
        """R135: neither state nor figure are written over RPC."""
        risk = self.risk()
        for values in ({"state": "closed"}, {"trigger_value": 5}, {"score": 1}, {"trigger_key": "a"}):
            with self.assertRaises(AccessError):
                risk.write(values)

    def test_overdue(self):
        """R093: much overdue money of a customer is a risk, once, told to whose it is."""
        trigger = self.trigger("overdue", 500)
        self.env.flush_all()
        trigger.sudo()._look()
        risk = self.found(trigger)
        self.assertEqual((risk.partner_id, risk.employee_id, risk.kind), (self.customer, self.manager, "money"))
        self.assertEqual(risk.activity_ids.user_id, self.manager.user_id)
        trigger.sudo()._look()
        self.assertEqual(self.found(trigger), risk)

    def test_gets_worse(self):
        """R093: it is raised when its figure is worse by a fifth, not noted again; a closed one comes back then."""
        trigger = self.trigger("overdue", 500)
        self.env.flush_all()
        trigger.sudo()._look()
        risk = self.found(trigger)
        risk.trigger_value /= 1.1
        trigger.sudo()._look()
        self.assertEqual(risk.probability, "3")
        risk.trigger_value /= 2
        trigger.sudo()._look()
        self.assertEqual(risk.probability, "4")
        self.as_(self.manager, risk).action_close("Paid next week")
        trigger.sudo()._look()
        self.assertEqual(risk.state, "closed")
        risk.trigger_value /= 2
        trigger.sudo()._look()
        self.assertEqual(risk.state, "open")

    def test_comes_again(self):
        """R093: what was closed and over comes back when it is met again, though it is no worse than it was then."""
        trigger = self.trigger("overdue", 500)
        self.env.flush_all()
        trigger.sudo()._look()
        risk = self.found(trigger)
        self.as_(self.manager, risk).action_close("Paid next week")
        paid = self.pay_unmatched(5000)
        self.env.flush_all()
        trigger.sudo()._look()
        self.assertEqual((risk.state, risk.trigger_value), ("closed", 0))
        paid.action_draft()
        paid.action_cancel()
        self.env.flush_all()
        trigger.sudo()._look()
        self.assertEqual((risk.state, self.found(trigger)), ("open", risk))

    def test_merged_customers(self):
        """R093: a customer who turns out to be another one has the risk that was found already, not a second one."""
        trigger = self.trigger("overdue", 500)
        self.env.flush_all()
        trigger.sudo()._look()
        risk, twin = self.found(trigger), self.env["res.partner"].create({"name": "Maple Ltd.", "is_company": True})
        self.env["base.partner.merge.automatic.wizard"]._merge((self.customer | twin).ids, twin)
        self.env.invalidate_all()
        trigger.sudo()._look()
        self.assertEqual((self.found(trigger), risk.partner_id), (risk, twin))

    def test_share(self):
        """R093: a customer with a large share of what was invoiced in the months that are over."""
        trigger = self.trigger("share", 60, months=12)
        oak = self.customer.create({"name": "Oak Trading", "is_company": True})
        amounts = {self.customer.id: 700, oak.id: 300}
        with patch.object(SalesOfficeBooks, "_get_by_customer", lambda *_args: amounts):
            trigger.sudo()._look()
        risk = self.found(trigger)
        self.assertEqual((risk.partner_id, risk.trigger_value), (self.customer, 70))

    def test_by_customer(self):
        """R093: the shares come from the books: what was invoiced, by customer."""
        self.env.flush_all()
        books = self.env["sales.office.books"]
        amounts = books._get_by_customer(self.company, "invoiced", date(2026, 1, 1), date(2026, 6, 30))
        total = books._get_values(
            self.company, "invoiced", [(self.env["hr.employee"], self.sales, date(2026, 1, 1), date(2026, 6, 30))]
        )[0]
        self.assertAlmostEqual(float(sum(amounts.values())), float(total), 2)
        self.assertIn(self.customer.id, amounts)

    def test_rival(self):
        """R093: a competitor who asks less than we do, on average of the open deals; what is hearsay, run out, lost or
        another company's does not count."""
        trigger = self.trigger("rival", 20)
        grand = self.env["sales.office.competitor"].create({"name": "Grand Hotel", "company_id": False})
        leads = self.env["crm.lead"].create(
            [
                {"name": name, "type": "opportunity", "expected_revenue": 1000, "company_id": company.id}
                for name, company in (("A", self.company), ("B", self.company), ("C", self.company_valley))
            ]
        )
        line = {"competitor_id": grand.id, "confidence": "high"}
        lines = self.env["sales.office.competitor.line"].create(
            [
                {**line, "lead_id": leads[0].id, "price": 700},
                {**line, "lead_id": leads[1].id, "price": 950},
                {**line, "lead_id": leads[0].id, "price": 1, "confidence": "low"},
                {**line, "lead_id": leads[0].id, "price": 1, "valid_until": "2026-01-01"},
                {**line, "lead_id": leads[2].id, "price": 1},
            ]
        )
        trigger.sudo()._look()
        self.assertFalse(self.found(trigger), "17.5 %")
        lines[1].price = 850
        leads[1].company_id = False  # all companies'
        trigger.sudo()._look()
        risk = self.found(trigger)
        self.assertEqual((risk.kind, risk.trigger_value, risk.partner_id.id), ("competitor", 22.5, False))
        self.assertIn("22.5 % less than we do, on average of the open opportunities (2)", risk.description)
        leads.action_set_lost()
        risk.trigger_value = 1
        trigger.sudo()._look()
        self.assertEqual(risk.probability, "3")
        with self.assertRaisesRegex(ValidationError, "100 % at most"):
            self.trigger("rival", 120)

    def test_rivals_in_a_constant_number_of_queries(self):
        """R093: one deal or six, the same number of questions."""
        trigger = self.trigger("rival", 99)
        grand = self.env["sales.office.competitor"].create({"name": "Grand Hotel"})
        counts = []
        for number in (1, 1, 5):
            for _number in range(number):
                lead = self.env["crm.lead"].create(
                    {"name": "A", "type": "opportunity", "expected_revenue": 1000, "company_id": self.company.id}
                )
                self.env["sales.office.competitor.line"].create(
                    {"lead_id": lead.id, "competitor_id": grand.id, "price": 900, "confidence": "high"}
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            trigger.sudo()._find_rival()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_contract(self):
        """R093: a contract that ends; one whose end was moved is a risk anew."""
        trigger = self.trigger("contract", 30)
        kind = self.env["sales.office.contract.kind"].create({"name": "Lease"})
        contract = self.env["sales.office.contract"].create(
            {
                "name": "Rooms",
                "partner_id": self.customer.id,
                "kind_id": kind.id,
                "employee_id": self.rep.id,
                "amount": 100,
                "date_to": "2026-06-20",
            }
        )
        contract.state = "filed"
        trigger.sudo()._look()
        self.assertEqual(self.found(trigger).partner_id, self.customer)
        contract.date_to = "2026-06-25"
        trigger.sudo()._look()
        trigger.sudo()._look()
        self.assertEqual(len(self.found(trigger)), 2)

    def test_whose_it_is_left(self):
        """R093: what is found after its owner left goes to the director."""
        trigger = self.trigger("overdue", 500)
        self.manager.active = False
        self.env.flush_all()
        trigger.sudo()._look()
        self.assertEqual(self.found(trigger).employee_id, self.director)

    def test_triggers_are_the_administrators(self):
        """R093: what is looked for the policy administrator sets; a share is 100 % at most, nothing is below 0."""
        trigger = self.trigger("share", 30)
        with self.assertRaises(AccessError):
            self.as_(self.director, trigger).write({"threshold": 99})
        with self.assertRaisesRegex(ValidationError, "100 % at most"):
            self.as_(self.policy_admin, trigger).threshold = 101

    def test_thresholds_that_are_none(self):
        """R093: what no night could look for is refused when it is typed."""
        trigger = self.as_(self.policy_admin, self.trigger("contract", 30))
        with self.assertRaisesRegex(ValidationError, "3650 days ahead at most"):
            trigger.threshold = 1e12
        for number in (float("nan"), float("inf"), float("-inf")):
            with self.subTest(number), self.assertRaisesRegex(UserError, "At Least: this is no number"):
                trigger.write({"kind": "overdue", "threshold": number})

    @mute_logger("odoo.addons.sales_office_policy.models.customer.market.risk_trigger")
    def test_one_that_fails(self):
        """R093: a trigger that cannot be looked for keeps nobody else's from being looked for."""
        self.trigger("contract", 30)
        overdue = self.trigger("overdue", 500)
        triggers = self.registry["sales.office.risk.trigger"]
        with patch.object(triggers, "_find_contract", side_effect=ValueError("broken")):
            self._run()
        self.assertTrue(self.found(overdue))

    def test_only_with_the_room(self):
        """R093: the nightly job looks for companies with the room only, and twice is the same as once."""
        trigger = self.trigger("overdue", 500)
        self.env.flush_all()
        room = self.env.ref("sales_office_policy.room_customer")
        self.company.sales_office_room_ids -= room
        self._run()
        self.assertFalse(self.found(trigger))
        self.company.sales_office_room_ids += room
        for _n in range(2):
            self._run()
        self.assertEqual(len(self.found(trigger)), 1)
