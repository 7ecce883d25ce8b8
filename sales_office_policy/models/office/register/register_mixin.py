from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.record.row_lock import lock_rows


class SalesOfficeRegisterMixin(models.AbstractModel):
    """An entry in one of the clerk's registers: a visitor, a letter, a telephone call (R029).

    It concerns one employee (host, handler, addressee), who handles it as the clerk of the
    office does; those who lead its department read it, and nobody else.
    """

    _name = "sales.office.register.mixin"
    _description = "Sales Office Register Mixin"
    _inherit = ["sales.office.department.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
    _check_company_auto = True
    _mail_post_access = "read"

    #: what only the actions change
    _guarded_fields = frozenset()

    employee_id = fields.Many2one(
        "hr.employee", check_company=True, index="btree_not_null", ondelete="restrict", tracking=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Employee's User",
        related="employee_id.user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    department_id = fields.Many2one(
        compute="_compute_department_id",
        store=True,
        precompute=True,
        readonly=False,
        default=None,
        help="The employee's, if he is of this office. Whoever leads it sees the entry.",
    )
    office_id = fields.Many2one(
        "hr.department",
        compute="_compute_office_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", check_company=True, index="btree_not_null")
    is_own = fields.Boolean(compute="_compute_can", help="The current user is the employee it concerns.")
    can_handle = fields.Boolean(
        string="Can Be Handled", compute="_compute_can", help="The current user is the employee, or keeps the register."
    )

    @api.depends("employee_id")
    def _compute_department_id(self):
        for entry in self:
            own = entry.employee_id.sudo().department_id  # sudo: HR-only
            office = entry._origin.office_id  # once registered an entry stays with its office
            if own.sales_office_id and office in (office.browse(), own.sales_office_id):
                entry.department_id = own
            else:
                entry.department_id = entry.department_id or entry._default_department_id()

    @api.depends("department_id")
    def _compute_office_id(self):
        for entry in self:
            entry.office_id = entry.sudo().department_id.sales_office_id

    @api.depends("user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        kept = self._where_post("clerk")
        for entry in self:
            entry.is_own = bool(entry.user_id) and entry.user_id == self.env.user
            entry.can_handle = entry.is_own or entry in kept and entry.in_same_office

    def _is_derived(self, name):
        return name in self._guarded_fields or super()._is_derived(name)

    def _check_handler(self):
        """Raise an ``AccessError`` unless the current user is the employee of each entry, or keeps the register."""
        self.check_access("read")
        if not self.env.su and not all(entry.can_handle for entry in self):
            raise AccessError(self.env._("Only the clerk of the office and the employee it concerns can do this."))

    def _check_state(self, *states):
        """Raise a ``UserError`` naming an entry that is in none of ``states``."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for entry in self:
            if entry.state not in states:
                raise UserError(
                    self.env._(
                        "This cannot be done with %(entry)s now: it is %(state)s.",
                        entry=entry.display_name,
                        state=labels[entry.state].lower(),
                    )
                )

    def _check_reason(self, reason):
        """Return the reason without blanks around it, or raise a ``UserError`` when there is none."""
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why: the reason is kept in the register."))
        return reason

    def _lock(self):
        """Wait for whoever is handling these entries just now, and refuse a request whose view of them is older."""
        lock_rows(self)

    def _tell(self, user, build_text):
        """Notify ``user``, in his language, of what ``build_text(env)`` says, unless he is the one who acts (sudo)."""
        self.ensure_one()
        if not user.active or user == self.env.user:
            return
        told = self.with_context(lang=user.lang)
        told.message_post(
            body=build_text(told.env),
            subject=told.display_name,
            subtype_xmlid="mail.mt_note",
            partner_ids=user.partner_id.ids,
        )

    def _ask(self, user, deadline, build_summary, activity_type="mail.mail_activity_data_todo"):
        """Give ``user`` an activity, in his language, and take away what was asked before (sudo)."""
        self._end_asking()
        for entry in self:
            if user.active:
                told = entry.with_context(lang=user.lang)
                told.activity_schedule(
                    activity_type,
                    date_deadline=deadline,
                    summary=build_summary(told.env),
                    user_id=user.id,
                    automated=True,
                )

    def _end_asking(self):
        """Take away what this module asked; what somebody planned himself stays (sudo)."""
        self.activity_ids.filtered("automated").unlink()
