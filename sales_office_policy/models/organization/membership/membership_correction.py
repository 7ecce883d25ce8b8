"""The past of a membership is corrected by personnel or the policy administrator, with a reason and a trace."""

from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..record.phrases import join_phrases
from ..record.row_lock import claim_rows
from ..rpc.argument_types import Record
from ..rpc.rpc import rpc
from ..spans import DAY
from .membership import FOREVER

#: before all documents
EARLIEST = date(1900, 1, 1)


class Correction(NamedTuple):
    """Where somebody belonged, and with which user, on days that are over; records in sudo."""

    employee: models.BaseModel
    company: models.BaseModel
    first: date
    last: date
    department: models.BaseModel
    user: models.BaseModel
    reason: str
    #: from which day on something changes: the first row known stands for all days before it
    since: date


class Measured(NamedTuple):
    """What a statement or a target says by the books and the memberships as they are."""

    name: str
    #: what becomes of it by a correction, in words
    follows: str
    #: sales, or what a target measures
    base: float
    #: commission in company currency; None where none is paid
    amount: float | None = None


class SalesOfficeMembership(models.Model):
    """Corrections of days that are over.

    Nothing that is locked moves: what a correction changes is settled as a difference, like any other change of the
    books (``_get_measured`` tells beforehand what that is; rooms add theirs).
    """

    _inherit = "sales.office.membership"

    @rpc
    @api.model
    def action_correct(
        self,
        employee: Record("hr.employee"),
        date_from: date,
        date_to: date,
        reason: str,
        department: Record("hr.department") = None,
        user: Record("res.users") = None,
    ):
        """Say where somebody belonged on days that are over (R135).

        :param date_from: the first of them
        :param date_to: the last of them, before today
        :param reason: why, required
        :param department: nowhere if it is left out
        :param user: the user whose sales were the employee's; none if it is left out
        :raises AccessError: neither personnel nor policy administrator, one's own, or paid by a plan oneself
        :raises UserError: no reason, or days, department or user that cannot be
        """
        correction = self._prepare_correction(employee, date_from, date_to, reason, department, user)
        claim_rows(correction.employee)
        before = self._describe_correction(correction)
        self.sudo()._write_correction(correction)  # sudo: nobody may write them but this, which has checked
        body = self.env._(
            "Membership corrected. Before: %(before)s. Now: %(after)s. Reason: %(reason)s",
            before=before,
            after=self._describe_correction(correction),
            reason=correction.reason,
        )
        correction.employee.message_post(body=body)

    @api.model
    def _prepare_correction(self, employee, date_from, date_to, reason, department=None, user=None):
        """Return the :class:`Correction`, checked."""
        self._check_corrector(employee)
        rows = self.sudo()  # sudo: whose days they were, the corrector need not be allowed to see
        rows._bring_up_to_date()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        employee = employee.with_env(rows.env)
        rows._check_days(employee, date_from, date_to)
        department = (department or self.env["hr.department"]).with_env(rows.env)
        user = (user or self.env["res.users"]).with_env(rows.env)
        known = rows.search([("employee_id", "=", employee.id)], order="date_from")
        near = known.filtered(
            lambda row: row.date_from - DAY <= date_to and (row.date_to or FOREVER) + DAY >= date_from
        )
        company = self._get_corrected_company(near)
        since = EARLIEST if date_from <= known[0].date_from else date_from
        correction = Correction(employee, company, date_from, date_to, department, user, reason, since)
        self._check_not_own(correction, near)
        self._check_place(correction)
        self._check_user(correction)
        return correction

    @api.model
    def _check_corrector(self, employee):
        """Raise an ``AccessError`` unless the current user keeps the personnel data, or the rules of the company."""
        # sudo: only the company is read; whoever asks, not in whose name the record was read
        administers = employee.with_env(self.sudo().env)._is_post_held("policy_admin")
        if not self.env.su and not administers and not self.env.user.has_group("hr.group_hr_user"):
            raise AccessError(
                self.env._("Only personnel or the policy administrator corrects where somebody belonged.")
            )

    def _check_days(self, employee, date_from, date_to):
        if date_to < date_from:
            raise UserError(self.env._("The last day is before the first one."))
        if date_to >= self._get_today(employee.company_id):
            raise UserError(
                self.env._(
                    "Only days that are over are corrected: what is true from today on is entered on the employee."
                )
            )

    def _get_corrected_company(self, near):
        """Return the company of the rows that the days overlap or touch (sudo)."""
        if not near:
            raise UserError(
                self.env._(
                    "Nothing is known of the days before or after these, which would leave a gap: choose days that "
                    "join those on the list."
                )
            )
        company = near.company_id
        if len(company) > 1:
            raise UserError(self.env._("These days belong to several companies: correct those of one at a time."))
        if company not in self.env.companies.sudo():
            raise UserError(
                self.env._("These days belong to %(company)s: switch to that company first.", company=company.name)
            )
        return company

    def _check_place(self, correction):
        owner = correction.department.company_id
        if owner and owner not in correction.company.parent_ids:
            raise UserError(
                self.env._(
                    "%(department)s belongs to another company than %(company)s.",
                    department=correction.department.name,
                    company=correction.company.name,
                )
            )

    def _check_user(self, correction):
        """Refuse a user of no use here, and one whose sales were somebody else's on these days."""
        user, company = correction.user, correction.company
        if not user:
            return
        if user.share or company not in user.company_ids:
            raise UserError(self.env._("%(user)s is no user of %(company)s.", user=user.name, company=company.name))
        for stay in self._get_stays(company):
            if (
                stay.user_id == user.id
                and stay.employee_id != correction.employee.id
                and stay.first <= correction.last
                and stay.last >= correction.since
            ):
                raise UserError(
                    self.env._(
                        "%(user)s was the user of %(name)s on some of these days: correct that first.",
                        user=user.name,
                        name=correction.employee.browse(stay.employee_id).name,
                    )
                )

    def _check_not_own(self, correction, near):
        """Raise an ``AccessError`` if it is about the current user."""
        if not self.env.su and self.env.user in (correction.employee.user_id | correction.user | near.user_id):
            raise AccessError(self.env._("Somebody else corrects what concerns yourself."))

    def _write_correction(self, correction):
        """Write the rows of these days (sudo); those that a version of the employee has brought stay known as its."""
        for first, last, place, managers in self._get_places_then(correction):
            rows = self.search([("employee_id", "=", correction.employee.id)])._cut_at(first, last + DAY)
            inside = rows.filtered(lambda row, days=(first, last): days[0] <= row.date_from <= days[1])
            vals = {**place, "user_id": correction.user.id, "reason": correction.reason}
            inside.write(vals)
            inside |= self.create(
                [
                    {
                        **vals,
                        "employee_id": correction.employee.id,
                        "company_id": correction.company.id,
                        "date_from": start,
                        "date_to": end,
                    }
                    for start, end in inside._get_gaps(first, last)
                ]
            )
            inside.manager_ids = managers

    def _get_gaps(self, first, last):
        """Yield the days of these on which there is none of these rows, which lie within, as first and last day."""
        for row in self.sorted("date_from"):
            if first < row.date_from:
                yield first, row.date_from - DAY
            first = row.date_to + DAY
        if first <= last:
            yield first, last

    def _get_places_then(self, correction):
        """Return ``[(first day, last day, values, managers)]``: what stood above the department on the days of a
        correction, by the rows of who belonged to it; where there is none, as the tree is now.
        """
        department = correction.department
        known = self.search(
            [
                ("department_id", "=", department.id or 0),
                ("company_id", "=", correction.company.id),
                ("date_from", "<=", correction.last),
            ]
        ).sorted("date_from")
        starts = known._get_starts(correction.first, correction.last)
        places = []
        for start, following in zip(starts, [*starts[1:], correction.last + DAY], strict=True):
            rows = known.filtered(lambda row, day=start: row.date_from <= day)
            there = rows.filtered(lambda row, day=start: (row.date_to or date.max) >= day)
            row = (there or rows)[-1:]
            place = {"department_id": department.id, "line": row.line or self._prepare_place(department)["line"]}
            managers = row.manager_ids if row else self._get_managers([place["line"]])[place["line"]]
            if places and places[-1][2:] == (place, managers):
                start = places.pop()[0]
            places.append((start, following - DAY, place, managers))
        return places

    def _get_starts(self, first, last):
        """Return the days from ``first`` to ``last`` on which one of these rows begins or has ended, and ``first``."""
        edges = {row.date_from for row in self} | {row.date_to + DAY for row in self if row.date_to}
        return [first, *sorted(day for day in edges if first < day <= last)]

    def _describe_correction(self, correction):
        """Return in words where the employee belongs on the days of a correction."""
        rows = self.sudo().search(
            [("employee_id", "=", correction.employee.id), ("date_from", "<=", correction.last)], order="date_from"
        )
        rows = rows.filtered(lambda row: (row.date_to or date.max) >= correction.first)
        places = [row._describe(correction.first, correction.last) for row in rows]
        return join_phrases(self.env, places) or self.env._("nowhere")

    def _describe(self, first, last):
        return self.env._(
            "%(first)s – %(last)s %(department)s (%(user)s)",
            first=format_date(self.env, max(first, self.date_from)),
            last=format_date(self.env, min(last, self.date_to or last)),
            department=self.department_id.name or self.env._("no department"),
            user=self.user_id.login or self.env._("no user"),
        )

    @api.model
    def _preview_correction(self, correction):
        """Return ``[(Measured before, Measured after)]`` of what was sent, locked or agreed and would change.

        It is tried out, and taken back.
        """
        rows = self.sudo()  # sudo: what it would change is shown to whoever may make the change
        days = (correction.company, correction.since, correction.last)
        before = rows._get_measured(*days)
        with self.env.cr.savepoint() as savepoint:
            rows._write_correction(correction)
            self.env.invalidate_all()  # what follows from them is computed anew
            after = rows._get_measured(*days)
            savepoint.rollback()
        self.env.invalidate_all()
        return [(said, after[record]) for record, said in before.items() if said != after[record]]

    def _get_measured(self, company, date_from, date_to):
        """Return ``{record: Measured}`` (sudo) of what was settled or agreed about these days, by the books and the
        memberships as they are now; rooms add theirs.
        """
        return {}
