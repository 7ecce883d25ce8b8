from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.local_time import get_local_day, get_today, get_utc_time, get_zone
from ...workday.hours.periods import is_away
from ...workday.hours.working_time import clip, get_days

#: people on leave are passed over unless they are back by this hour of the last day the paper is kept
BACK_BY = 12.0
#: or have more time than that to draw it before their leave begins
TIME_TO_DRAW = timedelta(hours=1)


class SalesOfficeDocument(models.Model):
    """Waiting in line for documents that are out (R015).

    A loan in the state *requested* says whose turn it is: the document is kept for them, and there is at
    most one. Everybody who asks after them gets a place in line (``sales.office.document.hold``); when
    the document comes back, the first of them who is not on leave gets their turn, for the working days that the
    company gives (``sales_office_kept_days``).
    """

    _inherit = "sales.office.document"

    hold_ids = fields.One2many("sales.office.document.hold", "document_id", string="Waiting List")
    # stored so that two who ask at once change the same row, and the second is asked again by Odoo
    hold_count = fields.Integer(string="Waiting in Line", compute="_compute_hold_count", store=True)
    kept_for_id = fields.Many2one(
        "hr.employee",
        compute="_compute_kept_for_id",
        store=True,
        index="btree_not_null",
        help="Whose turn it is to draw the document.",
    )
    my_place = fields.Integer(
        string="My Place in Line",
        compute="_compute_my_place",
        help="Which place in line the current user has; 0: none.",
    )
    is_kept_for_me = fields.Boolean(compute="_compute_is_kept_for_me")

    @api.depends("hold_ids")
    def _compute_hold_count(self):
        for document in self:
            document.hold_count = len(document.hold_ids)

    @api.depends("loan_ids.state", "loan_ids.employee_id")
    def _compute_kept_for_id(self):
        for document in self:
            document.kept_for_id = document.loan_ids.filtered(lambda loan: loan.state == "requested").employee_id

    @api.depends("hold_ids.sequence")
    @api.depends_context("uid")
    def _compute_my_place(self):
        for document in self:
            users = [hold.user_id for hold in document.sudo().hold_ids.sorted()]  # sudo: counted only
            document.my_place = users.index(self.env.user) + 1 if self.env.user in users else 0

    @api.depends("kept_for_id")
    @api.depends_context("uid")
    def _compute_is_kept_for_me(self):
        for document in self:
            document.is_kept_for_me = document.kept_for_id.user_id == self.env.user

    def _check_requestable(self, borrower):
        for document in self:
            if document.state == "destroyed":
                raise UserError(self.env._("%(document)s was destroyed.", document=document.display_name))
            if document.holder_id == borrower:
                raise UserError(self.env._("You hold %(document)s already.", document=document.display_name))

    def _check_turn(self, borrower, reason):
        """Raise a ``UserError`` if somebody else comes first and no reason is given to pass them over.

        With a reason they keep their turn, and are told why they have to wait longer.
        """
        for document, first in self.sudo()._get_next_in_line().items():  # sudo: as below
            refusal = document._describe_turn(first, borrower)
            if not refusal:
                continue
            if not (reason or "").strip():
                raise UserError(refusal)
            document._notify_users(
                first.user_id,
                lambda told: told.env._(
                    "Somebody else was given it before you: %(reason)s You are the next.", reason=reason
                ),
            )

    def _get_turn_refusal(self, borrower):
        """Return for whom this document is kept before ``borrower``; empty if it is their turn or nobody's."""
        document = self.sudo()  # sudo: the name of who comes first
        return self._describe_turn(document._get_next_in_line()[document], borrower)

    def _describe_turn(self, first, borrower):
        """Return that this document is kept for ``first``; empty if that is ``borrower`` or nobody."""
        if not first or first == borrower:
            return ""
        return self.env._(
            "%(document)s is kept for %(first)s, who is next in line. Say why %(name)s gets it before them.",
            document=self.display_name,
            first=first.name,
            name=borrower.name,
        )

    def _get_next_in_line(self):
        """Return ``{document: whom it is kept for}`` (sudo), or else will be.

        That is the first in line who is there and may still have it.
        """
        nobody = self.env["hr.employee"]
        result = {document: document.kept_for_id for document in self}
        for document, holds in self.filtered(lambda document: not document.kept_for_id)._get_waiting().items():
            waiting = (hold.employee_id for hold in holds if not document._get_refusal(hold.employee_id))
            result[document] = next(waiting, nobody)
        return result

    def _get_waiting(self):
        """Return ``{document: its places in line}`` (sudo) in order, but for people on leave while it would be kept.

        A constant number of queries.
        """
        asked = self.filtered("hold_ids")
        if not asked:
            return {document: document.hold_ids for document in self}
        begin = fields.Datetime.now() + TIME_TO_DRAW
        until = {document: deadline.day for document, deadline in asked._get_kept_until().items()}
        # a day more at both ends, whatever the time zone, and a night
        around = begin.date() - timedelta(days=1), max(until.values()) + timedelta(days=1)
        employees = asked.hold_ids.employee_id
        workdays = employees._get_sales_office_workdays(*around)
        leaves = employees._get_sales_office_leaves(begin, begin + (around[1] - around[0]) + timedelta(days=1))
        result = {document: document.hold_ids for document in self}
        for document in asked:
            zone = get_zone(document.department_id._get_sales_office_tz())
            end = get_utc_time(until[document], BACK_BY, zone)
            away = {
                employee
                for employee in document.hold_ids.employee_id
                if _is_away(workdays[employee.id].values(), leaves[employee.id], begin, end, zone)
            }
            result[document] = document.hold_ids.sorted().filtered(lambda hold, away=away: hold.employee_id not in away)
        return result

    def _get_today(self):
        """Return the day it is where the document is kept."""
        return get_today(get_zone(self.department_id._get_sales_office_tz()))

    def _get_kept_until(self):
        """Return ``{document: Deadline}`` until which it is kept for whoever gets their turn now."""
        until = {}
        for (company, today), documents in self.grouped(lambda d: (d.company_id, d._get_today())).items():
            departments = documents.department_id.with_company(company)
            last = departments._count_sales_office_deadlines(today, company.sales_office_kept_days)
            until |= {document: last[document.department_id] for document in documents}
        return until

    def _queue(self, borrower):
        """Give ``borrower`` the last place in line for each of these documents."""
        Hold = self.env["sales.office.document.hold"].sudo()  # sudo: places are given here only
        last = dict(Hold._read_group([("document_id", "in", self.ids)], ["document_id"], ["sequence:max"]))
        Hold.create(
            [
                {
                    "document_id": document.id,
                    "employee_id": borrower.id,
                    "sequence": last.get(document.sudo(), 0) + 1,
                }
                for document in self
            ]
        )

    def _leave_queue(self, borrower):
        """Who gets the document no longer waits for it."""
        self.sudo().hold_ids.filtered(lambda hold: hold.employee_id == borrower).unlink()  # sudo: as in _queue

    def _serve_queue(self):
        """Keep what is available for the next in line, and tell them that it is their turn."""
        documents = self.sudo().filtered(lambda document: document.state == "available")  # sudo: as in _queue
        for document, holds in documents.filtered(lambda document: not document.kept_for_id)._get_waiting().items():
            document._promote(holds)
        kept = documents.filtered("kept_for_id")
        kept.loan_ids.filtered(lambda loan: loan.state == "requested")._keep()
        kept._notify_users(
            lambda document: document.kept_for_id.user_id,
            lambda document: document.env._("It is back and kept for you: draw it from the clerk."),
        )

    def _promote(self, holds):
        """Make the first of these in line who may still have this document the one it is kept for."""
        for hold in holds:
            employee = hold.employee_id
            refusal = self._get_refusal(employee)
            hold.unlink()
            if not refusal:
                self.env["sales.office.document.loan"].create({"document_id": self.id, "employee_id": employee.id})
                return
            self._notify_users(
                employee.user_id,
                lambda document: document.env._("You no longer wait for it: you may not have it any more."),
            )

    def _close_queue(self, reason):
        """End what is still asked of these documents, and say why."""
        documents = self.sudo()  # sudo: as in _queue
        for hold in documents.hold_ids:
            hold._notify_refusal(reason)
        documents.hold_ids.unlink()
        documents.loan_ids.filtered(lambda loan: loan.state == "requested")._refuse(reason)


def _is_away(workdays, leaves, begin, end, zone):
    """Return whether somebody is on leave whenever they would work between two moments.

    Without hours in that time they are if they are on leave at once and on each day that follows.

    :param workdays: the :class:`Workday` of each of their days around
    :param leaves: as of ``_get_sales_office_leaves``
    """
    if any(clip(workday.opening, begin, end) for workday in workdays):
        return not any(clip(workday.expected, begin, end) for workday in workdays)
    following = get_days(get_local_day(begin, zone) + timedelta(days=1), get_local_day(end, zone))
    at_once = any(start <= begin < stop for start, stop, _reason in leaves)
    return at_once and all(is_away(leaves, day, zone) for day in following)
