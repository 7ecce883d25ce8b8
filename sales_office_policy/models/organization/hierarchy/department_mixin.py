from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..searching import lasting


class SalesOfficeDepartmentMixin(models.AbstractModel):
    """A record that belongs to a department of a sales office rather than to one person.

    ``in_office_scope`` and ``in_same_office`` mean the same as on the member mixin, asked of
    the department (R135).
    """

    _name = "sales.office.department.mixin"
    _description = "Sales Office Department Mixin"
    _inherit = "sales.office.protected.mixin"

    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("sales_office_id", "!=", False)],
        default=lambda self: self._default_department_id(),
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, precompute=True, index=True, required=True
    )
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        help="Of a department the current user leads, themselves or as a deputy.",
    )
    in_same_office = fields.Boolean(
        compute="_compute_in_same_office",
        search="_search_in_same_office",
        help="Of the current user's own sales office.",
    )

    @api.model
    def _default_department_id(self):
        return self.env.user._get_sales_office_department().sudo(False)

    @api.depends("department_id.company_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = record.department_id.company_id or record.company_id or self.env.company

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        scope = self.env.user._get_sales_office_scope()
        for record in self:
            record.in_office_scope = record.department_id.id in scope.department_ids

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("department_id", "in", self.env.user._get_sales_office_scope().department_ids)

    @api.depends("department_id.sales_office_id")
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

    @api.constrains("department_id")
    def _check_department_in_office(self):
        for record in self:
            if not record.sudo().department_id.sales_office_id:
                raise ValidationError(
                    self.env._(
                        "%(department)s is not part of a sales office. Choose a department that is.",
                        department=record.department_id.display_name,
                    )
                )

    def _leads(self):
        """Return the records of departments that the user leads, or of their whole company for a director."""
        return self if self.env.su else self._where_post("director") | self.filtered("in_office_scope")

    def _check_leads(self, post="team_leader"):
        """Raise an ``AccessError`` unless the user has that post and leads the departments of all records."""
        self.check_access("read")
        if not self.env.su and (self - self._leads() or not self._is_post_held(post)):
            raise AccessError(self.env._("Only who leads the department can do this, from the post that it takes."))

    def _get_people(self, domain=Domain.TRUE):
        """Return ``{record: employees}`` (sudo) who work in its department or below, in one query for all.

        :param domain: further conditions for the employees
        """
        records = self.sudo()  # sudo: who belongs to a department; ordinary users have no access to employees
        there = Domain("department_id", "child_of", records.department_id.ids)
        there &= Domain("company_id", "in", records.company_id.ids)
        employees = records.env["hr.employee"].search(there & domain, order="name, id")
        return {
            record: employees.filtered(
                lambda employee, at=at: (
                    employee.company_id == at.company_id
                    and employee.department_id._is_sales_office_part(at.department_id)
                )
            )
            for record, at in zip(self, records, strict=True)
        }
