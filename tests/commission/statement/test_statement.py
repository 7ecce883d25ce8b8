from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..common import APRIL, MARCH, MAY, CommissionCommon


@freeze_time("2026-04-03 02:00:00")
class TestStatement(CommissionCommon):
    def test_invoices_and_refund(self):
        """R134: 8,000 + 4,000 - 2,000 refunded = 10,000; x 5 % = 500. Taxes, drafts and others do not count."""
        self.invoice(self.rep, "2026-03-02", 8000)
        self.invoice(self.rep, "2026-03-31", 4000)
        self.refund(self.rep, "2026-03-20", 2000)
        self.invoice(self.rep, "2026-04-01", 999)
        self.invoice(self.rep, "2026-02-28", 999)
        self.invoice(self.colleague, "2026-03-05", 100)
        draft = self.invoice(self.rep, "2026-03-06", 777)
        draft.button_draft()
        cancelled = self.invoice(self.rep, "2026-03-06", 777)
        cancelled.button_draft()
        cancelled.button_cancel()

        statements = self.settle(MARCH)
        self.assertEqual(statements.employee_id, self.rep | self.colleague | self.leader)
        by_employee = statements.grouped("employee_id")
        statement = by_employee[self.rep]
        self.assertEqual(self.figures(statement), [("commission", 10000, 500)])
        self.assertEqual((statement.gross, statement.deductions, statement.net), (500, 0, 500))
        self.assertEqual(statement.currency_id.name, "CNY")
        self.assertEqual(statement.state, "draft")
        self.assertEqual(statement.department_id, self.north)
        self.assertEqual(by_employee[self.colleague].net, 5)
        self.assertEqual(self.figures(by_employee[self.leader]), [("commission", 0, 0)])

    def test_what_counts_on_an_invoice(self):
        """R134: 10,000 less 10 % line discount, less 3,000 down payment taken off, plus 13 % tax: base 6,000."""
        tax = self.env["account.tax"].create(
            {"name": "VAT 13", "amount": 13, "company_id": self.company.id, "price_include_override": "tax_included"}
        )
        lines = [
            Command.create({"name": "Rooms", "price_unit": 10000, "discount": 10, "tax_ids": []}),
            Command.create({"name": "Down payment", "price_unit": -3390, "tax_ids": [Command.set(tax.ids)]}),
            Command.create({"display_type": "line_note", "name": "Thank you"}),
        ]
        self.invoice(self.rep, "2026-03-10", invoice_line_ids=lines)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 6000, 300)])

    def test_foreign_currency(self):
        """R134: USD 1,000 at 7.20 CNY is 7,200 CNY in the books; x 5 % = 360, whatever the rate does later."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        rates = [("2026-03-01", 7.20), ("2026-03-20", 7.50)]
        self.env["res.currency.rate"].create(
            [
                {"name": day, "currency_id": dollar.id, "inverse_company_rate": rate, "company_id": self.company.id}
                for day, rate in rates
            ]
        )
        self.invoice(self.rep, "2026-03-10", 1000, currency_id=dollar.id)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 7200, 360)])

    def test_rounded_once(self):
        """R134: 33.33 + 33.33 = 66.66; x 5 % = 3.333, which is 3.33 (each line by itself would give 3.34)."""
        self.invoice(self.rep, "2026-03-10", 33.33, 33.33)
        self.assertEqual(self.settle(MARCH, self.rep).net, 3.33)

    def test_member_dates(self):
        """R134: in the plan from the 10th to the 20th only what is dated between counts, both days included."""
        member = self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep)
        member.write({"date_from": "2026-03-10", "date_to": "2026-03-20"})
        for day in ("2026-03-09", "2026-03-10", "2026-03-20", "2026-03-21"):
            self.invoice(self.rep, day, 1000)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 2000, 100)])
        self.assertFalse(self.settle(APRIL, self.rep))

    def test_left_and_back_in_one_month(self):
        """R134: two memberships in a month are one statement over both."""
        member = self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep)
        member.date_to = "2026-03-05"
        member.copy({"date_from": "2026-03-25", "date_to": False})
        for day in ("2026-03-05", "2026-03-15", "2026-03-25"):
            self.invoice(self.rep, day, 1000)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep)), [("commission", 2000, 100)])

    def test_other_company(self):
        """R135: invoices of the other company never count, not even the same salesperson's."""
        self._load_chart_of_accounts(self.company_valley)
        user = self.rep.user_id
        user.company_ids |= self.company_valley
        self.invoice(self.rep_valley, "2026-03-10", 5000, invoice_user_id=user.id)
        self.invoice(self.rep, "2026-03-10", 1000)
        self.assertEqual(self.settle(MARCH, self.rep).net, 50)

    def test_leaver(self):
        """R134: who left, employee and user archived, even taken off the employee, is settled all the same."""
        self.invoice(self.rep, "2026-03-10", 1000)
        user = self.rep.user_id
        self.rep.active = False
        user.active = False
        statement = self.settle(MARCH, self.rep)
        self.assertEqual(statement.net, 50)
        self.rep.user_id = False
        self.settle(MARCH)
        self.assertEqual(statement.net, 50)
        # nobody is left to confirm, so who settles does
        self.as_(self.finance, statement).action_submit()
        self.as_(self.finance, statement).action_confirm()
        self.assertEqual(statement.confirmed_by_id, self.finance.user_id)

    def test_run_twice(self):
        """R134: a second run recomputes the draft from the books and makes nothing new."""
        self.invoice(self.rep, "2026-03-10", 1000)
        first = self.settle(MARCH)
        self.assertEqual(self.settle(MARCH), first)
        self.assertEqual(len(first.line_ids), 3)
        self.invoice(self.rep, "2026-03-11", 500)
        self.settle(MARCH)
        self.assertEqual(first.filtered(lambda s: s.employee_id == self.rep).net, 75)
        self.assertEqual(self.env["sales.office.statement"].search_count([("plan_id", "=", self.plan.id)]), 3)

    def test_shown_is_left_alone(self):
        """R134: from the review on a run does not touch a statement."""
        self.invoice(self.rep, "2026-03-10", 1000)
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, statement).action_submit()
        self.invoice(self.rep, "2026-03-11", 500)
        lines = statement.line_ids
        self.assertEqual(self.settle(MARCH, self.rep), statement)
        self.assertEqual(statement.line_ids, lines)
        self.assertEqual(statement.net, 50)

    def test_draft_of_somebody_no_longer_in_the_plan(self):
        """R134: a draft nobody is in the plan for any more goes."""
        self.settle(MARCH)
        self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep).date_to = "2026-02-28"
        self.assertEqual(self.settle(MARCH).employee_id, self.colleague | self.leader)

    def test_unique(self):
        """R134: the database allows one statement per plan, employee and period."""
        statement = self.settle(MARCH, self.rep)
        with self.assertRaisesRegex(Exception, "period_uniq"), mute_logger("odoo.sql_db"):
            self.env["sales.office.statement"].create(
                {"plan_id": self.plan.id, "employee_id": self.rep.id, "date_from": MARCH[0], "date_to": MARCH[1]}
            )
        self.assertTrue(statement)

    def test_only_whole_months_of_approved_plans(self):
        """R134: half a month or a draft plan is refused, with a word on what to do."""
        with self.assertRaisesRegex(UserError, "is settled by the"):
            self.plan.generate_statements(date(2026, 3, 1), date(2026, 3, 15))
        with self.assertRaisesRegex(UserError, "Only approved plans are settled"):
            self._create_plan("Draft", self.rep).generate_statements(*MARCH)
        self.assertTrue(self.plan.generate_statements("2026-03-01", "2026-03-31"))

    def test_who_computes(self):
        """R134: managers and finance compute, and get back what they may see; nobody else computes."""
        for employee in (self.rep, self.leader, self.clerk, self.policy_admin, self.outsider):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.plan).generate_statements(*MARCH)
        with self.assertRaises(AccessError):
            self.as_(self.director_valley, self.plan).generate_statements(*MARCH)
        self.plan.member_ids = [Command.create({"employee_id": self.manager.id, "date_from": "2026-01-01"})]
        statements = self.as_(self.manager, self.plan).generate_statements(*MARCH)
        self.assertEqual(statements.sudo().employee_id, self.rep | self.colleague | self.leader)
        self.assertEqual(len(self.as_(self.finance, self.plan).generate_statements(*MARCH)), 4)

    def test_explanation(self):
        """R134: each line says how it came about, in the reader's language and figures."""
        self.invoice(self.rep, "2026-03-10", 8000)
        statement = self.settle(MARCH, self.rep)
        self.assertEqual(statement.line_ids.explanation, "8,000.00 × 5 % = 400.00")
        self.assertEqual(statement.display_name, "Rob, March 2026")
        self.env["res.lang"]._activate_lang("de_DE")
        self.assertEqual(statement.with_context(lang="de_DE").line_ids.explanation, "8.000,00 × 5 % = 400,00")

    def test_rate_is_written_without_zeros(self):
        plan = self._create_plan("Extras", self.rep, rate=7.125)
        plan.with_user(self.director.user_id).action_approve()
        self.invoice(self.rep, "2026-03-10", 1000)
        self.assertEqual(self.settle(MARCH, self.rep, plan).line_ids.explanation, "1,000.00 × 7.125 % = 71.25")

    def test_source(self):
        """R134: a line opens just the documents that add up to its base."""
        mine = self.invoice(self.rep, "2026-03-10", 1000) | self.refund(self.rep, "2026-03-11", 200)
        self.invoice(self.rep, "2026-04-01", 10)
        self.invoice(self.colleague, "2026-03-10", 10)
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, statement).action_submit()
        for action in (
            self.as_(self.rep, statement).action_open_invoices(),
            self.as_(self.rep, statement).line_ids.action_open_source(),
        ):
            moves = self.as_(self.rep, self.env["account.move"]).search(action["domain"])
            self.assertEqual(moves, mine)
            self.assertEqual(sum(moves.mapped("amount_untaxed_signed")), statement.line_ids.base_amount)

    def test_script(self):
        """R134: a script in the shell makes an invoice, computes the month and reads the net amount."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-10",
                "invoice_user_id": self.rep.user_id.id,
                "invoice_line_ids": [Command.create({"name": "Rooms", "quantity": 10, "price_unit": 648})],
            }
        )
        invoice.action_post()
        statements = self.plan.generate_statements("2026-03-01", "2026-03-31")
        # 10 x 648 = 6,480; x 5 % = 324
        self.assertEqual(statements.filtered(lambda s: s.employee_id == self.rep).net, 324)

    def test_query_count(self):
        """R134: the number of queries depends neither on the members nor on the invoices."""
        few = self._create_crowd("few", 2, 1)
        many = self._create_crowd("many", 6, 3)
        self.settle(MARCH, plan=few)
        counts = []
        for plan in (few, many):
            plan.statement_ids.unlink()
            plan.settled_at = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.settle(MARCH, plan=plan)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(len(many.statement_ids), 6)
        self.assertEqual(many.statement_ids.mapped("net"), [14.0] * 6)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 36)

    def _create_crowd(self, name, size, invoices):
        employees = self.env["hr.employee"].union(
            *(self._create_member(f"{name} {i}", f"{name}{i}", self.south, "representative") for i in range(size))
        )
        for employee in employees:
            self.fine(employee, "2026-03-05", 1)
            for _number in range(invoices):
                self.invoice(employee, "2026-03-10", 300 / invoices)
        plan = self._create_plan(name, employees)
        plan.with_user(self.director.user_id).action_approve()
        return plan


@freeze_time("2026-05-04 02:00:00")
class TestCorrection(CommissionCommon):
    def test_refund_in_a_later_month(self):
        """R134: 8,000 in March pays 400. 2,000 refunded in April takes 100 off April's 5,000 x 5 % = 250."""
        invoice = self.invoice(self.rep, "2026-03-10", 8000)
        self.lock(self.settle(MARCH, self.rep))
        self.invoice(self.rep, "2026-04-10", 5000)
        self.refund(self.rep, "2026-04-12", 2000, reversed_entry_id=invoice.id)
        statement = self.settle(APRIL, self.rep)
        self.assertEqual(self.figures(statement), [("commission", 3000, 150)])
        self.assertEqual(statement.net, 150)

    def test_refund_dated_back(self):
        """R134: a refund dated into the settled March, -2,000 x 5 %, corrects March: 400 paid, 300 due."""
        self.invoice(self.rep, "2026-03-10", 8000)
        march = self.lock(self.settle(MARCH, self.rep))
        self.refund(self.rep, "2026-03-31", 2000)
        statement = self.settle(APRIL, self.rep)
        self.assertEqual(self.figures(statement), [("commission", 0, 0), ("correction", -2000, -100)])
        self.assertEqual(march.net, 400)

    def test_invoice_cut_after_the_lock(self):
        """R134: 8,000 paid as 400, then reset to draft, cut to 7,000 and reposted: -50 in April, once."""
        invoice = self.invoice(self.rep, "2026-03-10", 8000)
        self.lock(self.settle(MARCH, self.rep))
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 7000
        invoice.action_post()
        april = self.settle(APRIL, self.rep)
        correction = april.line_ids.filtered(lambda line: line.kind == "correction")
        self.assertEqual((correction.base_amount, correction.amount), (-1000, -50))
        self.assertEqual((correction.period_from, correction.period_to), MARCH)
        self.assertEqual(
            correction.explanation,
            "March 2026: the books now show 7,000.00 instead of 8,000.00. "
            "7,000.00 × 5 % = 350.00, less 400.00 settled before: -50.00",
        )
        self.assertEqual(correction.name, "Invoiced sales, correction of March 2026")
        self.lock(april)
        self.assertEqual(self.figures(self.settle(MAY, self.rep)), [("commission", 0, 0), ("balance", 0, -50)])

    def test_customer_reassigned(self):
        """R134: an invoice handed to Ann after the lock moves 50 from Rob to her."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        for statement in self.settle(MARCH):
            self.lock(statement)
        invoice.invoice_user_id = self.colleague.user_id
        april = self.settle(APRIL)
        self.assertEqual({s.employee_id: s.net for s in april}, {self.rep: -50, self.colleague: 50, self.leader: 0})

    def test_look_back(self):
        """R134: with a look back of one month, March is no longer corrected in May."""
        plan = self._create_plan("Short", self.rep, lookback_periods=1)
        plan.with_user(self.director.user_id).action_approve()
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.lock(self.settle(MARCH, self.rep, plan))
        invoice.button_draft()
        self.assertEqual(self.settle(MAY, self.rep, plan).net, 0)
        self.assertEqual(self.settle(APRIL, self.rep, plan).net, -50)

    def test_leaver_is_corrected(self):
        """R134: out of the plan since April, Rob gets an April statement only because March has changed."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.lock(self.settle(MARCH, self.rep))
        self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep).date_to = "2026-03-31"
        self.assertFalse(self.settle(APRIL, self.rep))
        invoice.button_draft()
        self.assertEqual(self.figures(self.settle(APRIL, self.rep)), [("correction", -1000, -50)])

    def test_reopened_after_a_correction_was_drafted(self):
        """R134: whatever the order, all lines about March add up to what the books say: 350."""
        invoice = self.invoice(self.rep, "2026-03-10", 8000)
        march = self.lock(self.settle(MARCH, self.rep))
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 7000
        invoice.action_post()
        april = self.settle(APRIL, self.rep)
        self.assertEqual(april.net, -50)
        self.as_(self.finance, march).action_reopen("Invoice was wrong")
        with self.assertRaisesRegex(UserError, "A later statement corrects"):
            self.as_(self.finance, march).unlink()  # April's correction would hang in the air
        self.settle(MARCH)
        self.assertEqual((march.net, april.net), (400, -50))
        self.settle(APRIL)
        self.settle(MARCH)
        self.assertEqual((march.net, april.net), (350, 0))

    def test_reopened_and_out_of_the_plan(self):
        """R134: corrected by -50 in April, then reopened and out of the plan since February: March pays
        nothing, so +50 takes April's correction back, and both add up to 0."""
        invoice = self.invoice(self.rep, "2026-03-10", 8000)
        march = self.lock(self.settle(MARCH, self.rep))
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 7000
        invoice.action_post()
        april = self.settle(APRIL, self.rep)
        self.as_(self.finance, march).action_reopen("Was not in the plan")
        self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep).date_to = "2026-02-28"
        self.settle(MARCH)
        self.assertEqual((march.net, april.net), (50, -50))


