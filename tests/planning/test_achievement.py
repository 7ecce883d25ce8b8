"""What the books say about targets, figures worked out by hand. It is 20 March 2026, a Friday."""

from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.fields import Command

from ..meeting.work_report.test_figures import FiguresCommon
from .common import PlanningCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@freeze_time("2026-03-20 02:00:00")
class AchievementCommon(PlanningCommon, FiguresCommon):
    def month(self, owner, value=1000, month=3, **values):
        """Return the agreed target of a person or department for a month."""
        who = {"employee_id": owner.id} if owner._name == "hr.employee" else {"department_id": owner.id}
        target = self.targets.create(
            {
                "plan_id": self.plan_.id,
                "period_type": "month",
                "date_from": date(2026, month, 1),
                "target_value": value,
                **who,
                **values,
            }
        )
        target.state = "accepted"
        return target

    def achieved(self, *targets):
        """Return what the targets reached, read anew."""
        self.env.flush_all()
        targets = self.targets.union(*targets)
        targets.invalidate_recordset()
        return targets.mapped("achieved_value")


@freeze_time("2026-03-20 02:00:00")
class TestAchievement(AchievementCommon):
    def test_invoiced_amount(self):
        """R072 R103: posted invoices less credit notes by invoice date, untaxed: 600 + 100 - 50 = 650 of 1,000."""
        mine, team, quarter = (
            self.month(self.rep),
            self.month(self.north, 5000),
            self._create_target(self.north, 9000, period_type="quarter"),
        )
        self.invoice(self.rep, "2026-03-01", 600)
        self.invoice(self.rep, "2026-03-31", 100)
        self.refund(self.rep, "2026-03-15", 50)
        self.invoice(self.rep, "2026-02-28", 7)
        self.invoice(self.rep, "2026-04-01", 11)
        self.invoice(self.colleague, "2026-03-02", 1000)
        self.invoice(self.rep_south, "2026-03-02", 5000)
        self.assertEqual(self.achieved(mine, team, quarter), [650, 1650, 1657])
        self.assertEqual(mine.progress, 65)

    def test_taxes_do_not_count(self):
        """R072: 115 with 15 of tax in the price are 100."""
        tax = self.env["account.tax"].create(
            {"name": "15 %", "amount": 15, "company_id": self.company.id, "price_include_override": "tax_included"}
        )
        self.invoice(
            self.rep,
            "2026-03-02",
            invoice_line_ids=[Command.create({"name": "Rooms", "price_unit": 115, "tax_ids": [Command.set(tax.ids)]})],
        )
        self.assertEqual(self.achieved(self.month(self.rep)), [100])

    def test_quantity(self):
        """R072: 3 dozen sold and 5 given back are 31 of the product's units; what is no product does not count."""
        dozen = self.env.ref("uom.product_uom_dozen")
        self._sell(self.rep, 3, product_uom_id=dozen.id)
        self._sell(self.rep, 5, move_type="out_refund")
        self.invoice(self.rep, "2026-03-02", 100)
        self.assertEqual(self.achieved(self.month(self.rep, metric="quantity")), [31])

    def test_margin(self):
        """R072: 3 nights at 100, cost 60 each by the order, not what the product costs today: 3 x 40 = 120. Without an
        order 2 on the 2nd cost 60 each, as they did that day, and 2 on the 20th the 90 of today: 2 x 40 and 2 x 10."""
        self.product.standard_price = 60
        order = self.order(self.rep, "2026-03-02 02:00:00", 3)
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-03-03"
        invoice.action_post()
        self.product.standard_price = 90
        self._sell(self.rep, 2)
        self._sell(self.rep, 2, day="2026-03-20")
        self.assertEqual(self.achieved(self.month(self.rep, metric="margin")), [120 + 2 * 40 + 2 * 10])

    def test_collected(self):
        """R072: half of 230 with 30 of tax, paid in March, is 100; the rest in April; a credit note is no money."""
        tax = self.env["account.tax"].create({"name": "15 %", "amount": 15, "company_id": self.company.id})
        lines = [Command.create({"name": "Rooms", "price_unit": 200, "tax_ids": [Command.set(tax.ids)]})]
        invoice = self.invoice(self.rep, "2026-02-10", invoice_line_ids=lines)
        self.pay(invoice, "2026-03-05", 115)
        self.pay(invoice, "2026-04-05", 115)
        march, april = self.month(self.rep, metric="collected"), self.month(self.rep, month=4, metric="collected")
        self.assertEqual(self.achieved(march, april), [100, 100])

    def test_new_customers(self):
        """R050: customers whose first invoice is of the month; an order or one credited in full is no first invoice."""
        self.order(self.rep, "2026-03-10 02:00:00", partner=self.partner("Ordered only"))
        self.invoice(self.rep, "2026-02-28", 10, partner_id=self.partner("February").id)
        self._reverse(self.invoice(self.rep, "2026-03-05", 10, partner_id=self.partner("Credited").id))
        for partner in (self.partner("Lotus"), self.partner("Crane")):
            for day in ("2026-03-01", "2026-03-31", "2026-04-02"):
                self.invoice(self.rep, day, 10, partner_id=partner.id)
        self.assertEqual(
            self.achieved(
                self.month(self.rep, 10, metric="new_customers"), self.month(self.north, 10, metric="new_customers")
            ),
            [2, 2],
        )

    def test_measured_by_hand(self):
        """R050 R072: market share and satisfaction are in no book; who stands above enters what was measured."""
        target = self.month(self.rep, 90, metric="satisfaction")
        self.as_(self.leader, target).manual_value = 81
        self.assertEqual((self.achieved(target), target.progress, target.forecast_value), ([81], 90, 81))

    def test_who_moves(self):
        """R103: what Rob sells after he moved on the 16th counts for him and his new team, before for the old one."""
        mine, north, south = self.month(self.rep), self.month(self.north), self.month(self.south)
        self.rep.create_version({"date_version": "2026-03-16", "department_id": self.south.id})
        self.invoice(self.rep, "2026-03-15", 100)
        self.invoice(self.rep, "2026-03-16", 10)
        self.assertEqual(self.achieved(mine, north, south), [110, 100, 10])
        self.assertEqual(mine.department_id, self.north)

    def test_who_left(self):
        """R103: what an archived colleague sold still counts for the team."""
        self.invoice(self.colleague, "2026-03-02", 100)
        self.colleague.active = False
        self.assertEqual(self.achieved(self.month(self.north), self.month(self.retail)), [100, 100])

    def test_other_company(self):
        """R103: another company's books never count."""
        self._load_chart_of_accounts(self.company_valley)
        self.rep.user_id.company_ids |= self.company_valley
        self.env["account.move"].with_context(allowed_company_ids=self.company_valley.ids).create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-02",
                "invoice_user_id": self.rep.user_id.id,
                "company_id": self.company_valley.id,
                "invoice_line_ids": [Command.create({"name": "Rooms", "price_unit": 100})],
            }
        ).action_post()
        self.assertEqual(self.achieved(self.month(self.rep)), [0])

    def test_forecast(self):
        """R103: by Friday the 20th 15 of March's 22 working days are over: 750 head for 1,100, 110 % of 1,000."""
        self.invoice(self.rep, "2026-03-02", 750)
        march, april, february = self.month(self.rep), self.month(self.rep, month=4), self.month(self.rep, month=2)
        self.achieved(march, april, february)
        self.assertAlmostEqual(march.forecast_value, 1100)
        self.assertAlmostEqual(march.forecast_percent, 110)
        self.assertEqual((april.forecast_value, february.forecast_value), (0, 0))

    def test_nothing_wanted(self):
        """R103: a target of 0 has no percentage."""
        target = self.month(self.rep, 0)
        self.assertEqual((self.achieved(target), target.progress), ([0], 0))

    def test_snapshot(self):
        """R103: charts read what the books said last night."""
        target = self.month(self.rep)
        self.invoice(self.rep, "2026-03-02", 70)
        self.env.flush_all()
        self.refresh()
        self.assertEqual(target.achieved_snapshot, 70)

    def test_today(self):
        """R083: Today shows the month against the published target, in the place of Odoo's team target."""
        target = self.month(self.rep)
        target.published_at = "2026-03-01 00:00:00"
        self.invoice(self.rep, "2026-03-02", 750)
        self.env.flush_all()
        [ring] = [f for f in self.as_(self.rep, self.env["sales.office.today"]).get_figures() if f["kind"] == "ring"]
        self.assertEqual(ring["key"], f"target_{target.id}")
        self.assertEqual((ring["value"], round(ring["percent"])), ("¥\xa0750.00", 75))
        self.assertEqual(ring["detail"], "of ¥\xa01,000.00, heading for 110 %")

    def _reverse(self, invoice):
        wizard = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({"journal_id": invoice.journal_id.id, "date": "2026-03-06"}).modify_moves()
        self.assertEqual(invoice.payment_state, "reversed")

    def _sell(self, employee, quantity, move_type="out_invoice", day="2026-03-02", **values):
        line = {"product_id": self.product.id, "quantity": quantity, "price_unit": 100, "tax_ids": False, **values}
        return self.invoice(employee, day, move_type=move_type, invoice_line_ids=[Command.create(line)])


