from datetime import timedelta

from odoo import api, fields, models
from odoo.api import NewId
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc

GROUP = "sales_office_policy.group_customer"
#: what a list is sorted by, though it is stored nowhere
LAST_CONTACT = frozenset({"sales_office_last_contact_at", "sales_office_last_contact_text"})
#: a lead that nobody was in contact about for so long is without contact
UNCONTACTED = timedelta(days=14)
CONTACTS = LAST_CONTACT | {"sales_office_next_step_on", "sales_office_next_step"}


class SalesOfficeContactedLead(models.AbstractModel):
    """When somebody was in contact about a lead last, and what comes next (R074, R076).

    Both are asked for all leads of a list at once, in one query, and of companies that use the room only.
    """

    _name = "sales.office.contacted.lead"
    _description = "Sales Office Contacted Lead"

    sales_office_last_contact_at = fields.Datetime(
        string="Last Contact",
        compute="_compute_sales_office_contact",
        search="_search_sales_office_last_contact_at",
        compute_sudo=True,
        groups=GROUP,
        help="The last mail, call, meeting, visit, quotation or answer to a complaint. A note is no contact, nor is "
        "what the software sends by itself.",
    )
    sales_office_is_uncontacted = fields.Boolean(
        string="No Contact for Two Weeks",
        compute="_compute_sales_office_contact",
        search="_search_sales_office_is_uncontacted",
        compute_sudo=True,
        groups=GROUP,
        help="Nobody was in contact about it for two weeks, or ever.",
    )
    sales_office_last_contact_text = fields.Char(
        string="Last Contact, in Words", compute="_compute_sales_office_contact", compute_sudo=True, groups=GROUP
    )
    sales_office_next_step_on = fields.Date(
        string="Next Step on",
        compute="_compute_sales_office_contact",
        search="_search_sales_office_next_step_on",
        compute_sudo=True,
        groups=GROUP,
    )
    sales_office_next_step = fields.Char(
        string="Next Step",
        compute="_compute_sales_office_contact",
        compute_sudo=True,
        groups=GROUP,
        help="The next activity that somebody planned, or the next meeting. What is overdue is none.",
    )
    sales_office_lacks_step = fields.Boolean(
        string="No Next Step",
        compute="_compute_sales_office_contact",
        search="_search_sales_office_lacks_step",
        compute_sudo=True,
        groups=GROUP,
        help="An open opportunity of a salesperson for which nothing is planned.",
    )

    @api.depends(
        *("user_id", "partner_id", "stage_id", "company_id", "active", "won_status", "type", "date_open"),
        *("create_date", "sales_office_snoozed_until"),
    )
    @api.depends_context("uid", "lang", "tz")
    def _compute_sales_office_contact(self):
        """Say when the last contact was, whether the lead was answered and is left alone, and what comes next with open
        ones: one query.
        """
        followed = self._filter_followed()
        steps = followed.filtered(lambda lead: lead._is_open_lead())._select_next_steps() if followed else None
        facts = self.env["sales.office.contact"]._get_lead_contacts(followed, steps)
        kind = self.env["sales.office.contact"]._fields["kind"]
        labels = dict(kind._description_selection(self.env)) if facts else {}
        begin = fields.Datetime.now() - UNCONTACTED
        for lead in self:
            known = facts.get(lead.id)
            last = known and known.last_at
            lead.sales_office_last_contact_at = last
            lead.sales_office_is_uncontacted = bool(known) and not (last and last >= begin)
            lead.sales_office_last_contact_text = last and join_title(lead._format_local_day(last), labels[known.kind])
            lead._set_response(known)
            lead._set_stale(last)
            lead._set_next_step(known)

    def _set_next_step(self, known):
        """Say what is known of what comes next with this lead (``LeadContacts``, or None)."""
        day, meeting = known and known.step_on, self.env._("Meeting with the Customer")
        self.sales_office_next_step_on = day
        self.sales_office_next_step = day and join_title(self._format_short_day(day), known.step or meeting)
        self.sales_office_lacks_step = bool(known and not day and self._needs_step())

    @api.model
    def _search_sales_office_last_contact_at(self, operator, value):
        contacts = self.env["sales.office.contact"].sudo()  # sudo: of leads that are found by their own rules
        if operator == "in" and set(value) == {False}:
            return ~contacts._get_contacted_of_many()
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        moment = fields.Datetime.to_datetime(value)
        moment += timedelta(seconds=1) if operator in (">", "<=") else timedelta()
        since = contacts._get_contacted_of_many(moment)
        return since if operator in (">", ">=") else ~since & contacts._get_contacted_of_many()

    @api.model
    def _search_sales_office_is_uncontacted(self, operator, value):
        if operator != "in":
            return NotImplemented
        contacts = self.env["sales.office.contact"].sudo()  # sudo: as above
        return ~contacts._get_contacted_of_many(fields.Datetime.now() - UNCONTACTED)

    @api.model
    def _search_sales_office_next_step_on(self, operator, value):
        if operator == "in" and set(value) == {False}:
            return ~self._get_planned_domain()
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        day = fields.Date.to_date(value)
        before = day + timedelta(days=1) if operator in ("<=", ">") else day
        earlier = self._get_planned_domain(before)
        return earlier if operator in ("<", "<=") else self._get_planned_domain() & ~earlier

    @api.model
    def _search_sales_office_lacks_step(self, operator, value):
        return self._get_lacking_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_lacking_domain(self):
        """Return the open opportunities of somebody for which nothing is planned, and no day was named."""
        today = fields.Date.context_today(self)
        return (
            Domain("type", "=", "opportunity")
            & Domain("user_id", "!=", False)
            & Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & (Domain("sales_office_snoozed_until", "=", False) | Domain("sales_office_snoozed_until", "<", today))
            & self._get_followed_domain()
            & ~self._get_planned_domain()
        )

    def _order_by_contact(self, field_name, alias, direction, nulls, query):
        """Return SQL that orders leads by their last contact or by their next step, which are stored nowhere."""
        self._check_field_access(self._fields[field_name], "read")
        if field_name in LAST_CONTACT:
            Contact = self.env["sales.office.contact"].sudo()  # sudo: of leads that are found by their own rules
            moment = Contact._join_last(self, alias, query)
        else:
            moment = SQL(
                "(SELECT MIN(step.on_day) FROM (%s) step WHERE step.lead_id = %s)",
                self._select_steps(),
                self._field_to_sql(alias, "id", query),
            )
        query._order_groupby.append(moment)
        return SQL("%s %s %s", moment, direction, nulls)

    @rpc(one=True)
    def action_open_sales_office_contacts(self):
        """Open the contacts about this lead, and those with its customer that were about no lead in particular."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_contact_action")
        customer = self.partner_id.commercial_partner_id
        about = Domain("lead_id", "=", self.id)
        if customer:
            about |= Domain("lead_id", "=", False) & Domain("partner_id", "=", customer.id)
        return action | {"domain": list(about), "context": {}}

    @rpc(one=True)
    def action_log_sales_office_call(self):
        """Open a new entry in the register of calls, about this lead: who was spoken with, and what was said."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a Call"),
            "res_model": "sales.office.call",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_direction": "out",
                "default_lead_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_phone": self.phone,
                "default_contact_name": self.contact_name,
            },
        }

    def _filter_followed(self):
        """Return the saved ones of these leads whose company uses the room: typing in a form asks nothing."""
        own = self.env.company
        return self.filtered(
            lambda lead: not isinstance(lead.id, NewId) and (lead.company_id or own)._sales_office_uses("customer")
        )

    @api.model
    def _get_followed_domain(self):
        """Return the leads of the current companies that use the room."""
        using = self.env.companies.filtered(lambda company: company._sales_office_uses("customer"))
        shared = self.env.company in using
        return Domain("company_id", "in", [*using.ids, *([False] if shared else [])])

    def _is_open_lead(self):
        return self.active and self.won_status == "pending"

    def _needs_step(self):
        """Return whether something is to be planned: an open opportunity that somebody has; no day was named for it."""
        named = self.sales_office_snoozed_until
        waits = named and named >= fields.Date.context_today(self)
        return self._is_open_lead() and self.type == "opportunity" and bool(self.user_id) and not waits

    def _select_next_steps(self):
        """Return a SELECT of ``(lead_id, on_day, summary)``: the first thing that is planned for each of these."""
        return SQL(
            """SELECT DISTINCT ON (step.lead_id) step.lead_id, step.on_day, step.summary
                 FROM (%s) step WHERE step.lead_id IN %s ORDER BY step.lead_id, step.on_day, step.at NULLS LAST""",
            self._select_steps(),
            tuple(self.ids) or (0,),
        )

    @api.model
    def _get_planned_domain(self, before=None):
        """Return the leads for which something is planned, before a day, as a domain."""

        def to_sql(model, alias, query):
            where = SQL("WHERE step.on_day < %s", before) if before else SQL()
            return SQL(
                "%s IN (SELECT step.lead_id FROM (%s) step %s)",
                *(model._field_to_sql(alias, "id", query), self._select_steps(), where),
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _select_steps(self):
        """Return a SELECT of what is planned from today on: activities that somebody planned, meetings and visits.

        The name of a private meeting is not told, nor what a visit is for. What the software gave somebody to do by
        itself nobody planned.
        """
        self.env["sales.office.visit"].flush_model(["lead_id", "planned_start", "state"])
        self.env["mail.activity"].flush_model()
        self.env["calendar.event"].flush_model(["active", "name", "opportunity_id", "privacy", "start", "user_id"])
        return SQL(
            """
            SELECT activity.res_id AS lead_id, activity.date_deadline AS on_day, NULL::timestamp AS at,
                   COALESCE(NULLIF(activity.summary, ''), kind.name->>%(lang)s, kind.name->>'en_US') AS summary
              FROM mail_activity activity
         LEFT JOIN mail_activity_type kind ON kind.id = activity.activity_type_id
             WHERE activity.res_model = 'crm.lead' AND activity.active AND activity.automated IS NOT TRUE
               AND activity.date_deadline >= %(today)s
         UNION ALL
            SELECT event.opportunity_id, (event.start AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date, event.start,
                   CASE WHEN COALESCE(event.privacy, own.calendar_default_privacy, 'public') = 'public'
                        THEN event.name END
              FROM calendar_event event
         LEFT JOIN res_users_settings own ON own.user_id = event.user_id
             WHERE event.active AND event.opportunity_id IS NOT NULL AND event.start >= %(now)s
         UNION ALL
            SELECT visit.lead_id, (visit.planned_start AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                   visit.planned_start, NULL
              FROM sales_office_visit visit
             WHERE visit.state = 'planned' AND visit.lead_id IS NOT NULL AND visit.planned_start >= %(now)s
            """,
            lang=self.env.lang or "en_US",
            tz=str(self.env.tz),
            today=fields.Date.context_today(self),
            now=fields.Datetime.now(),
        )

    def _format_local_day(self, moment):
        return self._format_short_day(fields.Datetime.context_timestamp(self, moment).date())

    def _format_short_day(self, day):
        return format_date(self.env, day)
