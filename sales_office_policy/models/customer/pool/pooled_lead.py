from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc
from ..contact.contacted_lead import GROUP

#: written by the software only
POOLED = frozenset({"sales_office_pool_id", "sales_office_pooled_on"})


class SalesOfficePooledLead(models.AbstractModel):
    """A lead in the public pool belongs to nobody, and nobody below a leader reads it before they take it (R074)."""

    _name = "sales.office.pooled.lead"
    _description = "Sales Office Pooled Lead"

    sales_office_pool_id = fields.Many2one(
        "sales.office.pool",
        string="In the Pool",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=GROUP,
    )
    sales_office_pooled_on = fields.Date(string="In the Pool since", readonly=True, copy=False, groups=GROUP)

    sales_office_can_release = fields.Boolean(
        string="May Go to the Pool", compute="_compute_sales_office_can_release", groups=GROUP
    )

    @api.depends("company_id", "user_id", "team_id")
    def _compute_sales_office_can_release(self):
        using = self.env["sales.office.pool"].sudo()._get_companies_on()  # sudo: whether there is one
        for lead in self:
            lead.sales_office_can_release = lead.company_id.id in using and bool(lead.user_id)

    def _determine_fields_to_fetch(self, field_names=None, ignore_when_in_cache=False):
        """Read with a lead whether it is in the pool: a rule asks that of each, which would read the lead again."""
        fetched = super()._determine_fields_to_fetch(field_names, ignore_when_in_cache)
        pool = self._fields["sales_office_pool_id"]
        if pool in fetched or not any(field.column_type for field in fetched):
            return fetched
        is_known = ignore_when_in_cache and not any(pool._cache_missing_ids(self))
        return fetched if is_known or not self._has_field_access(pool, "read") else [*fetched, pool]

    @rpc
    def action_release(self, reason: str):
        """Give leads of one's own back to the pool, with the reason (R074).

        :raises AccessError: not the user's own leads, nor of people they lead
        :raises UserError: no words, no pool for them, or an open quotation or invoice stands in the way
        """
        self.check_access("write")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why you give it back."))
        leads = self.sudo()  # sudo: as whoever recycles
        pools = leads._find_pools()
        for lead in leads:
            if lead not in pools or not lead.user_id or not lead._is_open_lead():
                raise UserError(self.env._("“%s” cannot be given to a pool.", lead.name))
        groups = leads.grouped(pools.get)
        for pool, same in groups.items():
            for lead in same - same._leave_out_protected(pool.company_id, None):
                raise UserError(
                    self.env._("“%s” has an open quotation, order or invoice: hand it over instead.", lead.name)
                )
        for pool, same in groups.items():
            same._go_to_pool(pool, "returned", reason)

    def _find_pools(self):
        """Return ``{lead: pool}`` of these leads (sudo) whose team and company have a pool that is switched on."""
        companies = self.company_id.filtered(lambda company: company._sales_office_uses("customer"))
        pools = self.env["sales.office.pool"].search([("is_on", "=", True), ("company_id", "in", companies.ids)])
        return {lead: pool for pool in pools[::-1] for lead in self if pool._takes(lead)}

    def _go_to_pool(self, pool, kind, reason):
        """Take these leads (sudo) from their salespeople; what they had planned waits for who takes it."""
        today = pool.company_id._get_sales_office_today()
        people = self.env["sales.office.lead.response"]._get_people(self)
        self.env["sales.office.pool.move"].create(
            [
                {
                    "lead_id": lead.id,
                    "pool_id": pool.id,
                    "employee_id": employee.id,
                    "day": today,
                    "kind": kind,
                    "reason": reason,
                }
                for lead, employee in people.items()
            ]
        )
        bodies = {lead.id: join_title(lead.user_id.name, reason, by=": ") for lead in self}
        for user, same in self.grouped("user_id").items():
            same.message_unsubscribe(user.partner_id.ids)
        self.activity_ids.filtered("user_id").user_id = False
        # whose it was is in the words that are logged for all at once
        self.with_context(tracking_disable=True).write(
            {
                "user_id": False,
                "company_id": pool.company_id.id,  # Odoo takes it from a lead that is nobody's
                "sales_office_pool_id": pool.id,
                "sales_office_pooled_on": today,
                "sales_office_snoozed_until": False,
                "sales_office_snooze_reason": False,
            }
        )
        self._message_log_batch(bodies=bodies)
        self._forget_pooled_contacts()

    def _forget_pooled_contacts(self):
        """Have it asked anew of whom the contacts of these leads are hidden."""
        self.env["res.partner"].invalidate_model(["sales_office_is_pooled"], flush=False)

    def _leave_pool(self, user):
        """Give these leads (sudo) to somebody, with what is planned for them."""
        meetings = self.calendar_event_ids.filtered(lambda event: event.start >= fields.Datetime.now())
        self.write({"user_id": user.id, "sales_office_pool_id": False, "sales_office_pooled_on": False})
        self._forget_pooled_contacts()
        self.activity_ids.filtered(lambda activity: not activity.user_id).user_id = user
        for owner, theirs in meetings.grouped("user_id").items():
            guests = [Command.unlink(owner.partner_id.id)] if owner and owner != user else []
            theirs.write({"user_id": user.id, "partner_ids": [*guests, Command.link(user.partner_id.id)]})

    def _get_followed_since(self, last):
        """Return from when on (naive UTC) the days of this lead count, by its last contact (or None)."""
        snoozed = self.sales_office_snoozed_until
        beginnings = (last, self.date_open, self.create_date, snoozed and datetime.combine(snoozed, time.min))
        return max(filter(None, beginnings), default=fields.Datetime.now())

    def _leave_out_protected(self, company, today):
        """Return those of these leads (sudo) that nothing keeps with their salesperson; a constant number of queries.

        A quotation that was sent or is being made for the lead, an order that is not invoiced, an invoice that is not
        paid, a complaint that is not closed; with a day: a salesperson on leave.
        """
        if not self:
            return self
        customers = self.partner_id.commercial_partner_id
        orders = self.env["sale.order"].search_fetch(
            (Domain("opportunity_id", "in", self.ids) | Domain("partner_id", "child_of", customers.ids))
            & Domain("company_id", "=", company.id)
            & (
                Domain("state", "=", "sent")
                | Domain("state", "=", "draft") & Domain("opportunity_id", "in", self.ids)
                | Domain("state", "=", "sale") & Domain("invoice_status", "=", "to invoice")
            ),
            ["opportunity_id", "partner_id"],
        )
        kept = orders.partner_id.commercial_partner_id | self._find_open_matters(customers, company)
        free = self.filtered(
            lambda lead: lead not in orders.opportunity_id and lead.partner_id.commercial_partner_id not in kept
        )
        return free._leave_out_absent(today) if today else free

    def _find_open_matters(self, customers, company):
        """Return those of the customers of whom (sudo) an invoice is not paid or a complaint not closed."""
        theirs = Domain("commercial_partner_id", "in", customers.ids) & Domain("company_id", "=", company.id)
        invoices = self.env["account.move"].search_fetch(
            theirs
            & Domain("move_type", "=", "out_invoice")
            & Domain("state", "=", "posted")
            & Domain("payment_state", "in", ("not_paid", "partial")),
            ["commercial_partner_id"],
        )
        complaints = self.env["sales.office.complaint"].search_fetch(
            theirs & Domain("state", "!=", "closed"), ["commercial_partner_id"]
        )
        return invoices.commercial_partner_id | complaints.commercial_partner_id

    def _leave_out_absent(self, today):
        """Return those of these leads (sudo) whose salesperson is not on leave on a day."""
        people = self.env["sales.office.lead.response"]._get_people(self)
        employees = self.env["hr.employee"].union(*people.values())
        start = datetime.combine(today, time.min)
        leaves = employees._get_sales_office_leaves(start, start + timedelta(days=1)) if employees else {}
        return self.filtered(lambda lead: lead in people and not leaves[people[lead].id])

    def _leave_pool_by_hand(self):
        """Let leads of the pool that somebody gave to a salesperson (or the software did) leave it."""
        # sudo: follows from whose lead it is
        given = self.sudo().filtered(lambda lead: lead.user_id and lead.sales_office_pool_id)
        if given:
            given.write({"sales_office_pool_id": False, "sales_office_pooled_on": False})
            given._forget_pooled_contacts()
            given.env["sales.office.pool.move"]._settle_appeals(given)

    def _check_pool_untouched(self, vals):
        """Raise an ``AccessError`` if somebody writes by hand that a lead is in the pool."""
        if not self.env.su and not POOLED.isdisjoint(name for name in vals if vals[name]):
            raise AccessError(self.env._("A lead goes to the pool by its button, with the reason."))
