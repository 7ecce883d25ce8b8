from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_repr, format_amount

from ..books.metrics import AMOUNTS
from ..organization.record.phrases import join_phrases
from ..organization.today import Button


class SalesOfficeToday(models.AbstractModel):
    """Figures against the published targets, and what waits for an answer about targets and plans."""

    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_planning_lines()

    def _get_target_lines(self):
        """Return the month against the published targets; the sales teams' own only where nothing is published."""
        if not self.env.company._sales_office_uses("planning"):
            return super()._get_target_lines()
        targets = self._get_month_targets()
        if not targets:
            return super()._get_target_lines()
        action = self._prepare_action("sales_office_policy.sales_office_target_action_my", targets)
        title = self.env._("This month against target")
        detail = join_phrases(self.env, targets.mapped(self._get_planning_text))
        return [self._prepare_line("planning", "target", title, action, detail=detail, icon="fa-line-chart")]

    def _get_month_targets(self):
        """Return the user's own targets of this month and those of departments they belong to or lead."""
        month = fields.Date.context_today(self).replace(day=1)
        own = Domain("user_id", "=", self.env.uid)
        mine = self.env.user._get_sales_office_employees().department_id
        managed = Domain("department_id.manager_id.user_id", "=", self.env.uid)
        teams = Domain("employee_id", "=", False) & (Domain("department_id", "in", mine.ids) | managed)
        return self.env["sales.office.target"].search(
            (Domain("published_at", "!=", False) | Domain("state", "=", "accepted"))
            & Domain("state", "!=", "disputed")
            & Domain("period_type", "=", "month")
            & Domain("date_from", "=", month)
            & (own | teams),
            order="employee_id, metric",
        )

    def _get_planning_text(self, target):
        return self.env._(
            "%(owner)s: %(percent)s %% (%(achieved)s of %(target)s), heading for %(forecast)s %%",
            owner=target.employee_id.name or target.department_id.name,
            percent=round(target.progress),
            achieved=self._format_target_value(target, target.achieved_value),
            target=self._format_target_value(target, target.target_value),
            forecast=round(target.forecast_percent),
        )

    def _format_target_value(self, target, value):
        return format_amount(self.env, value, target.currency_id) if target.metric in AMOUNTS else float_repr(value, 0)

    def _get_planning_lines(self):
        buttons = self._get_planning_buttons()
        lines = []
        for key, title, action, records, icon in self._get_planning_waiting():
            prepare, values = self._prepare_lines_of, {"urgent": key == "target_dispute", "icon": icon}
            if key in buttons:
                prepare = self._prepare_decisions
                values["get_buttons"] = lambda _record, done=buttons[key]: done
            lines += prepare("planning", key, title, f"sales_office_policy.{action}", records, **values)
        return lines

    def _get_planning_buttons(self):
        return {
            "target_propose": (
                Button(self.env._("Accept"), call="action_accept"),
                Button(self.env._("Dispute"), reason="dispute"),
            ),
            "plan_approve": (
                Button(self.env._("Approve"), call="action_approve"),
                Button(self.env._("Send Back"), reason="send_back"),
            ),
        }

    def _get_planning_waiting(self):
        """Return ``[(key, title, action, records, icon)]`` of what may wait for the user in planning."""
        Target = self.env["sales.office.target"]
        in_use = Domain("plan_state", "=", "approved")
        owned = Target.search(in_use & Domain("state", "=", "proposed") & Domain("is_owner", "=", True))
        lines = [
            (
                "target_propose",
                self.env._("Targets to accept"),
                "sales_office_target_action_my",
                owned,
                "fa-handshake-o",
            ),
            (
                "target_acknowledge",
                self.env._("Read your team's targets"),
                "sales_office_target_action_told",
                self.env["sales.office.target.acknowledgement"]
                .search([("user_id", "=", self.env.uid), ("state", "=", "asked")])
                .target_id.filtered("active"),
                "fa-bullhorn",
            ),
        ]
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            answered_by_others = Domain("state", "=", "disputed") & Domain("is_owner", "=", False)
            disputed = Target.search(in_use & answered_by_others)._get_settable()
            title = self.env._("Disputed targets to answer")
            lines.append(("target_dispute", title, "sales_office_target_action_cascade", disputed, "fa-comments-o"))
        if self.env.user.has_group("sales_office_policy.group_director"):
            plans = self.env["sales.office.plan"].search(
                [("state", "=", "proposed"), ("proposed_by_id", "!=", self.env.uid)]
            )
            title = self.env._("Plans to approve")
            lines.append(("plan_approve", title, "sales_office_plan_action", plans, "fa-thumbs-o-up"))
        return lines
