from base64 import b64decode
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from pytz import AmbiguousTimeError, NonExistentTimeError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import groupby

from odoo.addons.base.models.res_partner import _tz_get

from ...models.organization.local_time import get_zone, to_naive_utc
from ...models.organization.posts.title import join_sentences, join_title
from ...models.organization.record.phrases import join_names, join_phrases
from ...models.organization.rpc.rpc import rpc
from ...models.organization.spans import DAY
from ...models.workday.hr_attendance import KEEPERS
from ...models.workday.punch.punch import ImportPlan
from ...models.workday.punch.punch_file import MAX_COLUMNS, Problem, read_file
from ...models.workday.punch.punch_table import WHO, Fault, get_letter, guess_month, read_head, read_readings

#: readings older than that have a wrong date
OLDEST = timedelta(days=3 * 366)
#: a clock that is somewhat fast
AHEAD = timedelta(minutes=10)
#: the last digits by which telephone numbers are told apart
DIGITS = 11
#: what is shown beside the bad rows
COUNTS = (
    "reading_count",
    "known_count",
    "person_count",
    "attendance_count",
    "changed_count",
    "left_count",
    "kept_count",
)
ROLES = [
    ("badge", "Badge ID"),
    ("name", "Name"),
    ("phone", "Telephone"),
    ("date", "Date"),
    ("time", "Time, or Date and Time"),
    ("in", "Arrival"),
    ("out", "Leaving"),
    ("day", "Day of the Month"),
]


class Found(NamedTuple):
    """What a file says, and what would become of it."""

    sheets: list
    readings: dict  # {employee in sudo: [naive UTC]}
    faults: list[Fault]
    left_out: list[str]  # names of sheets
    plan: ImportPlan


