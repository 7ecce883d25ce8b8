from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HrDepartment(models.Model):
    _inherit = "hr.department"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_earned_in(self):
        """Keep departments by which somebody was paid: who belonged there or led them is still asked (R133)."""
        # sudo: whoever deletes a department need not know the plans
        members = self.env["sales.office.commission.plan.member"].sudo().search([("plan_id.state", "!=", "draft")])
        within = Domain.OR(Domain("line", "like", f"/{department.id}/") for department in self)
        memberships = self.env["sales.office.membership"].sudo()
        memberships._bring_up_to_date()
        if members.led_department_ids & self.sudo() or memberships.search_count(
            within & Domain("employee_id", "in", members.employee_id.ids), limit=1
        ):
            raise UserError(
                self.env._(
                    "Commission was paid for what was sold in this department: archive it instead of deleting it."
                )
            )