@freeze_time("2026-05-04 02:00:00")
class TestFines(CommissionCommon):
    def test_fine(self):
        """R134: 10,000 x 5 % = 500, less a fine of 80: 420."""
        self.invoice(self.rep, "2026-03-10", 10000)
        violation = self.fine(self.rep, "2026-03-12", 80)
        statement = self.settle(MARCH, self.rep)
        self.assertEqual(self.figures(statement), [("commission", 10000, 500), ("fine", 0, -80)])
        self.assertEqual((statement.gross, statement.deductions, statement.net), (500, 80, 420))
        self.assertEqual(statement.line_ids[1].explanation, "Fine of 03/12/2026: 80.00")
        self.assertEqual(violation.office_statement_id, statement)
        self.assertEqual(violation.fine_open, 0)
        source = self.as_(self.director, statement.line_ids[1]).action_open_source()
        self.assertEqual((source["res_model"], source["res_id"]), (violation._name, violation.id))

    def test_fine_of_a_locked_month(self):
        """R134: a case of March decided when March is locked costs nothing there; April takes the 80 and says so."""
        self.invoice(self.rep, "2026-03-10", 10000)
        self.invoice(self.rep, "2026-04-10", 10000)
        march = self.lock(self.settle(MARCH, self.rep))
        self.fine(self.rep, "2026-03-12", 80)
        self.settle(MARCH, self.rep)
        self.assertEqual(self.figures(march), [("commission", 10000, 500)])
        april = self.settle(APRIL, self.rep)
        line = april.line_ids.filtered(lambda line: line.kind == "fine")
        self.assertEqual((line.amount, str(line.period_from), april.net), (-80, "2026-03-12", 420))

    def test_only_final_fines(self):
        """R134: what is not closed, not dated yet or somebody else's is not deducted."""
        self.invoice(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 80).write({"state": "decided", "appeal_deadline": "2026-05-20 12:00:00"})
        self.fine(self.rep, "2026-04-01", 80)
        self.fine(self.colleague, "2026-03-12", 80)
        self.fine(self.rep, "2026-03-13", 0)
        self.assertEqual(self.settle(MARCH, self.rep).net, 500)

    def test_capped_and_carried(self):
        """R134: March 1,000 gross, fine 450: at most 20 % = 200, 250 carried. April 1,000 gross with a new
        fine of 30: 200 of the 250, nothing of the 30, 80 carried. May 1,000: 50 + 30 = 80, done."""
        for day in ("2026-03-10", "2026-04-10", "2026-05-01"):
            self.invoice(self.rep, day, 20000)
        self.fine(self.rep, "2026-03-12", 450)
        self.fine(self.rep, "2026-04-12", 30)
        march = self.lock(self.settle(MARCH, self.rep))
        self.assertEqual(
            (march.deductions, march.brought_forward, march.carried_forward, march.net), (200, 0, 250, 800)
        )
        self.assertEqual(
            march.line_ids[1].explanation,
            "Fine of 03/12/2026: of 450.00 due, 200.00 is deducted and 250.00 carried to the next statement; "
            "fines take at most 20 % of 1,000.00",
        )
        april = self.lock(self.settle(APRIL, self.rep))
        self.assertEqual(
            (april.deductions, april.brought_forward, april.carried_forward, april.net), (200, 250, 80, 800)
        )
        self.assertEqual(april.line_ids.mapped("kind"), ["commission", "brought_forward", "fine"])
        may = self.settle(MAY, self.rep)
        self.assertEqual((may.deductions, may.brought_forward, may.carried_forward, may.net), (80, 80, 0, 920))

    def test_nothing_to_deduct_from(self):
        """R134: without commission, or with a loss, a fine is carried as a whole."""
        self.refund(self.rep, "2026-03-10", 1000)
        self.fine(self.rep, "2026-03-12", 80)
        statement = self.settle(MARCH, self.rep)
        self.assertEqual((statement.gross, statement.deductions, statement.carried_forward), (-50, 0, 80))

    def test_deducted_once(self):
        """R134: run again, in two plans, deleted and made anew: the fine of 80 is deducted once."""
        self.invoice(self.rep, "2026-03-10", 10000)
        violation = self.fine(self.rep, "2026-03-12", 80)
        second = self._create_plan("Extras", self.rep)
        second.with_user(self.director.user_id).action_approve()
        first_statement = self.settle(MARCH, self.rep)
        second_statement = self.settle(MARCH, self.rep, second)
        self.settle(MARCH)
        self.assertEqual((first_statement.deductions, second_statement.deductions), (80, 0))
        self.as_(self.finance, first_statement).unlink()
        self.assertEqual(violation.fine_open, 80)
        self.assertFalse(violation.office_statement_id)
        self.settle(MARCH, plan=second)
        self.assertEqual(second_statement.deductions, 80)
        self.assertEqual(self.settle(MARCH, self.rep).deductions, 0)

    def test_reopened(self):
        """R134: a reopened statement is computed anew, its fine with it."""
        self.invoice(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 80)
        statement = self.lock(self.settle(MARCH, self.rep))
        self.as_(self.finance, statement).action_reopen("An invoice is missing")
        self.invoice(self.rep, "2026-03-11", 2000)
        self.settle(MARCH)
        self.assertEqual((statement.gross, statement.deductions), (600, 80))

    def test_switched_off(self):
        """R134: a plan that lets fines take nothing, or a company without fines, deducts none."""
        self.invoice(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 80)
        plan = self._create_plan("No fines", self.rep, fine_cap_percent=0)
        plan.with_user(self.director.user_id).action_approve()
        self.assertEqual(self.figures(self.settle(MARCH, self.rep, plan)), [("commission", 10000, 500)])
        self.company.sales_office_fines_enabled = False
        self.assertEqual(self.settle(MARCH, self.rep).net, 500)
