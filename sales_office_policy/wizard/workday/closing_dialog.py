from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeClosingDialog(models.TransientModel):
    """Asks for what a button cannot pass to the actions of closing lists and duty rotas."""

    _name = "sales.office.closing.dialog"
    _description = "Closing Duty Dialog"
    _inherit = "sales.office.reader.mixin"

    operation = fields.Selection(
        [
            ("skip", "Not Applicable"),
            ("excuse", "Waive"),
            ("reopen", "Reopen"),
            ("swap", "Ask for a Swap"),
            ("assign", "Assign"),
            ("assign_day", "Assign a Day"),
        ],
        required=True,
        readonly=True,
        default="skip",
    )
    closing_id = fields.Many2one(
        "sales.office.closing",
        string="Closing List",
        readonly=True,
        default=lambda self: self._default_record("sales.office.closing"),
    )
    line_id = fields.Many2one(
        "sales.office.closing.line",
        string="Item",
        readonly=True,
        default=lambda self: self._default_record("sales.office.closing.line"),
    )
    rota_id = fields.Many2one(
        "sales.office.closing.rota",
        readonly=True,
        default=lambda self: self._default_record("sales.office.closing.rota"),
    )
    office_id = fields.Many2one("hr.department", compute="_compute_office_id")
    reason = fields.Char()
    until = fields.Datetime(string="New End Time", help="Until when it has to be done now.")
    date = fields.Date(string="Day")
    employee_id = fields.Many2one(
        "hr.employee",
        string="Colleague",
        domain="[('department_id', 'child_of', office_id), ('company_id', 'in', allowed_company_ids), "
        "('user_id', '!=', uid if operation == 'swap' else 0)]",
    )
    return_closing_id = fields.Many2one(
        "sales.office.closing",
        string="In Return For",
        domain="[('employee_id', '=', employee_id), ('office_id', '=', office_id), ('state', '=', 'open')]",
        help="A duty of the colleague that you take in return. Leave empty to ask them to take over yours.",
    )

    @api.model
    def _default_record(self, model):
        return self.env.context.get("active_model") == model and self.env.context.get("active_id")

    @api.depends("closing_id", "rota_id")
    def _compute_office_id(self):
        for dialog in self:
            dialog.office_id = dialog.closing_id.office_id or dialog.rota_id.department_id

    @rpc
    def action_confirm(self):
        """Do it; each action checks the right to."""
        match self.operation:
            case "skip":
                self.line_id.action_skip(self.reason)
            case "excuse":
                self.closing_id.action_excuse(self.reason)
            case "reopen":
                self.closing_id.action_reopen(self.reason, self.until)
            case "swap":
                self.closing_id.action_ask_swap(self.employee_id, self.return_closing_id)
            case "assign":
                self.closing_id.action_assign(self.employee_id)
            case "assign_day":
                self.rota_id.action_assign(self.date, self.employee_id)
        return {"type": "ir.actions.act_window_close"}
