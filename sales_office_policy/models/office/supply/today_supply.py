from odoo import api, models


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_supply_lines()

    def _get_supply_lines(self):
        """Return what waits with supplies: requests and low stock for the clerk, approvals for who leads."""
        lines = []
        if self.env.user.has_group("sales_office_policy.group_clerk"):
            lines += self._get_supply_lines_of_clerk()
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            waiting = self.env["sales.office.supply.move"].search(
                [("state", "=", "requested"), ("needs_approval", "=", True), ("approved_by_id", "=", False)]
            )
            title = self.env._("Supplies beyond the limit to approve")
            moves = waiting.filtered("can_approve")
            lines += self._get_supply_line("supply_approve", title, moves, icon="fa-check-square-o")
        return lines

    def _get_supply_lines_of_clerk(self):
        office = [("supply_id.in_same_office", "=", True)]
        waiting = self.env["sales.office.supply.move"].search([*office, ("state", "=", "requested")])
        ready = waiting.filtered(lambda move: not move.needs_approval or move.approved_by_id)
        lines = self._get_supply_line("supply_requested", self.env._("Supplies asked for"), ready)
        low = self.env["sales.office.supply"].search([("in_same_office", "=", True), ("is_low", "=", True)])
        if low:
            action = self._prepare_action("sales_office_policy.sales_office_supply_action", low)
            detail = ", ".join(low[:5].mapped("name"))
            title = self.env._("Supplies to reorder")
            line = self._prepare_line("office", "supply_low", title, action, detail=detail, count=len(low))
            lines.append(line | {"icon": "fa-shopping-basket"})
        return lines

    def _get_supply_line(self, key, title, moves, icon="fa-hand-paper-o"):
        if not moves:
            return []
        action = self._prepare_action(
            "sales_office_policy.sales_office_supply_move_action_requests", domain=[("id", "in", moves.ids)]
        )
        return [self._prepare_line("office", key, title, action, count=len(moves), icon=icon)]
