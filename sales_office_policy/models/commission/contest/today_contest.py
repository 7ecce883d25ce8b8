from odoo import api, fields, models
from odoo.tools import format_date


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_contest_lines()

    @api.model
    def _get_contest_lines(self):
        """Return the contests the user takes part in, and those whose ranking he has to close."""
        contests = self.env["sales.office.contest"].search([("state", "=", "running")])
        today = fields.Date.context_today(self)
        own = contests.filtered("is_participant")
        over = contests.filtered(lambda contest: contest.date_to < today and contest.can_organize)
        lines = []
        if own:
            lines.append(
                self._prepare_contest_line(
                    "running", self.env._("Contest under way"), own, urgent=False, icon="fa-trophy"
                )
            )
        if over:
            title = self.env._("Contests to close")
            lines.append(self._prepare_contest_line("over", title, over, urgent=False, icon="fa-flag-checkered"))
        return lines

    def _prepare_contest_line(self, key, title, contests, **values):
        detail = ""
        if len(contests) == 1:
            last = format_date(self.env, contests.date_to)
            detail = self.env._("%(contest)s, until %(date)s", contest=contests.name, date=last)
        action = self._prepare_action("sales_office_policy.sales_office_contest_action", contests)
        count = len(contests)
        return self._prepare_line("commission", f"contest_{key}", title, action, detail=detail, count=count, **values)
