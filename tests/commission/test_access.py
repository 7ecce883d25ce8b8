from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestAccess(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for employee in (cls.rep, cls.colleague, cls.leader):
            cls.invoice(employee, "2026-03-10", 1000)
        cls.statements = cls.plan.generate_statements(*MARCH)
        cls.as_(cls, cls.finance, cls.statements).action_submit()
        cls.statement = cls.statements.filtered(lambda s: s.employee_id == cls.rep)

    def test_who_sees_which(self):
        """R135: one's own, the team's for its leader, all for manager, director and finance."""
        seen = {
            self.rep: self.rep,
            self.colleague: self.colleague,
            self.leader: self.rep | self.colleague | self.leader,
            self.manager: self.rep | self.colleague | self.leader,
            self.director: self.rep | self.colleague | self.leader,
            self.finance: self.rep | self.colleague | self.leader,
        }
        nobody = self.env["hr.employee"]
        for employee in (*seen, self.leader_south, self.clerk, self.relations, self.policy_admin, self.director_valley):
            for model in ("sales.office.statement", "sales.office.statement.line"):
                with self.subTest(employee=employee.name, model=model):
                    found = self.as_(employee, self.env[model]).search([])
                    self.assertEqual(found.sudo().employee_id, seen.get(employee, nobody))

    def test_draft_is_hidden_from_the_employee(self):
        """R134: a statement is the employee's to see once it is shown to them."""
        self.as_(self.finance, self.statement).action_reopen("Again")
        self.assertFalse(self.as_(self.rep, self.env["sales.office.statement"]).search([]))
        self.assertFalse(self.as_(self.rep, self.env["sales.office.statement.line"]).search([]))
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.statement).read(["net"])

    def test_groups_leak_nothing(self):
        """R135: sums over statements and lines are sums over what one may see: 50, not 150."""
        for model, amount in (("sales.office.statement", "net:sum"), ("sales.office.statement.line", "amount:sum")):
            groups = self.as_(self.rep, self.env[model]).formatted_read_group([], ["employee_id"], [amount])
            self.assertEqual([group[amount] for group in groups], [50])

    def test_nobody_writes_figures(self):
        """R134: no role changes, adds or removes a statement or a line from outside, whatever the state."""
        line = self.statement.line_ids
        for state in ("review", "draft"):
            if state == "draft":
                self.as_(self.finance, self.statement).action_reopen("Again")
            for employee in (self.rep, self.leader, self.manager, self.director, self.finance, self.policy_admin):
                statement, own_line = self.as_(employee, self.statement), self.as_(employee, line)
                for change in (
                    lambda s=statement: s.write({"state": "paid"}),
                    lambda s=statement: s.write({"net": 1000}),
                    lambda s=statement: s.write({"line_ids": [Command.update(line.id, {"amount": 1000})]}),
                    lambda s=statement: s.copy(),
                    lambda s=statement: s.create(
                        {
                            "plan_id": self.plan.id,
                            "employee_id": self.rep.id,
                            "date_from": "2026-04-01",
                            "date_to": "2026-04-30",
                        }
                    ),
                    lambda r=own_line: r.write({"amount": 1000}),
                    lambda r=own_line: r.unlink(),
                    lambda r=own_line: r.create(
                        {"statement_id": self.statement.id, "kind": "commission", "amount": 1000}
                    ),
                ):
                    with self.subTest(employee=employee.name, state=state), self.assertRaises(AccessError):
                        change()
        self.assertEqual((self.statement.net, self.statement.state), (50, "draft"))

    def test_reading_in_the_screens(self):
        """R134: everybody entitled can open the form, names of plan and fine included."""
        self.fine(self.rep, "2026-03-12", 5)
        self.as_(self.finance, self.statement).action_reopen("A fine")
        self.settle(MARCH)
        self.as_(self.finance, self.statement).action_submit()
        specification = {
            "plan_id": {"fields": {"display_name": {}}},
            "net": {},
            "can_confirm": {},
            "line_ids": {
                "fields": {
                    "name": {},
                    "explanation": {},
                    "amount": {},
                    "violation_id": {"fields": {"display_name": {}}},
                }
            },
        }
        for employee in (self.rep, self.leader, self.manager, self.director, self.finance):
            with self.subTest(employee=employee.name):
                self.env.invalidate_all()
                (values,) = self.as_(employee, self.statement).web_read(specification)
                self.assertEqual(values["net"], 45)
                self.assertEqual(len(values["line_ids"]), 2)
                self.assertEqual(values["can_confirm"], employee == self.rep)

    def test_plans(self):
        """R133: a member reads the plan that pays them, once approved; leaders and finance read all."""
        draft = self._create_plan("Draft", self.rep)
        Plan = self.env["sales.office.commission.plan"]
        self.assertEqual(self.as_(self.rep, Plan).search([]), self.plan)
        self.assertFalse(self.as_(self.rep_south, Plan).search([]))
        self.assertEqual(self.as_(self.finance, Plan).search([]), self.plan | draft)
        self.assertFalse(self.as_(self.director_valley, Plan).search([]))
        members = self.as_(self.rep, self.env["sales.office.commission.plan.member"]).search([])
        self.assertEqual(members.employee_id, self.rep)

    def test_whose_invoices_count_follows_from_the_member(self):
        """R133: nobody is paid for another's invoices, nor hides from the approval that they are paid themselves."""
        member = self.plan.member_ids[:1]
        draft = self._create_plan("Own", self.director)
        for record in (member, draft.member_ids):
            with self.subTest(record.employee_id.name), self.assertRaises(AccessError):
                self.as_(self.director, record).user_id = self.rep_south.user_id
        with self.assertRaises(AccessError):
            self.as_(self.director, draft).action_approve()

    def test_company_of_a_plan(self):
        """R133 R135: no rule is put where it would read the books of a company its maker does not work in."""
        rule = {"name": "Tiers", "tier_by": "base", "tier_ids": [Command.create({"rate": 5})]}
        multiplier = Command.create({"threshold": 1, "percent": 50})
        plan = self._create_plan("Draft", self.rep, rule_ids=[Command.create(rule)], multiplier_ids=[multiplier])
        empty = self.plan.create({"name": "Empty", "company_id": self.company.id})
        foreign = self.plan.create({"name": "Valley", "company_id": self.company_valley.id})
        for records in (plan.rule_ids, plan.rule_ids.tier_ids, plan.multiplier_ids, empty):
            for change in ({"company_id": self.company_valley.id}, {"plan_id": foreign.id}):
                if next(iter(change)) not in records._fields:
                    continue
                with self.subTest(records._name, change=change), self.assertRaises(AccessError):
                    self.as_(self.director, records).write(change)
        with self.assertRaises(AccessError):
            self.as_(self.director, plan.rule_ids).create(
                {"name": "Theirs", "rate": 5, "plan_id": plan.id, "company_id": self.company_valley.id}
            )

    def test_chatter(self):
        """R134: the employee can write below their statement, a colleague cannot even read it."""
        self.as_(self.rep, self.statement).message_post(body="Please explain the first line")
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.statement).message_post(body="Me too")
        messages = self.as_(self.colleague, self.env["mail.message"]).search(
            [("model", "=", "sales.office.statement"), ("res_id", "=", self.statement.id)]
        )
        self.assertFalse(messages)

    def test_settling_form_is_no_door(self):
        """R135: the form for an agreed amount shows nothing of a colleague's statement, nor does their form."""
        self.as_(self.rep, self.statement).action_dispute("My secret")
        Settle = self.as_(self.colleague, self.env["sales.office.statement.settle"])
        values = {"statement_id": self.statement.id, "reason": "?"}
        with self.assertRaises(AccessError):  # not even whose statement of which month it is
            Settle.create(values)
        line = self.statement.line_ids
        for subject in ({"statement_id": self.statement.id}, {"line_id": line.id}, {"line_id": (line.id, "Mine")}):
            with self.subTest(subject=subject), self.assertRaises(AccessError):
                Settle.onchange(subject, [*subject], {"line_dispute": {}})
        answer = Settle.with_context(default_line_id=line.id).onchange({}, [], {"line_dispute": {}})
        self.assertFalse(any(answer["value"].values()))
        settling = self.as_(self.manager, Settle).create(values)
        with self.assertRaises(AccessError):
            self.as_(self.rep, settling).read(["reason"])

    def test_list_of_invoices(self):
        """R135: which invoices count for somebody is told to nobody else, not even as a condition."""
        for employee in (self.colleague, self.policy_admin, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.statement).action_open_invoices()

    def test_employee_form(self):
        """R134: the number on the employee form counts what the viewer may see."""
        counts = {
            employee: self.as_(employee, self.rep).sales_office_statement_count
            for employee in (self.leader, self.leader_south, self.finance)
        }
        self.assertEqual(counts, {self.leader: 1, self.leader_south: 0, self.finance: 1})
        action = self.as_(self.leader, self.rep).action_open_sales_office_statements()
        self.assertEqual(self.as_(self.leader, self.statement).search(action["domain"]), self.statement)

    def test_printed(self):
        """R134: the printed statement explains each line, in the employee's language."""
        self.fine(self.rep, "2026-03-12", 25)
        self.as_(self.finance, self.statement).action_reopen("A fine")
        self.settle(MARCH)
        self.as_(self.finance, self.statement).action_submit()
        Report = self.env["ir.actions.report"]
        html, _type = self.as_(self.rep, Report)._render_qweb_html(
            "sales_office_policy.report_statement", self.statement.ids
        )
        text = html.decode()
        for part in ("Rob, March 2026", "1,000.00 × 5 % = 50.00", "of 25.00 due, 10.00 is deducted", "15.00 carried"):
            self.assertIn(part, text)
        with self.assertRaises(AccessError):
            self.as_(self.colleague, Report)._render_qweb_html(
                "sales_office_policy.report_statement", self.statement.ids
            )
        self.env["res.lang"]._activate_lang("de_DE")
        self.rep.user_id.lang = "de_DE"
        html, _type = self.as_(self.finance, Report)._render_qweb_html(
            "sales_office_policy.report_statement", self.statement.ids
        )
        self.assertIn("1.000,00 × 5 % = 50,00", html.decode())

    def test_printed_by_kind(self):
        """R134: lines of the same kind stand below one heading: one for the commission, one for both fines."""
        for amount in (2, 3):
            self.fine(self.rep, "2026-03-12", amount)
        self.as_(self.finance, self.statement).action_reopen("Fines")
        self.settle(MARCH)
        html, _type = self.as_(self.finance, self.env["ir.actions.report"])._render_qweb_html(
            "sales_office_policy.report_statement", self.statement.ids
        )
        self.assertEqual(html.decode().count("bg-200"), 2)
