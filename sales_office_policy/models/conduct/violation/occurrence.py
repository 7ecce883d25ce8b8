from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.posts.title import join_sentences
from ..penalty.ladder import count_occurrence
from .violation import UNDER_WAY


class SalesOfficeViolation(models.Model):
    """The ordinal case of its kind: by the cases that are final, in the order of their days (R060)."""

    _inherit = "sales.office.violation"

    occurrence = fields.Integer(
        compute="_compute_occurrence",
        store=True,
        copy=False,
        aggregator=None,
        help="The ordinal case of this kind within the type's window, by the cases that are final. Counted when "
        "reported, again until closed, and never changed afterwards.",
    )
    occurrence_by_day = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="What the occurrence would be, had what became final or was annulled after this case was closed been so "
        "before.",
    )
    earlier_open_count = fields.Integer(
        compute="_compute_earlier_open_count", help="Open cases of the same kind about earlier days."
    )

    @api.depends("state", "type_id", "employee_id", "date")
    def _compute_occurrence(self):
        """Count a reported case; a suspected one is not counted yet, and a decided one when others become final.

        Nor is one that is still being typed: its number would tell on which days whoever is typed in had cases.
        """
        numbers = self.filtered(lambda case: case.id and case.state == "reported")._count_occurrences()
        for case in self:
            case.occurrence = numbers.get(case, case.occurrence)

    @api.depends("state", "employee_id", "type_id", "date")
    def _compute_earlier_open_count(self):
        """Count what comes first by its day and is not final, for who decides this one before."""
        open_ones = self.filtered(lambda case: case.id and case.state in UNDER_WAY)
        # sudo: leaders of other departments may have reported them; only the number leaves
        groups = self.sudo()._read_group(
            [
                ("state", "in", UNDER_WAY),
                ("employee_id", "in", open_ones.employee_id.ids),
                ("type_id", "in", open_ones.type_id.ids),
            ],
            ["employee_id", "type_id"],
            ["date:array_agg"],
        )
        dates = {(employee.id, violation_type.id): days for employee, violation_type, days in groups}
        for case in self:
            days = dates.get((case.employee_id.id, case.type_id.id), ()) if case in open_ones else ()
            case.earlier_open_count = sum(day < case.date for day in days)

    def _count_occurrences(self, together=False):
        """Return ``{case: the ordinal it is}`` by the cases that are final, which these are not yet.

        :param together: as if these became final at once: in the order of their days
        """
        final, numbers = self._get_final_dates(), {}
        for (employee, kind), cases in (
            self.sorted(lambda case: (case.date, case.id))
            .grouped(lambda case: (case.employee_id, case.type_id))
            .items()
        ):
            earlier = list(final.get((employee.id, kind.id), ()))
            for case in cases:
                numbers[case] = count_occurrence(earlier, case.date, kind.window_months)
                if together:
                    earlier.append(case.date)
        return numbers

    def _get_final_dates(self):
        """Return ``{(employee id, type id): days of closed cases}`` for all that could count here, by one query."""
        domain = [
            ("state", "=", "closed"),
            ("employee_id", "in", self.employee_id.ids),
            ("type_id", "in", self.type_id.ids),
        ]
        # sudo: leaders of other departments may have closed earlier cases; only the number leaves
        groups = self.sudo()._read_group(domain, ["employee_id", "type_id"], ["date:array_agg"])
        return {(employee.id, violation_type.id): dates for employee, violation_type, dates in groups}

    def _recount_alike(self, why):
        """Count again, once these cases have become final or are no longer (sudo), what is of their kinds.

        Open ones change and say so. Closed ones of later days stay as they were closed, and say what would be right.

        :param why: which becomes the first words of what the open ones say
        """
        if not self:
            return
        alike = [("employee_id", "in", self.employee_id.ids), ("type_id", "in", self.type_id.ids)]
        kinds = {(case.employee_id, case.type_id) for case in self}
        since = min(self.mapped("date"))
        counted = Domain("state", "in", UNDER_WAY) | (Domain("state", "=", "closed") & Domain("date", ">", since))
        others = self.search(Domain(alike) & counted) - self
        others = others.filtered(lambda case: (case.employee_id, case.type_id) in kinds)
        closed = others.filtered(lambda case: case.state == "closed")
        (others - closed)._recount(why)
        closed._note_order(self)

    def _recount(self, why):
        """Count open cases again (sudo) and say so in those that are another occurrence now."""
        numbers = self._count_occurrences()
        changed = self.filtered(lambda case: case.occurrence != numbers[case])
        for case in changed:
            case.occurrence = numbers[case]
        bodies = {
            case.id: join_sentences(
                self.env._("%(why)s Counted again: occurrence %(number)s.", why=why, number=case.occurrence),
                "" if case.state == "reported" else self.env._("The decision stays as it was taken."),
            )
            for case in changed
        }
        if bodies:
            changed._message_log_batch(bodies)

    def _note_order(self, others):
        """Note in closed cases (sudo) what they would be counted as after what has become of others of earlier days."""
        since = {}
        for other in others:
            key = other.employee_id, other.type_id
            since[key] = min(since.get(key, other.date), other.date)
        later = self.filtered(lambda case: case.occurrence and case.date > since[case.employee_id, case.type_id])
        final, bodies = later._get_final_dates(), {}
        for case in later:
            number = case._place_by_day(final[case.employee_id.id, case.type_id.id])
            if number != (case.occurrence_by_day or case.occurrence):
                case.occurrence_by_day = number
                bodies[case.id] = case._get_order_text()
        if bodies:
            later.browse(bodies)._message_log_batch(bodies)

    def _get_order_text(self):
        if self.occurrence_by_day == self.occurrence:
            return self.env._(
                "By the cases that are final now, in the order of their days, this is occurrence %(number)s again, as "
                "which it was closed.",
                number=self.occurrence,
            )
        return self.env._(
            "By the cases that are final now, in the order of their days, this is occurrence %(number)s. "
            "It was closed as occurrence %(closed)s and stays so.",
            number=self.occurrence_by_day,
            closed=self.occurrence,
        )

    def _place_by_day(self, dates):
        """Return the occurrence of a closed case among closed ones of ``dates``; on its own day it keeps its place."""
        others = list(dates)
        others.remove(self.date)
        window = self.type_id.window_months
        first = count_occurrence([day for day in others if day != self.date], self.date, window)
        return min(max(self.occurrence, first), count_occurrence(others, self.date, window))
