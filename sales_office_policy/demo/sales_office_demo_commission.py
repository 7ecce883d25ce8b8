from odoo import models
from odoo.fields import Command

from .sales_office_demo import REPS


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_commission_room(self, dice):
        """Last month's statements at every stage: approved, to confirm, disputed, draft."""
        first, last = self._last_month()
        plan = self._load_plan(first)
        statements = plan.with_user(self._user("manager")).generate_statements(first, last)
        of = {login: statements.filtered(lambda s, login=login: s.user_id == self._user(login)) for login in REPS}
        (of["rep1"] | of["rep2"] | of["rep3"] | of["rep5"]).action_submit()
        for login in ("rep2", "rep5"):
            of[login].with_user(self._user(login)).action_confirm()
        of["rep5"].action_approve()
        of["rep3"].with_user(self._user("rep3")).action_dispute(
            "The chamber's annual dinner was my customer until the middle of the month."
        )

    def _load_plan(self, first):
        tiers = [
            Command.create({"threshold": start, "rate": rate}) for start, rate in ((0, 1.5), (20_000, 2), (50_000, 2.5))
        ]
        plan = self.env["sales.office.commission.plan"].create(
            {
                "name": "Monthly Sales Commission",
                "date_from": first,
                "rule_ids": [Command.create({"name": "Invoiced sales", "tier_by": "base", "tier_ids": tiers})],
                "member_ids": [
                    Command.create({"employee_id": self._employee(login).id, "date_from": first}) for login in REPS
                ],
            }
        )
        plan.with_user(self._user("director")).action_approve()
        return plan
