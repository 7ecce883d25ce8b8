from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..organization.asking import Search
from ..organization.posts.title import join_title
from ..organization.record.phrases import join_phrases
from ..organization.today import Button

#: days for which an answer, or a day to explain, is still news
RECENT = 7
#: what is read of a day that was decided, and of one to decide
ANSWER, ASKED = ("excused", "date", "excuse_answer"), ("excuse_reason", "in_office_scope", "user_id", "company_id")
#: days one below the other, without asking what their people are called
LATEST = "date desc, id"


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = []
        if self.env["sales.office.day"].has_access("read"):
            asked += [self._get_day_answer_lines(), self._get_own_day_lines()]
            if self.env.user.has_group("sales_office_policy.group_team_leader"):
                asked.append(self._get_led_day_lines())
        if self.env["sales.office.closing"].has_access("read"):
            asked += [self._get_duty_lines(), self._get_missed_lines(), self._get_swap_lines()]
            asked.append(self._get_uncovered_lines())
        if self.env["sales.office.inspection"].has_access("read"):
            asked.append(self._get_inspection_lines())
        return super()._get_questions() | {"workday": asked}

    @api.model
    def _get_figure_questions(self):
        asked = []
        if self.env["sales.office.day"].has_access("read") and self.env.user.has_group(
            "sales_office_policy.group_team_leader"
        ):
            asked.append(self._get_strip_figures())
        return super()._get_figure_questions() | {"workday": asked}

    def _get_strip_figures(self):
        """Return how many of those whom the user leads are there today, late, on leave, not there."""
        Day = self.env["sales.office.day"]
        today = Domain("date", "=", fields.Date.context_today(self)) & Domain("user_id", "!=", self.env.uid)
        held = Domain("excused", "=", False)
        late = held & Domain("late_minutes", ">", 0) & Domain("first_in", "!=", False)
        kinds = (
            ("present", self.env._("Present so far"), Domain("first_in", "!=", False), "success"),
            ("late", self.env._("Late so far"), late, "warning"),
            ("leave", self.env._("On leave today"), Domain("leave_hours", ">", 0), ""),
            ("absent", self.env._("Absent today"), held & Domain("absent", "=", True), "danger"),
        )
        counts = yield Search(Day, today, counted=True, parts=tuple(domain for _key, _label, domain, _tone in kinds))
        views = {"view_mode": "list,form", "views": [(False, "list"), (False, "form")], "context": {}}
        xmlid = "sales_office_policy.sales_office_day_action"
        return [
            self._prepare_figure(
                *("count", f"day_{key}", label, str(count)),
                action=self._prepare_action(xmlid, domain=list(today & domain), **views),
                tone=tone if count else "",
            )
            for (key, label, domain, tone), count in zip(kinds, counts, strict=True)
        ]

    def _get_day_answer_lines(self):
        """Return the answers to the user's requests."""
        since = Domain("excuse_decided_at", ">=", fields.Datetime.now() - timedelta(days=RECENT))
        decided = yield Search(
            self.env["sales.office.day"], Domain("user_id", "=", self.env.uid) & since, LATEST, fields=ANSWER
        )
        lines = []
        for day in decided[:RECENT]:
            title = self.env._("Your day was waived") if day.excused else self.env._("Your day was not waived")
            action = self._prepare_action("sales_office_policy.sales_office_day_action_my", day)
            detail = join_title(format_date(self.env, day.date), day.excuse_answer, by=": ")
            lines.append(
                self._prepare_line(
                    "workday", f"day_answer_{day.id}", title, action, detail=detail, icon="fa-reply", group="know"
                )
            )
        return lines

    def _get_own_day_lines(self):
        """Return the user's days that nobody has excused yet."""
        Day = self.env["sales.office.day"]
        since = fields.Date.context_today(self) - timedelta(days=RECENT)
        own = Domain("user_id", "=", self.env.uid) & Domain("date", ">=", since) & Domain("excuse_state", "=", False)
        days = yield Search(Day, own & Day._get_breach_domain(), LATEST, fields=(), names=("employee_id",))
        return self._prepare_lines_of(
            "workday",
            "day_explain",
            self.env._("Days to explain"),
            "sales_office_policy.sales_office_day_action_my",
            days,
            detail=self.env._("Late, left early, absent or not signed in. Ask for a waiver if there was a reason."),
            icon="fa-clock-o",
        )

    def _get_led_day_lines(self):
        """Return the leader's lines: requests to decide, and who is late or absent today."""
        Day = self.env["sales.office.day"]
        led = Domain("user_id", "!=", self.env.uid)
        today = Domain("date", "=", fields.Date.context_today(self)) & Day._get_breach_domain()
        asked, absent = yield [
            Search(Day, led & Domain("excuse_state", "=", "asked"), LATEST, fields=ASKED, names=("employee_id",)),
            Search(Day, led & today, LATEST, fields=(), names=("employee_id",)),
        ]
        views = {"view_mode": "list,form", "views": [(False, "list"), (False, "form")]}
        xmlid = "sales_office_policy.sales_office_day_action"
        buttons = (
            Button(self.env._("Waive"), call="action_grant_excuse", undo=True),
            Button(self.env._("Refuse"), reason="refuse_excuse"),
        )
        lines = self._prepare_decisions(
            *("workday", "day_excuses", self.env._("Waivers to decide"), xmlid, asked._has_authority()),
            get_detail=lambda day: day.excuse_reason,
            get_buttons=lambda _day: buttons,
            icon="fa-question-circle-o",
        )
        lines += self._prepare_lines_of(
            *("workday", "day_today", self.env._("Late or absent today"), xmlid, absent),
            icon="fa-user-times",
            group="know",
        )
        for line in lines:
            if line["count"] > 1:  # one day opens by itself
                line["action"] |= views
        return lines

    def _get_duty_lines(self):
        """Return the lists that the user has to finish today, urgent from the reminder on."""
        closings = yield Search(
            self.env["sales.office.closing"],
            [
                ("user_id", "=", self.env.uid),
                ("state", "=", "open"),
                ("deadline", ">", fields.Datetime.now()),
                ("date", "<=", fields.Date.context_today(self)),
            ],
            "deadline, id",
        )
        return [
            self._prepare_line(
                "workday",
                f"closing_{closing.id}",
                self.env._("You close the office: %(list)s", list=closing.sudo().template_id.name),  # sudo: name only
                self._prepare_action("sales_office_policy.sales_office_closing_action_my", closing),
                detail=self.env._(
                    "Until %(time)s; %(settled)s of %(count)s ticked",
                    time=closing.end_text,
                    settled=closing.settled_count,
                    count=closing.line_count,
                ),
                urgent=bool(closing.remind_at and closing.remind_at <= fields.Datetime.now()),
                icon="fa-lock",
            )
            for closing in closings
        ]

    def _get_missed_lines(self):
        """Return the lists of since yesterday that the user missed and has not recorded as done late."""
        since = fields.Date.context_today(self) - timedelta(days=1)
        own = [("user_id", "=", self.env.uid), ("state", "=", "missed"), ("excused", "=", False)]
        missed = yield Search(self.env["sales.office.closing"], [*own, ("done_at", "=", False), ("date", ">=", since)])
        if not missed:
            return []
        return [
            self._prepare_line(
                "workday",
                "closing_missed",
                self.env._("You missed closing the office"),
                self._prepare_action("sales_office_policy.sales_office_closing_action_my", missed),
                detail=self.env._("Record it once it is done, and tell your leader if there was a reason."),
                count=len(missed),
                urgent=True,
                icon="fa-unlock",
            )
        ]

    def _get_swap_lines(self):
        """Return the duties that colleagues ask the user to take over."""
        # sudo: whom a colleague asks is read by their employee, which the user may not
        asked = yield Search(
            self.env["sales.office.closing"].sudo(),
            [
                ("swap_employee_id.user_id", "=", self.env.uid),
                ("company_id", "in", self.env.companies.ids),
                ("state", "=", "open"),
                ("deadline", ">", fields.Datetime.now()),
            ],
        )
        buttons = (
            Button(self.env._("Take Over"), call="action_accept_swap"),
            Button(self.env._("Refuse"), call="action_refuse_swap"),
        )
        return [
            line
            for closing in asked
            for line in self._prepare_decisions(
                "workday",
                f"closing_swap_{closing.id}",
                self.env._("%(name)s asks you to close the office", name=closing.employee_id.name),
                "sales_office_policy.sales_office_closing_action",
                closing,
                detail=self.env._("On %(date)s", date=format_date(self.env, closing.date)),
                get_buttons=lambda _closing: buttons,
                icon="fa-exchange",
            )
        ]

    def _get_uncovered_lines(self):
        """Return the offices the user leads for which nobody is there on some coming evening."""
        rotas = yield Search(self.env["sales.office.closing.rota"], [("uncovered_date", "!=", False)])
        return [
            self._prepare_line(
                "workday",
                f"closing_uncovered_{rota.id}",
                self.env._("Nobody closes %(office)s", office=rota.department_id.name),
                self._prepare_action("sales_office_policy.sales_office_closing_rota_action", rota),
                detail=self.env._(
                    "On %(date)s everybody in the rota is away. Put somebody on duty.",
                    date=format_date(self.env, rota.uncovered_date),
                ),
                icon="fa-user-times",
            )
            for rota in rotas.filtered("can_plan")
        ]

    def _get_inspection_lines(self):
        """Return the walks the user has to make or to end."""
        today = fields.Date.context_today(self)
        walks = yield Search(
            self.env["sales.office.inspection"],
            [("inspector_user_id", "=", self.env.uid), ("state", "=", "draft"), ("date", "<=", today)],
            "date, id",
            fields=("date",),
        )
        if not walks:
            return []
        return [
            self._prepare_line(
                "workday",
                "inspection",
                self.env._("Inspections to carry out"),
                self._prepare_action("sales_office_policy.sales_office_inspection_action", walks),
                detail=join_phrases(self.env, walks.mapped("display_name")),
                count=len(walks),
                urgent=walks[0].date < today,
                icon="fa-search",
            )
        ]
