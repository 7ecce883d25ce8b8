from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..organization.record.phrases import join_phrases

#: days for which an answer, or a day to explain, is still news
RECENT = 7


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return [
            *super()._get_lines(),
            *self._get_day_lines(),
            *self._get_closing_lines(),
            *self._get_inspection_lines(),
        ]

    @api.model
    def _get_day_lines(self):
        """Return what waits about days: the user's own, and those of whom they lead."""
        if not self.env["sales.office.day"].has_access("read"):
            return []
        led = self.env.user.has_group("sales_office_policy.group_team_leader")
        return [*self._get_own_day_lines(), *(self._get_led_day_lines() if led else ())]

    @api.model
    def _get_closing_lines(self):
        """Return what waits in closing offices: the user's duties, swaps asked for, evenings without anybody."""
        if not self.env["sales.office.closing"].has_access("read"):
            return []
        return [
            *self._get_duty_lines(),
            *self._get_missed_lines(),
            *self._get_swap_lines(),
            *self._get_uncovered_lines(),
        ]

    def _get_own_day_lines(self):
        """Return the answers to the user's requests, and their days that nobody has excused yet."""
        Day = self.env["sales.office.day"]
        own = Domain("user_id", "=", self.env.uid)
        decided = own & Domain("excuse_decided_at", ">=", fields.Datetime.now() - timedelta(days=RECENT))
        lines = []
        for day in Day.search(decided, limit=RECENT):
            title = self.env._("Your day was waived") if day.excused else self.env._("Your day was not waived")
            action = self._prepare_action("sales_office_policy.sales_office_day_action_my", day)
            detail = ": ".join(filter(None, [format_date(self.env, day.date), day.excuse_answer]))
            lines.append(
                self._prepare_line("workday", f"day_answer_{day.id}", title, action, detail=detail, icon="fa-reply")
            )
        since = fields.Date.context_today(self) - timedelta(days=RECENT)
        open_days = Day.search(
            own & Day._get_breach_domain() & Domain("excuse_state", "=", False) & Domain("date", ">=", since)
        )
        if open_days:
            lines.append(
                self._prepare_line(
                    "workday",
                    "day_explain",
                    self.env._("Days to explain"),
                    self._prepare_action("sales_office_policy.sales_office_day_action_my", open_days),
                    detail=self.env._(
                        "Late, left early, absent or not signed in. Ask for a waiver if there was a reason."
                    ),
                    count=len(open_days),
                    icon="fa-clock-o",
                )
            )
        return lines

    def _get_led_day_lines(self):
        """Return the leader's lines: requests to decide, and who is late or absent today."""
        Day = self.env["sales.office.day"]
        led = Domain("user_id", "!=", self.env.uid)
        today = Domain("date", "=", fields.Date.context_today(self)) & Day._get_breach_domain()
        waiting = (
            (
                "day_excuses",
                self.env._("Waivers to decide"),
                led & Domain("excuse_state", "=", "asked"),
                "fa-question-circle-o",
            ),
            ("day_today", self.env._("Late or absent today"), led & today, "fa-user-times"),
        )
        lines = []
        views = {"view_mode": "list,form", "views": [(False, "list"), (False, "form")]}
        for key, title, domain, icon in waiting:
            days = Day.search(domain)
            if key == "day_excuses":
                days = days._has_authority()
            if days:
                action = self._prepare_action("sales_office_policy.sales_office_day_action", days, **views)
                lines.append(self._prepare_line("workday", key, title, action, count=len(days), icon=icon))
        return lines

    def _get_duty_lines(self):
        """Return the lists that the user has to finish today, urgent from the reminder on."""
        closings = self.env["sales.office.closing"].search(
            [
                ("user_id", "=", self.env.uid),
                ("state", "=", "open"),
                ("deadline", ">", fields.Datetime.now()),
                ("date", "<=", fields.Date.context_today(self)),
            ],
            order="deadline, id",
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
        missed = self.env["sales.office.closing"].search([*own, ("done_at", "=", False), ("date", ">=", since)])
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
        asked = (
            self.env["sales.office.closing"]
            .sudo()
            .search(
                [
                    ("swap_employee_id.user_id", "=", self.env.uid),
                    ("company_id", "in", self.env.companies.ids),
                    ("state", "=", "open"),
                    ("deadline", ">", fields.Datetime.now()),
                ]
            )
        )
        return [
            self._prepare_line(
                "workday",
                f"closing_swap_{closing.id}",
                self.env._("%(name)s asks you to close the office", name=closing.employee_id.name),
                self._prepare_action("sales_office_policy.sales_office_closing_action", closing),
                detail=self.env._("On %(date)s", date=format_date(self.env, closing.date)),
                icon="fa-exchange",
            )
            for closing in asked
        ]

    def _get_uncovered_lines(self):
        """Return the offices the user leads for which nobody is there on some coming evening."""
        rotas = self.env["sales.office.closing.rota"].search([("uncovered_date", "!=", False)])
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
        Inspection = self.env["sales.office.inspection"]
        if not Inspection.has_access("read"):
            return []
        today = fields.Date.context_today(self)
        walks = Inspection.search(
            [("inspector_user_id", "=", self.env.uid), ("state", "=", "draft"), ("date", "<=", today)], order="date, id"
        )
        if not walks:
            return []
        return [
            self._prepare_line(
                "workday",
                "inspection",
                self.env._("Inspections to walk"),
                self._prepare_action("sales_office_policy.sales_office_inspection_action", walks),
                detail=join_phrases(self.env, walks.mapped("display_name")),
                count=len(walks),
                urgent=walks[0].date < today,
                icon="fa-search",
            )
        ]
