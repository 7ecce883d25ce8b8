from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door, rpc


class HrEmployee(models.Model):
    """The employee's days, and what changes them."""

    _inherit = "hr.employee"

    sales_office_day_count = fields.Integer(
        string="Days Late or Absent",
        compute="_compute_sales_office_day_count",
        groups="sales_office_policy.group_member",
        help="Days of this month that were not as they should be, among those the current user may see.",
    )

    # of which days it is known, now that they are over, whether he worked; written by the day status only
    sales_office_days_from = fields.Date(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )
    sales_office_days_to = fields.Date(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_day_count(self):
        counts = self.env["sales.office.day"]._count_breaches(self.ids)
        for employee in self:
            employee.sales_office_day_count = counts.get(employee.id, 0)

    @core_door
    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self._drop_pending_sales_office_days()
        return result

    @rpc(one=True)
    def action_open_sales_office_days(self):
        """Return the calendar of the days of this employee that the user may see (R002)."""
        return self.env["sales.office.day"]._get_action_of(self.id)

    @api.model
    def _get_workday_members(self, ids=None, companies=None):
        """Return who ever was in a sales office of a company that uses the room (sudo), in one query.

        :param ids: only these employees
        :param companies: only employees of these companies
        """
        domain = Domain("company_id.sales_office_room_ids.code", "=", "workday")
        domain &= Domain("version_ids.department_id.sales_office_id", "!=", False)
        if ids is not None:
            domain &= Domain("id", "in", list(ids))
        if companies is not None:
            domain &= Domain("company_id", "in", companies.ids)
        # sudo: ordinary users have no access to hr.employee; who left is still looked at for the days before
        return self.env["hr.employee"].sudo().with_context(active_test=False).search(domain)

    def _drop_pending_sales_office_days(self):
        """Expect nobody who was archived to come: his rows about today and later go."""
        # sudo: rows are written by nobody
        pending = (
            self.env["sales.office.day"]
            .sudo()
            .search([("employee_id", "in", self.ids), ("status", "=", "expected"), ("excuse_state", "=", False)])
        )
        pending.unlink()
