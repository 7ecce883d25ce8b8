from freezegun import freeze_time

from odoo.addons.sales_office_policy.models.organization.record.rows import insert_rows

from ..common import MARCH, CommissionCommon


@freeze_time("2026-04-02 02:00:00")
class TestRows(CommissionCommon):
    """Lines written as rows are what Odoo would have written, and what follows from them follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 1000)
        cls.statement = cls.plan.generate_statements(*MARCH).filtered(lambda s: s.employee_id == cls.rep)
        cls.Line = cls.env["sales.office.statement.line"]

    def _vals(self, violation, **values):
        return {
            **self.statement._prepare_line_vals(),
            "kind": "fine",
            "sequence": self.Line._get_sequences()["fine"],
            "violation_id": violation.id,
            "period_from": MARCH[0],
            "period_to": MARCH[1],
            "open_amount": 20.005,
            "amount": -20.0,
            "rate": 0,
            "quantity": 1.23456,
            "figures": {"base": "50"},
            **values,
        }

    def test_same_columns(self):
        """R134: figures are rounded and texts kept in the columns as by Odoo's own create."""
        violation = self.fine(self.rep, "2026-03-12", 20)
        by_odoo = self.Line.create(self._vals(violation))
        columns = self.columns(by_odoo)
        by_odoo.unlink()
        self.assertEqual(self.columns(insert_rows(self.Line, [self._vals(violation)])), columns)

    def test_what_follows(self):
        """R134: the statement's sums and what is open of the fine are computed anew, also where they had been read."""
        violation = self.fine(self.rep, "2026-03-12", 20)
        self.assertEqual((self.statement.net, violation.fine_open, len(self.statement.line_ids)), (50, 20, 1))
        line = insert_rows(self.Line, [self._vals(violation, open_amount=20)])
        self.assertEqual((self.statement.net, self.statement.deductions, violation.fine_open), (30, 20, 0))
        self.assertIn(line, self.statement.line_ids)

    def test_nothing(self):
        """R134: nothing is written of nothing."""
        before = self.cr.sql_log_count
        self.assertFalse(insert_rows(self.Line, []))
        self.assertEqual(self.cr.sql_log_count, before)
