from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        lines = super()._get_lines()
        if not self.env["sales.office.closing"].has_access("read"):
            return lines
        own = self._get_duty_lines() + self._get_missed_lines()
        return lines + own + self._get_swap_lines() + self._get_uncovered_lines()

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
        # sudo: whom a colleague asks is read by his employee, which the user may not
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
