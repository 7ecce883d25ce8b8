from odoo import api, fields, models

from ...organization.rpc.rpc import rpc

#: states from which a contract counts for what it amends, and for what is left
SIGNED = ("signed", "filed", "fulfilled", "ended")


class SalesOfficeContract(models.Model):
    """What is ordered, invoiced and paid of a contract, and what is left (R077).

    Amounts with taxes, in the currency of the contract: orders at the rate of their day, invoices at that of theirs. An
    invoice of several orders counts with the lines of this contract's; what was paid of it, in proportion.
    """

    _inherit = "sales.office.contract"

    order_ids = fields.One2many("sale.order", "sales_office_contract_id", string="Orders", readonly=True, copy=False)
    order_count = fields.Integer(compute="_compute_performance", compute_sudo=True)
    invoice_count = fields.Integer(compute="_compute_performance", compute_sudo=True)
    total_amount = fields.Monetary(
        string="Amount as Amended",
        compute="_compute_total_amount",
        compute_sudo=True,
        help="With the amendments that are signed.",
    )
    ordered_amount = fields.Monetary(string="Ordered So Far", compute="_compute_performance", compute_sudo=True)
    billed_amount = fields.Monetary(string="Invoiced So Far", compute="_compute_performance", compute_sudo=True)
    paid_amount = fields.Monetary(string="Paid So Far", compute="_compute_performance", compute_sudo=True)
    left_to_order = fields.Monetary(compute="_compute_performance", compute_sudo=True)
    left_to_invoice = fields.Monetary(compute="_compute_performance", compute_sudo=True)
    left_to_pay = fields.Monetary(compute="_compute_performance", compute_sudo=True)

    @api.depends("amount", "amendment_ids.amount", "amendment_ids.state")
    def _compute_total_amount(self):
        for contract in self:
            amendments = contract.amendment_ids.filtered(lambda amendment: amendment.state in SIGNED)
            contract.total_amount = contract.amount + sum(amendments.mapped("amount"))

    @api.depends(
        "total_amount", "order_ids.state"
    )  # not on what hangs on them, or every payment would look for contracts
    def _compute_performance(self):
        self.order_ids.order_line.invoice_lines.mapped("parent_state")  # read for all contracts at once
        for contract in self:
            orders = contract.order_ids.filtered(lambda order: order.state == "sale")
            lines = orders.order_line.invoice_lines.filtered(lambda line: line.parent_state == "posted")
            contract.order_count = len(contract.order_ids)
            contract.invoice_count = len(lines.move_id)
            contract.ordered_amount = sum(
                contract._convert(order.amount_total, order.currency_id, order.date_order) for order in orders
            )
            amounts = [(line.move_id, contract._get_invoiced(line)) for line in lines]
            contract.billed_amount = sum(amount for _move, amount in amounts)
            contract.paid_amount = sum(amount * _get_paid_share(move) for move, amount in amounts)
            contract.left_to_order = contract.total_amount - contract.ordered_amount
            contract.left_to_invoice = contract.total_amount - contract.billed_amount
            contract.left_to_pay = contract.total_amount - contract.paid_amount

    @rpc(one=True)
    def action_open_orders(self):
        """Open the quotations and orders of this contract that the user may read."""
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_orders")
        return action | {"domain": [("sales_office_contract_id", "=", self.id)], "context": {}}

    @rpc(one=True)
    def action_open_invoices(self):
        """Open the invoices of this contract's orders that the user may read."""
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
        lines = self.sudo().order_ids.order_line.invoice_lines  # sudo: their numbers only
        return action | {"domain": [("id", "in", lines.move_id.ids)], "context": {}}

    @rpc(one=True)
    def action_open_document(self):
        """Open the document the contract was filed as."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_document_action")
        return action | {"res_id": self.document_id.id, "view_mode": "form", "views": [(False, "form")]}

    def _convert(self, amount, currency, day):
        """Return an amount in the currency of this contract (sudo)."""
        return currency._convert(amount, self.currency_id, self.company_id, day or fields.Date.context_today(self))

    def _get_invoiced(self, line):
        """Return what an invoice line comes to in this contract's currency (sudo); below 0 in a credit note."""
        move = line.move_id
        return self._convert(-move.direction_sign * line.price_total, line.currency_id, move.invoice_date)


def _get_paid_share(move):
    return 1 - move.amount_residual / move.amount_total if move.amount_total else 0
