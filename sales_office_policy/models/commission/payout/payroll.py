import csv
import io

import xlsxwriter

from odoo import api, fields, models
from odoo.tools import SQL

from ...organization.printing.spreadsheet import as_cell
from ...organization.record.row_lock import claim_rows
from ...workday.day.day import CAME
from ..statement.statement import LOCKED
from ..statement.statement_line import KINDS

#: counts of days, in the order of :meth:`SalesOfficePayroll._get_days`
COUNTS = (
    "expected",
    "worked",
    "leave",
    "late",
    "late_minutes",
    "early",
    "early_minutes",
    "missing",
    "absent",
    "excused",
)
AMOUNTS = ("commission", "reward", "fine", "balance", "payable")


class SalesOfficePayroll(models.AbstractModel):
    """What payroll needs to know of a month, one row per employee (R036).

    Read as superuser in one narrow place; whoever calls has checked who asks.
    """

    _name = "sales.office.payroll"
    _description = "Payroll Figures"

    @api.model
    def _get_columns(self):
        """Return ``{key: label}`` in the user's language."""
        return {
            "employee": self.env._("Employee"),
            "department": self.env._("Department"),
            "email": self.env._("Work Email"),
            "expected": self.env._("Days Due"),
            "worked": self.env._("Days Worked"),
            "leave": self.env._("Days of Leave"),
            "late": self.env._("Times Late"),
            "late_minutes": self.env._("Minutes Late"),
            "early": self.env._("Times Left Early"),
            "early_minutes": self.env._("Minutes Early"),
            "missing": self.env._("Readings Missing"),
            "absent": self.env._("Days Absent"),
            "excused": self.env._("Days Waived"),
            "commission": self.env._("Commission"),
            "reward": self.env._("Rewards"),
            "fine": self.env._("Fines"),
            "balance": self.env._("Balance Carried In"),
            "payable": self.env._("Net"),
        }

    @api.model
    def _get_rows(self, company, date_from, date_to):
        """Return ``[{column: value}]`` by employee; a fixed number of queries, whatever their number.

        Money is that of approved and paid statements whose period ends between the two days.
        """
        days = self._get_days(company, date_from, date_to)
        amounts = self._get_amounts(company, date_from, date_to)
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = employees.search([("id", "in", [*{*days, *amounts}])], order="name, id")
        nothing = {**dict.fromkeys(self._get_columns(), 0), **dict.fromkeys(AMOUNTS, 0.0)}
        return [
            {
                **nothing,
                **days.get(employee.id, {}),
                **amounts.get(employee.id, {}),
                "employee": employee.name,
                "department": employee.department_id.name or "",
                "email": employee.work_email or "",
            }
            for employee in employees
        ]

    def _get_days(self, company, date_from, date_to):
        """Return ``{employee id: {column: number}}`` from the day status; an excused day counts as nothing else."""
        self.env["sales.office.day"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT employee_id,
                       COUNT(*) FILTER (WHERE expected_hours > 0 OR leave_hours > 0),
                       COUNT(*) FILTER (WHERE worked_hours > 0 OR status = ANY(%s)),
                       COALESCE(SUM(leave_hours / (leave_hours + expected_hours)) FILTER (WHERE leave_hours > 0), 0),
                       COUNT(*) FILTER (WHERE late_minutes > 0 AND status != 'excused'),
                       COALESCE(SUM(late_minutes) FILTER (WHERE status != 'excused'), 0),
                       COUNT(*) FILTER (WHERE early_minutes > 0 AND status != 'excused'),
                       COALESCE(SUM(early_minutes) FILTER (WHERE status != 'excused'), 0),
                       COUNT(*) FILTER (WHERE missing_sign_in AND status != 'excused')
                       + COUNT(*) FILTER (WHERE missing_sign_out AND status != 'excused'),
                       COUNT(*) FILTER (WHERE status = 'absent'),
                       COUNT(*) FILTER (WHERE status = 'excused' AND excuse_kind = 'granted')
                  FROM sales_office_day
                 WHERE company_id = %s AND date BETWEEN %s AND %s
              GROUP BY employee_id
                """,
                list(CAME),
                company.id,
                date_from,
                date_to,
            )
        )
        return {
            employee: {name: round(number, 2) for name, number in zip(COUNTS, numbers, strict=True)}
            for employee, *numbers in rows
        }

    def _get_amounts(self, company, date_from, date_to):
        """Return ``{employee id: {column: amount}}`` in the company's currency; fines are positive."""
        domain = self._get_statements_domain(company, date_from, date_to)
        statements = self.env["sales.office.statement"].sudo()
        rows = {
            employee.id: {"payable": payable, "commission": 0.0, "reward": 0.0, "fine": 0.0, "balance": 0.0}
            for employee, payable in statements._read_group(domain, ["employee_id"], ["payable:sum"])
        }
        lines = self.env["sales.office.statement.line"].sudo()
        groups = lines._read_group([("statement_id", "any", domain)], ["employee_id", "kind"], ["amount:sum"])
        for employee, kind, amount in groups:
            column = KINDS[kind].payroll
            rows[employee.id][column] += -amount if column == "fine" else amount
        return rows

    def _get_statements_domain(self, company, date_from, date_to):
        return [
            ("company_id", "=", company.id),
            ("state", "in", LOCKED),
            ("date_to", ">=", date_from),
            ("date_to", "<=", date_to),
        ]

    @api.model
    def _claim(self, company, date_from, date_to):
        """Wait for who pays or takes back a payment of these days just now; they see what is exported afterwards."""
        domain = self._get_statements_domain(company, date_from, date_to)
        claim_rows(self.env["sales.office.statement"].sudo().search(domain))  # sudo: whoever exports has all of them

    @api.model
    def _to_csv(self, rows):
        """Return the rows as bytes that spreadsheets open with any script, and without running a name as formula."""
        columns = self._get_columns()
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(columns.values())
        writer.writerows([as_cell(row[key]) for key in columns] for row in rows)
        return text.getvalue().encode("utf-8-sig")

    @api.model
    def _to_xlsx(self, rows, title, currency):
        """Return the rows as the bytes of a workbook with one sheet; amounts have the decimals of ``currency``."""
        columns = self._get_columns()
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
            sheet = book.add_worksheet(title[:31])
            bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            money = book.add_format({"num_format": f"#,##0.{'0' * currency.decimal_places}".rstrip(".")})
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 1, 20)
            sheet.set_column(2, 2, 30)
            sheet.set_column(3, len(columns) - 1, 12)
            for number, label in enumerate(columns.values()):
                sheet.write_string(0, number, label, bold)
            for line, row in enumerate(rows, 1):
                for number, key in enumerate(columns):
                    # a text stays a text: neither a formula nor a link
                    write = sheet.write_string if isinstance(row[key], str) else sheet.write_number
                    write(line, number, row[key], money if key in AMOUNTS else None)
        return content.getvalue()


class SalesOfficePayrollExport(models.Model):
    """Who took which month's payroll figures out as a file; nobody writes or deletes it (R036)."""

    _name = "sales.office.payroll.export"
    _description = "Payroll Export"
    _inherit = "sales.office.reader.mixin"
    _order = "exported_at desc, id desc"
    _rec_name = "date_from"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    exported_at = fields.Datetime(required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    file_type = fields.Selection([("xlsx", "Excel"), ("csv", "CSV")], string="Format", required=True, readonly=True)
    employee_count = fields.Integer(string="Employees", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
