from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_datetime

from ...organization.local_time import get_local_day, get_zone
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import core_door, rpc
from ...organization.spans import DAY
from .distance import BANDS, get_band

#: whoever dropped in unplanned enters it within so many days
BACK = timedelta(days=7)
AHEAD = timedelta(days=366)
#: of an outcome: nobody spoke with the customer, so it was an attempt and no contact
NOT_MET = "not_met"
OUTCOMES = [
    ("agreed", "Order or Agreement"),
    ("further", "One Step Further"),
    ("informed", "News, No Step Further"),
    ("complained", "Complaint Taken Up"),
    ("declined", "No Interest"),
    (NOT_MET, "Nobody Met"),
]
#: what the event in the calendar shows
SHOWN = frozenset({"planned_start", "duration", "partner_id", "lead_id", "employee_id", "purpose"})


class SalesOfficeVisit(models.Model):
    """A visit to a customer: planned, in the calendar of who goes there, reported with what came of it (R104, R137).

    Who goes there, or who leads them, plans it; the employee alone says that they came and what came of it. The
    customer is no attendee and hears nothing of it. Where somebody was is asked only when they press the button,
    compared with the customer's address and forgotten: what stays is how far away it was, in three bands.

    A visit on which nobody was met is an attempt: it counts for return visits, and as no contact.
    """

    _name = "sales.office.visit"
    _description = "Customer Visit"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "sales.office.rated.mixin"]
    _order = "planned_start desc, id desc"
    _rec_names_search = ["partner_id", "lead_id", "purpose"]
    _member_date_field = "planned_start"
    _mail_post_access = "read"  # a leader asks about it
    _check_company_auto = True

    employee_id = fields.Many2one(string="Visited by", check_company=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="What the visit is about. What comes next is planned there, else on the customer.",
    )
    planned_start = fields.Datetime(
        string="Visit On", required=True, index=True, tracking=True, default=lambda self: self._default_planned_start()
    )
    duration = fields.Float(string="Hours There", default=1, aggregator=None)
    planned_stop = fields.Datetime(string="Visit Ends", compute="_compute_planned_stop", store=True)
    is_planned_ahead = fields.Boolean(
        string="Planned Ahead",
        compute="_compute_is_planned_ahead",
        store=True,
        help="Entered before it began. Who drops in somewhere enters it within a week.",
    )
    purpose = fields.Char(string="What For")
    state = fields.Selection(
        [
            ("planned", "Visit Planned"),
            ("done", "Visit Done"),
            ("missed", "Did Not Take Place"),
            ("cancelled", "Called Off"),
        ],
        required=True,
        readonly=True,
        default="planned",
        index=True,
        tracking=True,
        copy=False,
    )
    came_at = fields.Datetime(readonly=True, copy=False, help="When “I Am Here” was pressed.")
    distance_band = fields.Selection(
        BANDS,
        string="Distance from the Customer",
        readonly=True,
        copy=False,
        help="Between the customer's address and where “I Am Here” was pressed, if the company asks for it. The place "
        "itself is not kept.",
    )
    outcome = fields.Selection(OUTCOMES, string="What Came of It", readonly=True, copy=False, tracking=True)
    outcome_note = fields.Text(string="What Was Said", readonly=True, copy=False)
    next_step = fields.Char(readonly=True, copy=False)
    next_step_on = fields.Date(string="Next Step on", readonly=True, copy=False)
    reported_at = fields.Datetime(readonly=True, copy=False)
    reason = fields.Text(string="Why Not", readonly=True, copy=False, tracking=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    asks_place = fields.Boolean(compute="_compute_asks_place")
    has_begun = fields.Boolean(compute="_compute_can_come")
    can_come = fields.Boolean(compute="_compute_can_come")
    can_report = fields.Boolean(string="Can Be Reported", compute="_compute_can_come")

    _hours = models.Constraint("CHECK (duration > 0 AND duration <= 24)", "A visit takes up to 24 hours.")
    _waiting_idx = models.Index("(employee_id, planned_stop) WHERE state = 'planned'")
    _done_idx = models.Index("(partner_id, planned_start) WHERE state = 'done'")

    @api.model
    def _default_planned_start(self):
        """Return the next full hour."""
        return fields.Datetime.now().replace(minute=0, second=0) + timedelta(hours=1)

    @api.depends("partner_id.name", "lead_id.name", "planned_start")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for visit in self:
            day = visit.planned_start and format_datetime(self.env, visit.planned_start, dt_format="short")
            visit.display_name = join_title(visit._get_customer_name(), day)

    @api.depends("lead_id")
    def _compute_partner_id(self):
        for visit in self:
            visit.partner_id = visit.partner_id or visit.lead_id.partner_id

    @api.depends("planned_start", "duration")
    def _compute_planned_stop(self):
        for visit in self:
            visit.planned_stop = visit.planned_start and visit.planned_start + timedelta(hours=visit.duration or 0)

    @api.depends("planned_start")
    def _compute_is_planned_ahead(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_planned_ahead = bool(visit.planned_start and visit.planned_start > now)

    @api.depends("company_id", "partner_id")
    def _compute_asks_place(self):
        for visit in self.sudo():  # sudo: a setting of the company, and whether the address has a place
            visit.asks_place = visit.company_id.sales_office_visit_distance and bool(
                visit.partner_id.partner_latitude or visit.partner_id.partner_longitude
            )

    @api.depends("state", "came_at", "planned_start", "user_id", "reported_at")
    @api.depends_context("uid")
    def _compute_can_come(self):
        now = fields.Datetime.now()
        for visit in self:
            own = bool(visit.id) and visit.is_own
            begun = visit.has_begun = bool(visit.came_at or (visit.planned_start and visit.planned_start <= now))
            visit.can_come = own and visit.state == "planned" and not visit.came_at and visit._is_today()
            visit.can_report = own and begun and visit.state != "cancelled" and visit._is_reportable()

    def _order_to_sql(self, order, query, *args, **kwargs):
        """What is still planned begins with what comes first; everything else with the latest."""
        if self.env.context.get("sales_office_visits_to_come") and (order or self._order) == self._order:
            order = "planned_start, id"
        return super()._order_to_sql(order, query, *args, **kwargs)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Plan visits: one's own, or of people one leads; each is in the calendar of who goes there.

        :raises UserError: neither customer nor opportunity, one of us, or a time too far away
        """
        quiet = self.with_context(mail_create_nolog=True)
        visits = super(SalesOfficeVisit, quiet).create(vals_list).with_env(self.env)
        visits._check_plan()
        visits._sync_events()
        return visits

    @core_door
    def write(self, vals):
        """Change planned visits; the event in the calendar follows.

        :raises UserError: not planned any more, somebody has come already, or a time too far away
        """
        result = super().write(vals)
        if not SHOWN.isdisjoint(vals):
            self._check_plan()
            self._sync_events()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        if not self.env.su and self.filtered(lambda visit: visit.state != "planned" or visit.came_at):
            raise UserError(self.env._("What happened stays. A planned visit is called off instead."))

    @core_door
    def unlink(self):
        """Take back what was planned by mistake, with its event.

        :raises UserError: somebody has come, or it is reported, missed or called off
        """
        self.check_access("unlink")
        self._get_own_events().unlink()
        return super().unlink()

    @core_door
    def rating_apply(self, rate, token=None, rating=None, feedback=None, subtype_xmlid=None, notify_delay_send=False):
        """Take the customer's rating of the visit, once for each link (R131).

        :raises AccessError: somebody else rates
        """
        others = (feedback, subtype_xmlid, notify_delay_send)
        return self._rate_once(super().rating_apply, rate, token, rating, *others)

    def _check_editable(self, vals):
        if any(visit.state != "planned" for visit in self):
            raise UserError(self.env._("Only a planned visit is changed. Plan another one."))
        if not SHOWN.isdisjoint(vals):
            self._check_movable(vals)
        if not SHOWN.isdisjoint(vals) and any(visit.came_at for visit in self):
            raise UserError(self.env._("Somebody has come already: report the visit, and plan another one."))

    def _check_plan(self):
        """Raise unless each visit is to a customer and at a time that can be planned."""
        now = fields.Datetime.now()
        for visit in self.sudo():  # sudo: asked about, nothing is told
            if not visit.partner_id and not visit.lead_id:
                raise ValidationError(self.env._("Say who is visited: a customer or an opportunity."))
            if visit.partner_id and not visit.partner_id._is_from_outside():
                raise ValidationError(
                    self.env._("%(name)s is one of us: visits are to customers.", name=visit.partner_id.display_name)
                )
            if not self.env.su and not now - BACK <= visit.planned_start <= now + AHEAD:
                raise ValidationError(
                    self.env._("A visit is entered within a week after it, and planned at most a year ahead.")
                )

    def _get_customer_name(self):
        visit = self.sudo()  # sudo: who reads a visit knows to whom it is
        return visit.partner_id.display_name or visit.lead_id.partner_name or visit.lead_id.name

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "cancel": Reason(
                self.env._("Call Off the Visit"),
                self.env._("It does not take place. Say why; to move it, choose another time instead."),
                shown=("planned_start",),
            ),
            "miss": Reason(
                self.env._("Did Not Take Place"),
                self.env._("Nobody went there. Say why; where nobody was met, report that instead."),
                shown=("planned_start",),
            ),
        }

    @rpc
    def action_come(self, latitude: float = False, longitude: float = False):
        """Note that the employee themselves is there now; a second time changes nothing.

        :param float latitude, longitude: where, in degrees; compared with the customer's address if the company asks
            for it, and never kept
        :raises AccessError: somebody else's visit
        :raises UserError: not planned any more, or planned for another day
        """
        self._check_own()
        visits = self._begin("planned")
        for visit in visits.filtered(lambda visit: not visit.came_at):
            if not visit._is_today():
                raise UserError(
                    self.env._(
                        "It is planned for %(day)s. Choose today first, if you are there now.",
                        day=format_date(self.env, visit._get_member_date()),
                    )
                )
            visit.write(
                {"came_at": fields.Datetime.now(), "distance_band": visit._get_distance_band(latitude, longitude)}
            )
        visits._note_days_changed()

    @rpc
    def action_report(
        self, outcome: Choice("outcome"), text: str = "", next_step: str = "", next_step_on: date = False
    ):
        """Report what came of a visit, by the employee themselves; what comes next becomes an activity.

        It may be corrected on the same day.

        :param str outcome: one of the choices of the field
        :param str text: what was said
        :param str next_step: what is done next, on the opportunity or else with the customer
        :param date next_step_on: when
        :raises AccessError: somebody else's visit
        :raises UserError: it has not begun, was called off, or the next step has no day or one that has passed
        """
        next_step = next_step.strip()
        visits = self._begin_report(next_step, next_step_on)
        visits.write(
            {
                "state": "done",
                "outcome": outcome,
                "outcome_note": text.strip(),
                "next_step": next_step,
                "next_step_on": next_step_on,
                "reported_at": fields.Datetime.now(),
                "reason": False,
            }
        )
        for visit in visits:
            visit._plan_next_step()
        visits._take_up_complaints()
        visits._facts_changed()

    def _begin_report(self, next_step, next_step_on):
        """Return these visits (sudo), locked, once it is sure that the current user may report them now."""
        self._check_own()
        visits = self._begin("planned", "missed", "done")
        now = fields.Datetime.now()
        for visit in visits:
            if not visit._is_reportable():
                raise UserError(self.env._("It was reported before today. Plan another visit for what is new."))
            if not visit.came_at and visit.planned_start > now:
                raise UserError(self.env._("It is still to come: a visit is reported once it has begun."))
            visit._check_next_step(next_step, next_step_on)
        return visits

    @rpc
    def action_cancel(self, reason: str):
        """Call off visits that are still to come, by the employee or who leads them.

        :raises AccessError: neither
        :raises UserError: no reason, begun already, or not planned
        """
        visits = self._give_up()
        if any(visit.planned_start <= fields.Datetime.now() for visit in visits):
            raise UserError(self.env._("Its time has come: say that it did not take place, or report it."))
        visits.write({"state": "cancelled", "reason": self._check_reason(reason)})
        visits._facts_changed()

    @rpc
    def action_miss(self, reason: str):
        """Say that visits did not take place, by the employee or who leads them.

        :raises AccessError: neither
        :raises UserError: no reason, still to come, or not planned
        """
        visits = self._give_up()
        if any(visit.planned_start > fields.Datetime.now() for visit in visits):
            raise UserError(self.env._("It is still to come: call it off instead."))
        visits.write({"state": "missed", "reason": self._check_reason(reason)})
        visits._facts_changed()

    def _take_up_complaints(self):
        """Make a complaint of each of these visits (sudo) on which the customer complained, once (R051)."""
        complained = self.filtered(lambda visit: visit.outcome == "complained")
        complaints = self.env["sales.office.complaint"].sudo()  # sudo: whoever looks after it
        known = complaints.search([("res_model", "=", self._name), ("res_id", "in", complained.ids)])
        for visit in complained.filtered(lambda visit: visit.id not in known.mapped("res_id")):
            values = {
                "subject": (visit.outcome_note or visit.display_name).partition("\n")[0][:100],
                "text": visit.outcome_note,
                "partner_id": visit.partner_id.id,
                "channel": "visit",
            }
            complaints._make_of(visit, values)

    def _take_rating(self, rate, feedback, is_bad):
        """Make a complaint of a bad rating (sudo), for customer relations."""
        result = super()._take_rating(rate, feedback, is_bad)
        if is_bad:
            day = format_date(self.env, self._get_member_date())
            values = {
                "subject": self.env._("Not content with the visit of %(day)s", day=day),
                "text": feedback,
                "partner_id": self.partner_id.id,
                "channel": "email",
            }
            self.env["sales.office.complaint"]._make_of(self, values)
        return result

    def _rating_get_operator(self):
        """Rate nobody: what is asked is whether the customer was helped."""
        return self.env["res.partner"]

    def _give_up(self):
        """Return these planned visits (sudo), locked, once it is sure that the current user may give them up."""
        (self - self.filtered("is_own"))._check_authority()
        visits = self._begin("planned")
        if any(visit.came_at for visit in visits):
            raise UserError(self.env._("Somebody has come already: report the visit."))
        return visits

    def _is_today(self):
        return bool(self.planned_start and self.employee_id) and self._get_member_date() == self._get_member_today()

    def _is_reportable(self):
        """Return whether it may be reported, or corrected as it was reported today."""
        if self.state != "done":
            return self.state in ("planned", "missed")
        if not self.reported_at:
            return True
        return get_local_day(self.reported_at, get_zone(self._get_member_tz())) == self._get_member_today()

    def _get_distance_band(self, latitude, longitude):
        """Return how far a place is from the address of the customer (sudo); ``False`` where either is not known."""
        if not self.asks_place or latitude is False or longitude is False:
            return False
        partner = self.partner_id
        return get_band((latitude, longitude), (partner.partner_latitude, partner.partner_longitude))

    def _check_next_step(self, next_step, next_step_on):
        if bool(next_step) != bool(next_step_on):
            raise UserError(self.env._("Say what comes next, and on which day."))
        if next_step_on and next_step_on < self._get_member_today():
            raise UserError(self.env._("What comes next is today or later."))

    def _plan_next_step(self):
        """Make the next step an activity of the employee on the opportunity, or else the customer (sudo)."""
        values = {"summary": self.next_step, "date_deadline": self.next_step_on}
        if not self.next_step:
            self.activity_id.unlink()
        elif self.activity_id.filtered("active"):
            self.activity_id.write(values)
        else:
            record = self.lead_id if self.lead_id.active else self.partner_id or self.lead_id
            self.activity_id = record.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.user_id.id, automated=False, **values
            )

    def _facts_changed(self):
        """Tell what follows from these visits (sudo): days, return visits, checks."""
        self._note_days_changed()
        self._sync_events()
        self.env["sales.office.customer.file"]._visits_changed(self)
        self.env["sales.office.check"]._trigger()

    def _note_days_changed(self):
        """Have the days looked at again on which these visits (sudo) show that somebody was at work."""
        spans = {}
        for visit in self:
            moment = (visit.came_at or visit.planned_start).date()
            first, last = spans.get(visit.employee_id.id, (moment, moment))
            spans[visit.employee_id.id] = min(first, moment - DAY), max(last, moment + DAY)
        self.env["sales.office.day.task"].sudo()._facts_changed(spans)

    def _get_contact_domain(self):
        """Return which visits were a contact with the customer."""
        return [("state", "=", "done"), ("outcome", "!=", NOT_MET)]
