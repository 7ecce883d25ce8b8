from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc
from ...models.organization.spans import DAY


class SalesOfficeMembershipCorrection(models.TransientModel):
    """Corrects where somebody belonged on days that are over, after showing which statements and targets change."""

    _name = "sales.office.membership.correction"
    _description = "Correct the Past of a Membership"
    _inherit = "sales.office.preview.mixin"

    _asked_fields = frozenset(
        {"employee_id", "membership_id", "date_from", "date_to", "department_id", "member_user_id"}
    )
    _shown_field = "effect_ids"

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, ondelete="cascade")
    employee_name = fields.Char(compute="_compute_employee_name")
    company_id = fields.Many2one("res.company", string="Employee's Company", compute="_compute_company_id")
    membership_id = fields.Many2one(
        "sales.office.membership",
        string="Days on the List",
        domain="[('employee_id', '=', employee_id)]",
        ondelete="set null",
        help="Fills in what is on the list now.",
    )
    date_from = fields.Date(string="From", required=True, compute="_compute_asked", store=True, readonly=False)
    date_to = fields.Date(string="To", required=True, compute="_compute_asked", store=True, readonly=False)
    department_id = fields.Many2one(
        "hr.department",
        string="In the Department",
        compute="_compute_asked",
        store=True,
        readonly=False,
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
        context={"active_test": False},
        ondelete="cascade",
        help="Empty: nowhere. What stood above it on these days is known from those who belonged to it.",
    )
    member_user_id = fields.Many2one(
        "res.users",
        string="With the User",
        compute="_compute_asked",
        store=True,
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        context={"active_test": False},
        ondelete="cascade",
        help="Whose sales on these days are the employee's. Empty: nobody's.",
    )
    reason = fields.Text(required=True)
    effect_ids = fields.One2many(
        "sales.office.membership.effect", "correction_id", string="What It Changes", readonly=True
    )

    @api.depends("employee_id")
    def _compute_employee_name(self):
        for dialog in self:
            dialog.employee_name = dialog.employee_id.sudo().name  # sudo: the name on the public page, whose form it is

    @api.depends("employee_id")
    def _compute_company_id(self):
        for dialog in self:
            dialog.company_id = dialog.employee_id.sudo().company_id  # sudo: what can be chosen goes by it

    @api.depends("membership_id", "company_id")
    def _compute_asked(self):
        for dialog in self:
            yesterday = self.env["sales.office.membership"]._get_today(dialog.company_id) - DAY
            row = dialog.membership_id
            dialog.date_from = row.date_from or yesterday
            dialog.date_to = row.date_to or max(dialog.date_from, yesterday)
            dialog.department_id = row.department_id
            dialog.member_user_id = row.user_id

    def _prepare_shown(self):
        """Return which statements and targets would change.

        :raises AccessError: neither personnel nor policy administrator, one's own, or paid by a plan oneself
        :raises UserError: no reason, or days, department or user that cannot be
        """
        Membership = self.env["sales.office.membership"]
        effects = Membership._preview_correction(Membership._prepare_correction(*self._get_arguments()))
        return [self._prepare_effect(*effect) for effect in effects]

    @rpc(one=True)
    def action_confirm(self):
        """Correct it as previewed; show again what has changed since.

        :raises UserError: when there was no preview
        """
        if changed := self._show_changed():
            return changed
        self.env["sales.office.membership"].action_correct(*self._get_arguments())
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _get_arguments(self):
        return (
            self.employee_id,
            self.date_from,
            self.date_to,
            self.reason,
            self.department_id or None,
            self.member_user_id or None,
        )

    def _prepare_effect(self, before, after):
        return {
            "name": before.name,
            "follows": before.follows,
            "currency_id": self.company_id.currency_id.id,
            "base_before": before.base,
            "base_after": after.base,
            "is_paid": before.amount is not None,
            "amount_before": before.amount or 0.0,
            "amount_after": after.amount or 0.0,
        }

    def _reopen(self):
        return {**super()._reopen(), "context": {"dialog_size": "extra-large"}}

    def _get_title(self):
        return self.env._("Correct the Past")


class SalesOfficeMembershipEffect(models.TransientModel):
    """A statement or target that a correction of the past would change."""

    _name = "sales.office.membership.effect"
    _description = "Effect of Correcting a Membership"
    _inherit = "sales.office.reader.mixin"

    correction_id = fields.Many2one(
        "sales.office.membership.correction", string="Asked in", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="Statement or Target", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    base_before = fields.Float(
        string="Sales Now", digits=(16, 2), readonly=True, help="What counts by the list as it is."
    )
    base_after = fields.Float(string="Sales After", digits=(16, 2), readonly=True, help="What would count.")
    is_paid = fields.Boolean(readonly=True)
    amount_before = fields.Monetary(string="Commission Now", readonly=True)
    amount_after = fields.Monetary(string="Commission After", readonly=True)
    difference = fields.Monetary(compute="_compute_difference")
    follows = fields.Char(string="What Follows", readonly=True)

    @api.depends("amount_before", "amount_after")
    def _compute_difference(self):
        for effect in self:
            effect.difference = effect.amount_after - effect.amount_before
