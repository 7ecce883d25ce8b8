from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_repr, format_amount

from ..books.metrics import AMOUNTS
from ..organization.asking import Search
from ..organization.today import Button
from ..organization.today_figures import RINGS

#: targets one below the other, without asking what their people are called
FIRST = "date_from, period_type, id"


class SalesOfficeToday(models.AbstractModel):
    """Figures against the published targets, and what waits for an answer about targets and plans."""

    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        return super()._get_questions() | {"planning": [self._get_planning_lines()]}

    def _get_target_figures(self):
        """Return the month against the published targets; the sales teams' own only where nothing is published."""
        targets = ()
        if self.env.company._sales_office_uses("planning"):
            targets = yield Search(
                self.env["sales.office.target"],
                self._get_month_target_domain(),
                "employee_id, metric",
                names=("employee_id", "department_id"),
            )
        if not targets:
            return (yield from super()._get_target_figures())
        targets = targets[:RINGS].sudo()  # sudo: found by the user's rules; the fields themselves are read in sudo
        measured = targets._measure((yield from targets._ask_achieved()))
        return [self._prepare_target_figure(target, measured[target]) for target in targets.sudo(False)]

    def _get_month_target_domain(self):
        """Return the user's own targets of this month and those of departments they belong to or lead."""
        month = fields.Date.context_today(self).replace(day=1)
        own = Domain("user_id", "=", self.env.uid)
        mine = self.env.user._get_sales_office_own_departments()
        managed = self.env.user._get_sales_office_scope().managed_ids
        teams = Domain("employee_id", "=", False) & Domain("department_id", "in", [*mine, *managed])
        return (
            (Domain("published_at", "!=", False) | Domain("state", "=", "accepted"))
            & Domain("state", "!=", "disputed")
            & Domain("period_type", "=", "month")
            & Domain("date_from", "=", month)
            & (own | teams)
        )

    def _prepare_target_figure(self, target, measured):
        metric = dict(target._fields["metric"]._description_selection(self.env))[target.metric]
        owner = target.employee_id.name or target.department_id.name
        return self._prepare_figure(
            "ring",
            f"target_{target.id}",
            self.env._("%(metric)s this month, %(owner)s", metric=metric, owner=owner),
            self._format_target_value(target, measured.achieved_value),
            detail=self.env._(
                "of %(target)s, heading for %(forecast)s %%",
                target=self._format_target_value(target, target.target_value),
                forecast=round(measured.forecast_percent),
            ),
            percent=measured.progress,
            action=self._prepare_action("sales_office_policy.sales_office_target_action_my", target),
        )

    def _format_target_value(self, target, value):
        return format_amount(self.env, value, target.currency_id) if target.metric in AMOUNTS else float_repr(value, 0)

    def _get_planning_lines(self):
        buttons, waiting = self._get_planning_buttons(), self._get_planning_waiting()
        answers = yield [search for *_values, search in waiting]
        lines = []
        for (key, title, action, icon, _search), found in zip(waiting, answers, strict=True):
            records = self._filter_planning_waiting(key, found)
            own = key in ("target_propose", "target_acknowledge")
            values = {"urgent": key == "target_dispute", "icon": icon, "group": "now" if own else "decide"}
            prepare = self._prepare_lines_of
            if key in buttons:
                prepare = self._prepare_decisions
                values["get_buttons"] = lambda _record, done=buttons[key]: done
            lines += prepare("planning", key, title, f"sales_office_policy.{action}", records, **values)
        return lines

    def _get_planning_buttons(self):
        return {
            "target_propose": (
                Button(self.env._("Accept"), call="action_accept", undo=True),
                Button(self.env._("Dispute"), reason="dispute"),
            ),
            "target_acknowledge": (Button(self.env._("Take Note"), call="action_acknowledge", undo=True),),
            "plan_approve": (
                Button(self.env._("Approve"), call="action_approve"),
                Button(self.env._("Send Back"), reason="send_back"),
            ),
        }

    def _get_planning_waiting(self):
        """Return ``[(key, title, action, icon, search)]`` of what may wait for the user in planning."""
        Target = self.env["sales.office.target"]
        in_use = Domain("plan_id", "any!", Domain("state", "=", "approved"))  # sudo: a state, of targets that are read
        owned = in_use & Domain("state", "=", "proposed") & Domain("is_owner", "=", True)
        told = [("user_id", "=", self.env.uid), ("state", "=", "asked")]
        lines = [
            (
                "target_propose",
                self.env._("Targets to accept"),
                "sales_office_target_action_my",
                "fa-handshake-o",
                Search(Target, owned, FIRST, fields=(), names=("employee_id", "department_id")),
            ),
            (
                "target_acknowledge",
                self.env._("Read your team's targets"),
                "sales_office_target_action_told",
                "fa-bullhorn",
                Search(self.env["sales.office.target.acknowledgement"], told, reads=("target_id",)),
            ),
        ]
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            answered_by_others = Domain("state", "=", "disputed") & Domain("is_owner", "=", False)
            title, answered = self.env._("Disputed targets to answer"), in_use & answered_by_others
            disputed = Search(
                Target, answered, FIRST, fields=(), names=("employee_id",), reads=("department_id", "plan_id")
            )
            lines.append(("target_dispute", title, "sales_office_target_action_cascade", "fa-comments-o", disputed))
        if self.env.user.has_group("sales_office_policy.group_director"):
            others = [("state", "=", "proposed"), ("proposed_by_id", "!=", self.env.uid)]
            title, plans = self.env._("Plans to approve"), Search(self.env["sales.office.plan"], others)
            lines.append(("plan_approve", title, "sales_office_plan_action", "fa-thumbs-o-up", plans))
        return lines

    def _filter_planning_waiting(self, key, found):
        if key == "target_acknowledge":
            return found.target_id.filtered("active")
        return found._get_settable() if key == "target_dispute" else found
