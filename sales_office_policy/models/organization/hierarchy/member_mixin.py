from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..local_time import get_local_day, get_today, get_zone
from ..record.phrases import join_names
from ..searching import lasting


class SalesOfficeMemberMixin(models.AbstractModel):
    """A record about one employee, seen by themselves and by those who lead them.

    The department is the employee's on the record's day and stays: a later move does
    not hand old cases to the new leader. The four record rules of every such model
    are made of ``user_id``, ``in_office_scope`` and ``company_id`` (R135).
    """

    _name = "sales.office.member.mixin"
    _description = "Sales Office Member Mixin"
    _inherit = "sales.office.protected.mixin"

    #: name of the date or datetime field that tells the record's day; today when empty
    _member_date_field = None

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="The employee's department on that day.",
    )
    user_id = fields.Many2one(
        "res.users", string="Employee's User", related="employee_id.user_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
        help="The employee's company when the record was made.",
    )
    is_own = fields.Boolean(compute="_compute_is_own", help="About the current user themselves.")
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        help="About somebody the current user leads, themselves or as a deputy.",
    )
    in_same_office = fields.Boolean(
        compute="_compute_in_same_office",
        search="_search_in_same_office",
        help="About somebody of the current user's own sales office.",
    )

    @api.depends(lambda self: ("employee_id", *filter(None, [self._member_date_field])))
    def _compute_department_id(self):
        days = {record: (record.employee_id, record._get_member_date()) for record in self if record.employee_id}
        departments = self.env["sales.office.membership"]._get_departments(days.values())
        for record in self:
            record.department_id = departments[days[record]] if record in days else False

    @api.depends("employee_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = record.employee_id.company_id

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for record in self:
            record.is_own = record.user_id == self.env.user

    @api.depends("department_id", "employee_id", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        scope = self.env.user._get_sales_office_scope()
        for record in self:
            record.in_office_scope = (
                record.department_id.id in scope.department_ids
                and record.employee_id.id not in scope.superior_ids
                and record.user_id != self.env.user
            )

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_scope_domain(self.env.user._get_sales_office_scope())

    @api.model
    def _get_scope_domain(self, scope):
        """Return which records are about somebody whom ``scope`` reaches."""
        return (
            Domain("department_id", "in", scope.department_ids)
            & Domain("employee_id", "not in", scope.superior_ids)
            & Domain("user_id", "!=", self.env.uid)
        )

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_same_office(self):
        offices = self.env.user._get_sales_offices()
        for record in self:
            record.in_same_office = record.sudo().department_id.sales_office_id in offices

    @lasting
    def _search_in_same_office(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("department_id", "in", self.env.user._get_sales_office_colleagues().department_ids)

    def _get_member_date(self):
        """Return the day of the record in the employee's own time zone."""
        self.ensure_one()
        value = self[self._member_date_field] if self._member_date_field else None
        if value and self._fields[self._member_date_field].type == "date":
            return value
        return get_local_day(value or fields.Datetime.now(), get_zone(self._get_member_tz()))

    def _get_member_today(self):
        """Return the day it is where the record's employee works."""
        return get_today(get_zone(self._get_member_tz()))

    def _get_member_tz(self):
        """Return the name of the time zone the record's employee works in."""
        self.ensure_one()
        return self.employee_id.sudo()._get_tz()  # sudo: only the time zone is read

    def _has_authority(self):
        """Return the records about somebody the current user stands above.

        A manager or their deputy stands above the departments they manage and all below,
        a director above the whole company; never above themselves or a superior (R046).
        """
        superiors = self.env.user._get_sales_office_scope().superior_ids
        directed = self._where_post("director")
        return self.filtered("in_office_scope") | directed.filtered(
            lambda record: not record.is_own and record.employee_id.id not in superiors
        )

    @api.model
    def _get_authority_domain(self):
        """Return `_has_authority` as a domain."""
        superiors = self.env.user._get_sales_office_scope().superior_ids
        others = Domain("user_id", "!=", self.env.uid) & Domain("employee_id", "not in", superiors)
        return Domain("in_office_scope", "=", True) | (self._get_post_domain("director") & others)

    def _check_authority(self):
        """Raise an ``AccessError`` unless the current user stands above every record's employee."""
        refused = self - self._has_authority()
        if not refused or self.env.su:
            return
        raise AccessError(
            self.env._(
                "You do not stand above %(names)s, so this is not yours to decide. "
                "Ask the manager of the department or the director.",
                names=join_names(self.env, refused.employee_id.mapped("name")),
            )
        )

    def _check_own(self):
        """Raise an ``AccessError`` unless every record is about the current user themselves."""
        if not all(record.is_own for record in self) and not self.env.su:
            raise AccessError(self.env._("Only the employee themselves can do this."))
