"""Files of readings from terminals and phone apps, read cell by cell: plain Python, no ORM.

What a cell may hold is told in the tests (``tests/workday/punch/test_punch_file.py``): moments, times with marks of the
next day, several times, words instead of times. What cannot be read for certain is refused with a :class:`Problem`.
"""

import csv
import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

#: rows that one import takes at most, and what a packed file may unfold to
MAX_ROWS = 100_000
MAX_BYTES = 200_000_000
MAX_COLUMNS = 200

#: dates so far apart may both be meant
RECENT_YEARS = 3

#: the first day of spreadsheets, and of those that were begun on a Mac
FIRST_DAY, FIRST_MAC_DAY = datetime(1899, 12, 30), datetime(1904, 1, 1)
#: the days that a bare number may be: those of this century
SERIALS = (36526, 73050)
#: where a spreadsheet shows the hours of one day, 26:00 becomes two o'clock of this day
DAY_AFTER = date(1900, 1, 1)

#: how a formula without a calculated value reads
FORMULA = object()

NEXT_DAY = r"(?:次日|翌日|第二天|隔日|next day|\+1(?!\d))"
TIME = re.compile(
    rf"(?P<next>{NEXT_DAY})?\s*(?P<half>上午|下午|[ap]m\b)?\s*(?P<hour>\d{{1,2}})[:：](?P<minute>\d{{2}})"
    rf"(?:[:：](?P<second>\d{{2}}))?(?:\.\d+)?(?:\s*(?P<after>[ap]m)\b)?(?:\s*[(（]?(?P<mark>{NEXT_DAY})[)）]?(?!\s*\d))?",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?<!\d)(?P<year>\d{4}|\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?(?!\d)"
)
COMPACT_DATE = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
TURNED_DATE = re.compile(r"(?<!\d)(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})(?!\d)")
MONTH_DAY = re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*[-/月]\s*(?P<day>\d{1,2})\s*日?(?!\d)")
YEAR_MONTH = re.compile(r"(?<!\d)(?P<year>20\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})(?!\d)")
WEEKDAY = re.compile(
    r"(?:星期|周|礼拜)[一二三四五六日天]|[一二三四五六日](?=[\s()（）]|$)"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b",
    re.IGNORECASE,
)
#: words for where somebody was instead, and for readings that there are none of
AWAY = (
    r"缺卡|未打卡|旷工|缺勤|请假|事假|病假|年假|调休|婚假|产假|丧假|公假|出差|外出|公出|加班|"
    r"\b(?:leave|absent|absence|missing|missed|sick|vacation|annual|trip|no record|not signed)\b"
)
#: such a word before a time: from when to when somebody was away, or when they should have signed
AWAY_AT = re.compile(rf"(?:{AWAY})[^\n;；,，、]*?\d{{1,2}}[:：]\d{{2}}", re.IGNORECASE)
#: words that mean: no reading here
WORDS = re.compile(
    rf"{AWAY}|休息|假期|节假日|法定|外勤|正常|迟到|早退|补卡|无|打卡|审批|通过|半天|全天|"
    r"\b(?:rest|off|day off|holiday|none|null|n/?a|normal|late|early|ok|on time|weekend)\b",
    re.IGNORECASE,
)
#: how late somebody was, or for how long
DURATION = re.compile(r"\d+(?:\.\d+)?\s*(?:分钟|小时|天|min(?:ute)?s?\b|hours?\b)|分钟|小时", re.IGNORECASE)
NOISE = re.compile(r"[\s\-–—_/|,，;；、.。:：#()（）\[\]【】√×*~·]+")


class Problem(Exception):
    """What is wrong with a file or a cell: a code that the dialog knows the words of, and what it is about."""

    def __init__(self, code, text=""):
        super().__init__(code, text)
        self.code = code
        self.text = str(text)[:60]


class Sheet(NamedTuple):
    """A table; cells are texts, numbers, dates, times, None or ``FORMULA``."""

    name: str
    rows: list[list]
    first_day: datetime = FIRST_DAY  # from which numbers count that are days


class Clock(NamedTuple):
    """A time on a wall clock, maybe of the next day."""

    at: time
    days: int = 0


