from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...organization.posts.title import join_title
from ...organization.record.one_of import one_of
from ...organization.rpc.rpc import rpc
from . import sources
from .sources import Source

#: how many places there can be where contacts are recorded: an id is that of the row there, times this, plus the place
PLACES = 16
#: what came from us, or from both
OURS = ("out", "both")


class Ids(tuple):
    """Which rows are read, in a context: nobody can send one."""


class LeadContacts(NamedTuple):
    """What is known of contacts about one lead, and of who has to answer it; times are naive UTC."""

    #: when the last one was, and its kind; None
    last_at: datetime | None
    kind: str | None
    #: until when the salesperson whose turn it is was to answer; None where nobody has to
    respond_by: datetime | None
    #: when they did first; None
    responded_at: datetime | None
    #: how many working hours that took, once it was counted
    worked_hours: float | None
    #: the day of the first thing that is planned, and what it is; None
    step_on: date | None = None
    step: str | None = None


class SalesOfficeContact(models.Model):
    """A contact with a customer that counts: with whom, when, by whom, and which record shows it (R074).

    Mails both ways, calls answered, meetings held, quotations sent; visits and complaints add theirs. A note counts for
    nothing, nor does what the software does by itself. It is a view of what is recorded elsewhere, so nothing is
    entered twice. A row that names a lead is about that lead; one that names the customer only, about all of theirs.

    Who reads a lead reads its contacts. Without a lead: who made the contact or looks after the customer, those who
    lead them, and those who have the whole office.
    """

    _name = "sales.office.contact"
    _description = "Contact with a Customer"
    _inherit = "sales.office.reader.mixin"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "kind"
    _depends = {
        "mail.message": [
            *("author_id", "date", "is_internal", "message_type", "model", "res_id", "sales_office_is_automatic"),
            "subtype_id",
        ],
        "mail.message.subtype": ["internal"],
        "mail.notification": ["mail_message_id", "notification_status", "notification_type", "res_partner_id"],
        "res.partner": ["commercial_partner_id", "company_id", "email_normalized", "partner_share"],
        "res.users": ["partner_id", "share"],
        "crm.lead": ["company_id", "partner_id"],
        "calendar.event": ["active", "opportunity_id", "stop", "user_id"],
        "calendar.attendee": ["event_id", "partner_id", "state"],
        "sale.order": [
            *("company_id", "opportunity_id", "partner_id", "sales_office_sent_at", "sales_office_sent_by_id"),
        ],
        "sales.office.complaint": ["about_id", "answered_at", "answerer_id", "commercial_partner_id", "company_id"],
        "sales.office.call": [
            *("call_at", "company_id", "direction", "is_unanswered", "lead_id", "partner_id", "user_id"),
        ],
        "sales.office.visit": [
            "came_at",
            "company_id",
            "event_id",
            "lead_id",
            "outcome",
            "partner_id",
            "planned_start",
            "state",
            "user_id",
        ],
    }

    date = fields.Datetime(string="Contact at", readonly=True)
    kind = fields.Selection(
        [
            ("mail", "Mail"),
            ("call", "Call Answered"),
            ("meeting", "Meeting Held"),
            ("visit", "Visit Reported"),
            ("quotation", "Quotation Sent"),
            ("complaint", "Complaint Answered"),
        ],
        string="Kind of Contact",
        readonly=True,
    )
    direction = fields.Selection(
        [("in", "From the Customer"), ("out", "To the Customer"), ("both", "With the Customer")], readonly=True
    )
    user_id = fields.Many2one("res.users", string="Contact by", readonly=True, help="Empty where the customer wrote.")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, help="The company as a whole.")
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    res_model = fields.Char(string="Kind of Record", readonly=True)
    res_id = fields.Many2oneReference(string="Recorded in", model_field="res_model", readonly=True)
    may_read = fields.Boolean(compute="_compute_may_read", search="_search_may_read")

    @api.model
    def _get_sources(self):
        """Return where contacts are recorded; whoever knows another place adds a :class:`.sources.Source` here.

        A number is never used again: ids are made of it.
        """
        now = fields.Datetime.now()
        call, over = ("sales_office_call", "user_id", SQL("row.call_at")), SQL("row.active AND row.stop < %s", now)
        meeting = ("calendar_event", "user_id", SQL("row.stop"), over)
        sent = ("sale_order", "sales_office_sent_by_id", SQL("row.sales_office_sent_at"))
        visit = ("sales_office_visit", "user_id", SQL("COALESCE(row.came_at, row.planned_start)"))
        answered = ("sales_office_complaint", "answerer_id", SQL("row.answered_at"))
        of_lead, of_none, trace = sources.of_lead, sources.of_none, sources.trace
        return [
            Source(1, sources.select_lead_mails(), "lead", sources.trace_mails("crm.lead", sources.ON_LEAD)),
            Source(
                2, sources.select_customer_mails(), "customer", sources.trace_mails("res.partner", sources.ON_CUSTOMER)
            ),
            Source(3, sources.select_order_mails(), trace=sources.trace_mails("sale.order")),
            Source(4, sources.select_lead_calls(), "lead", trace(*call, of_lead("lead_id"))),
            Source(5, sources.select_lead_meetings(now), "lead", trace(*meeting, of_lead("opportunity_id"))),
            Source(6, sources.select_customer_meetings(now), "customer", trace(*meeting, sources.WITH_CUSTOMER)),
            Source(7, sources.select_quotations(), trace=trace(*sent, sources.of_lead_or_none("opportunity_id"))),
            Source(8, sources.select_visits(), trace=trace(*visit, sources.of_lead_or_none("lead_id"))),
            Source(9, sources.select_complaints(), "customer", trace(*answered)),
            Source(10, sources.select_customer_calls(), "customer", trace(*call, of_none("lead_id"))),
        ]

    @property
    def _table_query(self):
        ids = self.env.context.get("sales_office_contact_ids")
        return self._unite(self._get_sources(), ids if isinstance(ids, Ids) else None)

    @api.model
    def _unite(self, places, ids=None):
        """Return all contacts of these sources as one SELECT; with ``ids``, only these, found by the index."""
        columns = SQL(", ").join(SQL.identifier(name) for name in sources.COLUMNS if name != "origin")
        parts = []
        for place in places:
            where = SQL("TRUE")
            if ids is not None:
                origins = [id_ // PLACES for id_ in ids if id_ % PLACES == place.number]
                where = SQL("origin = ANY(%s)", origins) if origins else SQL("FALSE")
            parts.append(
                SQL(
                    "SELECT origin::bigint * %s + %s AS id, %s FROM (%s) source WHERE %s",
                    *(PLACES, place.number, columns, place.sql, where),
                )
            )
        return SQL(" UNION ALL ").join(parts)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find rows by their ids in the indexes of what they come from: an id tells the place and the row."""
        domain = Domain(domain)
        asked = (getattr(domain, name, None) for name in ("field_expr", "operator"))
        if tuple(asked) == ("id", "in") and isinstance(domain.value, Collection):
            ids = Ids(id_ for id_ in domain.value if isinstance(id_, int))
            self = self.with_context(sales_office_contact_ids=ids)
        return super()._search(domain, *args, **kwargs)

    @api.depends_context("lang", "tz")
    @api.depends("kind", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for contact in self:
            day = contact.date and fields.Datetime.context_timestamp(contact, contact.date).date()
            contact.display_name = join_title(labels.get(contact.kind), format_date(self.env, day))

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_read(self):
        readable = self.sudo().search([("id", "in", self.ids), ("may_read", "=", True)])
        for contact in self:
            contact.may_read = contact in readable

    def _search_may_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        leads = self.env["crm.lead"].sudo(False).with_context(active_test=False)
        of_leads = Domain("lead_id", "in", leads._search([])) if leads.has_access("read") else Domain.FALSE
        user, led = self.env.user, self.env.user._get_sales_office_scope().user_ids
        of_customers = (
            Domain("user_id", "=", user.id)
            | one_of("user_id", led)
            | Domain("partner_id", "any!", Domain("user_id", "=", user.id) | one_of("user_id", led))
            | Domain("company_id", "in", user._get_sales_office_companies("director", "customer_relations", "clerk"))
        )
        return of_leads | (Domain("lead_id", "=", False) & of_customers)

    @rpc(one=True)
    def action_open_record(self):
        """Open the record that shows this contact, as its own rights say.

        :raises AccessError: the record is not the user's to read
        """
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    @api.model
    def _get_last_contacts(self, partners):
        """Return ``{partner id: last contact with the company}`` (naive UTC), of those the user may read.

        One query for any number of partners.
        """
        if not self.has_access("read"):
            return {}
        by_commercial = partners.grouped("commercial_partner_id")
        groups = self._read_group(
            [("partner_id", "in", partners.commercial_partner_id.ids)], ["partner_id"], ["date:max"]
        )
        return {partner.id: last for company, last in groups for partner in by_commercial.get(company, ())}

    @api.model
    def _get_lead_contacts(self, leads, steps=None):
        """Return ``{lead id: LeadContacts}`` of leads whose access was asked, in one query.

        :param SQL steps: a SELECT of ``(lead_id, on_day, summary)``, one row for a lead, if that is asked as well
        """
        if not leads:
            return {}
        query = SQL(
            """
            SELECT lead.id, MAX(found.date), (ARRAY_AGG(found.kind ORDER BY found.date DESC NULLS LAST))[1],
                   turn.respond_by, COALESCE(turn.responded_at, MIN(found.date) FILTER (
                       WHERE found.user_id = turn.user_id AND found.direction IN %(ours)s
                         AND found.date >= turn.assigned_at)),
                   turn.worked_hours, step.on_day, step.summary
              FROM crm_lead lead
         LEFT JOIN sales_office_lead_response turn ON turn.lead_id = lead.id AND turn.ended_at IS NULL
         LEFT JOIN (%(contacts)s) found ON found.about_id = lead.id
         LEFT JOIN (%(steps)s) step ON step.lead_id = lead.id
             WHERE lead.id IN %(leads)s
          GROUP BY lead.id, turn.id, step.on_day, step.summary
            """,
            leads=tuple(leads.ids),
            ours=OURS,
            contacts=self._select_of_leads(leads.ids, leads.partner_id.commercial_partner_id.ids),
            steps=steps or SQL("SELECT NULL::int AS lead_id, NULL::date AS on_day, NULL AS summary"),
        )
        self._flush_contacts()
        return {id_: LeadContacts(*facts) for id_, *facts in self.env.execute_query(query)}

    @api.model
    def _select_of_leads(self, lead_ids, customer_ids, places=None):
        """Return a SELECT of all contacts about some leads (``about_id``), those with their customers included.

        :param customer_ids: of the companies behind the contacts of the leads
        :param places: out of :meth:`_get_sources`: where to look; everywhere, if left out
        """
        of_leads, of_customers = self._get_halves(places)
        ids, customers, parts = tuple(lead_ids), tuple(customer_ids) or (0,), []
        if of_leads:
            about = "SELECT lead_id AS about_id, date, kind, direction, user_id FROM (%s) contact WHERE lead_id IN %s"
            parts.append(SQL(about, of_leads, ids))
        if of_customers:
            query = """
                SELECT own.id AS about_id, contact.date, contact.kind, contact.direction, contact.user_id
                  FROM (%s) contact
                  JOIN res_partner person ON person.commercial_partner_id = contact.partner_id
                  JOIN crm_lead own ON own.partner_id = person.id AND own.id IN %s
                 WHERE contact.partner_id IN %s AND contact.lead_id IS NULL
                """
            parts.append(SQL(query, of_customers, ids, customers))
        return SQL(" UNION ALL ").join(parts)

    @api.model
    def _flush_contacts(self):
        """Write what is pending of all that contacts are read from."""
        for model, names in self._depends.items():
            self.env[model].flush_model(names)
        self.env["sales.office.lead.response"].flush_model()
