from odoo import api, models

from ..organization.rpc.rpc import core_door


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Ask new employees to read what applies to them."""
        employees = super().create(vals_list)
        employees._sync_policy_acknowledgements()
        return employees

    @core_door
    def write(self, vals):
        """Ask employees who move, come back or get a user to read what applies to them there."""
        result = super().write(vals)
        if {"department_id", "user_id", "company_id", "active"} & vals.keys():
            self._sync_policy_acknowledgements()
        return result

    @core_door
    def unlink(self):
        """What an employee was asked to read goes with them; what they have read keeps them on record."""
        # sudo: what was only asked goes with the employee, what they have read keeps them on record
        self.env["sales.office.policy.acknowledgement"].sudo().search(
            [("employee_id", "in", self.ids), ("state", "=", "asked")]
        ).unlink()
        return super().unlink()

    def _sync_policy_acknowledgements(self):
        """Ask those who joined the audience of a policy in force, stop asking those who left it."""
        # sudo: whoever keeps employees need not have access to policies
        policies = self.env["sales.office.policy"].sudo().search([("state", "=", "in_force")])
        policies._sync_acknowledgements(self.sudo())
