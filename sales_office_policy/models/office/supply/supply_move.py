from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.alike import only_alike
from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc


class SalesOfficeSupplyMove(models.Model):
    """One time supplies were bought, given to somebody, asked for or counted (R034).

    Nobody edits a move: no access right writes one, only the actions do. A mistake is corrected
    by a counter-move. ``quantity`` is what it does to the stock: negative when something leaves.
    """

    _name = "sales.office.supply.move"
    _description = "Office Supply Move"
    _inherit = "sales.office.member.mixin"
    _order = "date desc, id desc"
    _member_date_field = "date"

    supply_id = fields.Many2one("sales.office.supply", required=True, index=True, ondelete="restrict")
    kind = fields.Selection([("receipt", "Receipt"), ("issue", "Issue"), ("count", "Count")], required=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    employee_id = fields.Many2one(string="Receiver", required=False, default=False)
    company_id = fields.Many2one(related="supply_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    uom_id = fields.Many2one(related="supply_id.uom_id")
    quantity = fields.Float(string="Change", digits="Product Unit", required=True, help="Negative: it left the stock.")
    used = fields.Float(
        string="Quantity Used", digits="Product Unit", compute="_compute_used", store=True, help="By employees."
    )
    unit_price = fields.Monetary(string="Price", aggregator=None, help="Per unit, of a receipt.")
    amount = fields.Monetary(string="Value", help="What it does to the value of the stock.")
    cost = fields.Monetary(compute="_compute_used", store=True, help="Of what employees used.")
    partner_id = fields.Many2one("res.partner", string="Vendor", ondelete="restrict", index="btree_not_null")
    reference = fields.Char(string="Receipt Number", help="Number of the receipt or invoice.")
    reason = fields.Char()
    needs_approval = fields.Boolean(help="Beyond the limit of the month, or the clerk's own.")
    approved_by_id = fields.Many2one("res.users")
    handled_by_id = fields.Many2one("res.users", help="The clerk who issued or refused it.")
    reversal_of_id = fields.Many2one("sales.office.supply.move", string="Corrects", index=True, ondelete="restrict")
    reversal_ids = fields.One2many("sales.office.supply.move", "reversal_of_id")
    is_reversed = fields.Boolean(string="Corrected", compute="_compute_is_reversed", search="_search_is_reversed")
    can_handle = fields.Boolean(related="supply_id.can_handle")
    can_approve = fields.Boolean(compute="_compute_can_approve")
    state = fields.Selection(
        [("requested", "Requested"), ("done", "Done"), ("refused", "Refused")], required=True, index=True
    )

    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL", "This move was corrected already."
    )

    @api.depends("supply_id.name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = join_title(kinds.get(move.kind), move.supply_id.name, by=": ")

    @api.depends("supply_id")
    def _compute_department_id(self):
        """Purchases and counts have no employee: they belong to the office."""
        of_employee = self.filtered("employee_id")
        result = super(SalesOfficeSupplyMove, of_employee)._compute_department_id()
        for move in self - of_employee:
            move.department_id = move.supply_id.department_id
        return result

    @api.depends("kind", "quantity", "amount")
    def _compute_used(self):
        for move in self:
            is_issue = move.kind == "issue"
            move.used = -move.quantity if is_issue else 0
            move.cost = -move.amount if is_issue else 0

    def _read_group_select(self, aggregate_spec, query):
        """Add up quantities of one supply only: pens and paper have a cost together, and no number."""
        selected = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec not in ("quantity:sum", "used:sum"):
            return selected
        return only_alike(selected, self._field_to_sql(self._table, "supply_id", query))

    @api.depends("reversal_ids")
    def _compute_is_reversed(self):
        for move in self.sudo():  # sudo: a correction counts even if the user may not see it
            move.is_reversed = bool(move.reversal_ids)

    def _search_is_reversed(self, operator, value):
        if operator != "in":
            return NotImplemented
        corrections = self.sudo()._search([("reversal_of_id", "!=", False)])
        return Domain("id", "in", corrections.select("reversal_of_id"))

    @api.depends("state", "needs_approval", "approved_by_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_approve(self):
        waiting = self.filtered(lambda m: m.state == "requested" and m.needs_approval and not m.approved_by_id)
        led = waiting.filtered("employee_id")._has_authority()
        for move in self:
            move.can_approve = move in led

    def _get_reasons(self):
        own = self.is_own and not self.can_handle and not self.can_approve
        return {
            **super()._get_reasons(),
            "refuse": Reason(
                self.env._("Withdraw") if own else self.env._("Refuse"),
                self.env._("Say why. The reason is kept with the request."),
            ),
            "reverse": Reason(
                self.env._("Correct"),
                self.env._("A counter-move of today takes back what this move did. Both stay on record. Say why."),
            ),
        }

    @rpc
    def action_issue(self):
        """Give the requested supplies out; what needs approval first stays, and the clerk is told.

        :raises AccessError: not the clerk of the office
        :raises UserError: the request does not wait any more
        """
        self.supply_id._check_handler()
        self._check_requested()
        return self._get_notice(self._complete())

    @rpc
    def action_approve(self):
        """Allow what goes beyond the limit; by somebody who leads the employee, never themselves (R046).

        :raises AccessError: the user does not stand above the employee
        :raises UserError: nothing to approve, or the request does not wait any more
        """
        self._check_requested()
        if not all(move.employee_id for move in self):
            raise UserError(self.env._("There is nothing to approve here."))
        self._check_authority()
        # sudo: moves are closed to ordinary writing
        self.sudo().write({"approved_by_id": self.env.uid})

    @rpc
    def action_refuse(self, reason: str):
        """Turn requests down, by the clerk, who leads the employee, or who asked; the reason is kept.

        :param str reason: read by who asked
        :raises AccessError: none of these
        :raises UserError: no reason given, or the request does not wait any more
        """
        reason = self._check_reason(reason)
        self._check_requested()
        self.filtered(lambda move: not move.can_handle and not move.is_own)._check_authority()
        # sudo: as in action_approve
        self.sudo().write({"state": "refused", "reason": reason, "handled_by_id": self.env.uid})

    @rpc
    def action_reverse(self, reason: str):
        """Correct moves by counter-moves of today; each can be corrected once.

        :param str reason: what was wrong, kept with the counter-moves
        :return: the counter-moves
        :raises UserError: not done, corrected already, or the stock would fall below 0
        """
        self.supply_id._check_handler()
        reason = self._check_reason(reason)
        moves = self.sudo()  # sudo: as in action_approve
        moves.supply_id._lock()
        if any(move.state != "done" or move.reversal_of_id or move.is_reversed for move in moves):
            raise UserError(self.env._("Only what was done can be corrected, and only once."))
        counter = self.browse()
        for move in moves:  # one after the other: each sees the stock the one before left
            supply = move.supply_id
            supply._check_stock(move.quantity)
            amount = -move.amount
            if move.quantity > 0:
                is_last = supply.uom_id.compare(move.quantity, supply.on_hand) >= 0
                amount = -supply.stock_value if is_last else -min(move.amount, supply.stock_value)
            counter |= supply._move({supply: move._prepare_reversal_vals(amount, reason)})
        return counter

    def _prepare_reversal_vals(self, amount, reason):
        return {
            "kind": self.kind,
            "quantity": -self.quantity,
            "amount": amount,
            "unit_price": self.unit_price,
            "employee_id": self.employee_id.id,
            "partner_id": self.partner_id.id,
            "reason": reason,
            "handled_by_id": self.env.uid,
            "reversal_of_id": self.id,
        }

    def _complete(self):
        """Issue what may be issued, and return the moves that wait for approval.

        :raises UserError: not so many in stock, nothing is issued then
        """
        moves = self.sudo()  # sudo: moves are written by these methods only; the callers check
        moves.supply_id._lock()
        moves._mark_beyond_limit()
        waiting = moves.filtered(lambda move: move.needs_approval and not move.approved_by_id)
        today = fields.Date.context_today(self)
        for move in moves - waiting:  # one after the other: an item may be there twice
            move.supply_id._check_stock(-move.quantity)
            amount = -move.supply_id._get_value_of(-move.quantity)
            move.write({"state": "done", "amount": amount, "date": today, "handled_by_id": self.env.uid})
        (moves - waiting).supply_id._watch_level()
        return waiting

    def _mark_beyond_limit(self):
        """Note which moves need approval: beyond the limit of the month, or the clerk's own."""
        used = self._get_used_this_month(self.supply_id, self.employee_id)
        for move in self:
            key = (move.supply_id.id, move.employee_id.id)
            used[key] = used.get(key, 0) + move.used
            limit = move.supply_id.monthly_limit
            beyond = limit and move.uom_id.compare(used[key], limit) > 0
            clerk = move.supply_id.department_id.sales_office_id.sales_office_clerk_id
            move.needs_approval = bool(beyond) or move.employee_id == clerk or self._is_issued_to_oneself(move)

    @api.model
    def _get_used_this_month(self, supplies, employees):
        """Return ``{(supply id, employee id): quantity}`` that was issued to these employees this month."""
        first = fields.Date.context_today(self).replace(day=1)
        rows = self.sudo()._read_group(  # sudo: the limit counts whoever asks
            [
                ("supply_id", "in", supplies.ids),
                ("employee_id", "in", employees.ids),
                ("kind", "=", "issue"),
                ("state", "=", "done"),
                ("date", ">=", first),
            ],
            ["supply_id", "employee_id"],
            ["used:sum"],
        )
        return {(supply.id, employee.id): used for supply, employee, used in rows}

    def _is_issued_to_oneself(self, move):
        user = self.env.user
        return move.user_id == user and move.supply_id.sudo(False).can_handle

    def _get_notice(self, waiting):
        """Return the message that something waits for approval, or True."""
        if not waiting:
            return True
        message = self.env._(
            "Waits for the approval of who leads the employee: %(items)s.",
            items=join_names(self.env, waiting.supply_id.mapped("name")),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }

    def _check_requested(self):
        if any(move.state != "requested" for move in self):
            raise UserError(self.env._("Only a request that still waits can be handled."))
