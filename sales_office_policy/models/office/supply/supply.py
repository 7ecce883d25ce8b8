from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.record.phrases import join_names
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import core_door, rpc

#: more than anybody keeps; also refuses infinity
LARGEST = 1_000_000


class SalesOfficeSupply(models.Model):
    """An item of office supplies the clerk of an office keeps: how many there are, where, for how much (R034).

    Stock and value follow from the moves and from nothing else. What happens to supplies (bought, asked for, issued,
    counted) makes moves of each item in the recordset; every such ``action_*`` returns them.
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
    move_ids = fields.One2many("sales.office.supply.move", "supply_id", string="Moves", readonly=True)
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
    def write(self, vals):
        """Change items; another reorder level is looked at again.

        :raises AccessError: stock or moves by hand
        :raises UserError: unit or office of an item that was moved
        """
        result = super().write(vals)
        if not {"reorder_level", "active"}.isdisjoint(vals):
            self._watch_level()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        if moved := self.sudo().filtered("move_ids"):  # sudo: as in _check_editable
            raise UserError(
                self.env._(
                    "Items with a history cannot be deleted: %(items)s. Archive them instead.",
                    items=join_names(self.env, moved.mapped("name")),
                )
            )

    @rpc
    def action_request(self, quantity: float, reason: str = ""):
        """Ask the clerk for ``quantity`` of each of these items, for oneself.

        :param str reason: what for
        :return: the ``sales.office.supply.move`` records that wait for the clerk
        """
        return self._request(self.env.user.employee_id, dict.fromkeys(self, quantity), reason)

    @rpc
    def action_issue(self, employee: Record("hr.employee"), quantity: float):
        """Give ``quantity`` of each of these items to ``employee`` (record).

        What goes beyond the employee's limit of the month, or is the clerk's own, waits for approval.

        :raises AccessError: the user is not the clerk of the office
        :raises UserError: not so many in stock
        """
        return self._issue(employee, dict.fromkeys(self, quantity))

    @rpc
    def action_receive(
        self,
        quantity: float,
        unit_price: float = 0.0,
        partner_id: Record("res.partner") = None,
        reference: str = "",
        date: date = None,
    ):
        """Put ``quantity`` of each of these items into stock, bought at ``unit_price`` in company currency.

        :param partner_id: the vendor
        :param str reference: number of the bill
        :param date: when it was bought, today when not given
        """
        return self._receive(dict.fromkeys(self, (quantity, unit_price)), partner_id, reference, date)

    @rpc
    def action_count(self, counted: float, reason: str):
        """Set the stock of each of these items to what was counted; the difference is a move with its reason."""
        return self._count(dict.fromkeys(self, counted), reason)

    def _request(self, employee, quantities, reason=""):
        """Return waiting issues of ``{supply: quantity}`` to the current user's ``employee``."""
        supplies = self.union(*quantities)
        supplies.check_access("read")
        if not employee:
            raise UserError(self.env._("Only employees can ask for supplies: your user has no employee."))
        supplies._check_in_use()
        return supplies._create_issues(employee, quantities, reason=reason)

    def _issue(self, employee, quantities):
        """Return issues of ``{supply: quantity}``, done or waiting for approval."""
        supplies = self.union(*quantities)
        supplies._check_handler()
        supplies._check_in_use()
        if not employee.active or any(supply.company_id != employee.sudo().company_id for supply in supplies):
            raise UserError(self.env._("Supplies are issued to employees of the company who still work here."))
        moves = supplies._create_issues(employee, quantities)
        moves._complete()
        return moves

    def _receive(self, bought, vendor=None, reference=False, date=None):
        """Return receipts of ``{supply: (quantity, unit price)}``, bought from a ``res.partner``."""
        supplies = self.union(*bought)
        supplies._check_handler()
        supplies._check_in_use()
        if not all(0 <= price <= LARGEST for _quantity, price in bought.values()):
            raise UserError(self.env._("A price cannot be negative."))
        if vendor:
            vendor.check_access("read")
        date = date or fields.Date.context_today(self)
        details = {"partner_id": vendor and vendor.id, "reference": reference, "date": date}
        return supplies._move(
            {
                supply: {
                    **details,
                    "kind": "receipt",
                    "quantity": supply._check_quantity(quantity),
                    "unit_price": price,
                    "amount": supply.currency_id.round(quantity * price),
                }
                for supply, (quantity, price) in bought.items()
            }
        )

    def _count(self, counted, reason):
        """Return the adjustments that bring each supply to its counted quantity; none where it is right."""
        supplies = self.union(*counted)
        supplies._check_handler()
        reason = self._check_reason(reason, self.env._("Say why the stock differs: the reason is kept with the count."))
        supplies._lock()
        found = {}
        for supply, quantity in counted.items():
            if not 0 <= quantity <= LARGEST:
                raise UserError(self.env._("Counted is what is there: 0 or more."))
            change = supply.uom_id.round(quantity - supply.on_hand)
            if change:
                amount = change * supply.unit_cost if change > 0 else -supply._get_value_of(-change)
                amount = supply.currency_id.round(amount)
                found[supply] = {"kind": "count", "quantity": change, "amount": amount, "reason": reason}
        return supplies._move(found)

    def _create_issues(self, employee, quantities, **values):
        Move = self.env["sales.office.supply.move"].sudo()  # sudo: moves are written by these methods only
        moves = Move.create(
            [
                {
                    **values,
                    "supply_id": supply.id,
                    "kind": "issue",
                    "employee_id": employee.id,
                    "quantity": -supply._check_quantity(quantity),
                    "state": "requested",
                }
                for supply, quantity in quantities.items()
            ]
        )
        moves._mark_beyond_limit()
        return moves.sudo(self.env.su)

    def _move(self, values):
        """Return moves that are done, one for each supply in ``values``."""
        self._lock()
        Move = self.env["sales.office.supply.move"].sudo()  # sudo: as in _create_issues
        moves = Move.create([{**vals, "supply_id": supply.id, "state": "done"} for supply, vals in values.items()])
        moves.supply_id._watch_level()
        return moves.sudo(self.env.su)

    def _get_value_of(self, quantity):
        """Return what ``quantity`` of the stock is worth; the last unit takes the whole rest of the value."""
        self.ensure_one()
        if self.uom_id.compare(quantity, self.on_hand) >= 0:
            return self.stock_value
        return self.currency_id.round(self.stock_value * quantity / self.on_hand)

    def _is_beyond_limit(self, employee, quantity):
        """Return whether ``quantity`` more would exceed what ``employee`` may have of this item in a month."""
        self.ensure_one()
        if not self.monthly_limit:
            return False
        used = self.env["sales.office.supply.move"]._get_used_this_month(self._origin, employee._origin)
        total = used.get((self._origin.id, employee._origin.id), 0) + quantity
        return self.uom_id.compare(total, self.monthly_limit) > 0

    def _get_last_prices(self):
        """Return ``{supply id: price}`` of the latest receipt of each."""
        Move = self.env["sales.office.supply.move"].sudo()  # sudo: what an item costs is no secret in its office
        receipts = [("supply_id", "in", self.ids), ("kind", "=", "receipt"), ("state", "=", "done")]
        rows = Move._read_group(receipts, ["supply_id"], ["id:max"]) if self.ids else []
        return {move.supply_id.id: move.unit_price for move in Move.browse(latest for _supply, latest in rows)}

    def _check_editable(self, vals):
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
                    items=join_names(self.env, moved.mapped("name")),
                )
            )

    def _check_quantity(self, quantity):
        """Return the rounded quantity of one item, or raise a ``UserError``."""
        if not 0 < quantity <= LARGEST or self.uom_id.is_zero(quantity):
            raise UserError(self.env._("%(item)s: the quantity has to be more than 0.", item=self.name))
        return self.uom_id.round(quantity)

    def _check_stock(self, quantity):
        """Raise a ``UserError`` unless there are ``quantity`` in stock."""
        self.ensure_one()
        if self.uom_id.compare(quantity, self.on_hand) > 0:
            raise UserError(
                self.env._(
                    "%(item)s: only %(count)s %(unit)s in stock.",
                    item=self.name,
                    count=f"{self.on_hand:g}",
                    unit=self.uom_id.name,
                )
            )

    def _check_handler(self):
        """Raise an ``AccessError`` unless the current user keeps all of these items."""
        if not self.env.su and not all(supply.can_handle for supply in self):
            raise AccessError(self.env._("Only the clerk of the office registers what becomes of its supplies."))

    def _check_in_use(self):
        if archived := self.filtered(lambda supply: not supply.active):
            raise UserError(self.env._("No longer kept: %(items)s. Restore the item first.", items=archived[0].name))

    def _watch_level(self):
        """Tell the clerk once when the stock falls below its level; forget it when it is filled up again."""
        supplies = self.sudo()  # sudo: follows from moves and levels
        low = supplies.filtered(lambda s: s.is_low and s.active and s.company_id._sales_office_uses("office"))
        filled = (supplies - low).filtered("told_low")
        filled.told_low = False
        filled._end_activities()
        news = low.filtered(lambda supply: not supply.told_low)
        news.told_low = True
        news._give_activities(
            lambda supply: supply.department_id.sales_office_id.sales_office_clerk_id.user_id,
            lambda supply: supply.env._("Reorder: %(item)s", item=supply.name),
        )
