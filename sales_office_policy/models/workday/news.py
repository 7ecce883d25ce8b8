from datetime import timedelta

from odoo import api, models

from ..organization.messages.news import News

#: when a list without a reminder is told of, before it has to be done
BEFORE = timedelta(hours=1)
AHEAD = timedelta(hours=24)


class SalesOfficeNews(models.AbstractModel):
    """Who closes the office (R010), when they are reminded."""

    _inherit = "sales.office.news"

    @api.model
    def _get_news(self, now):
        return [*super()._get_news(now), *self._get_closing_news(now)]

    def _get_closing_news(self, now):
        here = [("company_id", "=", self.env.company.id), ("state", "=", "open"), ("employee_id", "!=", False)]
        soon = [("deadline", ">", now), ("deadline", "<=", now + AHEAD)]
        closings = self.env["sales.office.closing"].search([*here, *soon], order="deadline, id")
        times = ((closing, closing.remind_at or closing.deadline - BEFORE) for closing in closings)
        return [self._prepare_closing(closing, at) for closing, at in times if at <= now]

    def _prepare_closing(self, closing, at):
        text = self.env._(
            "%(list)s, done by %(time)s", list=closing.template_id.name, time=closing._format_time(closing.deadline)
        )
        return News(
            *("workday", "closing", f"closing:{closing.id}:{closing.employee_id.id}", closing.department_id.id),
            title=self.env._("%(name)s closes the office today", name=closing.employee_id.name),
            lines=((text, 0),),
            link=self._get_link(closing._name, closing.id),
            at=at,
            until=closing.deadline,
        )