class SalesOfficePunchImport(models.TransientModel):
    """Makes attendances of the readings in a file, after showing what would become of them and which rows are bad.

    Nothing is done by halves: with bad rows nothing is imported, unless it is said that the good ones shall be.
    """

    _name = "sales.office.punch.import"
    _description = "Import Readings"
    _inherit = "sales.office.preview.mixin"

    _asked_fields = frozenset({"file", "tz", "month", "column_ids"})

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    file = fields.Binary("File of Readings", required=True, attachment=False)
    file_name = fields.Char()
    tz = fields.Selection(
        _tz_get,
        string="Time Zone of the Clocks",
        required=True,
        default=lambda self: self.env.company.resource_calendar_id.tz or self.env.user.tz or "UTC",
    )
    month = fields.Date(help="The month whose days the columns are, where they say a number only.")
    has_days = fields.Boolean(compute="_compute_has_days")
    column_ids = fields.One2many("sales.office.punch.import.column", "import_id", string="Columns")
    good_only = fields.Boolean(string="Import the good rows, leave out the bad ones")
    line_ids = fields.One2many("sales.office.punch.import.line", "import_id", string="Bad Rows", readonly=True)
    reading_count = fields.Integer(string="Readings", readonly=True)
    known_count = fields.Integer(string="Known Already", readonly=True)
    person_count = fields.Integer(string="Number of People", readonly=True)
    attendance_count = fields.Integer(string="New Attendances", readonly=True)
    changed_count = fields.Integer(string="Changed Attendances", readonly=True)
    left_count = fields.Integer(string="Days Left Alone", readonly=True)
    kept_count = fields.Integer(string="Days That Are Over", readonly=True)

    @api.depends("column_ids.role")
    def _compute_has_days(self):
        for dialog in self:
            dialog.has_days = "day" in dialog.column_ids.mapped("role")

    @api.onchange("file")
    def _onchange_file(self):
        """Propose what the columns hold: as chosen for the last file like this one, or by their headings."""
        self.column_ids = [Command.clear()]
        if not self.file:
            return None
        try:
            sheets = self._read_sheets()
        except UserError as error:
            self.file = False
            return {"warning": {"title": self.env._("This file cannot be read"), "message": str(error)}}
        head = read_head(sheets[0].rows)
        layout = self.env["sales.office.punch.layout"]._find(self.env.company, head.get_signature())
        roles = layout.roles or {}
        self.tz = layout.tz or self.tz
        self.month = guess_month(sheets, head, self.file_name) or self.month
        self.column_ids = [
            Command.create(
                {
                    "number": number,
                    "heading": column.heading,
                    "example": column.example,
                    "role": roles.get(column.letter) if layout and column.role != "day" else column.role,
                }
            )
            for number, column in enumerate(head.columns)
        ]
        return None

    def _prepare_shown(self):
        return self._prepare_found(self._look())

    def _look(self):
        """Return what the file says and what would become of it as a :class:`Found`."""
        self._check_keeper()
        sheets = self._read_sheets()
        readings, faults, left_out = self._read(sheets)
        # sudo: whoever keeps the attendances may; day status and schedules are asked
        plan = self.env["sales.office.punch"].sudo()._plan_import(readings)
        return Found(sheets, readings, faults, left_out, plan)

    def _prepare_found(self, found):
        """Return all rows that cannot be read; what would become of the others is counted."""
        plan = found.plan
        self.write(
            {
                "reading_count": sum(map(len, found.readings.values())),
                "person_count": len(found.readings),
                "known_count": plan.known,
                "attendance_count": len(plan.create),
                "changed_count": len(plan.write) + len(plan.unlink),
                "left_count": len(plan.left),
                "kept_count": self._count_kept(plan.days),
            }
        )
        return [*self._prepare_fault_vals(found.faults), *self._prepare_left_out_vals(found.left_out)]

    def _show(self, vals_list, is_changed=False):
        """Bad rows are left out by whoever has seen them only."""
        self.good_only = False
        return super()._show(vals_list, is_changed)

    def _get_digest(self, vals_list):
        """What is counted was shown as well."""
        return super()._get_digest([*vals_list, *(self[name] for name in COUNTS)])

    @rpc(one=True)
    def action_confirm(self):
        """Import the readings, as previewed, and remember what the columns hold; show again what has changed since.

        :raises UserError: there was no preview, or there are bad rows and it was not said to leave them out
        """
        self._check_shown()
        found = self._look()
        if changed := self._show_other(self._prepare_found(found)):
            return changed
        if found.faults and not self.good_only:
            raise UserError(
                self.env._("Nothing was imported: mend the bad rows in the file, or choose to import the good rows.")
            )
        self.env["sales.office.punch"].sudo()._carry_out(found.plan)  # sudo: as in _look
        self._remember_columns(found.sheets)
        return self._get_imported_action(found.plan)

    def _remember_columns(self, sheets):
        head = read_head(sheets[0].rows)
        chosen = self.column_ids.filtered(lambda column: column.role and column.role != "day")
        roles = {get_letter(column.number): column.role for column in chosen}
        layouts = self.env["sales.office.punch.layout"]
        layouts._remember(self.company_id, head.get_signature(), self.tz, roles)

    def _get_imported_action(self, plan):
        """Return the action that says what was imported, and shows the list behind anew."""
        message = self.env._(
            "Imported. New attendances: %(made)s; changed: %(changed)s.",
            made=len(plan.create),
            changed=len(plan.write) + len(plan.unlink),
        )
        reload = {"type": "ir.actions.client", "tag": "soft_reload"}
        params = {"type": "success", "message": message, "next": reload}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    @api.model
    def _check_keeper(self):
        if not self.env.su and not self.env.user.has_group(KEEPERS):
            raise AccessError(self.env._("Readings are imported by whoever keeps the attendances of everybody."))

    def _read_sheets(self):
        try:
            data = b64decode(self.with_context(bin_size=False).file or b"")
        except ValueError:
            data = b""
        try:
            return read_file(data)
        except Problem as problem:
            text = join_sentences(*self._get_words(problem.code))
            raise UserError(text) from None

    def _read(self, sheets):
        """Return ``({employee: [naive UTC]}, [Fault], [names of sheets])`` of the file; employees in sudo."""
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("Readings are imported for the company you work in."))
        columns = self.column_ids.filtered(lambda column: column.role and 0 <= column.number < MAX_COLUMNS)
        roles = {column.number: column.role for column in columns}
        who = next((role for role in WHO if role in roles.values()), None)
        if not who or not {"time", "in", "out", "day"} & set(roles.values()):
            raise UserError(
                self.env._("Say which column holds the badge, the name or the telephone, and which ones the times.")
            )
        found, faults, left_out = read_readings(sheets, roles, self.month and self.month.replace(day=1))
        people, refusals = self._find_people(who, {reading.who for reading in found})
        zone, readings = get_zone(self.tz), defaultdict(list)
        now = fields.Datetime.now()
        for reading in found:
            try:
                if reading.who in refusals:
                    raise Problem(refusals[reading.who], reading.who)
                moment = self._to_utc(reading.at, zone, now)
                readings[people[reading.who]].append(moment)
            except Problem as problem:
                faults.append(Fault(reading.place, problem.code, problem.text))
        return dict(readings), faults, left_out

    @api.model
    def _to_utc(self, local, zone, now):
        """Return a moment on the clocks of the file; of an hour that comes twice the first."""
        # before any zone is asked: there are years that none can count with
        if abs(local - now) > OLDEST + DAY:
            raise Problem("future" if local > now else "too_old", local)
        try:
            moment = to_naive_utc(zone.localize(local, is_dst=None))
        except AmbiguousTimeError:
            moment = to_naive_utc(zone.localize(local, is_dst=True))
        except NonExistentTimeError:
            raise Problem("no_such_time", local) from None
        if moment > now + AHEAD:
            raise Problem("future", local)
        if moment < now - OLDEST:
            raise Problem("too_old", local)
        return moment

    def _find_people(self, role, texts):
        """Return ``({text: employee}, {text: what is wrong})``: employees (sudo) of the company, leavers included."""
        # sudo: badges and telephones are HR-only, nothing but whether they are known leaves
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        known = defaultdict(employees.browse)
        for employee in employees.search([("company_id", "=", self.company_id.id)]):
            for key in self._get_keys(role, employee):
                known[key] |= employee
        people, refusals = {}, {}
        for text in texts:
            own = known.get(self._normalize(role, text), employees.browse())
            own = own.filtered("active") or own
            if len(own) == 1:
                people[text] = own
            else:
                refusals[text] = "ambiguous" if own else f"unknown_{role}"
        return people, refusals

    @api.model
    def _get_keys(self, role, employee):
        texts = {
            "badge": [employee.barcode],
            "name": [employee.name],
            "phone": [employee.mobile_phone, employee.work_phone, employee.private_phone],
        }[role]
        return {self._normalize(role, text) for text in texts if text} - {""}

    @api.model
    def _normalize(self, role, text):
        """Return what identifies somebody without what is written differently: zeros, spaces, country codes."""
        if role == "badge":
            return text.strip().lstrip("0").casefold()
        if role == "name":
            return "".join(text.split()).casefold()
        return "".join(filter(str.isdigit, text))[-DIGITS:]

    @api.model
    def _count_kept(self, days):
        """Return how many of ``{(employee id, day)}`` are over and keep the hours they had."""
        if not days:
            return 0
        employees = self.env["hr.employee"].sudo().browse({employee_id for employee_id, _day in days})
        dates = [day for _employee_id, day in days]
        # sudo: only how many there are is told
        kept = self.env["sales.office.day"].sudo()._get_kept_plans(employees, min(dates), max(dates))
        return sum(bool(kept.get(employee_id, {}).get(day)) for employee_id, day in days)

    def _prepare_fault_vals(self, faults):
        """Return values of lines, rows with the same fault together."""
        groups = defaultdict(list)
        for fault in sorted(faults):
            groups[fault.code, fault.text].append(fault.place)
        lines = []
        for (code, text), places in groups.items():
            what, remedy = self._get_words(code)
            shown = self.env._("%(problem)s (%(cell)s)", problem=what, cell=text) if text else what
            lines.append({"rows": self._format_places(places), "problem": shown, "remedy": remedy})
        return lines

    def _prepare_left_out_vals(self, names):
        return [
            {
                "rows": name,
                "problem": self.env._("This sheet has other headings and is left out."),
                "remedy": self.env._("Import it as a file of its own."),
            }
            for name in names
        ]

    @api.model
    def _format_places(self, places):
        """Return all rows, such as ``3-5, 9``, with the sheet where there are several."""
        texts = []
        for name, rows in groupby(dict.fromkeys(places), key=lambda place: place[0]):
            spans = []
            for _sheet, row in rows:
                if spans and row == spans[-1][1] + 1:
                    spans[-1][1] = row
                else:
                    spans.append([row, row])
            numbers = join_names(
                self.env, (str(first) if first == last else f"{first}-{last}" for first, last in spans)
            )
            texts.append(join_title(name, numbers, by=": "))
        return join_phrases(self.env, texts)

    @api.model
    def _get_words(self, code):
        """Return what is wrong and what to do, in the reader's language."""
        return {**self._get_file_words(), **self._get_cell_words(), **self._get_person_words()}[code]

    @api.model
    def _get_file_words(self):
        save = self.env._("Open it in a spreadsheet program and save it as XLSX or CSV.")
        return {
            "unreadable": (self.env._("This is no spreadsheet and no text."), save),
            "empty": (self.env._("The file is empty."), self.env._("Export it again.")),
            "too_long": (self.env._("The file is too long."), self.env._("Import at most 100,000 rows at a time.")),
            "formula": (self.env._("A formula was never calculated."), save),
        }

    @api.model
    def _get_cell_words(self):
        as_date = self.env._("Write it as year, month and day: 2026-03-02.")
        as_time = self.env._("Write it as 08:30, or leave the cell empty where there is none.")
        return {
            "date": (self.env._("This is no date."), as_date),
            "two_dates": (self.env._("This date can be two days."), as_date),
            "time": (self.env._("This is no time."), as_time),
            "no_date": (self.env._("A time without a date."), self.env._("Choose the column with the date.")),
            "no_month": (self.env._("Nobody knows which month this day is of."), self.env._("Choose the month.")),
            "future": (
                self.env._("This lies in the future."),
                self.env._("Check the date, the clock and the time zone."),
            ),
            "too_old": (self.env._("This was more than three years ago."), self.env._("Check the date.")),
            "no_such_time": (
                self.env._("Clocks were put forward: there was no such time."),
                self.env._("Check the time zone, or correct the row."),
            ),
        }

    @api.model
    def _get_person_words(self):
        return {
            "no_person": (self.env._("Times of nobody."), self.env._("Write whose they are, or delete the row.")),
            "unknown_badge": (
                self.env._("Nobody in the company has this badge."),
                self.env._("Enter it on the employee, as Badge ID, or correct the row."),
            ),
            "unknown_name": (
                self.env._("Nobody in the company has this name."),
                self.env._("Write it as on the employee, or import by badge."),
            ),
            "unknown_phone": (
                self.env._("Nobody in the company has this telephone number."),
                self.env._("Enter it on the employee, or import by badge."),
            ),
            "ambiguous": (self.env._("Several employees answer to this."), self.env._("Import by badge.")),
        }

    def _get_title(self):
        return self.env._("Import Readings")


class SalesOfficePunchImportColumn(models.TransientModel):
    """What a column of the file holds."""

    _name = "sales.office.punch.import.column"
    _description = "Import Readings: Column"
    _inherit = "sales.office.reader.mixin"
    _order = "number, id"

    import_id = fields.Many2one("sales.office.punch.import", required=True, index=True, ondelete="cascade")
    number = fields.Integer(readonly=False)
    letter = fields.Char(string="Column", compute="_compute_letter")
    heading = fields.Char()
    example = fields.Char()
    role = fields.Selection(ROLES, string="Holds")

    @api.depends("number")
    def _compute_letter(self):
        for column in self:
            column.letter = get_letter(max(column.number, 0))


class SalesOfficePunchImportLine(models.TransientModel):
    """Rows of the file that cannot be read, and what to do about it."""

    _name = "sales.office.punch.import.line"
    _description = "Import Readings: Bad Rows"
    _inherit = "sales.office.reader.mixin"

    import_id = fields.Many2one("sales.office.punch.import", required=True, index=True, ondelete="cascade")
    rows = fields.Char()
    problem = fields.Char(string="What Is Wrong")
    remedy = fields.Char(string="What to Do")
