from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import core_door


class SalesOfficeSupply(models.Model):
    """An item of office supplies the clerk of an office keeps: how many there are, where, for how much (R034).

    Stock and value follow from the moves and from nothing else; what changes them is in the
    file beside this one.
    """

    _name = "sales.office.supply"
    _description = "Office Supply"
    _inherit = ["sales.office.department.mixin", "sales.office.used.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "name, id"

    name = fields.Char(string="Supply", required=True, tracking=True)
    active = fields.Boolean(default=True)
    department_id = fields.Many2one(string="Office", tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("uom.product_uom_unit", raise_if_not_found=False),
    )
    location = fields.Char(help="Where it is kept.")
    reorder_level = fields.Float(
        digits="Product Unit", tracking=True, help="The clerk is told once when the stock falls below. 0: never."
    )
    monthly_limit = fields.Float(
        string="Limit per Person and Month",
        digits="Product Unit",
        tracking=True,
        help="What goes beyond has to be approved by somebody who leads the employee. 0: no limit.",
    )
    note = fields.Text()
    move_ids = fields.One2many("sales.office.supply.move", "supply_id", string="Moves")
    on_hand = fields.Float(digits="Product Unit", compute="_compute_stock", store=True)
    stock_value = fields.Monetary(compute="_compute_stock", store=True)
    unit_cost = fields.Monetary(
        string="Cost per Unit", compute="_compute_unit_cost", help="Average of what is in stock, else the last price."
    )
    is_low = fields.Boolean(compute="_compute_is_low", store=True, help="The stock is below the reorder level.")
    told_low = fields.Boolean(readonly=True, copy=False, help="The clerk was told that the stock is low.")
    can_handle = fields.Boolean(compute="_compute_can_handle", help="The current user keeps this item.")

    _on_hand_not_negative = models.Constraint("CHECK (on_hand >= 0)", "There is not enough in stock.")
    _levels_not_negative = models.Constraint(
        "CHECK (reorder_level >= 0 AND monthly_limit >= 0)", "Reorder level and limit cannot be negative."
    )
    _name_uniq = models.UniqueIndex(
        "(department_id, name) WHERE active", "The office has an item of this name already."
    )

    @api.model
    def _default_department_id(self):
        return super()._default_department_id().sales_office_id

    @api.depends("move_ids.quantity", "move_ids.amount", "move_ids.state")
    def _compute_stock(self):
        rows = self.env["sales.office.supply.move"]._read_group(
            [("supply_id", "in", self.ids), ("state", "=", "done")], ["supply_id"], ["quantity:sum", "amount:sum"]
        )
        sums = {supply.id: (quantity, amount) for supply, quantity, amount in rows}
        for supply in self:
            quantity, amount = sums.get(supply._origin.id, (0, 0))
            supply.on_hand = supply.uom_id.round(quantity) if supply.uom_id else quantity
            supply.stock_value = amount

    @api.depends("on_hand", "stock_value")
    def _compute_unit_cost(self):
        last = self.filtered(lambda supply: not supply.on_hand)._get_last_prices()
        for supply in self:
            average = supply.stock_value / supply.on_hand if supply.on_hand else last.get(supply._origin.id, 0)
            supply.unit_cost = average

    @api.depends("on_hand", "reorder_level")
    def _compute_is_low(self):
        for supply in self:
            supply.is_low = supply.on_hand < supply.reorder_level

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_handle(self):
        kept = self._where_post("clerk")
        for supply in self:
            clerk = supply.sudo().department_id.sales_office_id.sales_office_clerk_id
            supply.can_handle = supply in kept and supply.in_same_office or clerk.user_id == self.env.user

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "told_low": False, "move_ids": []} for vals in vals_list]
        return super().create(vals_list)

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._check_writable(vals)
        result = super().write(vals)
        if not {"reorder_level", "active"}.isdisjoint(vals):
            self._watch_level()
        return result

    def _get_last_prices(self):
        """Return ``{supply id: price}`` of the latest receipt of each."""
        Move = self.env["sales.office.supply.move"].sudo()  # sudo: what an item costs is no secret in its office
        receipts = [("supply_id", "in", self.ids), ("kind", "=", "receipt"), ("state", "=", "done")]
        rows = Move._read_group(receipts, ["supply_id"], ["id:max"]) if self.ids else []
        return {move.supply_id.id: move.unit_price for move in Move.browse(latest for _supply, latest in rows)}

    def _check_writable(self, vals):
        if not {"told_low", "move_ids"}.isdisjoint(vals):
            raise AccessError(self.env._("The stock follows the moves. Receive, issue or count the item instead."))
        if {"uom_id", "department_id"}.isdisjoint(vals):
            return
        moved = self.sudo().filtered("move_ids")  # sudo: a move counts even if the user may not see it
        if any(
            supply[name].id != vals[name] for supply in moved for name in ("uom_id", "department_id") if name in vals
        ):
            raise UserError(
                self.env._(
                    "Unit and office of %(items)s stay as they are, because something was moved already. "
                    "Archive the item and make a new one.",
                    items=", ".join(moved.mapped("name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        if moved := self.sudo().filtered("move_ids"):  # sudo: as in _check_writable
            raise UserError(
                self.env._(
                    "Items with a history cannot be deleted: %(items)s. Archive them instead.",
                    items=", ".join(moved.mapped("name")),
                )
            )
