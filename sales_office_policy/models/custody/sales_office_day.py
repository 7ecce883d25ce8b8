from odoo import api, fields, models
from odoo.tools import format_datetime


class SalesOfficeDay(models.Model):
    _inherit = "sales.office.day"

    @api.model
    def _get_systray_data(self):
        """Add the papers the user still holds, and whether to ask before he signs out with them (R017)."""
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


class SalesOfficeDocumentLoan(models.Model):
    _inherit = "sales.office.document.loan"

    def _prepare_systray_paper(self):
        """Return one paper as the attendance menu shows it."""
        self.ensure_one()
        due = format_datetime(self.env, self.due_at, dt_format="short") if self.due_at else ""
        return {
            "id": self.id,
            "name": self._get_title(),
            "due": due,
            "overdue": bool(self.due_at and self.due_at < fields.Datetime.now()),
        }
