from datetime import datetime, time, timedelta
from typing import NamedTuple

from odoo import api, models, tools
from odoo.fields import Domain

from ...organization.local_time import get_utc_time
from ...organization.record.phrases import count_days


class Pending(NamedTuple):
    """That a lead goes to the pool: since when (naive UTC) nothing happened, and which days are over."""

    since: datetime
    lead_id: int
    #: "contact" or "order": what there was none of
    cause: str
    days: int


class Warned(NamedTuple):
    """What is known of a pool that is switched on before any of its leads is looked at."""

    pool_id: int
    team_ids: tuple
    #: the shortest of its days without contact or an order, less those of the warning
    days: int
    #: whether only contacts count
    by_contact: bool


class SalesOfficePool(models.Model):
    """Which leads nobody looked after for too long: no contact, or no order, for the days of the customer's grade."""

    _inherit = "sales.office.pool"

    def _find_pending(self, today=None, ahead=0, leads=None):
        """Return the leads of this pool (sudo) whose days are over today, or within ``ahead`` days, the oldest first.

        A constant number of queries.

        :param leads: only these, where it is known that no others can be due
        """
        return self.env["crm.lead"].browse(one.lead_id for one in self._find_pending_causes(today, ahead, leads))

    def _find_pending_causes(self, today=None, ahead=0, leads=None):
        """Return the list of :class:`Pending` behind :meth:`_find_pending`, the oldest first."""
        today = today or self.company_id._get_sales_office_today()
        rules = {**{rule.grade: rule for rule in self.rule_ids}, False: self}
        asked = [rule[name] for rule in rules.values() for name in ("contact_days", "order_days")]
        if not any(asked):
            return []
        least = min(filter(None, asked))
        leads = self._find_candidates(today - timedelta(days=least - ahead), leads)
        contacts, orders = self._get_contacted(leads), self._get_ordered(leads, rules.values())
        pending = []
        for lead in leads:
            rule = rules.get(lead.partner_id.commercial_partner_id.sales_office_grade, self)
            happened = (
                ("contact", rule.contact_days, contacts.get(lead.id)),
                ("order", rule.order_days, orders.get(lead.partner_id.commercial_partner_id.id)),
            )
            over = [
                Pending(since, lead.id, cause, days)
                for cause, days, last in happened
                if days and (since := lead._get_followed_since(last)).date() + timedelta(days=days - ahead) <= today
            ]
            pending += over[:1]
        left = set(leads.browse(one.lead_id for one in pending)._leave_out_protected(self.company_id, today)._ids)
        return sorted(one for one in pending if one.lead_id in left)

    @api.model
    def _get_warned_domains(self, company, user, today):
        """Return ``[(pool (sudo), domain)]`` of the pools that are switched on: which of the user's leads may go soon.

        They are more than those that do, for it is asked in one search, which mostly finds none.
        """
        contacts, found = self.env["sales.office.contact"].sudo(), []  # sudo: of the user's own leads
        for warned in self._get_warned(company.id):
            since = today + timedelta(days=1 - warned.days)  # by the latest day that it is anywhere
            named = Domain("sales_office_snoozed_until", "<=", since)
            leads = self._get_candidate_domain(company.id, warned.team_ids, since, user)
            leads &= named | Domain("sales_office_snoozed_until", "=", False)
            if warned.by_contact:
                leads &= ~contacts._get_contacted_since(datetime.combine(since + timedelta(days=1), time.min))
            found.append((self.sudo().browse(warned.pool_id), leads))
        return found

    @api.model
    @tools.ormcache("company_id")
    def _get_warned(self, company_id):
        """Return the list of :class:`Warned` of a company's pools."""
        # sudo: what the pools say holds for everybody
        pools = self.sudo().search([("is_on", "=", True), ("company_id", "=", company_id)])
        found = []
        for pool in pools:
            rules = [*pool.rule_ids, pool]
            days = [rule[name] for rule in rules for name in ("contact_days", "order_days") if rule[name]]
            if days:
                by_contact = not any(rule.order_days for rule in rules)
                found.append(Warned(pool.id, pool.team_ids._ids, min(days) - pool.warning_days, by_contact))
        return found

    def _get_contacted(self, leads):
        """Return ``{lead id: when somebody was in contact about it last}``."""
        contacts = self.env["sales.office.contact"]._get_lead_contacts(leads)
        return {lead.id: contacts[lead.id].last_at for lead in leads}

    def _get_ordered(self, leads, rules):
        """Return ``{customer's id: when they ordered last}`` where one of the rules asks."""
        if not any(rule.order_days for rule in rules):
            return {}
        return self.env["sales.office.books"]._get_last_orders(self.company_id, leads.partner_id.commercial_partner_id)

    def _find_candidates(self, before, leads):
        """Return the open leads of this pool that somebody has for so long, or ``leads``, if they are known."""
        if leads is not None:
            return leads
        domain = self._get_candidate_domain(self.company_id.id, self.team_ids.ids, before)
        return self.env["crm.lead"].search(domain, order="id")

    @api.model
    def _get_candidate_domain(self, company_id, team_ids, before, user=None):
        owner = Domain("user_id", "=", user.id) if user else Domain("user_id", "!=", False)
        begin = get_utc_time(before, 24, self.env.tz)
        teams = Domain("team_id", "in", team_ids) if team_ids else Domain.TRUE
        return (
            teams
            & Domain("company_id", "=", company_id)
            & owner
            & Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & Domain("create_date", "<", begin)
            & (Domain("date_open", "<", begin) | Domain("date_open", "=", False))
        )

    def _take(self, pending):
        """Take leads (:class:`Pending` each) into this pool (sudo); each salesperson is told why in their language."""
        leads = self.env["crm.lead"].browse(one.lead_id for one in pending)
        causes = {one.lead_id: (one.cause, one.days) for one in pending}
        for (cause, days, lang), same in leads.grouped(
            lambda lead: (*causes[lead.id], lead.user_id.lang or self.env.lang)
        ).items():
            env = self.with_context(lang=lang).env
            if cause == "contact":
                reason = env._("Nobody was in contact for %(days)s.", days=count_days(env, days))
            else:
                reason = env._("The customer ordered nothing for %(days)s.", days=count_days(env, days))
            same._go_to_pool(self, "pooled", reason)
        return leads

    def _takes(self, lead):
        """Whether a lead is one of those this pool is about."""
        return self.company_id == lead.company_id and (not self.team_ids or lead.team_id in self.team_ids)
