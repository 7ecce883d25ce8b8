from odoo import api, models


class SalesOfficeNews(models.AbstractModel):
    """How many prices and contracts wait for a decision, and how many contracts for being filed; no amounts."""

    _inherit = "sales.office.news"

    @api.model
    def _get_daily_news(self, day, zone):
        prices = self._count("sales.office.price.approval", [("state", "=", "requested")])
        contracts = self._count("sales.office.contract", [("state", "=", "review")])
        unfiled = self._count("sales.office.contract", [("state", "=", "signed"), ("filing_deadline", "<=", day)])
        return [
            *super()._get_daily_news(day, zone),
            *self._prepare_approvals("order", day, self.env._("Prices to approve"), prices),
            *self._prepare_approvals("order", day, self.env._("Contracts to review"), contracts),
            *self._prepare_deadlines("order", day, self.env._("Contracts to hand to the clerk"), unfiled),
        ]

    def _count(self, model, domain):
        here = [("company_id", "=", self.env.company.id)]
        groups = self.env[model]._read_group([*here, *domain], ["department_id"], ["__count"])
        return {department.id: count for department, count in groups}
