from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import rpc


class SalesOfficeSupplyMove(models.Model):
    """How a request is issued, approved or refused, and how a mistake is corrected (R034)."""

    _inherit = "sales.office.supply.move"

    @rpc
    def action_issue(self):
        """Give the requested supplies out; what needs approval first stays, and the clerk is told."""
        self.supply_id._check_handler()
        self._check_requested()
        return self._get_notice(self._complete())

    @rpc
    def action_approve(self):
        """Allow what goes beyond the limit; by somebody who leads the employee, never himself (R046)."""
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
        """
        reason = self._check_reason(reason)
        self._check_requested()
        self.filtered(lambda move: not move.can_handle and not move.is_own)._check_authority()
        # sudo: as in action_approve
        self.sudo().write({"state": "refused", "reason": reason, "handled_by_id": self.env.uid})

    @rpc
    def action_reverse(self, reason: str):
        """Correct moves by counter-moves of today; each can be corrected once.

        :return: the counter-moves
        :raise UserError: not done, corrected already, or the stock would fall below 0
        """
        self.supply_id._check_handler()
        reason = self._check_reason(reason)
        moves = self.sudo()  # sudo: as in action_approve
        lock_rows(moves.supply_id)
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

        :raise UserError: not so many in stock, nothing is issued then
        """
        moves = self.sudo()  # sudo: moves are written by these methods only; the callers check
        lock_rows(moves.supply_id)
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

    def _is_issued_to_oneself(self, move):
        user = self.env.user
        return move.user_id == user and move.supply_id.sudo(False).can_handle

    def _get_notice(self, waiting):
        """Return the message that something waits for approval, or True."""
        if not waiting:
            return True
        message = self.env._(
            "Waits for the approval of who leads the employee: %(items)s.",
            items=", ".join(waiting.supply_id.mapped("name")),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }

    def _check_requested(self):
        if any(move.state != "requested" for move in self):
            raise UserError(self.env._("Only a request that still waits can be handled."))

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the reason is kept."))
        return reason.strip()
