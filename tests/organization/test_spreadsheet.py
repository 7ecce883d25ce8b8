"""What somebody typed is not run as a formula by whoever opens the file."""

import doctest
import io

import openpyxl

from odoo.addons.sales_office_policy.models.organization.printing import spreadsheet
from odoo.addons.sales_office_policy.models.organization.printing.spreadsheet import as_cell

from ..common import SalesOfficeCommon

FORMULAS = ("=1+1", "+A1", "-A1+2", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋A1", "－A1", "＠SUM(A1)")


class TestSpreadsheet(SalesOfficeCommon):
    def test_example(self):
        """R056: the example in the docstring holds."""
        self.assertEqual(doctest.testmod(spreadsheet).failed, 0)

    def test_formulas_are_marked_as_text(self):
        """R056: whatever a spreadsheet would calculate is marked as text, full-width and behind a tab as well."""
        self.assertEqual([as_cell(text) for text in FORMULAS], [f"'{text}" for text in FORMULAS])

    def test_figures_stay_figures(self):
        """R036: numbers, telephone numbers and plain names are left alone."""
        for value in (0, -5, -5.5, None, False, "", "Ann", "-5", "+86 (571) 8800-1234", "李雷"):
            self.assertIs(as_cell(value), value)

    def test_exports_of_our_records(self):
        """R056: Odoo's own export of our records writes no formula, compatible with import or not."""
        visitors = self.env["sales.office.visitor"].create(
            [{"name": text, "employee_id": self.rep.id} for text in ("=1+1", "@SUM(A1)", "Li Lei")]
        )
        for compatible in (False, True):
            exported = visitors.with_context(import_compat=compatible).export_data(["name", "people_count"])["datas"]
            self.assertEqual([row[0] for row in exported], ["'=1+1", "'@SUM(A1)", "Li Lei"])
            self.assertEqual({row[1] for row in exported}, {1})

    def test_payroll_file(self):
        """R036: a name in the payroll file is neither a formula nor a link, a number is a number."""
        Payroll = self.env["sales.office.payroll"]
        names = ["=1+1", "\t=1+1", "http://example.com"]
        rows = [{**dict.fromkeys(Payroll._get_columns(), -2.5), "employee": name, "department": "@x"} for name in names]
        lines = Payroll._to_csv(rows).decode("utf-8-sig").splitlines()
        self.assertTrue(lines[1].startswith("'=1+1,'@x,-2.5,"))
        self.assertTrue(lines[2].startswith("'\t=1+1,'@x,"))
        sheet = openpyxl.load_workbook(io.BytesIO(Payroll._to_xlsx(rows, "March", self.company.currency_id))).active
        self.assertEqual([sheet.cell(row, 1).value for row in (2, 3, 4)], names)
        self.assertEqual({sheet.cell(row, 1).data_type for row in (2, 3, 4)}, {"s"})
        self.assertFalse([cell.hyperlink for row in sheet for cell in row if cell.hyperlink])
        self.assertEqual(sheet.cell(2, 4).value, -2.5)
