"""What the columns of a file of readings mean, and the readings in it: plain Python, no ORM.

Three layouts, told by what the columns are: a reading a row; a day a row, with columns for arriving and leaving; a
month a sheet, with a column a day.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .punch_file import FORMULA, YEAR_MONTH, Problem, read_date, read_serial, read_times, to_text

#: what identifies somebody, best first
WHO = ("badge", "phone", "name")
#: heading rows are looked for among so many
TOP = 20
#: a sheet with so many columns that are days is a month
DAYS = 5
#: a month with all days a heading may name
ANY_MONTH = date(2024, 1, 1)

#: role by the words of its heading, the first that fits; None: of no interest
HEADINGS = [
    (None, r"结果|状态|地点|部门|设备|备注|校验|合计"),
    (None, r"result|status|state|place|location|department|device|remark|verify|total"),
    ("badge", r"工号|考勤号|登记号|卡号|编号|badge|user ?id|enno|staff (no|number|id)|employee (id|no)|^id$|^no\.?$"),
    ("phone", r"手机|电话|phone|mobile"),
    ("name", r"姓名|^name$|(employee|user|staff) name|^employee$|^员工$"),
    ("in", r"上班|签到|最早|首次|first|(check|clock|sign).?in|^in$|arriv"),
    ("out", r"下班|签退|最晚|末次|last|(check|clock|sign).?out|^out$|leav|depart"),
    ("time", r"日期时间|datetime|date.?time|timestamp"),
    ("date", r"日期|^date$|^day$"),
    ("time", r"时间|time"),
]


class Column(NamedTuple):
    """A column of a file as somebody sees it."""

    letter: str
    heading: str
    example: str
    role: str | None


class Head(NamedTuple):
    """Where the rows of a file begin, and what their columns are."""

    first_row: int  # of what follows the headings, from 0
    columns: list[Column]

    def get_signature(self):
        """Return what another file of the same layout has as well."""
        return "|".join(self.columns[number].heading for number in self.get_named()) or f"{len(self.columns)}"

    def get_named(self):
        """Return the numbers of the columns with a heading, from 0, those left out that are days of a month."""
        return [number for number, column in enumerate(self.columns) if column.role != "day" and column.heading]


class Found(NamedTuple):
    """A reading in a file, on the file's clock."""

    place: tuple[str, int]  # sheet and row, from 1
    who: str
    at: datetime


class Fault(NamedTuple):
    """A row that cannot be read."""

    place: tuple[str, int]
    code: str
    text: str


