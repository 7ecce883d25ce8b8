from odoo import api, models
from odoo.fields import Domain


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_statements_waiting()

    @api.model
    def _get_statements_waiting(self):
        """Return one line for each thing the user has to do with statements; one query for all of them."""
        own = Domain("user_id", "=", self.env.uid) & Domain("state", "=", "review")
        led = Domain("in_office_scope", "=", True)
        others = Domain("user_id", "!=", self.env.uid)
        waiting = {"confirm": own}
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            waiting["answer"] = led & Domain("state", "=", "disputed")
        if self.env.user.has_group("sales_office_policy.group_manager"):
            waiting["approve"] = led & Domain("state", "=", "confirmed")
        if self.env.user.has_group("sales_office_policy.group_finance"):
            waiting["answer"] = others & Domain("state", "=", "disputed")
            waiting["pay"] = others & Domain("state", "=", "approved")
        statements = self.env["sales.office.statement"].search(Domain.OR(waiting.values()))
        lines = ((key, statements.filtered_domain(domain)) for key, domain in waiting.items())
        return [self._prepare_statement_line(key, found) for key, found in lines if found]

    def _prepare_statement_line(self, key, statements):
        titles = {
            "confirm": self.env._("Confirm your statement"),
            "answer": self.env._("Statements in dispute to answer"),
            "approve": self.env._("Statements to approve"),
            "pay": self.env._("Statements to pay"),
        }
        icons = {
            "confirm": "fa-check-square-o",
            "answer": "fa-comments-o",
            "approve": "fa-thumbs-o-up",
            "pay": "fa-money",
        }
        return self._prepare_line(
            "commission",
            f"statement_{key}",
            titles[key],
            self._prepare_action("sales_office_policy.sales_office_statement_action", statements),
            detail=statements.display_name if len(statements) == 1 else "",
            count=len(statements),
            urgent=key == "answer",
            icon=icons[key],
        )
