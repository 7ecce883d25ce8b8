from datetime import date, timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...organization.record.phrases import join_phrases
from ...organization.rpc.rpc import rpc

#: leads of which a name is told in words
TOLD = 10


class SalesOfficePool(models.Model):
    """When a lead that nobody looks after goes back to everybody, and how many of them somebody may take (R074, R086).

    Off at first: the preview says what would move. Switched on, nothing moves before the days of warning are over, and
    a night takes no more than so many. What has an open quotation or order, an invoice that is not paid, a day that
    the customer named, or a salesperson on leave, stays.
    """

    _name = "sales.office.pool"
    _description = "Public Pool"
    _inherit = ["sales.office.remembered.mixin", "sales.office.protected.mixin", "sales.office.typing.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    team_ids = fields.Many2many(
        "crm.team", string="Sales Teams", ondelete="restrict", help="Empty: all teams of the company."
    )
    is_on = fields.Boolean(string="Switched On", readonly=True, copy=False)
    begins_on = fields.Date(string="Leads Move from", readonly=True, copy=False)
    contact_days = fields.Integer(
        string="Returned after Days without Contact",
        required=True,
        default=60,
        help="Counted from the last contact, from when somebody was given it, or from the day the customer named.",
    )
    order_days = fields.Integer(
        string="Returned after Days without an Order",
        help="Counted from the customer's last order, from when somebody was given the lead, or from the day the "
        "customer named. 0: whether they order is not asked.",
    )
    rule_ids = fields.One2many("sales.office.pool.rule", "pool_id", string="Other Days by Grade")
    warning_days = fields.Integer(
        string="Warned Days Before", required=True, default=7, help="On the Today page of the salesperson."
    )
    most_a_night = fields.Integer(string="Most in One Night", required=True, default=20)
    claims_a_day = fields.Integer(string="Claims a Day", required=True, default=5, help="By one person.")
    capacity = fields.Integer(
        string="Most Open Leads", required=True, default=60, help="Who has as many takes no more of the pool."
    )
    cool_off_days = fields.Integer(
        string="Not by the Last Owner for (Days)",
        required=True,
        default=30,
        help="Whoever let a lead go to the pool does not take it back for this many days.",
    )
    appeal_days = fields.Integer(
        string="Days to Decide an Appeal",
        required=True,
        default=2,
        help="Working days for whoever leads the last owner, who was in talks; then as many for the next post above. "
        "When nobody is left, the lead is free.",
    )
    preview = fields.Text(
        string="What Would Move",
        compute="_compute_preview",
        compute_sudo=True,
        groups="sales_office_policy.group_policy_admin",  # it names leads of everybody
    )

    _values = models.Constraint(
        "CHECK (contact_days BETWEEN 1 AND 3650 AND order_days BETWEEN 0 AND 3650 AND warning_days BETWEEN 0 AND 365"
        " AND most_a_night BETWEEN 1 AND 10000 AND claims_a_day BETWEEN 0 AND 1000 AND capacity BETWEEN 0 AND 100000"
        " AND cool_off_days BETWEEN 0 AND 3650 AND appeal_days BETWEEN 1 AND 365)",
        "Days lie between 0 and 3650, of which a lead has one at least; a night takes one lead at least, and an appeal "
        "is decided within 1 to 365 days.",
    )

    @api.depends(
        *("contact_days", "order_days", "warning_days", "team_ids"),
        *("rule_ids.contact_days", "rule_ids.order_days", "rule_ids.grade"),
    )
    @api.depends_context("lang")
    def _compute_preview(self):
        for pool in self:
            is_known = pool._origin.id and pool.company_id == pool._origin.company_id  # a form may say anything
            pending = pool._find_pending() if is_known else self.env["crm.lead"]
            names = join_phrases(self.env, pending[:TOLD].mapped("name"))
            text = self.env._("Leads (%(count)s): %(names)s", count=len(pending), names=names)
            pool.preview = text if pending else self.env._("Nothing would move today.")

    @rpc
    def action_switch_on(self):
        """Have leads move from now on: those that are due already after the days of warning.

        :raises AccessError: not the company's policy administrator
        """
        self.check_access("write")
        for pool in self.sudo():  # sudo: written by this action only
            begins = fields.Date.context_today(self) + timedelta(days=pool.warning_days)
            pool.write({"is_on": True, "begins_on": begins})

    @rpc
    def action_switch_off(self):
        """Let everybody keep what they have; what is in the pool stays there to be taken.

        :raises AccessError: not the company's policy administrator
        """
        self.check_access("write")
        self.sudo().write({"is_on": False, "begins_on": False})  # sudo: as in action_switch_on

    @rpc(one=True)
    def action_open_pending(self):
        """Open the leads that would move today, as far as the user may read them."""
        # sudo: filtered by what the user may read
        pending = self.sudo()._find_pending().sudo(False)._filtered_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.crm_lead_action_followed")
        return action | {"domain": [("id", "in", pending.ids)], "context": {}}

    @rpc
    def recycle(self, date: date = None):
        """Take what nobody looked after into the pool, no more than a night may, and return the leads.

        :param date: the day it is; today when left out
        :raises AccessError: not the company's policy administrator
        """
        self.check_access("write")
        leads = self.env["crm.lead"]
        for pool in self.sudo().filtered("is_on"):  # sudo: leads of everybody
            today = date or pool.company_id._get_sales_office_today()
            if pool.company_id._sales_office_uses("customer") and today >= pool.begins_on:
                leads |= pool._take(pool._find_pending_causes(today)[: pool.most_a_night])
        return leads.sudo(False)._filtered_access("read")

    @api.model
    def _cron_recycle(self):
        """Recycle every pool that is switched on, one by one."""
        pools = self.search([("is_on", "=", True)])
        self.env["ir.cron"]._commit_progress(remaining=len(pools))
        for pool in pools:
            pool.with_company(pool.company_id).recycle()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _check_claim(self, employee, leads):
        """Raise a ``UserError`` unless this employee may take so many leads of this pool (sudo) today."""
        Move = self.env["sales.office.pool.move"]
        today = employee.company_id._get_sales_office_today()
        mine = Domain("employee_id", "=", employee.id)
        claimed = Move.search_count(mine & Domain("kind", "=", "claimed") & Domain("day", "=", today))
        if claimed + len(leads) > self.claims_a_day:
            raise UserError(
                self.env._("Leads of the pool that you may take a day: %(number)s.", number=self.claims_a_day)
            )
        own = Domain("user_id", "=", employee.user_id.id) & Domain("won_status", "=", "pending")
        if self.env["crm.lead"].search_count(own) + len(leads) > self.capacity:
            raise UserError(
                self.env._("You have as many open leads as anybody may have: %(number)s.", number=self.capacity)
            )
        since = today - timedelta(days=self.cool_off_days)
        let_go = Move.search(
            mine
            & Domain("lead_id", "in", leads.ids)
            & Domain("kind", "in", ("pooled", "returned"))
            & Domain("day", ">", since),
            limit=1,
            order="day desc, id desc",
        )
        if let_go:
            free = format_date(self.env, let_go.day + timedelta(days=self.cool_off_days))
            raise UserError(
                self.env._(
                    "“%(lead)s” was yours: until %(day)s somebody else may take it. If you were in talks, appeal.",
                    lead=let_go.lead_id.name,
                    day=free,
                )
            )

    @api.model
    @tools.ormcache()
    def _is_there_any(self):
        """Return whether there is a pool, switched on or not, which leads may still be in; asked by every lead."""
        return bool(self.sudo().search_count([], limit=1))

    @api.model
    @tools.ormcache()
    def _get_companies_on(self):
        """Return the ids of the companies with a pool that is switched on; asked by every form of a lead."""
        return frozenset(self.sudo().search([("is_on", "=", True)]).company_id.ids)

    @api.model
    def _get_claimer(self, company):
        """Return the employee (sudo) as whom the current user takes leads of a company's pool.

        :raises AccessError: a user who is in no sales office of the company
        """
        employee = self.env.user._get_sales_office_employees().filtered(
            lambda one: one.company_id == company and one.department_id.sales_office_id
        )[:1]
        if not employee:
            raise AccessError(self.env._("Only the members of the sales office take leads of its pool."))
        return employee
