from odoo import api, models


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        lines = super()._get_lines()
        if self.env["sales.office.gift"].has_access("read"):
            lines += self._get_gift_lines()
            if self.env.user.has_group("sales_office_policy.group_manager"):
                lines += self._get_reward_lines()
            if self.env.user.has_group("sales_office_policy.group_finance"):
                lines += self._get_benefit_lines()
        return lines

    def _get_reward_lines(self):
        rewards = self.env["sales.office.reward"].search([("can_decide", "=", True)])
        if not rewards:
            return []
        action = self._prepare_action("sales_office_policy.sales_office_reward_action", rewards)
        title = self.env._("Rewards to approve")
        return [self._prepare_line("conduct", "conduct_reward", title, action, count=len(rewards), icon="fa-trophy")]

    def _get_benefit_lines(self):
        """Return the approved benefits that finance pays by hand; a bonus comes with the statement."""
        domain = [("state", "=", "approved"), ("kind", "=", "welfare"), ("user_id", "!=", self.env.uid)]
        rewards = self.env["sales.office.reward"].search(domain)
        if not rewards:
            return []
        action = self._prepare_action("sales_office_policy.sales_office_reward_action", rewards)
        title, detail = self.env._("Rewards to pay"), self.env._("Benefits that are on no statement")
        return [
            self._prepare_line(
                "conduct", "conduct_benefit", title, action, detail=detail, count=len(rewards), icon="fa-trophy"
            )
        ]

    def _get_gift_lines(self):
        """Return the gifts that wait for the user: his own to settle, those of people he leads to decide."""
        Gift = self.env["sales.office.gift"]
        waiting = Gift._get_waiting_domain()
        own = Gift.search([("user_id", "=", self.env.uid), ("state", "=", "declared")])
        found = [
            ("conduct_gift_own", self.env._("Gifts you declared, to be settled"), own - own.filtered("needs_decision")),
            ("conduct_gift", self.env._("Gifts to decide"), Gift.search(waiting & Gift._get_authority_domain())),
        ]
        return [
            self._prepare_line(
                "conduct",
                key,
                title,
                self._prepare_action("sales_office_policy.sales_office_gift_action", gifts),
                count=len(gifts),
                icon="fa-gift",
            )
            for key, title, gifts in found
            if gifts
        ]
