"""Targets of what is invoiced to new and to existing customers. It is 20 March 2026; new is new for three months."""

from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tools import mute_logger

from .test_achievement import MARCH, AchievementCommon

NEW, EXISTING = "invoiced_new", "invoiced_existing"


@freeze_time("2026-03-20 02:00:00")
class TestCustomers(AchievementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_new_customer_months = 3

    def bill(self, partner, day, amount, employee=None, **values):
        return self.invoice(employee or self.rep, day, amount, partner_id=partner.id, **values)

    def split(self, owner=None, **values):
        """Return what Rob (or a department) invoiced in March to new and to existing customers."""
        return self.achieved(*(self.month(owner or self.rep, metric=metric, **values) for metric in (NEW, EXISTING)))

    def test_new_and_existing(self):
        """R050: Lotus bought first on 10 January, so is new until 9 April: 100 less 10 given back = 90.
        Crane bought first on 30 November, so is not in March any more: 30. Together the 120 invoiced."""
        lotus, crane = self.partner("Lotus"), self.partner("Crane")
        self.bill(lotus, "2026-01-10", 7)
        self.bill(crane, "2025-11-30", 7)
        self.bill(lotus, "2026-03-02", 100)
        self.bill(lotus, "2026-03-03", 10, move_type="out_refund")
        self.bill(crane, "2026-03-04", 30)
        self.assertEqual(self.split(), [90, 30])
        self.assertEqual(self.achieved(self.month(self.rep)), [120])

    def test_last_day(self):
        """R050: first invoiced on 10 December, the 9th of March is new, the 10th is not."""
        lotus = self.partner("Lotus")
        for day, amount in (("2025-12-10", 7), ("2026-03-09", 100), ("2026-03-10", 20)):
            self.bill(lotus, day, amount)
        self.assertEqual(self.split(), [100, 20])

    def test_first_invoice_of_anybody(self):
        """R050: a customer whom Ann won long ago is none of Rob's new ones; what both sell is North's."""
        lotus = self.partner("Lotus")
        self.bill(lotus, "2025-06-01", 7, self.colleague)
        self.bill(lotus, "2026-03-02", 100)
        self.bill(self.partner("Crane"), "2026-03-02", 20, self.colleague)
        self.assertEqual(self.split(), [0, 100])
        self.assertEqual(self.split(self.north), [20, 100])

    def test_company_behind_a_contact(self):
        """R050: a new contact of a customer of long standing is no new customer."""
        lotus = self.partner("Lotus")
        lotus.is_company = True
        self.bill(lotus, "2025-06-01", 7)
        contact = self.env["res.partner"].create({"name": "Li", "parent_id": lotus.id})
        self.bill(contact, "2026-03-02", 100)
        self.assertEqual(self.split(), [0, 100])

    def test_what_is_no_first_invoice(self):
        """R050: a draft and another company's invoice of long ago leave the customer new."""
        self._load_chart_of_accounts(self.company_valley)
        lotus = self.partner("Lotus")
        lotus.company_id = False
        self.bill(lotus, "2025-06-01", 7).button_draft()
        self.bill(lotus, "2025-06-01", 7, self.rep_valley)
        self.bill(lotus, "2026-03-02", 100)
        self.assertEqual(self.split(), [100, 0])

    def test_only_a_credit_note(self):
        """R050: who was only ever given money back counts with the existing customers: nothing is lost."""
        self.bill(self.partner("Lotus"), "2026-03-02", 5, move_type="out_refund")
        self.assertEqual(self.split(), [0, -5])

    def test_months_make_up_the_quarter(self):
        """R050 R103: new by the day of the invoice: 100 + 20 in February and March are the quarter's 120."""
        lotus = self.partner("Lotus")
        for day, amount in (("2026-02-10", 100), ("2026-03-10", 20)):
            self.bill(lotus, day, amount)
        quarter = self._create_target(self.north, 9000, self.rep, period_type="quarter", metric=NEW)
        february, march = (self.month(self.rep, month=month, metric=NEW) for month in (2, 3))
        self.assertEqual(self.achieved(quarter, february, march), [120, 100, 20])

    def test_for_commission(self):
        """R050 R103: 90 of 100 to new customers are 90 % for whoever is paid by that."""
        self.month(self.rep, 100, metric=NEW)
        self.bill(self.partner("Lotus"), "2026-03-02", 90)
        self.env.flush_all()
        self.assertEqual(self.targets._get_achievement(self.rep, NEW, *MARCH)[self.rep], 90)

    def test_one_query_per_metric(self):
        """R050 R103: twelve months cost as many queries as two."""
        targets = self.targets.union(
            *(self.month(self.rep, month=month, metric=metric) for metric in (NEW, EXISTING) for month in range(1, 13))
        )
        few = targets.filtered(lambda target: target.date_from == date(2026, 3, 1))
        counts = []
        for asked in (targets, few, targets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            asked._get_achieved()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def test_one_month_at_least(self):
        """R050: nobody would ever be new."""
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.company.sales_office_new_customer_months = 0
            self.env.flush_all()
