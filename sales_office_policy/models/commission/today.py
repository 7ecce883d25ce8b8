from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ..organization.asking import Search
from ..organization.today import Button
from .statement.statement import format_period

#: what is read of a contest that is over
OVER = ("date_to", "can_organize")


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = [
            self._get_statements_waiting(),
            self._get_commission_plan_lines(),
            self._get_unassigned_lines(),
            self._get_contest_lines(),
            self._get_untaken_lines(),
        ]
        return super()._get_questions() | {"commission": asked}

    @api.model
    def _get_figure_questions(self):
        return super()._get_figure_questions() | {"commission": [self._get_commission_figures()]}

    def _get_commission_figures(self):
        """Return what the user's plans pay for the current period as the books are now, and how that comes about."""
        estimates = yield from self.env["sales.office.commission.plan"]._ask_own_estimates()
        if not estimates:
            return []
        currency = estimates[0].plan.currency_id
        amount = currency.format(float(sum(estimate.after.amount for estimate in estimates)))
        period = format_period(self.env, *estimates[0].period)
        return [
            self._prepare_figure(
                "amount",
                "commission",
                self.env._("Expected commission"),
                amount,
                detail=self.env._("%(period)s, as the books are now. How?", period=period),
                call=("sales.office.commission.plan", "action_open_own_estimate"),
            )
        ]

    @api.model
    def _get_statements_waiting(self):
        """Return one line for each thing the user has to do with statements; one search for all of them."""
        own = Domain("user_id", "=", self.env.uid) & Domain("state", "=", "review")
        led = Domain("in_office_scope", "=", True)
        others = Domain("user_id", "!=", self.env.uid)
        waiting = {"confirm": own}
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            waiting["answer"] = led & Domain("state", "=", "disputed")
        if self.env.user.has_group("sales_office_policy.group_manager"):
            waiting["approve"] = led & Domain("state", "=", "confirmed")
        if self.env.user.has_group("sales_office_policy.group_finance"):
            waiting["answer"] = others & Domain("state", "=", "disputed")
            waiting["pay"] = others & Domain("state", "=", "approved")
        statements = yield Search(
            self.env["sales.office.statement"],
            Domain.OR(waiting.values()),
            fields=("state", "user_id", "in_office_scope", "net"),
            names=("employee_id",),
            reads=("currency_id",),
        )
        lines = ((key, statements.filtered_domain(domain)) for key, domain in waiting.items())
        return [line for key, found in lines for line in self._prepare_statement_lines(key, found)]

    def _prepare_statement_lines(self, key, statements):
        titles = {
            "confirm": self.env._("Confirm your statement"),
            "answer": self.env._("Statements in dispute to answer"),
            "approve": self.env._("Statements to approve"),
            "pay": self.env._("Statements to pay"),
        }
        icons = {
            "confirm": "fa-check-square-o",
            "answer": "fa-comments-o",
            "approve": "fa-thumbs-o-up",
            "pay": "fa-money",
        }
        prepare, values = self._prepare_lines_of, {"urgent": key == "answer", "icon": icons[key], "group": "decide"}
        buttons = {
            "confirm": (Button(self.env._("Confirm"), call="action_confirm", undo=True),),
            "approve": (Button(self.env._("Approve"), call="action_approve", undo=True),),
        }.get(key)
        if buttons:
            values |= {"get_detail": self._get_statement_detail, "get_buttons": lambda _statement: buttons}
            prepare = self._prepare_decisions
        if key == "confirm":
            values["group"] = "now"
        xmlid = "sales_office_policy.sales_office_statement_action"
        return prepare("commission", f"statement_{key}", titles[key], xmlid, statements, **values)

    def _get_statement_detail(self, statement):
        return self.env._("To be paid: %(net)s", net=format_amount(self.env, statement.net, statement.currency_id))

    @api.model
    def _get_commission_plan_lines(self):
        """Return the line of the drafts that are ready, which a director may approve: not one they are paid by."""
        if not self.env.user.has_group("sales_office_policy.group_director"):
            return []
        ready = Domain("state", "=", "draft") & Domain("rule_ids", "!=", False) & Domain("member_ids", "!=", False)
        others = ~Domain("member_ids.user_id", "=", self.env.uid)
        plans = yield Search(self.env["sales.office.commission.plan"], ready & others)
        xmlid, title = (
            "sales_office_policy.sales_office_commission_plan_action",
            self.env._("Commission plans to approve"),
        )
        return self._prepare_decisions(  # opened first: nobody approves its rules unread
            "commission", "commission_plan_approve", title, xmlid, plans, icon="fa-thumbs-o-up"
        )

    @api.model
    def _get_unassigned_lines(self):
        """Return what waits for somebody who is in no commission plan, so that it is not forgotten."""
        if not self.env.user.has_groups("sales_office_policy.group_finance,sales_office_policy.group_director"):
            return []
        payouts = yield Search(self.env["sales.office.unassigned.payout"], [("user_id", "!=", self.env.uid)])
        if not payouts:
            return []
        return [
            self._prepare_line(
                "commission",
                "unassigned_payouts",
                self.env._("Prizes, bonuses and fines that no commission plan takes up"),
                self._prepare_action("sales_office_policy.sales_office_unassigned_payout_action"),
                detail=payouts.display_name if len(payouts) == 1 else "",
                count=len(payouts),
                icon="fa-hourglass-half",
                group="decide",
            )
        ]

    @api.model
    def _get_contest_lines(self):
        """Return the contests the user takes part in, and those whose ranking they have to close."""
        Contest = self.env["sales.office.contest"]
        running = Domain("state", "=", "running")
        own, over = yield [
            Search(Contest, running & Domain("is_participant", "=", True), fields=("date_to",)),
            Search(Contest, running & Domain("date_to", "<", fields.Date.context_today(self)), fields=OVER),
        ]
        over = over.filtered("can_organize")
        lines = []
        if own:
            lines.append(
                self._prepare_contest_line(
                    "running", self.env._("Contest under way"), own, icon="fa-trophy", group="know"
                )
            )
        if over:
            title = self.env._("Contests to close")
            lines.append(self._prepare_contest_line("over", title, over, icon="fa-flag-checkered"))
        return lines

    def _prepare_contest_line(self, key, title, contests, **values):
        detail = ""
        if len(contests) == 1:
            last = format_date(self.env, contests.date_to)
            detail = self.env._("%(contest)s, until %(date)s", contest=contests.name, date=last)
        action = self._prepare_action("sales_office_policy.sales_office_contest_action", contests)
        count = len(contests)
        return self._prepare_line("commission", f"contest_{key}", title, action, detail=detail, count=count, **values)

    @api.model
    def _get_untaken_lines(self):
        """Return what no statement takes, for whoever decides about it."""
        if not self.env.user.has_groups("sales_office_policy.group_finance,sales_office_policy.group_director"):
            return []
        rows = yield Search(self.env["sales.office.untaken"], [("state", "=", "open"), ("user_id", "!=", self.env.uid)])
        if not rows:
            return []
        return [
            self._prepare_line(
                "commission",
                "in_no_statement",
                self.env._("Changes and documents that no statement takes"),
                self._prepare_action("sales_office_policy.sales_office_untaken_action"),
                detail=rows.display_name if len(rows) == 1 else "",
                count=len(rows),
                icon="fa-question-circle-o",
                group="decide",
            )
        ]