def read_file(data):
    """Return the :class:`Sheet` of a file that is a spreadsheet (XLSX, XLS) or a text (CSV, tabs, spaces)."""
    try:
        if data[:4] == b"PK\x03\x04":
            sheets = _read_xlsx(data)
        elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            sheets = _read_xls(data)
        else:
            sheets = [Sheet("", _read_text(data))]
    except Problem:
        raise
    except Exception as error:  # a damaged file breaks its reader anywhere
        raise Problem("unreadable") from error
    sheets = [sheet._replace(rows=_trim(sheet.rows)) for sheet in sheets]
    if not any(sheet.rows for sheet in sheets):
        raise Problem("empty")
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
        raise Problem("too_long")
    return [sheet for sheet in sheets if sheet.rows]


def _trim(rows):
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows.pop()
    return rows


def _read_xlsx(data):
    import openpyxl  # noqa: PLC0415, as Odoo does: it is slow to load

    archive = zipfile.ZipFile(io.BytesIO(data))
    if "xl/workbook.xml" not in archive.namelist():
        raise Problem("unreadable")
    if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
        raise Problem("too_long")
    sheets = _load_xlsx(openpyxl, data, data_only=True)
    parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if any(re.search(rb"<f[ />]", archive.read(name)) for name in parts):
        _mark_formulas(sheets, _load_xlsx(openpyxl, data, data_only=False))
    return sheets


def _mark_formulas(sheets, formulas):
    """Note in the cells that are empty because nobody calculated them that there are formulas."""
    for sheet, other in zip(sheets, formulas, strict=True):
        for row, written in zip(sheet.rows, other.rows, strict=False):
            for number, (value, formula) in enumerate(zip(row, written, strict=False)):
                if value is None and isinstance(formula, str) and formula.startswith("="):
                    row[number] = FORMULA