def get_letter(number):
    """Return how spreadsheets call the column with this number, from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def guess_role(heading):
    """Return what a column with this heading holds, ``day`` for a day of a month, None if nothing is known."""
    text = re.sub(r"\s+", " ", heading).strip().lower()
    for role, words in HEADINGS if text else ():
        if re.search(words, text):
            return role
    return "day" if text and _is_day(heading) else None


def _is_day(cell):
    try:
        read_date(cell, ANY_MONTH)
    except Problem:
        return False
    return True


def read_head(rows):
    """Return the :class:`Head` of a sheet; without headings columns are told by what the first row holds."""
    for number, row in enumerate(rows[:TOP]):
        headings = [_to_heading(cell) for cell in row]
        roles = [guess_role(heading) for heading in headings]
        if roles.count("day") < DAYS:
            roles = [None if role == "day" else role for role in roles]
        if set(roles) & set(WHO) and set(roles) - {None, *WHO}:
            return _prepare_head(rows, number, headings, roles)
    return _guess_head(rows)


def _guess_head(rows):
    """Return the head where no heading is known: roles are told by what the first row of readings holds."""
    first = next((number for number, row in enumerate(rows) if any(row)), 0)
    roles = _guess_by_content(rows[first])
    headings = [""] * len(roles)
    if not any(roles) and first + 1 < len(rows):
        below = _guess_by_content(rows[first + 1])
        width = max(len(roles), len(below))
        headings = [_to_heading(cell) for cell in rows[first]] + [""] * (width - len(roles))
        roles = below + [None] * (width - len(below))
        first += 1
    return Head(first, _prepare_columns(rows, first, headings, roles))


def _prepare_head(rows, number, headings, roles):
    """Return the head with the second row of headings joined, where there is one below."""
    first = number + 1
    below = rows[first] if first < len(rows) else []
    second = [_to_heading(cell) for cell in below]
    known = [guess_role(heading) for heading in second]
    who = next(index for index, role in enumerate(roles) if role in WHO)
    names_who = who < len(second) and second[who]
    if any(second) and not names_who and not any(_has_times(cell) for cell in below):
        headings, roles = _join_headings(headings, roles, second, known)
        first += 1
    return Head(first, _prepare_columns(rows, first, headings, roles))


def _join_headings(headings, roles, second, known):
    """Return headings and roles of two rows of headings; a day below another heading is none of a month."""
    width = max(len(headings), len(second))
    upper, lower = headings + [""] * (width - len(headings)), second + [""] * (width - len(second))
    roles, known = roles + [None] * (width - len(roles)), known + [None] * (width - len(known))
    joined = [" ".join(filter(None, pair)) for pair in zip(upper, lower, strict=True)]
    return joined, [role or (below if below != "day" else None) for role, below in zip(roles, known, strict=True)]


def _prepare_columns(rows, first, headings, roles):
    sample = rows[first : first + TOP]
    columns = []
    for number, (heading, role) in enumerate(zip(headings, roles, strict=True)):
        cells = [row[number] for row in sample if number < len(row) and row[number] not in (None, "", FORMULA)]
        columns.append(Column(get_letter(number), heading, str(cells[0])[:30] if cells else "", role))
    # one identification is enough
    best = next((role for role in WHO if any(column.role == role for column in columns)), None)
    return [column._replace(role=None) if column.role in WHO and column.role != best else column for column in columns]


def _guess_by_content(row):
    roles, dated, timed = [], False, False
    for cell in row:
        role = None
        try:
            day, clocks = read_times(cell)
        except Problem:
            day, clocks = None, []
        if clocks and not timed:
            role, timed = "time", True
        elif not clocks and not dated and not isinstance(cell, (int, float)) and (day or _names_date(cell)):
            role, dated = "date", True
        elif not set(roles) & set(WHO) and re.fullmatch(r"\d+", _to_heading(cell)):
            role = "badge"
        roles.append(role)
    return roles


def _names_date(cell):
    try:
        return bool(read_date(cell))
    except Problem:
        return False


def _has_times(cell):
    try:
        return bool(read_times(cell)[1])
    except Problem:
        return False


def _to_heading(cell):
    if cell is FORMULA or cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def guess_month(sheets, head, file_name):
    """Return the first day of the month that titles, the sheet's or the file's name tell, or None."""
    rows = sheets[0].rows[: head.first_row]
    texts = [_to_heading(cell) for row in rows for cell in row]
    for text in (*texts, sheets[0].name, file_name or ""):
        if (found := YEAR_MONTH.search(text)) and 1 <= int(found["month"]) <= 12:
            return date(int(found["year"]), int(found["month"]), 1)
    return None


def read_readings(sheets, roles, month=None):
    """Return ``([Found], [Fault], [names of sheets that were left out])``.

    :param dict roles: role by number of the column, from 0
    :param date month: the first day of the month whose days are columns without a month
    """
    found, faults, left_out = [], [], []
    head = read_head(sheets[0].rows)
    for sheet in sheets:
        own = read_head(sheet.rows)
        if sheet is not sheets[0] and own.get_signature() != head.get_signature():
            left_out.append(sheet.name)
            continue
        own_roles, own_month = roles, month
        if sheet is not sheets[0]:
            own_roles, own_month = _move_roles(roles, head, own), _get_month(sheet, own, month)
        width = max(own_roles, default=-1) + 1
        headings = [column.heading for column in own.columns] + [""] * (width - len(own.columns))
        reader = _Reader(sheet, own_roles, headings, own_month)
        for number, row in enumerate(sheet.rows[own.first_row :], own.first_row + 1):
            cells = row + [None] * (width - len(row))
            try:
                found += reader.read_row(number, cells)
            except Problem as problem:
                faults.append(Fault((sheet.name, number), problem.code, problem.text))
            except OverflowError:  # the day after the last one there is
                faults.append(Fault((sheet.name, number), "date", ""))
    return found, faults, left_out


def _move_roles(roles, head, own):
    """Return the roles of the columns of another sheet: where a month has fewer days, the columns after them moved."""
    moved = dict(zip(head.get_named(), own.get_named(), strict=True))
    result = {moved.get(number, number): role for number, role in roles.items() if role != "day"}
    if "day" in roles.values():
        result |= {number: "day" for number, column in enumerate(own.columns) if column.role == "day"}
    return result


def _get_month(sheet, head, month):
    return guess_month([sheet], head, "") or month


class _Reader:
    """Reads the rows of one sheet; remembers who stood above where names are written once for two rows."""

    def __init__(self, sheet, roles, headings, month):
        self.name = sheet.name
        self.first_day = sheet.first_day
        self.month = month
        self.headings = headings
        self.by_role = {role: [n for n, own in sorted(roles.items()) if own == role] for role in set(roles.values())}
        self.who = next((self.by_role[role][0] for role in WHO if role in self.by_role), None)
        self.timed = {n: own == "date" for n, own in roles.items() if own not in WHO}  # and whether it is a day
        self.above = ""

    def read_row(self, number, cells):
        """Return the readings of a row.

        :raises Problem: no person in the row, or what of it cannot be read
        """
        if [_to_heading(cell) for cell in cells[: len(self.headings)]] == self.headings[: len(cells)]:
            return []  # the headings of the next page
        for column, is_date in self.timed.items():
            cells[column] = read_serial(cells[column], self.first_day, is_date)
        moments = self._read_moments(cells)
        who = to_text(cells[self.who])
        if "day" in self.by_role:
            self.above = who = who or self.above
        if moments and not who:
            raise Problem("no_person")
        return [Found((self.name, number), who, moment) for moment in moments]

    def _read_moments(self, cells):
        if "day" in self.by_role:
            moments = []
            for column in self.by_role["day"]:
                own, clocks = read_times(cells[column])
                if clocks:
                    day = own or self._read_day(self.headings[column])
                    moments += _get_moments(day, sorted(clocks, key=lambda clock: (clock.days, clock.at)))
            return moments
        if "in" in self.by_role or "out" in self.by_role:
            return self._read_day_row(cells)
        moments = []
        for column in self.by_role.get("time", ()):
            own, clocks = read_times(cells[column])
            if clocks:
                moments += _get_moments(own or self._read_date(cells), clocks)
        return moments

    def _read_day_row(self, cells):
        """Return the moments of a day's arrivals and leavings; who leaves before they came does so the next day."""
        moments = []
        for column in sorted(self.by_role.get("in", []) + self.by_role.get("out", [])):
            own, clocks = read_times(cells[column])
            for moment in _get_moments(own or self._read_date(cells), clocks) if clocks else ():
                if not own and moments and moment < moments[-1]:
                    moment += timedelta(days=(moments[-1] - moment).days + 1)
                moments.append(moment)
        return moments

    def _read_date(self, cells):
        if "date" not in self.by_role:
            raise Problem("no_date")
        return read_date(cells[self.by_role["date"][0]], self.month)

    def _read_day(self, heading):
        try:
            return read_date(heading, self.month)
        except Problem as problem:
            raise Problem(problem.code if self.month else "no_month", heading) from None


def _get_moments(day, clocks):
    return [datetime.combine(day + timedelta(days=clock.days), clock.at) for clock in clocks]
