"""The attendance of a month as a table: signs, sums, who sees whom, the workbook, what it costs."""

import base64
import io
from datetime import date, datetime

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ...json_rpc import JsonRpcCase, RpcRefused
from ..common import MONDAY, TUESDAY, WorkdayCommon, utc

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)
WEDNESDAY, THURSDAY, FRIDAY = (date(2025, 3, day) for day in (12, 13, 14))
#: where people are seen from Monday 10 March on
SINCE = "2025-03-10"


@freeze_time("2025-03-17 12:00:00")
class TestMonthSheet(WorkdayCommon):
    """R002 R036: the week of Monday 10 March 2025, which is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_day_since = SINCE

    def _fill(self, *people):
        self.days.refresh(self.env["hr.employee"].union(*people), MONDAY, FRIDAY)

    def _get(self, employee=None, first=FIRST, last=LAST, department=None):
        return self.as_(employee or self.director, self.days).get_month_sheet(first, last, department)

    def _row(self, person=None, sheet=None):
        """Return the row of somebody, Rob unless it says otherwise."""
        sheet = sheet or self._get()
        return next(row for row in sheet["rows"] if row["id"] == (person or self.rep).id)

    def _texts(self, row, days=range(10, 15)):
        return [row["cells"][day - 1]["text"] for day in days]

    def test_signs(self):
        """R002: each day shows what there was to say about it, in words as well."""
        self._attend(8, 17)
        self._attend(8.5, 16, day=TUESDAY)
        self._attend(8, day=WEDNESDAY)
        self._leave(*utc(0, 24, day=FRIDAY)[0])
        self._fill(self.rep)
        row = self._row()
        self.assertEqual(self._texts(row), ["✓", "LtEl", "Ms", "Ab", "Lv"])
        tuesday = row["cells"][10]
        self.assertEqual(tuesday["title"], "Late (30 min); Left Early (60 min)")
        self.assertEqual([cell["tone"] for cell in row["cells"][9:14]], ["", "warning", "warning", "danger", "info"])
        self.assertEqual(tuesday["id"], self._day(day=TUESDAY).id)

    def test_days_without_work(self):
        """R002: weekends are free, a public holiday says so, coming days are not known."""
        self._holiday(*utc(0, 24, day=THURSDAY)[0])
        self._attend(8, 17)
        self._fill(self.rep)
        row = self._row()
        self.assertEqual(self._texts(row, (8, 9, 13, 15)), ["Of", "Of", "Ph", "Of"])
        self.assertEqual(self._texts(row, (18, 19)), ["", ""])

    def test_worked_on_a_day_off(self):
        """R002: who came on a Saturday has a sign of its own."""
        self._attend(9, 12, day=date(2025, 3, 15))
        self.days.refresh(self.rep, date(2025, 3, 15), date(2025, 3, 15))
        self.assertEqual(self._texts(self._row(), (15,)), ["Ex"])

    def test_sums(self):
        """R036: the sums are those of payroll, which counts a waived day as nothing else."""
        self._attend(8, 17)
        self._attend(8.5, 16, day=TUESDAY)
        self._attend(9, 17, day=WEDNESDAY)
        self._attend(8, 32, day=THURSDAY)
        self._fill(self.rep)
        self.as_(self.leader, self._day(day=WEDNESDAY)).action_grant_excuse("Sent to the bank.")
        counts = self._row()["counts"]
        self.assertEqual(self._day(day=FRIDAY).status, "incomplete")
        self.assertEqual(counts["worked"], 5, "Who did not sign in was there")
        payroll = self.env["sales.office.payroll"]._get_days(self.company, FIRST, LAST)[self.rep.id]
        for name in ("expected", "worked", "late", "late_minutes", "early", "early_minutes", "missing", "absent"):
            self.assertEqual(counts.get(name, 0), payroll[name], name)
        self.assertEqual((counts["expected"], counts["waived"], counts["absent"]), (5, 1, 0))
        self.assertEqual((counts["late"], counts["late_minutes"]), (1, 30))

    def test_totals(self):
        """R036: the last line adds up everybody."""
        self._attend(8.5, 17)
        self._attend(9, 17, employee=self.colleague)
        self._fill(self.rep, self.colleague)
        sheet = self._get()
        self.assertEqual(sheet["totals"]["late_minutes"], 90)
        self.assertEqual(sheet["totals"]["absent"], 8)

    def test_leave_by_kind(self):
        """R036: leave is summed by its kind in days, half a day as half."""
        kinds = self.env["hr.leave.type"].create(
            [
                {"name": name, "requires_allocation": False, "leave_validation_type": "no_validation"}
                for name in ("病假", "Annual")
            ]
        )
        for kind, day, hours in ((kinds[0], MONDAY, (0, 24)), (kinds[1], TUESDAY, (13, 17))):
            leave = self.env["hr.leave"].create(
                {
                    "name": "Private",
                    "employee_id": self.rep.id,
                    "holiday_status_id": kind.id,
                    "request_date_from": day,
                    "request_date_to": day,
                }
            )
            found = self.env["resource.calendar.leaves"].search([("holiday_id", "=", leave.id)])
            start, stop = utc(*hours, day=day)[0]
            found.write({"date_from": start, "date_to": stop})
        self._attend(8, 12, day=TUESDAY)
        self._fill(self.rep)
        sheet = self._get()
        row = self._row(sheet=sheet)
        self.assertEqual((row["counts"]["leave:病假"], row["counts"]["leave:Annual"]), (1, 0.5))
        self.assertEqual(self._texts(row, (10, 11)), ["病", "✓Lv"])
        self.assertIn(["leave:Annual", "Annual (days)"], [list(column) for column in sheet["columns"]])

    def test_leave_without_a_kind(self):
        """R036: leave that no request of Odoo's made is leave."""
        self._leave(*utc(0, 24)[0])
        self._fill(self.rep)
        self.assertEqual(self._row()["counts"]["leave:On leave"], 1)

    def test_overtime(self):
        """R036: overtime is what Attendances counts, once it is approved."""
        self._attend(8, 17)
        self._fill(self.rep)
        lines = self.env["hr.attendance.overtime.line"]
        lines.search([("employee_id", "=", self.rep.id)]).unlink()
        lines = lines.create(
            [
                {
                    "employee_id": self.rep.id,
                    "date": MONDAY,
                    "duration": hours,
                    "time_start": datetime(2025, 3, 10, hour),
                    "time_stop": datetime(2025, 3, 10, hour + 1),
                }
                for hours, hour in ((1.5, 9), (2, 11))
            ]
        )
        lines[0].status, lines[1].status = "approved", "to_approve"
        self.assertEqual(self._row()["counts"]["overtime"], 1.5)

    def test_nights(self):
        """R002: a night belongs to the day on which it begins."""
        self._work_nights()
        for day in range(10, 15):
            self._attend(22, 30, day=date(2025, 3, day))
        self._fill(self.rep)
        row = self._row()
        self.assertEqual(self._texts(row, range(9, 16)), ["Of", *["✓"] * 5, "Of"])
        self.assertEqual(row["counts"]["worked"], 5)

    def test_who_joined_and_who_left(self):
        """R036: before the first day and after the last nothing stands there; who was archived stays on the sheet."""
        version = self.rep.version_ids[0]
        version.write({"date_version": WEDNESDAY, "contract_date_start": WEDNESDAY})
        self._attend(8, 17, day=WEDNESDAY)
        self._attend(8, 17, employee=self.colleague)
        self._fill(self.rep, self.colleague)
        self.colleague.write({"active": False, "departure_date": TUESDAY})
        sheet = self._get()
        self.assertEqual(self._texts(self._row(sheet=sheet), (8, 9, 10, 11, 12)), ["", "", "", "", "✓"])
        left = self._row(self.colleague, sheet)
        self.assertEqual(self._texts(left, (9, 10, 15, 16)), ["Of", "✓", "", ""])

    def test_department(self):
        """R002: a department shows its own people and those below."""
        for person in (self.rep, self.rep_south):
            self._attend(8, 17, employee=person)
        self._fill(self.rep, self.rep_south)
        names = {
            where: {row["name"] for row in self._get(department=where)["rows"]} for where in (self.north, self.retail)
        }
        self.assertEqual(names, {self.north: {"Rob"}, self.retail: {"Rob", "Ray"}})
        self.assertIn(self.retail.id, [one["id"] for one in self._get(self.leader)["departments"]])

    def test_who_sees_whom(self):
        """R135: everybody sees their own days and those of whom they lead, and no other company's."""
        everybody = (self.rep, self.colleague, self.leader, self.rep_south, self.manager, self.clerk, self.director)
        for person in (*everybody, self.rep_valley):
            self._attend(8, 17, employee=person)
        self._fill(*everybody, self.rep_valley)
        seen = {
            self.rep: {"Rob"},
            self.clerk: {"Cleo"},
            self.leader: {"Lea", "Rob", "Ann"},
            self.leader_south: {"Ray"},
            self.director: {"Diane", "Max", "Cleo", "Lea", "Rob", "Ann", "Ray"},
            self.director_valley: {"Vic"},
        }
        for employee, names in seen.items():
            with self.subTest(employee=employee.name):
                self.assertEqual({row["name"] for row in self._get(employee)["rows"]}, names)

    def test_two_companies(self):
        """R135: who works in two companies at once sees both only where they are entitled."""
        for person in (self.rep, self.rep_valley):
            self._attend(8, 17, employee=person)
        self._fill(self.rep, self.rep_valley)
        self.director.user_id.company_ids |= self.company_valley
        both = (self.company | self.company_valley).ids
        days = self.days.with_user(self.director.user_id).with_context(allowed_company_ids=both)
        self.assertNotIn("Vic", [row["name"] for row in days.get_month_sheet(FIRST, LAST)["rows"]])

    def _make_keeper(self):
        self.outsider.user_id.group_ids |= self.env.ref("hr_attendance.group_hr_attendance_user")
        return self.outsider

    def test_who_keeps_attendances(self):
        """R036 R135: who keeps everybody's attendances has the sheet of their companies, its sums and departments."""
        for person in (self.rep, self.rep_south, self.director, self.rep_valley):
            self._attend(8.5, 17, employee=person)
        self._fill(self.rep, self.rep_south, self.director, self.rep_valley)
        sheet = self._get(self._make_keeper())
        self.assertEqual({row["name"] for row in sheet["rows"]}, {"Rob", "Ray", "Diane"})
        self.assertEqual(self._row(sheet=sheet)["counts"], self._row()["counts"])
        self.assertIn(self.north.id, [one["id"] for one in sheet["departments"]])
        self.assertEqual({row["name"] for row in self._get(self.outsider, department=self.north)["rows"]}, {"Rob"})
        names = [cell.value for cell in self._open_book(self.outsider)["B"]]
        self.assertTrue({"Rob", "Ray", "Diane"} <= set(names) and "Vic" not in names)

    def test_keepers_read_no_day(self):
        """R135: what else a day tells, such as the reason for a waiver, whoever keeps attendances does not read."""
        self._attend(9, 17)
        self._fill(self.rep)
        day = self._day()
        self.as_(self.rep, day).action_ask_excuse("At the doctor's.")
        self.as_(self.leader, day).action_grant_excuse()
        cell = self._row(sheet=self._get(self._make_keeper()))["cells"][9]
        self.assertEqual((cell["id"], cell["text"]), (False, "Wv"))
        self.assertNotIn("doctor", str(self._get(self.outsider)))
        with self.assertRaises(AccessError):
            self.as_(self.outsider, day).read(["excuse_reason"])
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.days).search([])
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.env["sales.office.violation"]).search([])

    def test_keepers_open_what_is_theirs(self):
        """R135: a leader who keeps attendances sees all on the sheet and opens the days of those they lead."""
        for person in (self.rep, self.rep_south):
            self._attend(8, 17, employee=person)
        self._fill(self.rep, self.rep_south)
        self.leader.user_id.group_ids |= self.env.ref("hr_attendance.group_hr_attendance_user")
        sheet = self._get(self.leader)
        ids = [self._row(person, sheet)["cells"][9]["id"] for person in (self.rep, self.rep_south)]
        self.assertEqual(ids, [self._day().id, False])

    def test_keepers_in_no_other_company(self):
        """R135: whoever names a company in the context that they do not work in is refused."""
        days = self.as_(self._make_keeper(), self.days)
        with self.assertRaises(AccessError):
            days.with_context(allowed_company_ids=self.company_valley.ids).get_month_sheet(FIRST, LAST)

    def test_keepers_where_it_is_not_used(self):
        """R135: nor has who keeps attendances the sheet of a company that works without the room."""
        self._attend(8, 17)
        self._fill(self.rep)
        self.assertTrue(self._get(self._make_keeper())["rows"])
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_workday")
        self.assertFalse(self._get(self.outsider)["rows"])

    def test_those_beside_them(self):
        """R135: who keeps the attendances of some, or personnel data alone, has no sheet."""
        for group in ("hr_attendance.group_hr_attendance_officer", "hr.group_hr_user"):
            self.outsider.user_id.group_ids = self.env.ref("base.group_user") | self.env.ref(group)
            with self.subTest(group), self.assertRaises(AccessError):
                self._get(self.outsider)

    def test_outsiders(self):
        """R135: who belongs to no sales office has nothing to do with it."""
        with self.assertRaises(AccessError):
            self._get(self.outsider)

    def test_periods_that_are_none(self):
        """R036: a period has 31 days at most and does not end before it begins."""
        for first, last in ((LAST, FIRST), (FIRST, date(2025, 4, 1))):
            with self.assertRaisesRegex(UserError, "at most 31 days"):
                self._get(first=first, last=last)
        self.assertEqual(len(self._get(first=date(2025, 2, 26), last=date(2025, 3, 25))["days"]), 28)

    def test_an_empty_month(self):
        """R036: a month of which nothing is known is a sheet without people, and a workbook all the same."""
        days = self.as_(self.director, self.days)
        sheet = days.get_month_sheet(date(2024, 1, 1), date(2024, 1, 31))
        self.assertEqual((sheet["rows"], sheet["departments"]), ([], []))
        self.assertTrue(days.export_month_sheet(date(2024, 1, 1), date(2024, 1, 31))["content"])

    def _open_book(self, employee=None):
        exported = self.as_(employee or self.director, self.days).export_month_sheet(FIRST, LAST)
        self.assertEqual(exported["name"], "attendance-2025-03-01-2025-03-31.xlsx")
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(exported["content"]))).active

    def test_workbook(self):
        """R036: the workbook has the people by line, the days with their weekdays, the sums and who signs."""
        self._attend(8.5, 17)
        self._fill(self.rep)
        page = self._open_book()
        self.assertEqual(
            [page.cell(3, column).value for column in (1, 2, 3, 4, 34)], ["No.", "Employee", "Department", 1, 31]
        )
        self.assertEqual([page.cell(5, column).value for column in (1, 2, 3, 13)], [1, "Rob", "North", "Lt"])
        sums = {page.cell(3, column).value: page.cell(5, column).value for column in range(35, page.max_column + 1)}
        self.assertEqual((sums["Minutes Late"], sums["Days Absent"], sums["Days Due"]), (30, 4, 5))
        texts = [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
        self.assertTrue({"Total", "Prepared by:", "Checked by:"} <= set(texts))
        self.assertTrue(any("Ab Absence" in text for text in texts))
        self.assertEqual((page.freeze_panes, page.page_setup.orientation), ("D5", "landscape"))

    def test_workbook_runs_no_formula(self):
        """R036: a name is a text, neither a formula nor a link, and odd characters stay as they are."""
        for person, name in (
            (self.rep, "=1+1"),
            (self.colleague, "http://example.com"),
            (self.leader, "李 <雷> & 'Co\u0001"),
        ):
            person.name = name
            self._attend(8, 17, employee=person)
        self.north.name = "@SUM(A1)"
        self._fill(self.rep, self.colleague, self.leader)
        page = self._open_book()
        cells = [page.cell(line, column) for line in (5, 6, 7) for column in (2, 3)]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertLessEqual({"=1+1", "http://example.com", "@SUM(A1)"}, {cell.value for cell in cells})
        self.assertFalse([cell for row in page for cell in row if cell.hyperlink or cell.data_type == "f"])

    def test_chinese(self):
        """R036: in Chinese the signs are the characters that clerks write."""
        self._attend(8.5, 17)
        self._fill(self.rep)
        sheet = self.as_(self.director, self.days).with_context(lang="zh_CN").get_month_sheet(FIRST, LAST)
        self.assertEqual(len(sheet["signs"]), 11)
        self.assertEqual(sheet["days"][0]["weekday"], "六")

    def test_chinese_leave(self):
        """R036: leave of no kind has the sign of leave, not the one of a day off, whatever both are called."""
        self._leave(*utc(0, 24)[0])
        self._fill(self.rep)
        sheet = self.as_(self.director, self.days).with_context(lang="zh_CN").get_month_sheet(FIRST, LAST)
        signs = {sign["label"]: sign["sign"] for sign in sheet["signs"]}
        self.assertEqual(self._texts(self._row(sheet=sheet), (10,)), [signs["休假"]])
        self.assertNotEqual(signs["休假"], signs["休息"])

    def test_constant_queries(self):
        """R036: twelve people are asked about in as many queries as two."""
        people = [self._create_member(f"Seller {n}", f"seller{n}", self.north, "representative") for n in range(12)]
        for person in people:
            self._attend(8.5, 17, employee=person)
            self._leave(*utc(13, 24, day=TUESDAY)[0], employee=person)
        counts = []
        for some in (people[:2], people[:2], people):
            self.days.search([]).unlink()
            self._fill(*some)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._get()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertLess(counts[2], 40)


class TestMonthSheetDoors(WorkdayCommon, JsonRpcCase):
    """R135: over RPC, with any argument."""

    def test_odd_arguments(self):
        """R036: what is no period or department is refused in a sentence."""
        for args, words in (
            (["2025-03-01"], "takes these arguments"),
            (["soon", "2025-03-31"], "date_from.* has to be a day"),
            (["2025-03-01", [1]], "date_to.* has to be a day"),
            (["2025-03-01", "2025-03-31", "North"], "department.* has to be"),
            (["2025-03-01", "2025-03-31", 2**40], "department.* has to be"),
            (["2025-03-01", "2099-03-31"], "at most 31 days"),
        ):
            for method in ("get_month_sheet", "export_month_sheet"):
                with self.subTest(args=args), self.assertRaisesRegex(RpcRefused, words):
                    self.call(self.director, "sales.office.day", method, *args)

    def test_anothers_department(self):
        """R135: naming a department shows nobody more of it."""
        with freeze_time("2025-03-17 12:00:00"):
            self._attend(8, 17, employee=self.rep_south)
            self.days.refresh(self.rep_south, MONDAY, MONDAY)
        sheet = self.call(self.leader, "sales.office.day", "get_month_sheet", "2025-03-01", "2025-03-31", self.south.id)
        self.assertEqual((sheet["rows"], sheet["departments"]), ([], []))
