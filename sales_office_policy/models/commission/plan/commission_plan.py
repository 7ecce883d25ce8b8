from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...organization.posts.title import join_title
from ...organization.record.phrases import count_days
from ...organization.rpc.rpc import rpc
from ...organization.spans import get_spans

PERIOD_DAYS = {"month": 30, "quarter": 91, "year": 365}
#: days after its date that an invoice is usually due
USUAL_TERM = 30


class SalesOfficeCommissionPlan(models.Model):
    """Who is paid how much of what (R133).

    An approved plan is never changed in place: a new dated version follows it, so that a
    new rate does not rewrite what was earned under the old one.
    """

    _name = "sales.office.commission.plan"
    _description = "Commission Plan"
    _inherit = ["sales.office.version.mixin", "sales.office.typing.mixin", "mail.thread"]
    _order = "name, version desc, id desc"

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    period_type = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Full Year")], required=True, default="month"
    )
    date_from = fields.Date(
        string="Valid From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
        tracking=True,
    )
    date_to = fields.Date(string="Valid Until", copy=False, tracking=True, help="Last day; empty while it goes on.")
    rule_ids = fields.One2many("sales.office.commission.rule", "plan_id", string="Rules", copy=True)
    member_ids = fields.One2many("sales.office.commission.plan.member", "plan_id", string="Members", copy=True)
    fine_cap_percent = fields.Float(
        string="Maximum Fines (% of gross)",
        digits=(5, 2),
        default=lambda self: self.env.company.sales_office_fine_cap_percent,
        tracking=True,
        help="Share of what was earned that fines may take; the rest is carried to the next statement. Advances and "
        "balances brought forward are not earned. Statements of several plans for one month count together. With 0 no "
        "fine is deducted. Local labour law decides what is allowed.",
    )
    lookback_periods = fields.Integer(
        string="Look Back (Periods)",
        default=3,
        tracking=True,
        help="For how many earlier periods a statement corrects what was paid when the books have changed since.",
    )
    credit_notes = fields.Selection(
        [("own", "On Their Own Date"), ("invoice", "In the Month of Their Invoice")],
        string="Credit Notes Count",
        required=True,
        default="own",
        tracking=True,
        help="1,000.00 invoiced in March are credited on 10 April. On their own date: March keeps 1,000.00, and April "
        "has 1,000.00 less, also for whoever joined in April. In the month of their invoice: March has 0.00, and if "
        "its statement is locked, the next one takes back what was paid for March. A credit note that names no invoice "
        "counts on its own date. The version in force on the invoice date decides. Rules on orders or on money "
        "received do not ask.",
    )
    unpaid_days = fields.Integer(
        string="Unpaid Counts as Nothing after (Days)",
        tracking=True,
        aggregator=None,
        help="What is still unpaid of an invoice this many days after it was due counts as nothing, as what was "
        "written off as a bad debt does: the next statement takes the commission back, and the first one after the "
        "money came pays it again, both within the periods that the plan looks back. 0: it counts whether it is paid "
        "or not. Rules on orders or on money received do not ask.",
    )
    cap_amount = fields.Monetary(
        string="At Most", tracking=True, help="No more commission is paid for a period; 0: without limit."
    )
    draw_amount = fields.Monetary(
        string="Guaranteed", tracking=True, help="So much is paid to each member for each period; 0: nothing."
    )
    draw_recoverable = fields.Boolean(
        string="Recoverable",
        tracking=True,
        help="What was paid up to the guaranteed amount is an advance, taken back from what later periods earn "
        "above it.",
    )
    guarantee_days = fields.Selection(
        [("proportion", "In Proportion to the Days in the Plan"), ("full", "In Full")],
        string="Guaranteed for Part of a Period",
        required=True,
        default="proportion",
        tracking=True,
        help="Whoever joins or leaves within a period is guaranteed the part of it in which the plan paid: 15 days of "
        "a month of 31 with 1,000.00 guaranteed are 483.87. In full: 1,000.00, even for a single day.",
    )
    multiplier_ids = fields.One2many("sales.office.commission.multiplier", "plan_id", string="Multipliers", copy=True)
    supersedes_id = fields.Many2one("sales.office.commission.plan", readonly=True, copy=False, ondelete="restrict")
    origin_id = fields.Many2one(
        "sales.office.commission.plan",
        string="First Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    version_ids = fields.One2many("sales.office.commission.plan", "origin_id", string="Later Versions", readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    settled_at = fields.Datetime(
        string="Last Computed", readonly=True, copy=False, help="When statements were last computed for this plan."
    )
    statement_ids = fields.One2many("sales.office.statement", "plan_id", string="Statements")
    statement_count = fields.Integer(compute="_compute_statement_count")
    can_change_members = fields.Boolean(compute="_compute_can_change_members")

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)", "A plan's last day must not be before its first day."
    )
    _fine_cap_range = models.Constraint(
        "CHECK (fine_cap_percent BETWEEN 0 AND 100)", "The share that fines may take is between 0 and 100 %."
    )
    _lookback_range = models.Constraint(
        "CHECK (lookback_periods BETWEEN 0 AND 24)", "A plan looks back between 0 and 24 periods."
    )
    _unpaid_range = models.Constraint(
        "CHECK (unpaid_days BETWEEN 0 AND 730)", "What is unpaid counts as nothing after 0 to 730 days."
    )
    _limits_range = models.Constraint(
        "CHECK (cap_amount >= 0 AND draw_amount >= 0 AND (cap_amount = 0 OR draw_amount <= cap_amount))",
        "What is guaranteed is not above what is paid at most.",
    )
    _supersedes_uniq = models.UniqueIndex("(supersedes_id)", "This version has a successor already.")

    @api.depends("name", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = join_title(plan.name, plan.version > 1 and f"v{plan.version}", by=" ")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_change_members(self):
        directed = self._where_post("director")
        for plan in self:
            plan.can_change_members = plan.state == "draft" or (plan.state == "approved" and plan in directed)

    @api.depends_context("uid")
    def _compute_statement_count(self):
        groups = self.env["sales.office.statement"]._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"])
        counts = dict(groups)
        for plan in self:
            plan.statement_count = counts.get(plan, 0)

    @api.onchange("member_ids")
    def _onchange_member_ids(self):
        return self._warn_of_refusal(self.member_ids._check_overlap)

    @api.constrains("unpaid_days", "lookback_periods", "period_type")
    def _check_unpaid_lookback(self):
        """What is unpaid is taken back, and paid again, as far as the plan looks back: so it has to reach there."""
        for plan in self.filtered("unpaid_days"):
            needed = -(-(plan.unpaid_days + USUAL_TERM) // PERIOD_DAYS[plan.period_type])
            if plan.lookback_periods < needed:
                raise ValidationError(
                    self.env._(
                        "A plan by which what is unpaid counts as nothing after %(days)s looks back at least so many "
                        "periods: %(periods)s.",
                        days=count_days(self.env, plan.unpaid_days),
                        periods=needed,
                    )
                )

    @api.constrains("company_id")
    def _check_members_company(self):
        self.member_ids._check_member()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open()

    def _check_editable(self, vals):
        if vals.keys() - {"member_ids"}:
            self._check_open()

    def _check_open(self):
        """Refuse any change of an approved plan outside of the methods that check the right to it (sudo)."""
        if not self.env.su and any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("An approved commission plan is locked: make a new version of it."))

    @rpc
    def action_approve(self):
        """Put the plan in force; the version before it ends the day before.

        :raises AccessError: not a director, or paid by the plan themselves
        :raises UserError: not a draft, without rules, or reaching into a period that is settled or under way
        """
        self._check_director()
        for plan in self.sudo():  # sudo: the fields that only this decision sets
            plan._check_approvable()
            plan._check_none_under_way()
            plan.write({"state": "approved", "approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
            plan.supersedes_id._close(plan.date_from - timedelta(days=1))
            plan.supersedes_id._settle_drafts_since(plan.date_from)

    @rpc(one=True)
    def action_approve_or_ask(self):
        """Approve the plan; if statements are under way for its days, open the dialog that lists them instead.

        :raises AccessError: not a director, or paid by the plan themselves
        :raises UserError: cannot be approved, whatever becomes of the statements
        """
        self._check_director()
        plan = self.sudo()  # sudo: statements the caller may not see count as well
        plan._check_approvable()
        if not plan._get_under_way():
            return self.action_approve()
        return self.env["sales.office.commission.plan.reopen"].create({"plan_id": self.id})._open()

    @rpc(one=True)
    def action_approve_reopening(self, reason: str):
        """Reopen the statements under way for the days of this version, and approve it: they are computed anew.

        :raises AccessError: not a director, paid by the plan themselves, or one of the statements is their own
        :raises UserError: no reason given, or one of them is approved meanwhile
        """
        self._check_director()
        plan = self.sudo()  # sudo: statements the caller may not see count as well
        plan._check_approvable()
        statements = plan._get_under_way().sudo(self.env.su)
        reason = statements._check_reason(reason)
        if statements:
            statements.action_reopen(reason)
        self.action_approve()

    @rpc
    def action_close(self):
        """End the plan today; what was earned until then is still settled.

        :raises UserError: not in force
        """
        self._check_director()
        self._check_state("approved")
        today = fields.Date.context_today(self)
        for plan in self.sudo():  # sudo: a locked plan, closed by a director
            plan._close(max(today, plan.date_from))

    @rpc(one=True)
    def action_new_version(self):
        """Open the draft that will follow this plan, made from it; its first day can still be changed.

        :raises UserError: not in force
        """
        if not self.env.su and not self._is_post_held("director", "policy_admin"):
            raise AccessError(self.env._("Only a director or the policy administrator makes a new version."))
        self.check_access("read")
        return self._get_successor().sudo(False)._get_records_action()

    @rpc(one=True)
    def action_open_statements(self):
        """Open the statements of this plan the user may see."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_office_policy.sales_office_statement_action")
        return action | {"domain": [("plan_id", "in", self.ids)], "context": {}}

    @rpc
    def generate_statements(self, date_from: date, date_to: date):
        """Compute the statements of one period and return those the caller may see.

        A second run recomputes drafts and leaves everything else alone.

        :param date_from: first day of a period of the plans, a month for example (date or ISO string)
        :param date_to: last day of the same period
        :raises AccessError: the caller is neither a manager nor finance
        :raises UserError: not a whole period, or a plan that is not approved
        """
        if not self.env.su and not self._is_post_held("manager", "finance"):
            raise AccessError(self.env._("Statements are computed by managers and finance."))
        self.check_access("read")
        self._check_period(date_from, date_to)
        if "draft" in self.mapped("state"):
            raise UserError(self.env._("Only approved plans are settled: have the plan approved first."))
        settlement = self.env["sales.office.settlement"].sudo()  # sudo: the books of all members, the engine's lines
        statements = self.env["sales.office.statement"]
        # a version corrects what its predecessors paid, so it comes before them
        for plan in self.sorted("version", reverse=True):
            statements |= settlement._settle(plan.sudo(), date_from, date_to).with_env(self.env)
        return statements._filtered_access("read")

    @api.model
    def _cron_generate_statements(self):
        """Draft the statements of the period that ended last, for every plan that has none yet."""
        plans = self.search(
            [("state", "!=", "draft"), ("company_id.sales_office_room_ids.code", "=", "commission")],
            order="version desc, id",
        )
        pending = plans.filtered(lambda plan: plan._is_pending(*plan._get_period(fields.Date.today(), back=1)))
        self.env["ir.cron"]._commit_progress(remaining=len(pending))
        for plan in pending:
            plan.generate_statements(*plan._get_period(fields.Date.today(), back=1))
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _is_pending(self, date_from, date_to):
        """Whether the statements of a period are still to be made."""
        # a plan that ended still corrects what it paid, as far back as it looks
        since, _last = self._get_period(date_from, back=self.lookback_periods)
        in_use = self.date_from <= date_to and (not self.date_to or self.date_to >= since)
        return in_use and date_from not in self.statement_ids.mapped("date_from")

    def _get_lineage(self):
        """Return the plan and the versions before it, the latest first."""
        self.ensure_one()
        return self._get_versions().filtered(lambda plan: plan.version <= self.version)

    def _get_versions(self):
        """Return all versions of these plans, drafts as well, the latest first."""
        origins = self.browse().union(*(plan.origin_id or plan for plan in self))
        return (origins | origins.version_ids).sorted(lambda plan: (plan.version, plan.id), reverse=True)

    def _get_credited_days(self):
        """Return ``{plan: ((first day, last day), ...)}`` of invoices whose credit notes count on their date.

        The version in force on the invoice date decides, the first one also before it, so that a credit note counts
        once whatever another version says.
        """
        days = {}
        for plans in self.grouped(lambda plan: plan.origin_id or plan).values():
            versions = plans._get_family() | plans
            days |= dict.fromkeys(plans, tuple(versions._iter_credited_days()))
        return days

    def _iter_credited_days(self):
        """Yield the days of the versions of one plan that ask for credit notes in the month of their invoice."""
        versions = self.sorted("version")
        for version, (first, last) in zip(versions, get_spans(versions.mapped("date_from")), strict=True):
            if version.credit_notes == "invoice":
                yield first, last

    def _get_family(self):
        """Return all versions of these plans that are or were in force."""
        return self._get_versions().filtered(lambda plan: plan.state != "draft")

    def _get_members(self, date_from, date_to):
        """Return the member rows that count between two days, the plan's own dates included."""
        self.ensure_one()
        # the plan's own days are looked at once, not by each of a thousand
        first, last = max(self.date_from, date_from), min(self.date_to or date.max, date_to)
        return self.member_ids.filtered(
            lambda member: first <= last and member.date_from <= last and (member.date_to or last) >= first
        )

    def _get_in_force(self, employees, day):
        """Return the approved plans that pay one of the employees on a day."""
        members = self.env["sales.office.commission.plan.member"].search(
            Domain("employee_id", "in", employees.ids) & Domain("plan_id.state", "!=", "draft")
        )
        return members.plan_id._filter_in_force(employees, day)

    def _filter_in_force(self, employees, day):
        """Return those of these plans that are approved and pay one of the employees on a day."""
        return self.filtered(lambda plan: plan.state != "draft" and plan._get_members(day, day).employee_id & employees)