@freeze_time("2026-03-20 02:00:00")
class TestForCommission(AchievementCommon):
    def percent(self, employee=None, metric="invoiced", period=MARCH):
        self.env.flush_all()
        employees = employee or self.rep
        return self.targets._get_achievement(employees, metric, *period)[employees[:1]]

    def test_percent(self):
        """R103: 650 of 1,000 are 65 %; nobody without a target, with a draft, or in dispute has any."""
        self.assertIsNone(self.percent())
        target = self.month(self.rep)
        self.invoice(self.rep, "2026-03-02", 650)
        self.assertEqual(self.percent(), Decimal(65))
        for state, published, percent in (
            ("draft", False, None),
            ("proposed", False, None),
            ("proposed", "2026-03-01", Decimal(65)),
            ("disputed", "2026-03-01", None),
        ):
            target.write({"state": state, "published_at": published})
            self.assertEqual(self.percent(), percent)
        self.assertIsNone(self.percent(metric="margin"))

    def test_zero(self):
        """R103: nothing is wanted, so there is no percentage of it."""
        self.month(self.rep, 0)
        self.assertIsNone(self.percent())

    def test_sum_of_parts(self):
        """R103: without a quarter's target its months make it up: 300 of 600; with a gap there is none."""
        quarter = (date(2026, 1, 1), date(2026, 3, 31))
        for month, value in ((1, 100), (2, 200)):
            self.month(self.rep, value, month)
        self.invoice(self.rep, "2026-02-02", 300)
        self.assertIsNone(self.percent(period=quarter))
        self.month(self.rep, 300, 3)
        self.assertEqual(self.percent(period=quarter), Decimal(50))
        whole = self._create_target(self.north, 3000, self.rep, period_type="quarter")
        whole.state = "accepted"
        self.assertEqual(self.percent(period=quarter), Decimal(10))

    def test_batches(self):
        """R103: the number of queries does not depend on the number of people."""
        people = [self._create_member(f"Seller {n}", f"seller{n}", self.north, "representative") for n in range(12)]
        for employee in people:
            self.month(employee)
        people = self.env["hr.employee"].union(*people)
        counts = []
        for employees in (people, people[:3], people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.targets._get_achievement(employees, "invoiced", *MARCH)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertLess(counts[2], 25)


@freeze_time("2026-03-20 02:00:00")
class TestSpeed(AchievementCommon):
    def test_opening_a_list(self):
        """R103: a list of twelve weeks costs as many queries as one of three."""
        months = [self.month(self.rep, month=n) for n in (2, 3, 4)]
        weeks = self.targets.union(*(month.action_split("equal") for month in months))
        weeks = weeks.sorted(lambda week: not week.date_from <= date(2026, 3, 20) <= week.date_to)  # now first
        counts = []
        for targets in (weeks, weeks[:3], weeks):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_(self.leader, targets).read(["achieved_value", "progress", "forecast_percent"])
            counts.append(self.cr.sql_log_count - before)
        self.assertGreater(len(weeks), 12)
        self.assertLessEqual(counts[2], counts[1] + 1)

    def test_publishing(self):
        """R132: telling twelve people costs as many queries as telling three, but for the rows themselves."""
        counts = []
        for size in (3, 9):
            for n in range(size):
                self._create_member(f"Seller {size} {n}", f"seller{size}{n}", self.north, "representative")
            target = self.month(self.north, month=size)
            target.plan_id.invalidate_recordset()
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.as_(self.manager, target).action_publish()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
