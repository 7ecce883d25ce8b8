from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc
from ...organization.spans import DAY
from ...workday.hours.working_time import add_worked, count_worked
from ..contact.contact import OURS

#: days in which the hours there are to answer are surely over; who is away for longer has so long
REACH = 31


class SalesOfficeLeadResponse(models.Model):
    """Somebody's turn to answer a lead: since it was given to them until they were in touch with the customer (R074).

    Counted in their own working time. With each hand-over a turn ends and another one begins, so what was late stays
    with whose turn it was. Written by the software only.
    """

    _name = "sales.office.lead.response"
    _description = "Answer to a Lead"
    _inherit = "sales.office.member.mixin"
    _member_date_field = "assigned_at"
    _order = "respond_by desc, id desc"
    _rec_name = "lead_id"

    employee_id = fields.Many2one(string="Whose Turn", readonly=True)
    lead_id = fields.Many2one("crm.lead", required=True, readonly=True, index=True, ondelete="cascade")
    assigned_at = fields.Datetime(string="Given to Them", required=True, readonly=True)
    respond_by = fields.Datetime(string="Answer the Lead Until", required=True, readonly=True, index=True)
    hours = fields.Float(string="Working Hours to Answer", readonly=True, aggregator="avg")
    responded_at = fields.Datetime(string="Lead Answered on", readonly=True)
    worked_hours = fields.Float(string="Answered after (Working Hours)", readonly=True, aggregator="avg")
    ended_at = fields.Datetime(
        string="Turn Ended", readonly=True, help="The lead was given to somebody else, or taken back."
    )
    outcome = fields.Selection(
        [
            ("waiting", "To Be Answered"),
            ("late", "Not Answered in Time"),
            ("in_time", "Answered in Time"),
            ("answered_late", "Answered Late"),
            ("none", "No Answer Needed"),
        ],
        string="In Time or Not",
        compute="_compute_outcome",
        compute_sudo=True,
    )

    _turn_uniq = models.UniqueIndex("(lead_id) WHERE ended_at IS NULL")
    _waiting_idx = models.Index("(respond_by) WHERE responded_at IS NULL AND ended_at IS NULL")

    @api.depends("lead_id.name", "employee_id.name")
    def _compute_display_name(self):
        for turn in self:
            turn.display_name = join_title(turn.lead_id.name, turn.employee_id.name)

    @api.depends("respond_by", "responded_at", "ended_at", "lead_id.date_closed")
    def _compute_outcome(self):
        now = fields.Datetime.now()
        answers = self._get_answers()
        for turn in self:
            answered = answers.get(turn.id)
            over = answered or turn._get_end()
            late = (over or now) > turn.respond_by
            if answered:
                turn.outcome = "answered_late" if late else "in_time"
            elif over and not late:
                turn.outcome = "none"
            else:
                turn.outcome = "late" if late else "waiting"

    @rpc(one=True)
    def action_open_lead(self):
        """Open the lead, as its own rights say."""
        action = self.env["ir.actions.actions"]._for_xml_id("crm.crm_lead_all_leads")
        return action | {"res_id": self.lead_id.id, "view_mode": "form", "views": [(False, "form")]}

    def _describe_deadline(self):
        """Return in words which lead is to be answered until when."""
        return self.env._("%(lead)s until %(time)s", lead=self.lead_id.name, time=self._format_time(self.respond_by))

    def _describe_late(self, answered):
        values = {"lead": self.lead_id.name, "until": self._format_time(self.respond_by)}
        if not answered:
            return self.env._("“%(lead)s” was to be answered until %(until)s and was not.", **values)
        return self.env._(
            "“%(lead)s” was to be answered until %(until)s and was on %(answered)s.",
            answered=self._format_time(answered),
            **values,
        )

    def _format_time(self, moment):
        return format_datetime(self.env, moment, dt_format="short")

    def _get_end(self):
        """Return when there was nothing to answer any more: handed over, won or lost; None."""
        lead = self.lead_id
        closed = (not lead.active or lead.won_status != "pending") and lead.date_closed
        return min(filter(None, (self.ended_at, closed)), default=None)

    def _get_answers(self):
        """Return ``{id: when whose turn it was answered first}`` (naive UTC) of those answered, in one query."""
        open_ones = self.filtered(lambda turn: not turn.responded_at and turn.id)
        leads = open_ones.sudo().lead_id  # sudo: when, of leads whose turn is read
        customers = leads.partner_id.commercial_partner_id
        return self._get_noted_answers() | open_ones._find_answers(leads.ids, customers.ids)

    def _get_noted_answers(self):
        return {turn.id: turn.responded_at for turn in self if turn.responded_at}

    def _find_answers(self, lead_ids, customer_ids, places=None):
        """Return what :meth:`_get_answers` does, of these turns, by looking where contacts are recorded.

        :param places: where to look; everywhere, if left out
        """
        if not self:
            return {}
        Contact = self.env["sales.office.contact"].sudo()  # sudo: when, of leads whose turn is read
        Contact._flush_contacts()
        query = SQL(
            """
            SELECT turn.id, MIN(found.date)
              FROM sales_office_lead_response turn JOIN (%s) found ON found.about_id = turn.lead_id
             WHERE turn.id IN %s AND found.user_id = turn.user_id AND found.direction IN %s
               AND found.date BETWEEN turn.assigned_at AND COALESCE(turn.ended_at, 'infinity')
          GROUP BY turn.id
            """,
            Contact._select_of_leads(lead_ids, customer_ids, places),
            tuple(self.ids),
            OURS,
        )
        return dict(self.env.execute_query(query))

    @api.model
    def _get_waiting_domain(self):
        """Return the turns of leads that are still open of which no answer is noted, see :meth:`_filter_unanswered`."""
        open_ones = Domain("responded_at", "=", False) & Domain("ended_at", "=", False)
        leads = Domain("lead_id", "any!", Domain("active", "=", True) & Domain("won_status", "=", "pending"))
        return open_ones & leads

    def _filter_unanswered(self):
        """Return the turns in which nobody answered yet.

        It is looked first who did anything of the kind meanwhile: then it is asked there only whether that counts.
        """
        answers = self._get_noted_answers()
        open_ones = self.filtered(lambda turn: turn.id not in answers)
        if open_ones:
            Contact = self.env["sales.office.contact"].sudo()  # sudo: whether, in turns that are read
            Contact._flush_contacts()
            traced = Contact._get_sources()
            query = SQL(
                """SELECT ARRAY_AGG(lead.id), ARRAY_REMOVE(ARRAY_AGG(customer.commercial_partner_id), NULL), %s
                     FROM sales_office_lead_response turn
                     JOIN crm_lead lead ON lead.id = turn.lead_id
                LEFT JOIN res_partner customer ON customer.id = lead.partner_id
                LEFT JOIN res_users person ON person.id = turn.user_id
                    WHERE turn.id IN %s""",
                SQL(", ").join(SQL("BOOL_OR(%s)", place.trace) for place in traced),
                tuple(open_ones.ids),
            )
            [(leads, customers, *found)] = self.env.execute_query(query)
            places = [place for place, there in zip(traced, found, strict=True) if there is not False]
            answers |= open_ones._find_answers(leads, customers, places) if places else {}
        return self.filtered(lambda turn: turn.id not in answers)

    @api.model
    def _get_people(self, leads):
        """Return ``{lead: employee}`` (sudo) of the leads whose salesperson is a member of a sales office."""
        # sudo: ordinary users have no access to hr.employee
        found = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [("user_id", "in", leads.user_id.ids), ("department_id.sales_office_id", "!=", False)], order="id desc"
            )
        )
        people = {(employee.user_id.id, employee.company_id.id): employee for employee in found}
        company = self.env.company
        keys = {lead: (lead.user_id.id, (lead.company_id or company).id) for lead in leads}
        return {lead: people[key] for lead, key in keys.items() if key in people}

    @api.model
    def _begin(self, leads):
        """Begin a turn for the salesperson of each lead (sudo), where their company uses it."""
        people = self._get_people(leads) if leads else {}
        now = fields.Datetime.now()
        given = {
            lead: lead.team_id.sales_office_response_hours or employee.company_id.sales_office_response_hours
            for lead, employee in people.items()
            if employee.company_id._sales_office_uses("customer")
        }
        given = {lead: hours for lead, hours in given.items() if hours}
        deadlines = self._count([(people[lead], now, timedelta(hours=hours)) for lead, hours in given.items()])
        return self.create(
            [
                {
                    "lead_id": lead.id,
                    "employee_id": people[lead].id,
                    "assigned_at": now,
                    "hours": hours,
                    "respond_by": deadline,
                }
                for (lead, hours), deadline in zip(given.items(), deadlines, strict=True)
            ]
        )

    def _end(self):
        """End these turns (sudo): what was answered in them stays so."""
        self._settle()
        self.filtered(lambda turn: not turn.ended_at).ended_at = fields.Datetime.now()
        self.flush_recordset(["ended_at"])  # before the next one begins: one lead, one turn

    def _settle(self):
        """Write down which of these turns (sudo) were answered, and after how many working hours."""
        open_ones = self.filtered(lambda turn: not turn.responded_at)
        answers = open_ones._get_answers()
        answered = open_ones.filtered(lambda turn: turn.id in answers)
        if not answered:
            return
        first = min(answered.mapped("assigned_at")).date() - DAY
        shifts = answered.employee_id._get_sales_office_work_intervals(first, max(answers.values()).date() + DAY)
        for turn in answered:
            at, hours = answers[turn.id], shifts.get(turn.employee_id.id) or {}
            worked = count_worked(hours, turn.assigned_at, at) if hours else at - turn.assigned_at
            turn.write({"responded_at": at, "worked_hours": worked / timedelta(hours=1)})

    @api.model
    def _cron_settle(self, batch=500):
        """Write down what was answered since the last time."""
        waiting = Domain("responded_at", "=", False) & Domain("ended_at", "=", False)
        waiting &= Domain("lead_id.active", "=", True) & Domain("lead_id.won_status", "=", "pending")
        last = 0
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(waiting))
        while turns := self.search(waiting & Domain("id", ">", last), limit=batch, order="id"):
            last = turns[-1].id
            turns._settle()
            if not self.env["ir.cron"]._commit_progress(len(turns)):
                return

    @api.model
    def _count(self, asked):
        """Return until when each lasts (naive UTC): so much of somebody's own working time from a moment on.

        Whoever has no fixed hours has as much of the clock's time. A constant number of queries.

        :param list asked: ``[(employee, since, timedelta)]``
        """
        if not asked:
            return []
        employees = self.env["hr.employee"].union(*(employee for employee, _since, _worked in asked))
        first = min(since for _employee, since, _worked in asked).date() - DAY
        last = max(since for _employee, since, _worked in asked).date() + REACH * DAY
        days = employees._get_sales_office_workdays(first, last)
        deadlines = []
        for employee, since, worked in asked:
            own = days.get(employee.id) or {}
            shifts = {day: workday.expected for day, workday in own.items() if workday.expected}
            away = since + REACH * DAY if own else since + worked
            deadlines.append(add_worked(shifts, since, worked) or away)
        return deadlines

    @api.model
    def _wait_for_leave(self, employees):
        """Count again (sudo) what is still to be answered by these employees; it never has to be earlier."""
        turns = self.search(
            [("employee_id", "in", employees.ids), ("responded_at", "=", False), ("ended_at", "=", False)]
        )
        asked = [(turn.employee_id, turn.assigned_at, timedelta(hours=turn.hours)) for turn in turns]
        for turn, deadline in zip(turns, self._count(asked), strict=True):
            if deadline > turn.respond_by:
                turn.respond_by = deadline
