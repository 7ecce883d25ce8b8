from odoo import api, fields, models

from ...models.office.instruction.instruction import REFERENCES
from ...models.organization.rpc.rpc import rpc


class SalesOfficeInstructionAssign(models.TransientModel):
    """Assigns a task to people one leads (R030)."""

    _name = "sales.office.instruction.assign"
    _description = "Assign a Task"
    _inherit = "sales.office.reader.mixin"

    employee_ids = fields.Many2many(
        "hr.employee.public", string="Assigned to", required=True, domain="[('in_office_scope', '=', True)]"
    )
    name = fields.Char(string="Subject", required=True)
    text = fields.Text(string="What Is to Be Done", required=True)
    deadline = fields.Date(string="Report by", required=True, default=fields.Date.context_today)
    urgency = fields.Selection([("normal", "Normal"), ("urgent", "Urgent")], required=True, default="normal")
    reference = fields.Reference(REFERENCES, string="About", default=lambda self: self._default_reference())

    @api.model
    def _default_reference(self):
        model = self.env.context.get("active_model")
        return f"{model},{self.env.context['active_id']}" if model in dict(REFERENCES) else False

    @rpc(one=True)
    def action_confirm(self):
        """Give the task out; it is checked there whether the user leads everybody."""
        orders = self.env["sales.office.instruction"].action_assign(
            self.env["hr.employee"].browse(self.employee_ids.ids),
            self.name,
            self.text,
            self.deadline,
            urgency=self.urgency,
            reference=self.reference,
        )
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_instruction_action_team")
        if len(orders) == 1:
            return action | {"res_id": orders.id, "view_mode": "form", "views": [(False, "form")]}
        return action | {"domain": [("id", "in", orders.ids)], "context": {}}
