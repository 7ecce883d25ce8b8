from datetime import date, datetime, time, timedelta

from odoo import api, fields, models
from odoo.api import NewId
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...organization.rpc.rpc import rpc
from ..contact.contacted_lead import GROUP

#: written by the actions below only
SNOOZE = frozenset({"sales_office_snoozed_until", "sales_office_snooze_reason"})
#: days for which a lead may be left alone because its customer said so
LONGEST_SNOOZE = 366


class SalesOfficeFollowedLead(models.AbstractModel):
    """A lead that nobody was in contact about for too long, unless its customer named a later day (R074).

    Moving it to another stage and back is no contact.
    """

    _name = "sales.office.followed.lead"
    _description = "Sales Office Followed Lead"

    sales_office_is_stale = fields.Boolean(
        string="Left Alone",
        compute="_compute_sales_office_contact",
        search="_search_sales_office_is_stale",
        compute_sudo=True,
        groups=GROUP,
        help="Nobody was in contact about it for as many days as the settings or its stage give.",
    )
    sales_office_snoozed_until = fields.Date(
        string="Not Before", readonly=True, copy=False, groups=GROUP, help="The day that the customer named."
    )
    sales_office_snooze_reason = fields.Char(string="What the Customer Said", readonly=True, copy=False, groups=GROUP)

    @api.model
    def _search_sales_office_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        contacts = self.env["sales.office.contact"].sudo()  # sudo: of leads that are found by their own rules
        return self._get_quiet_domain(lambda first: ~contacts._get_contacted_since(first))

    @api.model
    def _get_quiet_domain(self, uncontacted=lambda _first: Domain.TRUE):
        """Return the leads that are left alone by all that they say themselves: unless there was a contact since.

        :param uncontacted: function of the moment since when (naive UTC): which leads had none
        """
        domains = []
        for days, stages, companies in self._get_stale_days():
            first = self._get_first_day_alive(days)
            # what is asked of the lead itself comes first: what is left are few
            domains.append(
                Domain("stage_id", "in", stages)
                & Domain("company_id", "in", companies)
                & (Domain("date_open", "<", first) | Domain("date_open", "=", False))
                & Domain("create_date", "<", first)
                & (
                    Domain("sales_office_snoozed_until", "<=", first.date())
                    | Domain("sales_office_snoozed_until", "=", False)
                )
                & uncontacted(first)
            )
        pending = Domain("active", "=", True) & Domain("won_status", "=", "pending") & Domain("user_id", "!=", False)
        return pending & Domain.OR(domains)

    @rpc
    def action_snooze(self, until: date, reason: str):
        """Leave these leads alone until the day that the customer named, as they said.

        :raises AccessError: not the user's leads to change
        :raises UserError: no open lead, no words, or a day that has passed or is more than a year away
        """
        self.check_access("write")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write what the customer said."))
        today = fields.Date.context_today(self)
        if not today < until <= today + timedelta(days=LONGEST_SNOOZE):
            raise UserError(self.env._("Give a day after today, within a year."))
        if not all(lead._is_open_lead() for lead in self):
            raise UserError(self.env._("Only open leads wait for a day that the customer named."))
        # sudo: the dates are closed to ordinary writing
        self.sudo().write({"sales_office_snoozed_until": until, "sales_office_snooze_reason": reason})
        body = self.env._(
            "The customer is left alone until %(day)s: %(reason)s", day=format_date(self.env, until), reason=reason
        )
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

    @rpc
    def action_wake(self):
        """Follow these leads again before the day that was named.

        :raises AccessError: not the user's leads to change
        """
        self.check_access("write")
        # sudo: as in action_snooze
        self.sudo().write({"sales_office_snoozed_until": False, "sales_office_snooze_reason": False})

    def _check_snooze_untouched(self, vals):
        """Raise an ``AccessError`` if somebody writes by hand until when a lead is left alone."""
        if not self.env.su and not SNOOZE.isdisjoint(name for name in vals if vals[name]):
            raise AccessError(self.env._("A lead is left alone by its button, with what the customer said."))

    def _set_stale(self, last):
        """Say whether this lead is left alone, by its last contact (naive UTC, or None)."""
        since = self._get_stale_since(last)
        self.sales_office_is_stale = bool(since) and since < fields.Datetime.now()

    def _get_stale_since(self, last):
        """Return from when on (naive UTC) this lead counts as left alone, by its last contact; False where never."""
        company = self.company_id or self.env.company
        if isinstance(self.id, NewId) or not company._sales_office_uses("customer"):
            return False
        days = self.stage_id.sales_office_stale_days or company.sales_office_stale_days
        if not days or not self._is_open_lead() or not self.user_id:
            return False
        snoozed = self.sales_office_snoozed_until
        beginnings = (last, self.date_open, self.create_date, snoozed and datetime.combine(snoozed, time.min))
        begun = max(filter(None, beginnings), default=fields.Datetime.now())
        return begun + timedelta(days=days)

    @api.model
    def _get_first_day_alive(self, days):
        return fields.Datetime.now() - timedelta(days=days)

    @api.model
    def _get_stale_days(self):
        """Return ``[(days, stage ids, company ids)]``, by what companies and stages give."""
        # sudo: numbers of the settings only
        stages = self.env["crm.stage"].sudo().search_fetch([], ["sales_office_stale_days"])
        own = self.env.company
        found = []
        for company in self.env.companies.filtered(lambda company: company._sales_office_uses("customer")):
            companies = [company.id, *([False] if company == own else [])]
            by_days = stages.grouped(
                lambda stage, company=company: stage.sales_office_stale_days or company.sales_office_stale_days
            )
            found += [(days, same.ids, companies) for days, same in by_days.items() if days]
        return found

    def _get_idle_since(self, zone):
        """Return ``{lead id: since when nothing is planned}`` (naive UTC) of leads without a next step, in one query.

        Since they were given to somebody, became an opportunity, or the last thing that was planned was done or over.

        :param str zone: time zone in which days end
        """
        if not self:
            return {}
        self.env["mail.activity"].flush_model()
        self.env["calendar.event"].flush_model(["opportunity_id", "stop"])
        self.flush_model(["date_conversion", "date_open"])
        query = SQL(
            """
            SELECT lead.id, GREATEST(
                       lead.date_open, lead.create_date, lead.date_conversion,
                       (SELECT MAX(event.stop) FROM calendar_event event WHERE event.opportunity_id = lead.id
                           AND event.active AND event.stop < %(now)s),
                       (SELECT MAX(LEAST(activity.date_deadline, COALESCE(activity.date_done, activity.date_deadline))
                                   + 1)::timestamp AT TIME ZONE %(zone)s AT TIME ZONE 'UTC'
                          FROM mail_activity activity
                         WHERE activity.res_model = 'crm.lead' AND activity.res_id = lead.id
                           AND activity.automated IS NOT TRUE))
              FROM crm_lead lead WHERE lead.id IN %(leads)s
            """,
            now=fields.Datetime.now(),
            zone=zone,
            leads=tuple(self.ids),
        )
        return dict(self.env.execute_query(query))
