from odoo import models
from odoo.fields import Command

from .demo import REPS


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_commission_room(self, dice):
        """Last month's statements at every stage: paid, approved, to confirm, disputed, draft."""
        first, last = self._last_month()
        plans = self._load_plan() | self._load_leaders_plan()
        self._load_earlier_month(plans)
        statements = self.env["sales.office.statement"]
        for plan in plans:
            statements |= plan.with_user(self._user("manager")).generate_statements(first, last)
        of = statements.grouped(lambda statement: statement.user_id.login)
        (of["rep1"] | of["rep2"] | of["rep3"] | of["rep5"] | of["leader1"]).action_submit()
        for login in ("rep2", "rep5"):
            of[login].with_user(self._user(login)).action_confirm()
        of["rep5"].action_approve()
        of["rep3"].with_user(self._user("rep3")).action_dispute(
            "The chamber's annual dinner was my customer until the middle of the month."
        )

    def _load_plan(self):
        """What the reps are paid: each by what he sold, and together by how far their team reached its target."""
        own = self._prepare_tiers((0, 1.5), (20_000, 2), (50_000, 2.5))
        team = self._prepare_tiers((0, 0.1), (80, 0.2), (100, 0.3))
        return self._approve_plan(
            "Monthly Sales Commission",
            REPS,
            {"name": "Invoiced sales", "tier_by": "base", "tier_ids": own},
            {
                "name": "Team share",
                "credit_to": "team",
                "tier_by": "achievement",
                "tier_mode": "whole",
                "tier_ids": team,
            },
        )

    def _load_leaders_plan(self):
        rule = {"name": "Sales of my team", "credit_to": "leader", "include_own": True, "rate": 0.4}
        return self._approve_plan("Leaders' Commission", ("leader1", "leader2"), rule)

    def _prepare_tiers(self, *tiers):
        return [Command.create({"threshold": start, "rate": rate}) for start, rate in tiers]

    def _approve_plan(self, name, logins, *rules):
        first, _last = self._before_last_month()
        plan = self.env["sales.office.commission.plan"].create(
            {
                "name": name,
                "date_from": first,
                "rule_ids": [Command.create({"sequence": number, **rule}) for number, rule in enumerate(rules)],
                "member_ids": [
                    Command.create({"employee_id": self._employee(login).id, "date_from": first}) for login in logins
                ],
            }
        )
        plan.with_user(self._user("director")).action_approve()
        return plan
