from odoo import api, models

from ..organization.messages.news import News


class SalesOfficeNews(models.AbstractModel):
    """Who has papers to bring back today (R017): how many, not which, for papers may be secret."""

    _inherit = "sales.office.news"

    @api.model
    def _get_daily_news(self, day, zone):
        return [*super()._get_daily_news(day, zone), *self._get_paper_news(day)]

    def _get_paper_news(self, day):
        Loan = self.env["sales.office.document.loan"]
        out = [("company_id", "=", self.env.company.id), ("state", "=", "on_loan")]
        due = Loan._read_group([*out, ("due_on", "=", day)], ["department_id", "employee_id"], ["__count"])
        late = Loan._read_group([*out, ("due_on", "<", day)], ["department_id"], ["__count"])
        told = [(department.id, employee.name, count) for department, employee, count in due]
        # who is late is nothing for a group
        told += [(department.id, self.env._("Still out from days before"), count) for department, count in late]
        title, link = self.env._("Papers due back today"), self._get_link("sales-office")
        return [
            News("custody", "papers", f"papers:{day}", department_id, title, ((text, count),), link)
            for department_id, text, count in told
            if department_id
        ]
