from odoo import models
from odoo.fields import Domain

from .asking import Search

#: a message that was tried so often is not in the group for a fault that passes soon
TRIED = 3
LOG = "sales_office_policy.sales_office_message_action"


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    def _get_robot_lines(self):
        """Return for who keeps them the robots whose last message was given up, or failed some times in a row."""
        robots = self.env["sales.office.robot"]
        if not robots.has_access("read"):
            return []
        given_up = Domain("failure_id.state", "in", ("failed", "dropped"))
        failing = Domain("failure_id", "!=", False) & (given_up | Domain("failure_id.tries", ">=", TRIED))
        found = yield Search(robots, failing & Domain("company_id", "=", self.env.company.id))
        if not found:
            return []
        names = ", ".join(found.mapped("name"))
        return [
            self._prepare_line(
                "",
                "robots_failing",
                self.env._("Groups that their robots do not reach"),
                self._prepare_action(LOG, domain=[("robot_id", "in", found.ids)], context={}),
                detail=f"{names}: {found.failure_text}" if len(found) == 1 else names,
                count=len(found),
                icon="fa-chain-broken",
            )
        ]
