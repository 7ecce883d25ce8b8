from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...organization.deadline.deadline import COUNTED
from ...organization.local_time import get_local_day, get_zone
from ...workday.hours.working_time import add_worked
from .complaint import OPEN

#: days in which the hours there are to acknowledge a complaint are surely over
REACH = timedelta(days=31)
#: leave that lasts as long is not waited for
SHORT_LEAVE = timedelta(hours=10)


class SalesOfficeComplaint(models.Model):
    """The clocks of a complaint: to acknowledge, to answer, to look whether the answer lasted (R051).

    They run in the working time of whoever looks after it: hours to acknowledge, working days to answer and to look
    again, as many as its severity has in the settings. They stand still while the customer is asked something, which is
    kept with the complaint, and not longer than the settings say. Whoever goes on leave hands on what is open: to
    acknowledge it the next has all the time there is, and at least a working day to answer it. Whose clock it was when
    its time was over stays written down, whoever has the complaint afterwards.
    """

    _inherit = "sales.office.complaint"

    acknowledge_by = fields.Datetime(string="Acknowledge Until", readonly=True, copy=False, index="btree_not_null")
    acknowledge_owner_id = fields.Many2one(
        "hr.employee", readonly=True, copy=False, index="btree_not_null", help="Who was to acknowledge it by then."
    )
    resolve_by = fields.Datetime(string="Answer the Customer Until", readonly=True, copy=False, index="btree_not_null")
    resolve_by_reason = fields.Char(
        string="Time to Answer the Customer", compute="_compute_deadline_reasons", compute_sudo=True
    )
    resolve_owner_id = fields.Many2one(
        "hr.employee", readonly=True, copy=False, index="btree_not_null", help="Who was to answer it by then."
    )
    check_on = fields.Date(string="Look Again on", readonly=True, copy=False, index="btree_not_null")
    check_on_reason = fields.Char(string="Time until Looked At", compute="_compute_deadline_reasons", compute_sudo=True)
    waiting_since = fields.Datetime(string="Customer Asked on", readonly=True, copy=False)
    waiting_text = fields.Text(string="What the Customer Was Asked", readonly=True, copy=False)
    is_acknowledge_late_told = fields.Boolean(readonly=True, copy=False, groups=fields.NO_ACCESS)
    is_answer_late_told = fields.Boolean(readonly=True, copy=False, groups=fields.NO_ACCESS)
    is_late = fields.Boolean(
        string="Too Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Not acknowledged, or not answered, in the time there is.",
    )

    @api.depends("state", "acknowledge_by", "resolve_by", "waiting_since")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for complaint in self:
            complaint.is_late = complaint in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_late_domain()

    @api.model
    def _get_late_domain(self):
        return self._get_unacknowledged_domain() | self._get_unanswered_domain()

    @api.model
    def _get_unacknowledged_domain(self):
        return Domain("state", "=", "received") & Domain("acknowledge_by", "<", fields.Datetime.now())

    @api.model
    def _get_unanswered_domain(self):
        due = Domain("resolve_by", "<", fields.Datetime.now()) & Domain("waiting_since", "=", False)
        return Domain("state", "in", OPEN) & due

    def _get_open_deadline_domain(self, name):
        if name == "check_on":
            return Domain("state", "=", "closed") & Domain("effect", "=", False)
        return Domain("state", "in", OPEN) & Domain("waiting_since", "=", False)

    def _get_deadline_days(self, name):
        """Return how many working days there are by the severity of this complaint (sudo)."""
        if name != "resolve_by":
            return super()._get_deadline_days(name)
        return self.company_id[f"sales_office_complaint_{self.severity}_days"]

    @api.model
    def _filter_away(self, employees):
        """Return those of the employees (sudo) who are on leave just now, for longer than an afternoon."""
        now = fields.Datetime.now()
        leaves = employees._get_sales_office_leaves(now, now + timedelta(minutes=1)) if employees else {}
        away = [id_ for id_, own in leaves.items() if any(stop - start > SHORT_LEAVE for start, stop, _why in own)]
        return employees.browse(away)

    def _start_clocks(self):
        """Begin both clocks of new complaints (sudo)."""
        for complaint in self:
            complaint.acknowledge_owner_id = complaint.resolve_owner_id = complaint.employee_id
        self._set_acknowledge_by("received_at")
        self._set_deadlines("resolve_by")

    def _count_clocks(self):
        """Count both clocks of these (sudo) by another severity, from when they began."""
        waiting = self.filtered(lambda complaint: complaint.state == "received")
        waiting._set_acknowledge_by("received_at")
        for complaint in self.filtered(lambda complaint: complaint.state in OPEN):
            since = (complaint.deadline_counts or {}).get("resolve_by", {}).get("since")
            complaint._set_deadlines("resolve_by", datetime.fromisoformat(since).date() if since else None)

    def _restart_clocks(self):
        """Let whoever has these (sudo) from now on acknowledge them in full time, and answer them in a day at least."""
        now = fields.Datetime.now()
        fresh = self.filtered(lambda c: c.state == "received" and not (c.acknowledge_by and c.acknowledge_by < now))
        for complaint in fresh:
            complaint.acknowledge_owner_id = complaint.employee_id
        fresh._set_acknowledge_by()
        running = self.filtered(lambda c: c.state in OPEN and c.resolve_by and c.resolve_by >= now)
        terms = [complaint._get_deadline_term(1, now) for complaint in running]
        for complaint, least in zip(running, self.env["hr.employee"]._count_sales_office_deadlines(terms), strict=True):
            complaint.resolve_owner_id = complaint.employee_id
            if least.moment > complaint.resolve_by:
                complaint.write(complaint._prepare_deadline_vals("resolve_by", least))

    def _set_acknowledge_by(self, since=None):
        """Give these (sudo) their working hours to be acknowledged.

        :param str since: the field with the moment they are counted from; from now on without one
        """
        if not self:
            return
        now = fields.Datetime.now()
        begins = {complaint: complaint[since] if since else now for complaint in self}
        first, last = min(begins.values()) - timedelta(days=1), max(begins.values()) + REACH
        shifts = self.employee_id._get_sales_office_work_intervals(first.date(), last.date())
        for complaint, begin in begins.items():
            hours = timedelta(hours=complaint.company_id[f"sales_office_complaint_{complaint.severity}_hours"])
            own = shifts.get(complaint.employee_id.id, {})
            complaint.acknowledge_by = add_worked(own, begin, hours) or begin + hours

    def _wait_for_customer(self, text):
        """Let the clock to answer these (sudo) stand still: the customer has to say something first."""
        self.write({"waiting_since": fields.Datetime.now(), "waiting_text": text})
        self.env["sales.office.check"]._trigger()

    def _resume(self, text=""):
        """Let the clock of these (sudo) go on with the working days that were left of it."""
        waiting = self.filtered("waiting_since")
        left = {c: days for c, days in waiting._count_left().items() if days is not None}
        terms = [complaint._get_deadline_term(days, fields.Datetime.now()) for complaint, days in left.items()]
        deadlines = self.env["hr.employee"]._count_sales_office_deadlines(terms)
        bodies = {complaint.id: complaint._describe_waiting(text) for complaint in waiting}
        for complaint, deadline in zip(left, deadlines, strict=True):
            if deadline.moment > complaint.resolve_by:
                complaint.write(complaint._prepare_deadline_vals("resolve_by", deadline))
        waiting._stop_waiting()
        waiting._message_log_batch(bodies=bodies)
        waiting._end_activities()
        waiting._ask_to_answer()

    def _stop_waiting(self):
        self.write({"waiting_since": False, "waiting_text": False})

    def _describe_waiting(self, text):
        waited = self.env._(
            "The clock stood still from %(since)s to %(until)s, while the customer was asked: %(question)s",
            since=format_datetime(self.env, self.waiting_since, dt_format="short"),
            until=format_datetime(self.env, fields.Datetime.now(), dt_format="short"),
            question=self.waiting_text or "",
        )
        return f"{waited} {text}".strip()

    def _count_left(self):
        """Return ``{complaint (sudo): working days that were left when it began to wait}``; None: it was late."""
        if not self:
            return {}
        zones = {complaint: get_zone(complaint._get_member_tz()) for complaint in self}
        days = {
            complaint: (get_local_day(complaint.waiting_since, zone), get_local_day(complaint.resolve_by, zone))
            for complaint, zone in zones.items()
            if complaint.resolve_by and complaint.resolve_by >= complaint.waiting_since
        }
        if not days:
            return dict.fromkeys(self)
        first, last = min(first for first, _last in days.values()), max(last for _first, last in days.values())
        kinds = self.employee_id._get_sales_office_day_kinds(first, last)
        left = dict.fromkeys(self)
        for complaint, (since, until) in days.items():
            own = kinds.get(complaint.employee_id.id, {})
            left[complaint] = sum(since < day <= until and kind in COUNTED for day, kind in own.items())
        return left

    @api.model
    def _cron_watch(self, batch=200):
        """Hand on what somebody on leave has, let clocks go on that stood still too long, tell of what is late."""
        using = Domain("company_id.sales_office_room_ids.code", "=", "customer")
        late = Domain("state", "=", "received") & Domain("is_acknowledge_late_told", "=", False)
        late &= self._get_unacknowledged_domain()
        unanswered = Domain("is_answer_late_told", "=", False) & self._get_unanswered_domain()
        steps = (
            (using & self._get_overlong_domain(), self.browse()._resume_overlong),
            (using & (late | unanswered), self.browse()._notify_late),
        )
        self._hand_on(using)
        for domain, act in steps:
            while found := self.search(domain, limit=batch, order="id"):
                act(found)
                if not self.env["ir.cron"]._commit_progress(len(found)):
                    return

    @api.model
    def _get_overlong_domain(self):
        """Return what waits for customers for longer than the settings of their companies let it."""
        now = fields.Datetime.now()
        companies = self.env["res.company"].sudo().search([("sales_office_room_ids.code", "=", "customer")])
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("waiting_since", "<", now - timedelta(days=company.sales_office_complaint_wait_days))
            for company in companies
        )

    @api.model
    def _resume_overlong(self, complaints):
        complaints._resume(self.env._("The customer has not answered."))

    @api.model
    def _hand_on(self, using):
        """Give what is open and looked after by somebody who is on leave, or has left, to whoever is there."""
        open_ones = self.with_context(active_test=False).search(using & Domain("state", "in", OPEN))
        owners = open_ones.employee_id
        gone = owners.filtered(lambda owner: not owner.active or not owner.user_id.active)
        away = gone | self._filter_away(owners - gone)
        handed = open_ones.filtered(lambda complaint: complaint.employee_id in away)
        places = handed.grouped(lambda c: (c.company_id, c.department_id, c.employee_id, c.about_id))
        for (company, department, owner, about), theirs in places.items():
            heir = self._find_handler(company, department, owner | about)
            if not heir or heir in away:
                continue
            theirs.write({"employee_id": heir.id})
            body = self.env._("%(former)s is away; %(name)s looks after it.", former=owner.name, name=heir.name)
            theirs._message_log_batch(bodies=dict.fromkeys(theirs.ids, body))

    @api.model
    def _notify_late(self, complaints):
        """Tell who leads those who look after these that the customer still waits."""
        for complaint in complaints:
            name = "is_acknowledge_late_told" if complaint.state == "received" else "is_answer_late_told"
            complaint[name] = True
            if complaint.filtered_domain(self._get_unanswered_domain()):
                complaint.is_answer_late_told = True
        complaints._notify_users(
            lambda complaint: complaint._get_leaders(),
            lambda told: told.env._(
                "%(name)s has not answered in time: %(subject)s.", name=told.employee_id.name, subject=told.subject
            ),
        )

    def _get_leaders(self):
        """Return who leads whoever looks after this complaint (sudo), whom it is about excepted."""
        manager = self.department_id.manager_id
        if manager in (self.employee_id | self.about_id):
            manager = self.department_id.parent_id.manager_id
        return (manager - self.about_id).user_id

    @api.model
    def _get_to_check_domain(self):
        """Return the closed complaints of the current user, of which it is time to see whether the answer lasted."""
        today = fields.Date.context_today(self)
        due = Domain("state", "=", "closed") & Domain("effect", "=", False) & Domain("check_on", "<=", today)
        return due & Domain("user_id", "=", self.env.uid)
