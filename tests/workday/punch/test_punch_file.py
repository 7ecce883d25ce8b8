"""What files of readings say, read without the ORM: layouts of terminals and phone apps, made by ourselves."""

import io
from datetime import date, datetime, time

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.workday.punch.punch_file import (
    MAX_ROWS,
    Problem,
    read_date,
    read_file,
    read_times,
)
from odoo.addons.sales_office_policy.models.workday.punch.punch_table import guess_month, read_head, read_readings

MARCH = date(2026, 3, 1)


def workbook(*rows, title="Sheet"):
    """Return the bytes of a spreadsheet with these rows."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data, month=None):
    """Return ``([(row, who, time as text)], [(row, code)])`` with the columns as they are proposed."""
    sheets = read_file(data)
    head = read_head(sheets[0].rows)
    roles = {number: column.role for number, column in enumerate(head.columns) if column.role}
    found, faults, _left_out = read_readings(sheets, roles, month or guess_month(sheets, head, ""))
    return [(own.place[1], own.who, str(own.at)[5:16]) for own in found], [(own.place[1], own.code) for own in faults]


@tagged("post_install", "-at_install", "standard")
class TestPunchFile(BaseCase):
    def test_terminal(self):
        """R001: a terminal's text has no headings: number, moment, and columns of no interest; tabs or spaces."""
        expected = [(1, "1001", "03-02 08:01"), (2, "0007", "03-02 17:05")]
        for mark in ("\t", "  "):
            lines = [(" 1001", "2026-03-02 08:01:11", "1", "0"), ("0007", "2026-03-02 17:05:00", "1", "1")]
            text = "\r\n".join(mark.join(line) for line in lines)
            self.assertEqual(read(text.encode()), (expected, []))

    def test_reading_a_row(self):
        """R001: raw records of a phone app: headings, name, staff number, date and time as texts, with weekdays."""
        data = workbook(
            ["打卡明细"],
            ["姓名", "部门", "工号", "日期", "打卡时间", "打卡结果"],
            ["张三", "销售部", 12, "26-03-02 星期一", "08:21", "正常"],
            ["张三", "销售部", 12, "26-03-02 星期一", "次日 00:30", "正常"],
            ["张三", "销售部", 12, datetime(2026, 3, 3), time(8, 2), ""],
            ["张三", "销售部", 12, "26-03-04 星期三", "", "缺卡"],
        )
        expected = [(3, "12", "03-02 08:21"), (4, "12", "03-03 00:30"), (5, "12", "03-03 08:02")]
        self.assertEqual(read(data), (expected, []))

    def test_day_a_row(self):
        """R001: a day a row in GBK; who leaves before they came does so the next day; words are no readings."""
        text = (
            "工号,姓名,日期,上班时间,下班时间\n"
            '="0012",张三,2026/3/2,08:21,17:35\n0012,张三,2026/3/3,22:00,06:05\n0012,张三,2026/3/4,请假,缺卡\n合计,,,,\n'
        )
        expected = [
            (2, "0012", "03-02 08:21"),
            (2, "0012", "03-02 17:35"),
            (3, "0012", "03-03 22:00"),
            (3, "0012", "03-04 06:05"),
        ]
        for encoding in ("gbk", "utf-8", "utf-8-sig", "utf-16"):
            self.assertEqual(read(text.encode(encoding)), (expected, []))

    def test_headings_in_two_rows(self):
        """R001: headings may stand in two rows, one above the other."""
        data = workbook(
            ["姓名", "日期", "上班", None, "下班", None],
            [None, None, "打卡时间", "打卡结果", "打卡时间", "打卡结果"],
            ["张三", "2026-03-02", "08:00", "正常", "17:00", "正常"],
        )
        self.assertEqual(read(data), ([(3, "张三", "03-02 08:00"), (3, "张三", "03-02 17:00")], []))

    def test_month_a_sheet(self):
        """R001: a month a sheet: several times in a cell, marks of the next day, words, two rows for one person."""
        days = [str(day) for day in range(1, 32)]
        data = workbook(
            ["考勤月报 2026年3月"],
            ["姓名", "部门", *days],
            ["张三", "销售", None, "08:21\n17:35\n次日 00:30", "08:2817:35", "休息", "08:41(迟到) 17:30", "旷工"],
            [None, None, None, "12:01 13:02"],
            ["签字：", None],
        )
        found, faults = read(data)
        self.assertEqual(faults, [])
        self.assertEqual(
            found,
            [
                (3, "张三", "03-02 08:21"),
                (3, "张三", "03-02 17:35"),
                (3, "张三", "03-03 00:30"),
                (3, "张三", "03-03 08:28"),
                (3, "张三", "03-03 17:35"),
                (3, "张三", "03-05 08:41"),
                (3, "张三", "03-05 17:30"),
                (4, "张三", "03-02 12:01"),
                (4, "张三", "03-02 13:02"),
            ],
        )

    def test_months_of_other_lengths(self):
        """R001: a sheet a month: what stands after the days is found where February is shorter."""
        book = openpyxl.Workbook()
        for month, days in ((1, 31), (2, 28)):
            sheet = book.active if month == 1 else book.create_sheet()
            sheet.title = f"2026-{month:02}"
            sheet.append([f"考勤月报 2026年{month}月"])
            sheet.append(["姓名", *range(1, days + 1), "备注", "工号"])
            sheet.append(["张三", *["08:00 17:00"] * days, "见附件 3", "12"])
        stream = io.BytesIO()
        book.save(stream)
        found, faults = read(stream.getvalue())
        self.assertEqual(faults, [])
        self.assertEqual(len(found), 2 * (31 + 28))
        self.assertEqual({who for _row, who, _at in found}, {"12"})
        self.assertEqual(found[-1], (3, "12", "02-28 17:00"))

    def test_last_day_there_is(self):
        """R001: a day that no calendar has a next one of is a bad row, not an end of all."""
        text = "Badge,Date,Time\n1,9999-12-31,次日 00:30\n1,2026-03-02,08:00\n"
        self.assertEqual(read(text.encode()), ([(3, "1", "03-02 08:00")], [(2, "date")]))

    def test_month_unknown(self):
        """R001: days without a month need one."""
        data = workbook(["Name", *range(1, 32)], ["Rob", "08:00 17:00"])
        self.assertEqual(read(data), ([], [(2, "no_month")]))
        self.assertEqual(len(read(data, MARCH)[0]), 2)

    def test_bad_cells(self):
        """R001: what cannot be read for certain is named by its row, never guessed."""
        rows = ("1,12/03/2026,08:00", "1,2026-02-30,08:00", "1,2026-03-02,eight", ",2026-03-02,08:00", "1,,08:00")
        text = "\n".join(["Badge,Date,Time", *rows])
        codes = [(2, "two_dates"), (3, "date"), (4, "time"), (5, "no_person"), (6, "date")]
        self.assertEqual(read(text.encode()), ([], codes))
        self.assertEqual(read(b"Badge,Time\n1,08:00\n"), ([], [(2, "no_date")]))
        self.assertEqual(read(b"Badge,Time\n1,25/03/2026 08:00\n")[0], [(2, "1", "03-25 08:00")])

    def test_times(self):
        """R001: times as texts, numbers and times, with halves of the day and marks."""
        for cell, expected in (
            ("8:05", ["0:08:05"]),
            ("08:05:30", ["0:08:05"]),
            ("下午5:30", ["0:17:30"]),
            ("5:30 PM", ["0:17:30"]),
            ("12:10 AM", ["0:00:10"]),
            ("25:30", ["1:01:30"]),
            ("24:00", ["1:00:00"]),
            ("00:30(次日)", ["1:00:30"]),
            ("+1 00:30", ["1:00:30"]),
            (0.5, ["0:12:00"]),
            (time(8, 0), ["0:08:00"]),
            ("", []),
            (None, []),
            ("-- / 请假", []),
            ("--:--", []),
            ("null", []),
            ("08:41(迟到15分钟)", ["0:08:41"]),
            ("08:41\n缺卡", ["0:08:41"]),
            ("外勤 08:30", ["0:08:30"]),
            (0.25, ["0:06:00"]),
            ("leave", []),
        ):
            with self.subTest(cell=cell):
                self.assertEqual([f"{clock.days}:{clock.at:%H:%M}" for clock in read_times(cell)[1]], expected)
        # 24:00 of the next day is the midnight after it, or the one before
        for cell in ("次日24:00", "25:30(次日)"):
            with self.subTest(cell=cell), self.assertRaises(Problem):
                read_times(cell)
        for cell in ("08:75", "eight", "13:00 PM?", "49:00", 0, 1, 0.0, 1.0, True, "8:5"):
            with self.subTest(cell=cell), self.assertRaises(Problem):
                read_times(cell)
        # from when to when they were away, or when they should have signed
        cells = ("请假08:30-12:00", "缺卡(08:30)", "08:41 事假 13:00-17:00", "Sick leave 08:30", "加班 18:00-20:00")
        for cell in cells:
            with self.subTest(cell=cell), self.assertRaises(Problem):
                read_times(cell)

    def test_dates(self):
        """R001: dates as people write them."""
        texts = ("2026-03-02", "26-03-02 星期一", "2026年3月2日", "20260302", "2026/3/2 Mon")
        for cell in (*texts, datetime(2026, 3, 2, 8)):
            with self.subTest(cell=cell):
                self.assertEqual(read_date(cell), date(2026, 3, 2))
        self.assertEqual(read_date("26/3/2"), date(2026, 3, 2))
        self.assertEqual(read_date("26-03-25 星期三"), date(2026, 3, 25))
        for cell in ("26/03/25", "25.03.26"):
            with self.subTest(cell=cell), self.assertRaises(Problem) as caught:
                read_date(cell)
            self.assertEqual(caught.exception.code, "two_dates")
        self.assertEqual(read_date("2", MARCH), date(2026, 3, 2))
        self.assertEqual(read_date("3-2", MARCH), date(2026, 3, 2))

    def test_days_as_numbers(self):
        """R001: days and moments that a spreadsheet shows as numbers, from its own first day; a badge stays one."""
        second_of_march = 46083
        for first_day, day in ((WINDOWS_EPOCH, second_of_march), (MAC_EPOCH, second_of_march - 1462)):
            book = openpyxl.Workbook()
            book.epoch = first_day
            for row in (["工号", "日期", "打卡时间"], [46083, day, 0.334028], [46083, None, day + 0.711806]):
                book.active.append(row)
            stream = io.BytesIO()
            book.save(stream)
            with self.subTest(first_day=first_day):
                expected = [(2, "46083", "03-02 08:01"), (3, "46083", "03-02 17:05")]
                self.assertEqual(read(stream.getvalue()), (expected, []))
        # a whole number where a time belongs is a count, and in a text nobody knows what a number is
        self.assertEqual(read(workbook(["工号", "打卡时间"], [12, 46083])), ([], [(2, "time")]))
        self.assertEqual(read(b"Badge,Date,Time\n12,46083,08:00\n"), ([], [(2, "date")]))

    def test_hours_beyond_the_day(self):
        """R001: 24:00 and 26:00 are of the next day, also in a cell that shows the hours of one day."""
        book = openpyxl.Workbook()
        book.active.append(["工号", "日期", "上班时间", "下班时间"])
        for row, (leaving, shown) in enumerate(((1.0, "h:mm"), (26 / 24, "h:mm"), (26 / 24, "[h]:mm")), 2):
            book.active.append([12, datetime(2026, 3, row), 0.75, leaving])
            for column in "CD":
                book.active[f"{column}{row}"].number_format = shown
        stream = io.BytesIO()
        book.save(stream)
        found, faults = read(stream.getvalue())
        self.assertEqual(faults, [])
        self.assertEqual([at for _row, _who, at in found[1::2]], ["03-03 00:00", "03-04 02:00", "03-05 02:00"])

    def test_encodings(self):
        """R001: names that GBK does not have, marks of the encoding in front, and what is neither."""
        text = "姓名,打卡时间\n𠮷田㐂,2026-03-02 08:01\n"
        for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
            with self.subTest(encoding=encoding):
                data = b"\xff\xfe" * (encoding == "utf-16-le") + text.encode(encoding)
                self.assertEqual(read(data), ([(2, "𠮷田㐂", "03-02 08:01")], []))
        for data in (b"\xef\xbb\xbf\xff\xff, 08:00", b"\xff\xff\xff\xff,\xff"):
            with self.subTest(data=data), self.assertRaises(Problem) as caught:
                read_file(data)
            self.assertEqual(caught.exception.code, "unreadable")

    def test_one_bad_row_of_many(self):
        """R001: of ten thousand rows the bad one is named, and the others are read."""
        rows = [f"{number % 500},2026-03-{number % 28 + 1:02},08:{number % 60:02}" for number in range(10_000)]
        rows[7_776] = "12,2026-02-29,08:00"
        found, faults = read("\n".join(["Badge,Date,Time", *rows]).encode())
        self.assertEqual((len(found), faults), (9_999, [(7_778, "date")]))

    def test_headings_only(self):
        """R001: a table without a row has no readings and no faults."""
        self.assertEqual(read("工号,日期,打卡时间\n".encode()), ([], []))

    def test_formula(self):
        """R001: a formula that was never calculated is bad, in spreadsheets and in texts."""
        data = workbook(["Badge", "Time"], [1, "=A1"], [1, "2026-03-02 08:00"])
        self.assertEqual(read(data), ([(3, "1", "03-02 08:00")], [(2, "formula")]))
        self.assertEqual(read(b"Badge,Time\n1,=NOW()\n"), ([], [(2, "formula")]))

    def test_no_file(self):
        """R001: what is no spreadsheet, or damaged, or endless, is refused as a whole."""
        for data, code in (
            (b"%PDF-1.4\n\0\1\2\3\4\5\6", "unreadable"),
            (b"PK\x03\x04 and no more", "unreadable"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing", "unreadable"),
            (b"", "empty"),
            (b"\n\n", "empty"),
            (b"1,2026-03-02 08:00\n" * (MAX_ROWS + 1), "too_long"),
        ):
            with self.subTest(data=data[:10]), self.assertRaises(Problem) as caught:
                read_file(data)
            self.assertEqual(caught.exception.code, code)
