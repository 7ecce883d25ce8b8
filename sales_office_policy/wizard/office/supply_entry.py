from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.organization.rpc.rpc import rpc


class SalesOfficeSupplyEntry(models.TransientModel):
    """The quick screen for several items at once: issue, receive, count or ask for them (R034)."""

    _name = "sales.office.supply.entry"
    _description = "Issue, Receive or Count Supplies"
    _inherit = "sales.office.reader.mixin"

    operation = fields.Selection(
        [("issue", "Issue"), ("receive", "Receive"), ("count", "Count"), ("request", "Request Supplies")],
        required=True,
        default="issue",
    )
    employee_id = fields.Many2one(
        "hr.employee", string="Receiver", domain="[('company_id', 'in', allowed_company_ids)]"
    )
    date = fields.Date(default=fields.Date.context_today)
    partner_id = fields.Many2one("res.partner", string="Vendor")
    reference = fields.Char(string="Receipt Number")
    reason = fields.Char()
    line_ids = fields.One2many(
        "sales.office.supply.entry.line", "entry_id", string="Supplies", default=lambda self: self._default_line_ids()
    )

    @api.model
    def _default_line_ids(self):
        if self.env.context.get("active_model") != "sales.office.supply":
            return False
        supplies = self.env["sales.office.supply"].browse(self.env.context.get("active_ids", []))
        counting = self.env.context.get("default_operation") == "count"
        return [
            Command.create({"supply_id": s.id, "quantity": s.on_hand if counting else 1, "unit_price": s.unit_cost})
            for s in supplies
        ]

    @rpc(one=True)
    def action_confirm(self):
        """Pass everything to the items, which check the right to and the stock.

        :raises UserError: no items, or one twice
        """
        lines = self.line_ids.grouped("supply_id")
        if not lines:
            raise UserError(self.env._("Add the items first."))
        if any(len(same) > 1 for same in lines.values()):
            raise UserError(self.env._("Enter each item once."))
        Supply = self.env["sales.office.supply"]
        quantities = {supply: line.quantity for supply, line in lines.items()}
        match self.operation:
            case "issue":
                moves = Supply._issue(self.employee_id, quantities)
                notice = moves._get_notice(moves.filtered(lambda move: move.state == "requested"))
                return notice if notice is not True else {"type": "ir.actions.act_window_close"}
            case "receive":
                bought = {supply: (line.quantity, line.unit_price) for supply, line in lines.items()}
                Supply._receive(bought, self.partner_id, self.reference, self.date)
            case "count":
                Supply._count(quantities, self.reason)
            case "request":
                Supply._request(self.env.user.employee_id, quantities, self.reason)
        return {"type": "ir.actions.act_window_close"}


class SalesOfficeSupplyEntryLine(models.TransientModel):
    _name = "sales.office.supply.entry.line"
    _description = "Supplies Being Entered"
    _inherit = "sales.office.reader.mixin"

    entry_id = fields.Many2one("sales.office.supply.entry", required=True, ondelete="cascade")
    supply_id = fields.Many2one("sales.office.supply", required=True, ondelete="cascade")
    quantity = fields.Float(digits="Product Unit", required=True, default=1)
    uom_id = fields.Many2one(related="supply_id.uom_id")
    on_hand = fields.Float(related="supply_id.on_hand", string="On Hand")
    currency_id = fields.Many2one(related="supply_id.currency_id")
    unit_price = fields.Monetary(string="Price per Unit")
    warning = fields.Char(string="Alert", compute="_compute_warning")

    @api.depends("supply_id", "quantity", "entry_id.employee_id", "entry_id.operation")
    def _compute_warning(self):
        """Say before it happens that there is not enough, or that it goes beyond the limit of the month."""
        for line in self:
            supply, entry = line.supply_id, line.entry_id
            employee = entry.employee_id if entry.operation == "issue" else self.env.user.employee_id
            line.warning = False
            if not supply or entry.operation not in ("issue", "request"):
                continue
            if entry.operation == "issue" and supply.uom_id.compare(line.quantity, supply.on_hand) > 0:
                line.warning = self.env._("Not enough in stock")
            elif employee and supply._is_beyond_limit(employee, line.quantity):
                line.warning = self.env._("Beyond the limit of the month: needs approval")