def _load_xlsx(openpyxl, data, data_only):
    """Return the visible sheets, with what formulas had come to or with the formulas."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # some programs write wrong ones
        rows = []
        for row in sheet.iter_rows(values_only=True):
            rows.append(list(row[:MAX_COLUMNS]))
            if len(rows) > MAX_ROWS:
                raise Problem("too_long")
        sheets.append(Sheet(sheet.title, rows, book.epoch))
    return sheets


def _read_xls(data):
    import xlrd  # noqa: PLC0415, as above

    book = xlrd.open_workbook(file_contents=data)
    sheets = []
    for sheet in book.sheets():
        if sheet.visibility == 0:
            rows = [row[:MAX_COLUMNS] for row in sheet.get_rows()]
            cells = [[_read_xls_cell(xlrd, cell, book.datemode) for cell in row] for row in rows]
            sheets.append(Sheet(sheet.name, cells, FIRST_MAC_DAY if book.datemode else FIRST_DAY))
    return sheets


def _read_xls_cell(xlrd, cell, datemode):
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate_as_datetime(cell.value, datemode)
        return timedelta(days=cell.value) if cell.value < 1 else moment
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    return cell.value


def _read_text(data):
    text = _decode(data)
    if "\0" in text or sum(not char.isprintable() and char not in "\t\r\n" for char in text[:4000]) > 4:
        raise Problem("unreadable")
    lines = [line for line in text[:20000].splitlines() if line.strip()]
    delimiter = max("\t,;|", key=lambda mark: sum(mark in line for line in lines), default=",")
    if not any(delimiter in line for line in lines):
        return [re.split(r"\s+", line.strip()) for line in text.splitlines()]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[_read_text_cell(cell) for cell in row[:MAX_COLUMNS]] for row in rows]


def _decode(data):
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("unreadable")


def _read_text_cell(text):
    """Return a cell; ``="0012"`` is how programs keep the zeros of a number."""
    text = text.strip()
    if kept := re.fullmatch(r'="?([^"]*)"?', text):
        return kept[1] if text.startswith('="') else FORMULA
    return text.lstrip("'")


def to_text(cell):
    """Return a cell as it names somebody: numbers without a fraction, no spaces around."""
    if cell is FORMULA:
        raise Problem("formula")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def read_serial(cell, first_day, is_date=False):
    """Return the moment for which a number stands that a spreadsheet shows as one; any other cell as it is.

    :param is_date: a whole number is a day, and not a count or a mark of something
    """
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not SERIALS[0] <= cell < SERIALS[1]:
        return cell
    if cell == int(cell) and not is_date:
        return cell
    return first_day + timedelta(seconds=round(cell * 86400))


def find_date(text, year=None):
    """Return ``(date, what is left)`` of the first date in a text, ``(None, text)`` if there is none.

    :param year: of a date without one
    """
    text = text.strip()
    if found := DATE.search(text) or COMPACT_DATE.search(text):
        day = _get_written_date(found, text)
    elif found := TURNED_DATE.search(text):
        day = _get_turned_date(found, text)
    elif year and (found := MONTH_DAY.search(text)):
        day = _get_date(year, found["month"], found["day"], text)
    else:
        return None, text
    return day, (text[: found.start()] + " " + text[found.end() :]).strip().lstrip("Tt").strip()


def _get_written_date(found, text):
    """Return the date of a text that begins with the year; one of two digits may be the day of a recent year."""
    year, day = int(found["year"]), int(found["day"])
    if len(found["year"]) == 2:
        # 26-03-25 is what phone apps write
        is_slashed = not {"-", "年"} & set(found[0])
        if is_slashed and 0 < abs(year - day) <= RECENT_YEARS and 0 < year <= 31:
            raise Problem("two_dates", text)
        year += 2000
    return _get_date(year, found["month"], day, text)


def _get_turned_date(found, text):
    """Return the date of a text that ends with the year: certain only where one number is no month."""
    first, second = int(found["first"]), int(found["second"])
    if first > 12:
        first, second = second, first
    elif second <= 12 and first != second:
        raise Problem("two_dates", text)
    return _get_date(int(found["year"]), first, second, text)


def _get_date(year, month, day, text):
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Problem("date", text) from None


def read_date(cell, month=None):
    """Return the day that a cell names.

    :param date month: the first day of the month a bare number belongs to
    """
    if cell is FORMULA:
        raise Problem("formula")
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = to_text(cell)
    found, _rest = find_date(text, month and month.year)
    if found:
        return found
    bare = NOISE.sub("", WEEKDAY.sub("", text)).removesuffix("日").removesuffix("号")
    if month and bare.isdigit() and len(bare) <= 2:
        return _get_date(month.year, month.month, bare, text)
    raise Problem("date", text)


def read_times(cell):
    """Return ``(date or None, [Clock])`` of a cell that holds no, one or several times, and maybe their date."""
    if cell is None or cell == "":
        return None, []
    if cell is FORMULA:
        raise Problem("formula")
    if isinstance(cell, datetime) and cell.date() == DAY_AFTER:
        return None, [Clock(cell.time().replace(microsecond=0), 1)]
    if isinstance(cell, datetime):
        return cell.date(), [Clock(cell.time().replace(microsecond=0))]
    if isinstance(cell, time):
        return None, [Clock(cell.replace(microsecond=0))]
    # a whole number is a count or a mark of something, not midnight
    if isinstance(cell, float) and 0 < cell < 2 and not cell.is_integer():
        cell = timedelta(days=cell)
    if isinstance(cell, timedelta):
        days, seconds = divmod(round(cell.total_seconds()), 86400)
        return None, [Clock((datetime.min + timedelta(seconds=seconds)).time(), days)]
    return _read_time_text(to_text(cell))


def _read_time_text(text):
    day, rest = find_date(text)
    clocks = [_get_clock(found, text) for found in TIME.finditer(rest)]
    left = re.sub(NEXT_DAY, "", TIME.sub(" ", rest), flags=re.IGNORECASE)
    for known in (DURATION, WEEKDAY, WORDS, NOISE):
        left = known.sub("", left)
    if left or AWAY_AT.search(rest):
        raise Problem("time", text)
    return day, clocks


def _get_clock(found, text):
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    hour = _get_hour(hour, (found["half"] or found["after"] or "").lower(), text)
    days, hour = divmod(hour, 24)
    is_next = bool(found["next"] or found["mark"])
    # 24:00 of the next day may be the midnight after it, or the one before
    if days > 1 or days and is_next or minute > 59 or second > 59:
        raise Problem("time", text)
    return Clock(time(hour, minute, second), days or int(is_next))


def _get_hour(hour, half, text):
    """Return an hour of the whole day; ``half`` says of which half it is, if anything does."""
    if not half:
        return hour
    is_later = half in ("下午", "pm")
    if not 1 <= hour <= 12 and not (is_later and hour <= 23):
        raise Problem("time", text)
    return hour % 12 + (12 if is_later else 0)
