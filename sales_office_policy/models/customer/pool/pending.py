from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import models
from odoo.fields import Domain


class Pending(NamedTuple):
    """That a lead goes to the pool: since when (naive UTC) nothing happened, and which days are over."""

    since: datetime
    lead_id: int
    #: "contact" or "order": what there was none of
    cause: str
    days: int


class SalesOfficePool(models.Model):
    """Which leads nobody looked after for too long: no contact, or no order, for the days of the customer's grade."""

    _inherit = "sales.office.pool"

    def _find_pending(self, today=None, ahead=0, user=None):
        """Return the leads of this pool (sudo) whose days are over today, or within ``ahead`` days, the oldest first.

        A constant number of queries.

        :param user: only leads of this user
        """
        return self.env["crm.lead"].browse(one.lead_id for one in self._find_pending_causes(today, ahead, user))

    def _find_pending_causes(self, today=None, ahead=0, user=None):
        """Return the list of :class:`Pending` behind :meth:`_find_pending`, the oldest first."""
        today = today or self.company_id._get_sales_office_today()
        rules = {**{rule.grade: rule for rule in self.rule_ids}, False: self}
        asked = [rule[name] for rule in rules.values() for name in ("contact_days", "order_days")]
        if not any(asked):
            return []
        least = min(filter(None, asked))
        leads = self._find_candidates(today - timedelta(days=least - ahead), user)
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

    def _get_contacted(self, leads):
        """Return ``{lead id: when somebody was in contact about it last}``."""
        contacts = self.env["sales.office.contact"]._get_lead_contacts(leads)
        return {lead.id: contacts[lead.id].last_at for lead in leads}

    def _get_ordered(self, leads, rules):
        """Return ``{customer's id: when they ordered last}`` where one of the rules asks."""
        if not any(rule.order_days for rule in rules):
            return {}
        return self.env["sales.office.books"]._get_last_orders(self.company_id, leads.partner_id.commercial_partner_id)

    def _find_candidates(self, before, user):
        """Return the open leads of this pool that somebody, or this user, has for so long."""
        owner = Domain("user_id", "=", user.id) if user else Domain("user_id", "!=", False)
        teams = Domain("team_id", "in", self.team_ids.ids) if self.team_ids else Domain.TRUE
        return self.env["crm.lead"].search(
            teams
            & Domain("company_id", "=", self.company_id.id)
            & owner
            & Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & Domain("create_date", "<", before + timedelta(days=1))
            & (Domain("date_open", "<", before + timedelta(days=1)) | Domain("date_open", "=", False)),
            order="id",
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
                reason = env._("Nobody was in contact for %s days.", days)
            else:
                reason = env._("The customer ordered nothing for %s days.", days)
            same._go_to_pool(self, "pooled", reason)
        return leads

    def _takes(self, lead):
        """Whether a lead is one of those this pool is about."""
        return self.company_id == lead.company_id and (not self.team_ids or lead.team_id in self.team_ids)
