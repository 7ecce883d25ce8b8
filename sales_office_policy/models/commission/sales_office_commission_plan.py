from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from .sales_office_statement import LOCKED

#: what the actions decide and nobody types in, with the values a plan begins with
UNDECIDED = {
    "state": "draft",
    "version": 1,
    "supersedes_id": False,
    "origin_id": False,
    "approved_by_id": False,
    "approved_at": False,
    "settled_at": False,
}


class SalesOfficeCommissionPlan(models.Model):
    """Who is paid how much of what (R133).

    An approved plan is never changed in place: a new dated version follows it, so that a
    new rate does not rewrite what was earned under the old one.
    """

    _name = "sales.office.commission.plan"
    _description = "Commission Plan"
    _inherit = ["mail.thread"]
    _order = "name, version desc, id desc"
    _check_company_auto = True

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
    period_type = fields.Selection([("month", "Month")], required=True, default="month")
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
        string="Fines at Most (%)",
        digits=(5, 2),
        default=lambda self: self.env.company.sales_office_fine_cap_percent,
        tracking=True,
        help="Share of a statement's gross that fines may take; the rest is carried to the next statement. "
        "With 0 no fine is deducted. Local labour law decides what is allowed.",
    )
    lookback_periods = fields.Integer(
        string="Look Back (Periods)",
        default=3,
        tracking=True,
        help="For how many earlier periods a statement corrects what was paid when the books have changed since.",
    )
    version = fields.Integer(default=1, readonly=True, copy=False)
    supersedes_id = fields.Many2one(
        "sales.office.commission.plan", string="Supersedes", readonly=True, copy=False, ondelete="restrict"
    )
    origin_id = fields.Many2one(
        "sales.office.commission.plan",
        string="First Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
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
    _supersedes_uniq = models.UniqueIndex("(supersedes_id)", "This version has a successor already.")

    @api.depends("name", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.name} v{plan.version}" if plan.version > 1 else plan.name

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_change_members(self):
        director = self.env.user.has_group("sales_office_policy.group_director")
        for plan in self:
            plan.can_change_members = plan.state == "draft" or (plan.state == "approved" and director)

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_typed({name for name in vals.keys() & UNDECIDED.keys() if vals[name] != UNDECIDED[name]})
        # named, so that no default in the caller's context slips in
        return super().create([{**vals, **UNDECIDED} for vals in vals_list])

    def write(self, vals):
        self.check_access("write")
        self._check_typed(vals.keys() & UNDECIDED.keys())
        if vals.keys() - {"member_ids"}:
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open()

    def _check_typed(self, names):
        if names and not self.env.su:
            labels = [self._fields[name]._description_string(self.env) for name in sorted(names)]
            raise AccessError(self.env._("Set by the buttons of the plan only: %(names)s.", names=", ".join(labels)))

    def _check_open(self):
        """Refuse any change of an approved plan outside of the methods that check the right to it (sudo)."""
        if not self.env.su and any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("An approved commission plan is locked: make a new version of it."))

    def _check_director(self):
        if not self.env.su and not self.env.user.has_group("sales_office_policy.group_director"):
            raise AccessError(self.env._("Only a director can do this."))
        self.check_access("read")

    def action_approve(self):
        """Put the plan in force; the version before it ends the day before.

        :raises AccessError: not a director, or paid by the plan himself
        :raises UserError: not a draft, without rules, or reaching into a settled period
        """
        self._check_director()
        for plan in self.sudo():  # sudo: the fields that only this decision sets
            plan._check_approvable()
            plan.write({"state": "approved", "approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
            plan.supersedes_id._close(plan.date_from - timedelta(days=1))

    def _check_approvable(self):
        if self.state != "draft":
            raise UserError(self.env._("Only a draft can be approved."))
        if not self.rule_ids:
            raise UserError(self.env._("Add at least one rule: the plan would pay nothing."))
        if self.env.user in self.member_ids.user_id:
            raise AccessError(self.env._("You are paid by this plan: another director has to approve it."))
        if not self.supersedes_id:
            return
        if self.supersedes_id.state != "approved" or self.date_from <= self.supersedes_id.date_from:
            raise UserError(self.env._("A new version starts after the one it supersedes, which is in force."))
        settled = self.supersedes_id.statement_ids.filtered(lambda s: s.state in LOCKED and s.date_to >= self.date_from)
        if settled:
            raise UserError(
                self.env._(
                    "Statements until %(date)s are approved: start the new version later.",
                    date=fields.Date.to_string(max(settled.mapped("date_to"))),
                )
            )

    def action_close(self):
        """End the plan today; what was earned until then is still settled.

        :raises UserError: not in force
        """
        self._check_director()
        if any(plan.state != "approved" for plan in self):
            raise UserError(self.env._("Only an approved plan can be closed."))
        today = fields.Date.context_today(self)
        for plan in self.sudo():  # sudo: a locked plan, closed by a director
            plan._close(min(plan.date_to or today, max(today, plan.date_from)))

    def _close(self, date_to):
        self.write({"state": "closed", "date_to": date_to})

    def action_new_version(self):
        """Open the draft that will follow this plan, made from it; its first day can still be changed.

        :raises UserError: not in force
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_groups(
            "sales_office_policy.group_director,sales_office_policy.group_policy_admin"
        ):
            raise AccessError(self.env._("Only a director or the policy administrator makes a new version."))
        self.check_access("read")
        if self.state != "approved":
            raise UserError(self.env._("A new version is made from the approved one."))
        successor = self.search([("supersedes_id", "=", self.id)]) or self.sudo()._make_version()
        return successor._get_records_action()

    def _make_version(self):
        month = fields.Date.start_of(fields.Date.context_today(self), "month") + relativedelta(months=1)
        date_from = max(month, self.date_from + timedelta(days=1))
        successor = self.copy({"name": self.name, "date_from": date_from})
        successor.write(
            {
                "version": self.version + 1,
                "supersedes_id": self.id,
                "origin_id": (self.origin_id or self).id,
                "member_ids": [
                    Command.delete(member.id)
                    for member in successor.member_ids
                    if member.date_to and member.date_to < date_from
                ],
            }
        )
        return successor

    def _get_lineage(self):
        """Return the plan and the versions before it."""
        self.ensure_one()
        origin = self.origin_id or self
        family = Domain("id", "=", origin.id) | Domain("origin_id", "=", origin.id)
        return self.search(family & Domain("version", "<=", self.version))

    def _get_members(self, date_from, date_to):
        """Return the member rows that count between two days, the plan's own dates included."""
        self.ensure_one()
        first = max(date_from, self.date_from)
        last = min(date_to, self.date_to or date_to)
        return self.member_ids.filtered(
            lambda m: first <= last and m.date_from <= last and (not m.date_to or m.date_to >= first)
        )

    @api.constrains("company_id")
    def _check_members_company(self):
        self.member_ids._check_member()
