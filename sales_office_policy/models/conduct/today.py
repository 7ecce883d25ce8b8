from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_datetime

from ..organization.asking import Search
from ..organization.posts.title import join_title
from ..organization.today import Button

#: days that a finding stays on the page of the person it is about
NOTED_DAYS = 7
#: days that changed facts of a closed case stay on the page of those who could annul it
CHANGED_DAYS = 30


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        user, asked = self.env.user, []
        if self.env["sales.office.violation"].has_access("read"):
            asked += [self._get_own_case_lines(), self._get_noted_lines(), self._get_suspected_lines()]
            if user.has_groups("sales_office_policy.group_manager,sales_office_policy.group_director_judge"):
                asked.append(self._get_led_case_lines())
        if self.env.company.id in user._get_sales_office_companies("policy_admin"):
            asked.append(self._get_judge_lines())
        if user.has_groups("sales_office_policy.group_director,sales_office_policy.group_director_judge"):
            asked.append(self._get_penalty_lines())
        if self.env["sales.office.gift"].has_access("read"):
            asked.append(self._get_gift_lines())
            if user.has_group("sales_office_policy.group_manager"):
                asked.append(self._get_reward_lines())
            if user.has_group("sales_office_policy.group_finance"):
                asked.append(self._get_benefit_lines())
        return super()._get_questions() | {"conduct": asked}

    @api.model
    def _get_starts(self):
        starts = []
        if self.env["sales.office.incident.report"].has_access("create"):
            label = self.env._("Report an Incident")
            xmlid = "sales_office_policy.sales_office_incident_report_action"
            starts.append(self._prepare_start("incident", label, "fa-bullhorn", xmlid))
        if self.env["sales.office.gift"].has_access("create"):
            label, xmlid = self.env._("Declare a Gift"), "sales_office_policy.sales_office_gift_action_my"
            starts.append(self._prepare_start("gift", label, "fa-gift", xmlid, "sales.office.gift"))
        return super()._get_starts() | {"conduct": starts}

    def _get_own_case_lines(self):
        """Return what the user has to do about their own cases: answer, accept or appeal; urgent on the last day."""
        Violation = self.env["sales.office.violation"]
        unanswered = [("user_id", "=", self.env.uid), ("state", "=", "reported"), ("answered_at", "=", False)]
        waiting = [
            ("conduct_answer", self.env._("Answer the case about you"), unanswered, "answer_deadline", "fa-reply"),
            (
                "conduct_appeal",
                self.env._("Read the decision about you"),
                Violation._get_appealable_domain(),
                "appeal_deadline",
                "fa-balance-scale",
            ),
        ]
        found = yield [
            Search(Violation, domain, f"{deadline_field}, id", fields=(deadline_field,))
            for _key, _title, domain, deadline_field, _icon in waiting
        ]
        lines = []
        for (key, title, _domain, deadline_field, icon), cases in zip(waiting, found, strict=True):
            if cases:
                deadline = cases[0][deadline_field]
                lines.append(
                    self._prepare_line(
                        "conduct",
                        key,
                        title,
                        self._prepare_action("sales_office_policy.sales_office_violation_action_my", cases),
                        detail=self.env._(
                            "Until %(moment)s", moment=format_datetime(self.env, deadline, dt_format="short")
                        ),
                        count=len(cases),
                        urgent=deadline <= fields.Datetime.now() + timedelta(days=1),
                        icon=icon,
                    )
                )
        return lines

    def _get_noted_lines(self):
        """Return what checks noted about the user lately."""
        since = fields.Date.context_today(self) - timedelta(days=NOTED_DAYS)
        own = [("user_id", "=", self.env.uid), ("state", "=", "open"), ("case_state", "in", (False, "suspected"))]
        once = [("covered_by_id", "=", False), ("date", ">=", since)]
        count = yield Search(self.env["sales.office.finding"], [*own, *once], counted=True)
        if not count:
            return []
        return [
            self._prepare_line(
                "conduct",
                "conduct_finding",
                self.env._("Noted about you in the last %(days)s days", days=NOTED_DAYS),
                self._prepare_action(
                    "sales_office_policy.sales_office_finding_action",
                    context={"search_default_my": 1, "search_default_open": 1},
                ),
                detail=self.env._("If something is wrong or has a reason, tell your leader now."),
                count=count,
                icon="fa-eye",
                group="know",
            )
        ]

    def _get_suspected_lines(self):
        """Return for a leader the suspicions nobody has taken up."""
        if not self.env.user.has_groups(
            "sales_office_policy.group_team_leader,sales_office_policy.group_director_judge"
        ):
            return []
        Violation = self.env["sales.office.violation"]
        count = yield Search(Violation, Violation._get_triage_domain(), counted=True)
        if not count:
            return []
        return [
            self._prepare_line(
                "conduct",
                "conduct_suspected",
                self.env._("Possible violations to review"),
                self._prepare_action("sales_office_policy.sales_office_triage_action"),
                detail=self.env._(
                    "Found by a check or told in confidence; nothing follows until somebody reports them."
                ),
                count=count,
                icon="fa-search",
                group="decide",
            )
        ]

    def _get_judge_lines(self):
        """Ask the policy administrator who decides about directors: while there is one and nobody is named, and where
        the ones named have a part in a case, so that nobody may decide it.
        """
        yield from ()  # it asks the company, and searches only where that says so
        company = self.env.company.sudo()  # sudo: whether somebody is named is asked
        action = self._prepare_action("sales_office_policy.sales_office_settings_action")
        values = {"icon": "fa-balance-scale"}
        if not company._are_sales_office_judges_there() and company._get_sales_office_directors():
            title = self.env._("Name who decides about directors")
            values["detail"] = self.env._(
                "Until then nobody can end a case about a director, or one that a director reported themselves."
            )
        elif stuck := self.env["sales.office.violation"]._get_stuck(company):
            title = self.env._("Name somebody else who decides about directors")
            values["detail"] = self.env._("Nobody may decide these cases or appeals: who could has a part in them.")
            values["count"] = len(stuck)
        else:
            return []
        return [self._prepare_line("conduct", "conduct_judge", title, action, **values)]

    def _get_penalty_lines(self):
        """Return the changed penalties that count once the user, as a director or named by companies, approved them."""
        waiting = [("state", "=", "proposed"), ("changed_by_id", "!=", self.env.uid)]
        changes = yield Search(self.env["sales.office.penalty.change"], waiting, names=("type_id",))
        changes = changes.filtered("can_decide")
        xmlid = "sales_office_policy.sales_office_penalty_change_action"
        buttons = (
            Button(self.env._("Approve"), call="action_approve"),
            Button(self.env._("Refuse"), reason="refuse"),
        )
        return self._prepare_decisions(
            *("conduct", "conduct_penalty", self.env._("Changed penalties to approve"), xmlid, changes),
            get_detail=lambda change: f"{change.before_text}\n→\n{change.after_text}",
            get_buttons=lambda _change: buttons,
            icon="fa-gavel",
        )

    def _get_led_case_lines(self):
        """Return the cases that wait for the user as a manager or director."""
        Violation = self.env["sales.office.violation"]
        waiting = [
            (
                "conduct_decide",
                self.env._("Cases to decide"),
                self.env._("Answered, out of time to answer, or appealed"),
                Violation._get_decidable_domain() & ~Violation._get_first_decided_domain(self.env.user),
                "fa-gavel",
            ),
            (
                "conduct_close",
                self.env._("Decisions to close"),
                self.env._("No appeal can come any more"),
                Violation._get_closable_domain(),
                "fa-check",
            ),
            (
                "conduct_facts_changed",
                self.env._("Closed cases whose facts have changed"),
                self.env._("Annul them, or leave them as they are"),
                Domain("state", "=", "closed")
                & Domain("facts_changed_at", ">=", fields.Datetime.now() - timedelta(days=CHANGED_DAYS)),
                "fa-undo",
            ),
        ]
        found = yield [Search(Violation, domain, fields=()) for _key, _title, _detail, domain, _icon in waiting]
        if found[-1]:  # seldom: only then it is asked whose they are to annul
            mine = Domain("id", "in", found[-1].ids) & Violation._get_annullable_domain()
            found[-1] = yield Search(Violation, mine, fields=())
        lines = []
        for (key, title, detail, _domain, icon), cases in zip(waiting, found, strict=True):
            values = {"detail": detail, "icon": icon, "group": "decide"}
            xmlid = "sales_office_policy.sales_office_violation_action"
            lines += self._prepare_lines_of("conduct", key, title, xmlid, cases, **values)
        return lines

    def _get_reward_lines(self):
        rewards = yield Search(
            self.env["sales.office.reward"],
            self.env["sales.office.reward"]._get_decidable_domain(),
            fields=("amount", "reason"),
            names=("type_id", "employee_id"),
            reads=("currency_id",),
        )
        xmlid, title = "sales_office_policy.sales_office_reward_action", self.env._("Rewards to approve")
        buttons = (
            Button(self.env._("Approve"), call="action_approve", undo=True),
            Button(self.env._("Refuse"), reason="refuse"),
        )
        return self._prepare_decisions(
            *("conduct", "conduct_reward", title, xmlid, rewards),
            get_detail=self._get_reward_detail,
            get_buttons=lambda _reward: buttons,
            icon="fa-trophy",
        )

    def _get_reward_detail(self, reward):
        amount = format_amount(self.env, reward.amount, reward.currency_id) if reward.amount else ""
        return "\n".join(filter(None, (amount, reward.reason)))

    def _get_benefit_lines(self):
        """Return the approved benefits that finance pays by hand; a bonus comes with the statement."""
        domain = [("state", "=", "approved"), ("kind", "=", "welfare"), ("user_id", "!=", self.env.uid)]
        rewards = yield Search(self.env["sales.office.reward"], domain)
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
        """Return the gifts that wait for the user: their own to settle, those of people they lead to decide."""
        Gift = self.env["sales.office.gift"]
        own, led = yield [
            Search(Gift, [("user_id", "=", self.env.uid), ("state", "=", "declared")]),
            Search(
                Gift,
                Gift._get_waiting_domain() & Gift._get_authority_domain(),
                names=("partner_id", "employee_id"),
                reads=("currency_id",),
            ),
        ]
        xmlid, settled = "sales_office_policy.sales_office_gift_action", own - own.filtered("needs_decision")
        title, own_title = self.env._("Gifts to decide"), self.env._("Gifts you declared, to be settled")
        buttons = (Button(self.env._("Decide"), dialog="sales_office_policy.sales_office_gift_decide_action"),)
        return [
            *self._prepare_lines_of("conduct", "conduct_gift_own", own_title, xmlid, settled, icon="fa-gift"),
            *self._prepare_decisions(
                *("conduct", "conduct_gift", title, xmlid, led),
                get_detail=self._get_gift_detail,
                get_buttons=lambda _gift: buttons,
                icon="fa-gift",
            ),
        ]

    def _get_gift_detail(self, gift):
        value = format_amount(self.env, gift.value, gift.currency_id)
        return join_title(gift.employee_id.name, value, gift.description)
