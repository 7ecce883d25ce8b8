import base64
import csv
import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase

from ..common import APRIL, MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestPayroll(CommissionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 8000)
        cls.fine(cls, cls.rep, "2026-03-12", 25)
        statements = cls.plan.generate_statements(*MARCH)
        cls.statement = statements.filtered(lambda s: s.employee_id == cls.rep)
        cls.statement.with_user(cls.finance.user_id).action_submit()
        cls.statement.with_user(cls.rep.user_id).action_confirm()
        cls.statement.with_user(cls.director.user_id).action_approve()
        for number, values in enumerate(
            (
                {"status": "present", "expected_hours": 8, "worked_hours": 8},
                {"status": "late", "expected_hours": 8, "worked_hours": 7, "late_minutes": 20, "early_minutes": 5},
                {
                    "status": "excused",
                    "excuse_kind": "granted",
                    "expected_hours": 8,
                    "worked_hours": 4,
                    "late_minutes": 90,
                },
                {"status": "excused", "excuse_kind": "leave", "expected_hours": 4, "leave_hours": 4},
                {"status": "absent", "expected_hours": 8, "absent": True},
                {"status": "off"},
                {"status": "incomplete", "expected_hours": 8, "missing_sign_in": True},
            ),
            9,
        ):
            cls.env["sales.office.day"].create({"employee_id": cls.rep.id, "date": f"2026-03-{number:02}", **values})

    def export(self, employee, **values):
        Dialog = self.as_(employee, self.env["sales.office.payroll.dialog"])
        dialog = Dialog.create({"month": "2026-03-05", **values})
        return dialog, dialog.action_export()

    def test_figures(self):
        """R036: six days due, four days worked (of one the sign-in is missing), half a day of leave, one late by 20 and
        one early by 5, one absent, one waived (whose lateness is nobody's business); 400 commission less a fine of 25.
        """
        self.rep.work_email = "rob@example.com"
        (row,) = self.env["sales.office.payroll"]._get_rows(self.company, *MARCH)
        days = {"expected": 6, "worked": 4, "leave": 0.5, "missing": 1, "absent": 1, "excused": 1}
        minutes = {"late": 1, "late_minutes": 20, "early": 1, "early_minutes": 5}
        amounts = {"commission": 400, "reward": 0, "fine": 25, "balance": 0, "payable": 375}
        who = {"employee": "Rob", "department": "North", "email": "rob@example.com"}
        self.assertEqual(row, who | days | minutes | amounts)

    def test_only_what_is_due(self):
        """R036: what is not approved is not exported, and the dialog says that something is missing."""
        rows = self.env["sales.office.payroll"]._get_rows(self.company, *MARCH)
        self.assertEqual([row["employee"] for row in rows], ["Rob"])
        form = Form(self.as_(self.finance, self.env["sales.office.payroll.dialog"]))
        form.month = "2026-03-31"
        self.assertEqual(form.open_count, 2)

    def test_csv(self):
        """R036: a file that spreadsheets read in any script, in which no name is run as a formula."""
        self.rep.name = "=1+1"
        dialog, action = self.export(self.finance, file_type="csv")
        self.assertEqual((dialog.file_name, action["target"]), ("payroll-2026-03.csv", "self"))  # no window to block
        rows = list(csv.reader(io.StringIO(base64.b64decode(dialog.file).decode("utf-8-sig"))))
        self.assertEqual((rows[0][0], rows[1][0]), ("Employee", "'=1+1"))
        self.authenticate("finance", "finance")
        self.assertEqual(self.url_open(action["url"]).status_code, 200)
        self.authenticate("leader", "leader")
        self.assertEqual(self.url_open(action["url"]).status_code, 404)

    def test_xlsx(self):
        """R036: figures are numbers, in a workbook with one sheet; columns speak the user's language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.finance.user_id.lang = "zh_CN"
        Dialog = self.as_(self.finance, self.env["sales.office.payroll.dialog"]).with_context(lang="zh_CN")
        dialog = Dialog.create({"month": "2026-03-05"})
        dialog.action_export()
        sheet = load_workbook(io.BytesIO(base64.b64decode(dialog.file))).active
        self.assertEqual(sheet.title, "2026-03")
        values = [cell.value for cell in sheet[2]]
        self.assertEqual((values[0], values[7], values[-1]), ("Rob", 20, 375))
        self.assertEqual(sheet["A1"].value, "员工")
        self.assertEqual({cell.number_format for cell in sheet[2][-5:]}, {"#,##0.00"}, "Amounts of zero, too")

    def test_decimals_of_the_currency(self):
        """R036: amounts are shown with the decimals of the company's currency: fils have three, yen have none."""
        Payroll = self.env["sales.office.payroll"]
        texts = dict.fromkeys(("employee", "department", "email"), "Rob")
        row = {**dict.fromkeys(Payroll._get_columns(), 1.5), **texts}
        for name, pattern in (("KWD", "#,##0.000"), ("JPY", "#,##0"), ("CNY", "#,##0.00")):
            currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
            with self.subTest(currency=name):
                sheet = load_workbook(io.BytesIO(Payroll._to_xlsx([row], "March", currency))).active
                self.assertEqual(sheet.cell(2, 18).number_format, pattern)

    def test_who(self):
        """R036 R135: finance and directors only, and only their own company's; the log says who took what."""
        for employee in (self.rep, self.leader, self.manager, self.clerk, self.policy_admin):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.export(employee)
        with self.assertRaisesRegex(UserError, "There is neither a day status nor"):
            self.export(self.director_valley)
        self.export(self.director)
        log = self.env["sales.office.payroll.export"].search([("company_id", "=", self.company.id)])
        self.assertEqual((log.user_id, log.employee_count, log.file_type), (self.director.user_id, 1, "xlsx"))
        for employee in (self.director, self.finance):
            for change in ("write", "unlink"):
                with self.subTest(change), self.assertRaises(AccessError):
                    getattr(self.as_(employee, log), change)(*([{"employee_count": 0}] if change == "write" else []))
            with self.assertRaises(AccessError):
                self.as_(employee, log).copy()

    def test_who_prepares_the_payroll(self):
        """R036 R135: who sees the wages exports the sums, is told how many are missing, and reads no record."""
        personnel = self.outsider
        personnel.user_id.group_ids |= self.env.ref("hr.group_hr_manager")
        dialog, _action = self.export(personnel, file_type="csv")
        self.assertEqual(dialog.open_count, 2)
        rows = list(csv.reader(io.StringIO(base64.b64decode(dialog.file).decode("utf-8-sig"))))
        self.assertEqual((rows[1][0], rows[1][-1]), ("Rob", "375.0"))
        log = self.env["sales.office.payroll.export"].search([], limit=1)
        self.assertEqual(log.user_id, personnel.user_id)
        for model in ("statement", "statement.line", "violation", "reward", "day", "payroll.export"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.as_(personnel, self.env[f"sales.office.{model}"]).search([])
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_commission")
        with self.assertRaisesRegex(AccessError, "Only finance, directors and who sees the wages"):
            self.export(personnel)

    def test_personnel_without_the_wages(self):
        """R135: who keeps personnel data and does not see the wages has no payroll, nor of another company who does."""
        personnel = self.outsider
        personnel.user_id.group_ids |= self.env.ref("hr.group_hr_user")
        with self.assertRaises(AccessError):
            self.export(personnel)
        personnel.user_id.group_ids |= self.env.ref("hr.group_hr_manager")
        dialog = self.as_(personnel, self.env["sales.office.payroll.dialog"]).create({"month": "2026-03-05"})
        dialog.sudo().company_id = self.company_valley
        self.assertEqual(dialog.open_count, 0)
        with self.assertRaisesRegex(AccessError, "figures of another company"):
            dialog.action_export()

    def test_queries(self):
        """R036: as many queries for three employees as for one."""
        counts = []
        for month in (MARCH, APRIL):
            if month == APRIL:
                for employee in (self.rep, self.colleague, self.leader):
                    self.env["sales.office.day"].create(
                        {"employee_id": employee.id, "date": "2026-04-07", "status": "present"}
                    )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["sales.office.payroll"]._get_rows(self.company, *month)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_leaver(self):
        """R036: who has left in the month is on it."""
        self.rep.active = False
        rows = self.env["sales.office.payroll"]._get_rows(self.company, *MARCH)
        self.assertEqual([row["employee"] for row in rows], ["Rob"])
