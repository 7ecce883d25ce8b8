from datetime import date, timedelta

from odoo import api, models
from odoo.fields import Domain

from ..conduct.check.finding import is_within
from ..organization.record.phrases import count_minutes, join_phrases
from ..organization.rpc.rpc import core_door
from .day.refresh import GRACED

#: the checks that read days
OF_DAYS = ("late_arrival", "early_leave", "away", "absence", "sign_in_missing", "sign_out_missing")
#: what of a day tells a breach that may cover others, and from when to when it was; an absence is all day
COVERING = {
    "late_arrival": ("late_minutes", lambda day: (day.expected_start, day.first_in)),
    "early_leave": ("early_minutes", lambda day: (day.last_out, day.expected_end)),
    "away": ("away_minutes", lambda day: (day.first_in, day.last_out)),
    "absence": ("absent", lambda day: (False, False)),
}


class SalesOfficeCheck(models.Model):
    """The checks on the working day (R001, R002), on closing the office (R010, R011) and on inspections (R018, R024).

    Those on the working day read the day status and nothing else. Whoever is excused is left alone, and what is
    excused later is no longer found.
    """

    _inherit = "sales.office.check"

    @core_door
    def write(self, vals):
        """Take the grace off the days looked back when it changes."""
        result = super().write(vals)
        if "grace_minutes" in vals and not set(GRACED).isdisjoint(self.mapped("code")):
            self.env.company._begin_sales_office_days()
        return result

    def _with_facts(self, members, date_from, date_to):
        """Bring the days up to date once, where several of these checks read them."""
        checks = super()._with_facts(members, date_from, date_to)
        is_shared = len(checks.filtered(lambda check: check.code in OF_DAYS)) > 1
        if is_shared:
            self.env["sales.office.day"]._bring_up_to_date(members, date_from, date_to)
        return checks.with_context(sales_office_days=is_shared and (date_from, date_to))

    def _leave_out_waived(self, found):
        """Nothing is held against somebody on a day that was waived: nor what its lateness or absence would cover."""
        found = super()._leave_out_waived(found)
        codes = COVERING.keys() & set(self.covered_by_ids.mapped("code")) if found else ()
        if not codes:
            return found
        waived = self._search_waived([vals["employee_id"] for vals in found], [vals["date"] for vals in found])
        breaches = [COVERING[code] for code in codes]
        spans = {
            (day.employee_id.id, day.date): [get_minutes(day) for name, get_minutes in breaches if day[name]]
            for day in waived
        }

        def is_waived(vals):
            minutes = vals["start"], vals["stop"]
            return any(is_within(minutes, span) for span in spans.get((vals["employee_id"], vals["date"]), ()))

        return [vals for vals in found if not is_waived(vals)]

    def _search_waived(self, employee_ids, dates):
        """Return the days that somebody waived for these people, from the first to the last of ``dates``."""
        return self.env["sales.office.day"].search(
            Domain("employee_id", "in", employee_ids)
            & Domain("date", ">=", min(dates))
            & Domain("date", "<=", max(dates))
            & Domain("excuse_state", "=", "granted")
        )

    def _detect_late_arrival(self, employees, date_from, date_to):
        """R002: came later than the minutes of grace, which the day's status has taken off already."""
        return self._find_days(
            (employees, date_from, date_to),
            Domain("late_minutes", ">", 0),
            lambda day: self.env._(
                "Came at %(time)s, %(minutes)s of the expected time (%(expected)s) later than due.",
                time=day._format_time(day.first_in),
                minutes=count_minutes(self.env, day.late_minutes),
                expected=day.expected_text,
            ),
            COVERING["late_arrival"][1],
        )

    def _detect_early_leave(self, employees, date_from, date_to):
        """R002: left earlier than the minutes of grace before the end, which the status has taken off already."""
        return self._find_days(
            (employees, date_from, date_to),
            Domain("early_minutes", ">", 0),
            lambda day: self.env._(
                "Left at %(time)s, with %(minutes)s of the expected time (%(expected)s) still to go.",
                time=day._format_time(day.last_out),
                minutes=count_minutes(self.env, day.early_minutes),
                expected=day.expected_text,
            ),
            COVERING["early_leave"][1],
        )

    def _detect_away(self, employees, date_from, date_to):
        """R002: came and left in time, and was not there in between, breaks left out."""
        return self._find_days(
            (employees, date_from, date_to),
            Domain("away_minutes", ">", 0),
            lambda day: self.env._(
                "Was there %(hours)s, away for %(minutes)s of the expected time (%(expected)s) in between.",
                hours=day.attendance_text,
                minutes=count_minutes(self.env, day.away_minutes),
                expected=day.expected_text,
            ),
            COVERING["away"][1],
        )

    def _detect_absence(self, employees, date_from, date_to):
        """R002: not there in the whole expected time."""
        return self._find_days(
            (employees, date_from, date_to),
            Domain("absent", "=", True),
            lambda day: self.env._("Not there, expected %(expected)s.", expected=day.expected_text),
        )

    def _detect_sign_in_missing(self, employees, date_from, date_to):
        """R001: known to have been there, without a sign-in until then."""
        return self._find_days(
            (employees, date_from, date_to),
            Domain("missing_sign_in", "=", True),
            lambda day: self.env._(
                "Did not sign in when they came, though they were there: %(evidence)s.", evidence=day.evidence_text
            ),
        )

    def _detect_sign_out_missing(self, employees, date_from, date_to):
        """R001: signed in and never out on the same day."""
        return self._find_days(
            (employees, date_from, date_to),
            Domain("missing_sign_out", "=", True),
            lambda day: self.env._("Signed in at %(time)s and not out.", time=day._format_time(day.first_in)),
        )

    def _detect_closing_missed(self, employees, date_from, date_to):
        """Return the evenings on which the person on duty did not have the office closed in time (R010, R011).

        One for an evening, however many lists it had. What was excused, done within the grace, or
        was the duty of somebody on leave that evening is none; nor where an absence or early leaving of theirs was
        waived.
        """
        missed = self.env["sales.office.closing"].search(
            [
                ("employee_id", "in", employees.ids),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "missed"),
                ("excused", "=", False),
            ],
            order="date, id",
        )
        if not missed:
            return []
        dates = missed.mapped("date")
        evenings = missed.employee_id._get_sales_office_evenings(min(dates), max(dates))
        days = self._search_waived(missed.employee_id.ids, dates).filtered(lambda day: day.absent or day.early_minutes)
        waived = {(day.employee_id, day.date) for day in days}
        grace = timedelta(minutes=self.grace_minutes)
        breaches = {}
        for closing in missed:
            in_grace = closing.done_at and closing.done_at <= closing.deadline + grace
            was_there = closing.date in evenings[closing.employee_id]
            if was_there and not in_grace and (closing.employee_id, closing.date) not in waived:
                breaches.setdefault((closing.employee_id, closing.office_id, closing.date), closing)
        return [
            self._prepare_finding(employee, day, closing._get_breach_text(), closing)
            for (employee, _office, day), closing in breaches.items()
        ]

    def _detect_inspection_finding(self, employees, date_from, date_to):
        """Return what inspections found, each with the violation of its item or document (R018, R024)."""
        Line = self.env["sales.office.inspection.line"]
        lines = Line.search(
            Line._get_standing_domain()
            & Domain("employee_id", "in", employees.ids)
            & Domain("date", ">=", date_from)
            & Domain("date", "<=", date_to)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("inspection_id.state", "=", "done")
        )
        return [
            self._prepare_finding(line.employee_id, line.date, line._get_breach_text(), line, line.violation_type_id)
            for line in lines
        ]

    def _describe_source(self, source):
        """Say of a day its status, when they were expected and when they were there."""
        if source._name != "sales.office.day":
            return super()._describe_source(source)
        status = source.with_context(own_days=True).display_name
        expected = source.expected_text and self.env._("expected %(hours)s", hours=source.expected_text)
        there = source.attendance_text and self.env._("there %(hours)s", hours=source.attendance_text)
        return join_phrases(self.env, (status, expected, there))

    def _find_days(self, look, breach, get_reason, get_minutes=lambda day: None):
        """Return the findings about days that match the domain ``breach`` and are not excused.

        :param look: employees, first and last day
        """
        employees, date_from, date_to = look
        Day = self.env["sales.office.day"].sudo()  # sudo: a check looks at everybody's facts
        first, last = self.env.context.get("sales_office_days") or (date.max, date.min)
        if date_from < first or last < date_to:
            Day._bring_up_to_date(employees, date_from, date_to)
        days = Day.search(
            Domain("employee_id", "in", employees.ids)
            & Domain("date", ">=", date_from)
            & Domain("date", "<=", date_to)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("excused", "=", False)
            & breach
        )
        return [
            self._prepare_finding(day.employee_id, day.date, get_reason(day), day, minutes=get_minutes(day))
            for day in days
        ]


class SalesOfficeViolation(models.Model):
    _inherit = "sales.office.violation"

    @api.model
    def _get_waivers(self):
        """Days and missed closing lists can be waived."""
        waivers = {"sales.office.day": "action_grant_excuse", "sales.office.closing": "action_excuse"}
        return super()._get_waivers() | waivers
