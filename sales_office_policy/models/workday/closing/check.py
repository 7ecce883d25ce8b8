from datetime import timedelta

from odoo import models


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

    def _detect_closing_missed(self, employees, date_from, date_to):
        """Return the evenings on which the person on duty did not have the office closed in time (R010, R011).

        One for an evening, however many lists it had. What was excused, done within the grace, or
        was the duty of somebody on leave that evening is none.
        """
        missed = self.env["sales.office.closing"].search(
            [
                ("employee_id", "in", employees.ids),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "missed"),
                ("excused", "=", False),
            ],
            order="date, id",
        )
        if not missed:
            return []
        dates = missed.mapped("date")
        evenings = missed.employee_id._get_sales_office_evenings(min(dates), max(dates))
        grace = timedelta(minutes=self.grace_minutes)
        breaches = {}
        for closing in missed:
            in_grace = closing.done_at and closing.done_at <= closing.deadline + grace
            if not in_grace and closing.date in evenings[closing.employee_id]:
                breaches.setdefault((closing.employee_id, closing.office_id, closing.date), closing)
        return [
            self._prepare_finding(employee, day, closing._get_breach_text(), closing)
            for (employee, _office, day), closing in breaches.items()
        ]


class SalesOfficeClosing(models.Model):
    _inherit = "sales.office.closing"

    def _get_breach_text(self):
        """Return in words what was not done by when."""
        self.ensure_one()
        facts = {"list": self.template_id.name, "office": self.office_id.name, "time": self.end_text}
        waiting = self.line_ids.filtered(lambda line: line.state == "open")
        text = self.env._("%(list)s, %(office)s: not finished by %(time)s.", **facts)
        if waiting:
            text += " " + self.env._("Not ticked: %(items)s.", items=", ".join(waiting.mapped("name")))
        if self.done_at:
            text += " " + self.env._("Done late, at %(time)s.", time=self._format_time(self.done_at))
        return text
