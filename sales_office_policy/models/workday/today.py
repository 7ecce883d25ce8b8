from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

#: days for which an answer, or a day to explain, is still news
RECENT = 7


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        lines = super()._get_lines()
        if self.env["sales.office.day"].has_access("read"):
            lines += self._get_own_day_lines()
            if self.env.user.has_group("sales_office_policy.group_team_leader"):
                lines += self._get_led_day_lines()
        return lines

    def _get_own_day_lines(self):
        """Return the answers to the user's requests, and his days that nobody has excused yet."""
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
