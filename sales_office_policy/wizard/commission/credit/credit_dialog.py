from odoo import api, fields, models
from odoo.fields import Command

from ....models.organization.rpc.rpc import rpc


class SalesOfficeCreditDialog(models.TransientModel):
    """Asks who shares the credit of an order, and with how much."""

    _name = "sales.office.credit.dialog"
    _description = "Split Credit"
    _inherit = ["sales.office.reader.mixin", "sales.office.typing.mixin"]

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id")
    line_ids = fields.One2many(
        "sales.office.credit.dialog.line", "dialog_id", compute="_compute_line_ids", store=True, readonly=False
    )
    total = fields.Float(string="Total (%)", compute="_compute_total")

    @api.constrains("order_id")
    def _check_order(self):
        self.order_id.sudo(False).check_access("write")  # constraints run in sudo

    @api.depends("order_id")
    def _compute_line_ids(self):
        self._check_order()  # what is not saved yet shows the shares as well
        for dialog in self:
            dialog.line_ids = [Command.clear()] + [
                Command.create({"employee_id": split.employee_id.id, "percent": split.percent})
                for split in dialog.order_id.sales_office_split_ids
            ]

    @api.depends("line_ids.percent")
    def _compute_total(self):
        for dialog in self:
            dialog.total = round(sum(dialog.line_ids.mapped("percent")), 2)

    @rpc(one=True)
    def action_apply(self):
        """Do it; the order checks who asks and what for."""
        self.order_id.action_split_credit({line.employee_id: line.percent for line in self.line_ids})


class SalesOfficeCreditDialogLine(models.TransientModel):
    """One share being typed in."""

    _name = "sales.office.credit.dialog.line"
    _description = "Share of Credit"
    _inherit = "sales.office.reader.mixin"

    dialog_id = fields.Many2one("sales.office.credit.dialog", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="cascade")
    percent = fields.Float(string="Share (%)", digits=(5, 2), required=True)

    _employee_once = models.UniqueIndex("(dialog_id, employee_id)", "Everybody has one share of an order.")
