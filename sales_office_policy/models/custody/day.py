from datetime import datetime, time, timedelta

from odoo import api, models

from ..workday.hours.shift import Evidence


class SalesOfficeDay(models.Model):
    _inherit = "sales.office.day"

    @api.model
    def _get_systray_data(self):
        """Add the papers the user still holds, and whether to ask before they sign out with them (R017)."""
        data = super()._get_systray_data()
        company, user = self.env.company, self.env.user
        if not user.has_group("sales_office_policy.group_member") or not company._sales_office_uses("custody"):
            return data
        loans = self.env["sales.office.document.loan"].search(
            [("user_id", "=", user.id), ("state", "=", "on_loan")], order="due_at, id"
        )
        return {
            **data,
            "sales_office_papers": [loan._prepare_systray_paper() for loan in loans],
            "sales_office_ask_papers": bool(loans) and company.sales_office_ask_papers,
        }

    @api.model
    def _get_presence_evidence(self, employees, date_from, date_to):
        """Whoever confirmed at the clerk's desk, by badge or PIN, that they received a paper was there (R001)."""
        evidence = super()._get_presence_evidence(employees, date_from, date_to)
        companies = employees.company_id.filtered(lambda company: company._sales_office_uses("custody"))
        if not companies:
            return evidence
        using = employees.filtered(lambda employee: employee.company_id in companies)
        # sudo: that somebody was there is all that is told
        loans = self.env["sales.office.document.loan"].sudo()
        loans = loans.search(
            [
                ("employee_id", "in", using.ids),
                ("receipt", "in", ("badge", "pin")),
                # a day more at both ends, whatever the time zone
                ("received_at", ">=", datetime.combine(date_from - timedelta(days=1), time.min)),
                ("received_at", "<", datetime.combine(date_to + timedelta(days=2), time.min)),
            ]
        )
        for loan in loans:
            evidence.setdefault(loan.employee_id.id, []).append(Evidence(loan.received_at, loan))
        return evidence
