"""What no statement takes: sales of who left the plan, of nobody, and of months too old to be corrected."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...books.common import FEBRUARY, JANUARY
from ..common import APRIL, MAY
from .untaken_common import UntakenCommon


@freeze_time("2026-06-03 02:00:00")
class TestUntaken(UntakenCommon):
    def january_changed(self):
        """Have 500 dated back into January, which is locked at 100 and which the statement of May does not see."""
        self.invoice(self.ray, "2026-01-10", 1000)
        self.assertEqual(self.lock(self.settle(JANUARY, self.ray, self.own_plan)).net, 100)
        self.invoice(self.ray, "2026-01-20", 500)

    def test_what_was_sold_later_is_nobodys(self):
        """R134: what Ray invoices after he left the plan, and its credit note, are not listed."""
        self.leave()
        self.reverse(self.invoice(self.ray, "2026-04-05", 1000), "2026-04-10")
        self.assertEqual(self.found(), [])

    def test_a_credit_note_of_no_invoice(self):
        """R134: a credit note of 300 that names no invoice is listed once, -30, although Ray was in the plan twice."""
        self.own_plan.member_ids.sudo().date_to = "2026-02-10"
        again = {"employee_id": self.ray.id, "date_from": "2026-02-20", "date_to": "2026-03-31"}
        self.own_plan.sudo().member_ids = [Command.create(again)]
        note = self.refund(self.ray, "2026-04-10", 300)
        self.assertEqual(self.found(), [("left", note.name, -300, -30)])

    def test_a_payment_after_leaving(self):
        """R134: a rule on what is collected; 1,000 of March paid on 15 April: 100."""
        self.leave()
        plan = self._plan_with_rule(self.ray, basis="collected", rate=10)
        invoice = self.invoice(self.ray, "2026-03-10", 1000)
        self.leave(plan=plan)
        self.pay(invoice, "2026-04-15")
        self.assertEqual(self.found(), [("left", invoice.name, 1000, 100)])

    def test_tiers_of_what_is_paid_later(self):
        """R134: 10 % from 0 and 20 % from 1,000 on what is collected: 800 on 15 April and 400 on 20 April are one
        month, each with what it adds: 800 x 10 % = 80 and 200 x 10 % + 200 x 20 % = 60; 300 in May
        begin at the first step again."""
        self.leave()
        tiers = {"tier_by": "base", "tier_ids": [(0, 10), (1000, 20)]}
        plan = self._plan_with_rule(self.ray, basis="collected", **tiers)
        invoices = [self.invoice(self.ray, "2026-03-10", amount) for amount in (800, 400, 300)]
        self.leave(plan=plan)
        for invoice, day in zip(invoices, ("2026-04-15", "2026-04-20", "2026-05-02"), strict=True):
            self.pay(invoice, day)
        found = {document: amount for _kind, document, _base, amount in self.found()}
        self.assertEqual(found, dict(zip([i.name for i in invoices], (80, 60, 30), strict=True)))

    def test_tiers_by_the_target_of_what_is_paid_later(self):
        """R134: 1 % below the target and 10 % from 100 % of it on. Ray agreed on 500 for April; 1,000 come: 100."""
        self.leave()
        tiers = {"tier_by": "achievement", "target_metric": "collected", "tier_ids": [(0, 1), (100, 10)]}
        plan = self._plan_with_rule(self.ray, basis="collected", tier_mode="whole", **tiers)
        year = self.env["sales.office.plan"].create({"year": 2026, "department_id": self.sales.id})
        target = {"plan_id": year.id, "period_type": "month", "date_from": APRIL[0], "metric": "collected"}
        target |= {"employee_id": self.ray.id, "target_value": 500, "state": "accepted"}
        self.env["sales.office.target"].create(target)
        invoice = self.invoice(self.ray, "2026-03-10", 1000)
        self.leave(plan=plan)
        self.pay(invoice, "2026-04-15")
        self.assertEqual(self.found(), [("left", invoice.name, 1000, 100)])

    def test_a_leader_who_left(self):
        """R134: Leo earned 5 % of what South collects and left; 1,000 of his time are paid in April: 50. From 20 April
        on Max has South in the same plan: what is paid then is his."""
        self.leave()
        people = self.leader_south | self.manager
        plan = self._plan_with_rule(people, basis="collected", rate=5, credit_to="leader")
        leo, boss = plan.sudo().member_ids
        boss.write({"date_from": "2026-04-20", "led_department_ids": [Command.set(self.south.ids)]})
        invoices = [self.invoice(self.ray, "2026-03-10", amount) for amount in (1000, 300)]
        leo.date_to = "2026-03-31"
        self.pay(invoices[0], "2026-04-15")
        self.pay(invoices[1], "2026-04-25")
        self.assertEqual(self.found(), [("left", invoices[0].name, 1000, 50)])
        self.assertEqual(self.rows().employee_id, self.leader_south)
        self.assertEqual(self.settle(APRIL, self.manager, plan).net, 15)

    def test_older_than_the_look_back(self):
        """R134: of January, locked at 100, 500 more come to light in June: 50; of February, which the statement of
        May still corrects, nothing is listed."""
        self.lock(self.settle(FEBRUARY, self.ray, self.own_plan))
        self.january_changed()
        self.invoice(self.ray, "2026-02-20", 500)
        self.assertEqual(self.found(), [("older", "January 2026", 500, 50)])

    def locked_january(self, **values):
        """Return a plan (10 %) with its January locked at 1,000 of sales; 500 more of January come to light then."""
        plan = self._plan_with_rule(self.ray, basis="invoiced", rate=10, **values)
        self.invoice(self.ray, "2026-01-10", 1000)
        self.lock(self.settle(JANUARY, self.ray, plan))
        self.own_plan.sudo().member_ids.unlink()
        self.invoice(self.ray, "2026-01-20", 500)
        return plan

    def test_older_with_a_cap(self):
        """R134: January paid 100 of at most 120: 150 by the books are 120, so 20 are listed; taken in, May pays 20."""
        plan = self.locked_january(cap_amount=120)
        self.assertEqual(self.found(), [("older", "January 2026", 500, 20)])
        self.rows().action_take("Told too late.")
        self.assertEqual(self.settle(MAY, self.ray, plan).net, 20)
        self.assertEqual(self.found(), [])

    def test_older_within_the_cap(self):
        """R134: January was paid at its most, 80 of 100: 50 more of commission change nothing."""
        self.locked_january(cap_amount=80)
        self.assertEqual(self.found(), [])

    def test_older_with_a_guarantee(self):
        """R134: January was raised from 100 to 120: 150 by the books are 30 more; to 2,000: nothing more."""
        plan = self.locked_january(draw_amount=120)
        self.assertEqual(self.found(), [("older", "January 2026", 500, 30)])
        self.rows().action_take("Told too late.")
        may = self.settle(MAY, self.ray, plan)
        self.assertEqual(may.net, 120 + 30)
        self.assertEqual(self.found(), [])

    def test_older_within_the_guarantee(self):
        """R134: January was raised from 100 to 2,000, which 150 do not reach either."""
        self.locked_january(draw_amount=2000)
        self.assertEqual(self.found(), [])

    def test_older_with_a_multiplier(self):
        """R134: half of the commission is paid, whatever the points: of the 50 that came to light 25 are due."""
        rows = [Command.create({"metric": "points", "threshold": 0, "percent": 50})]
        self.locked_january(multiplier_ids=rows)
        self.assertEqual(self.found(), [("older", "January 2026", 500, 25)])

    def test_a_period_written_off_changes_again(self):
        """R134: 50 of January are written off; 300 more of January are listed as 30, undone both are 80 in one row."""
        self.january_changed()
        row = self.rows()
        row.action_write_off("Told too late.")
        self.invoice(self.ray, "2026-01-25", 300)
        self.assertEqual(self.found(), [("older", "January 2026", 300, 30)])
        row.action_undo("In time after all.")
        self.assertEqual(self.found(), [("older", "January 2026", 800, 80)])

    def test_a_period_taken_in(self):
        """R134: 50 of January, and 30 that come until then, are in the statement of May as corrections of January;
        neither June's nor the list has them again."""
        self.january_changed()
        self.rows().action_take("Told too late.")
        self.invoice(self.ray, "2026-01-25", 300)
        self.assertEqual(self.found(), [])
        may = self.settle(MAY, self.ray, self.own_plan)
        self.assertEqual(self.figures(may)[-1], ("correction", 800, 80))
        line = may.line_ids.filtered("untaken_id")
        self.assertEqual((line.period_from, line.settled_amount), (JANUARY[0], 100))
        self.assertIn("Taken in by Fay: Told too late.", line.explanation)
        self.lock(may)
        self.assertEqual(self.found(), [])
        with freeze_time("2026-07-03 02:00:00"):
            june = self.settle((MAY[0].replace(month=6), MAY[0].replace(month=6, day=30)), self.ray, self.own_plan)
            self.assertEqual(june.net, 0)

    def test_a_salesperson_without_an_employee(self):
        """R134: 400 invoiced by a user who is nobody: finance says whose it is, Ann's, and that it pays 20."""
        other = self.env["res.users"].create({"name": "Temp", "login": "temp"})
        invoice = self.invoice(self.rep, "2026-05-10", 400, invoice_user_id=other.id)
        row = self.rows()
        self.assertEqual((row.kind, row.salesperson_id, row.base_amount, row.amount), ("nobody", other, 400, 0))
        with self.assertRaisesRegex(UserError, "Say whose statement"):
            row.action_take("Hers.")
        with self.assertRaisesRegex(UserError, "Say how much"):
            row.action_take("Hers.", employee=self.colleague)
        row.action_take("Hers.", employee=self.colleague, amount=20)
        self.assertEqual(self.found(), [])
        may = self.settle(MAY, self.colleague)
        self.assertEqual(self.figures(may)[-1], ("correction", 400, 20))
        row.action_undo("His.")
        self.assertEqual(self.found(), [("nobody", invoice.name, 400, 0)])
        self.assertFalse(row.employee_id)

    def test_an_employee_of_another_company(self):
        """R134: Vic is in a plan of Valley Hotel, which does not pay what the books of Harbour Hotel say."""
        self._create_plan("Valley", self.rep_valley).action_approve()
        other = self.env["res.users"].create({"name": "Temp", "login": "temp"})
        self.invoice(self.rep, "2026-05-10", 400, invoice_user_id=other.id)
        row = self.rows()
        with self.assertRaisesRegex(UserError, "No plan makes statements for"):
            row.action_take("His.", employee=self.rep_valley, amount=20)

    def test_a_payment_too_small_for_the_books(self):
        """R134: 4 of an invoice of USD 1,000, the dollar at 0.001, come to 0.00 in the books: nothing is lost by it."""
        self.rates(("2026-01-01", 0.001))
        invoice = self.invoice(self.ray, "2026-05-10", 1000, currency_id=self.env.ref("base.USD").id)
        self.pay(invoice, "2026-05-20", 4)
        self.assertEqual(invoice.amount_residual, 996)
        self.assertEqual(self.found(), [])

    def test_settled_but_not_by_money(self):
        """R134: an invoice of 1,000 is matched with an entry on some account of the balance sheet: listed with Ray;
        with that account as also received it is money, and goes. A write-off and a payment are not listed."""
        other = self.new_account("220098", "Unclear", "liability_current")
        invoice = self.invoice(self.ray, "2026-05-10", 1000)
        self.receivable_lines(
            invoice, self.entry("2026-05-20", (other, 1000, 0), (self.receivable, 0, 1000)).move_id
        ).reconcile()
        self.write_off(self.invoice(self.ray, "2026-05-11", 70), "2026-05-20", 70)
        self.pay(self.invoice(self.ray, "2026-05-12", 80), "2026-05-20")
        row = self.rows()
        self.assertEqual((row.kind, row.employee_id, row.base_amount), ("unfollowed", self.ray, 1000))
        self.assertEqual(row.document, invoice.name)
        self.company.sales_office_received_account_ids = other
        self.assertEqual(self.found(), [])

    def test_not_ones_own(self):
        """R135: finance sees her own, and the director decides it."""
        plan = self._plan_with_rule(self.finance, basis="invoiced", rate=10)
        invoice = self.invoice(self.finance, "2026-03-10", 1000)
        self.leave(plan=plan)
        self.reverse(invoice, "2026-04-10")
        row = self.rows()
        with self.assertRaisesRegex(AccessError, "Somebody else"):
            row.action_write_off("To myself.")
        self.as_(self.director, row).action_write_off("Small.")

    def test_queries(self):
        """R134: to find 2 or 8 of each cause takes the same number of queries."""
        other = self.new_account("220098", "Unclear", "liability_current")
        nobody = self.env["res.users"].create({"name": "Temp", "login": "temp"})
        self.lock(self.settle(JANUARY, self.ray, self.own_plan))
        self.leave()
        plans = self.own_plan

        def add(times):
            for number in range(times):
                self.invoice(self.ray, "2026-01-10", 10 + number)
                self.refund(self.ray, "2026-04-10", 10 + number)
                self.invoice(self.ray, "2026-03-10", 10 + number, invoice_user_id=nobody.id)
                bill = self.invoice(self.rep, "2026-05-10", 10 + number)
                entry = self.entry("2026-05-20", (other, 10 + number, 0), (self.receivable, 0, 10 + number))
                self.receivable_lines(bill, entry.move_id).reconcile()

        counts = []
        for times, size in ((2, 2), (0, 2), (6, 8)):
            add(times)
            row = []
            for kind in ("older", "left", "nobody", "unfollowed"):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                found = list(getattr(self.untaken, f"_find_{kind}")(self.company, plans))
                row.append(self.cr.sql_log_count - before)
                self.assertEqual(len(found), 1 if kind == "older" else size)
            counts.append(row)
        self.assertEqual(counts[2], counts[1])
