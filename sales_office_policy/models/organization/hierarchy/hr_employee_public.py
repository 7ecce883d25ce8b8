from odoo import api, fields, models
from odoo.fields import Domain

from ..rpc.rpc import rpc
from ..searching import lasting


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    # related, so read as superuser: what the post is and asks for is no secret, the private employee behind it is
    sales_office_role_ids = fields.Many2many(related="employee_id.sales_office_role_ids", groups="base.group_user")
    sales_office_duties = fields.Html(related="job_id.sales_office_duties")
    sales_office_skills = fields.Html(related="job_id.sales_office_skills")
    sales_office_calendar_links = fields.Boolean(related="company_id.sales_office_calendar_links")
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        help="Somebody the current user leads.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        led = self.filtered_domain(self._search_in_office_scope("in", [True]))
        for employee in self:
            employee.in_office_scope = employee in led

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        scope = self.env.user._get_sales_office_scope()
        return (
            Domain("department_id", "in", scope.department_ids)
            & Domain("id", "not in", scope.superior_ids)
            & Domain("user_id", "!=", self.env.uid)
        )

    @rpc
    @api.model
    def action_open_my_post(self):
        """Return the action that shows the current user their own post: duties, skills, roles (R069)."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.hr_employee_public_action_my_post")
        if employee := self.env.user.employee_id:
            form = self.env.ref("sales_office_policy.hr_employee_public_view_form_my_post")
            action |= {"res_id": employee.id, "view_mode": "form", "views": [(form.id, "form")]}
        return action
