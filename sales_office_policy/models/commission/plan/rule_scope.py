from typing import NamedTuple

from odoo import models
from odoo.tools import ormcache


class Scope(NamedTuple):
    """What a rule counts beyond the member's own sales, in names as they are now; ``{employee: members}`` who lead."""

    common: dict
    leaders: dict

    def get_figures(self, employee, period):
        """Return the figures a line of the employee keeps of it; nothing where nothing has to be said."""
        figures = dict(self.common)
        members = self.leaders.get(employee)
        if members:
            led = members.filtered(lambda member: member._is_between(*period)).led_department_ids
            figures["departments"] = led.mapped("name")
        return {"scope": figures} if any(figures.values()) else {}


class SalesOfficeCommissionRule(models.Model):
    """What the base of a line includes, so that its explanation can say so (R134)."""

    _inherit = "sales.office.commission.rule"

    def _get_scopes(self):
        """Return ``{rule: Scope}``."""
        branches = {company: self._get_branches(company) for company in self.company_id}
        leading = self.filtered(lambda rule: rule.credit_to == "leader").plan_id
        leading.member_ids.led_department_ids.fetch(["name"])  # of all at once
        leaders = {plan: plan.member_ids.grouped("employee_id") for plan in self.plan_id}
        return {
            rule: Scope(
                {
                    "own": rule.credit_to == "leader" and rule.include_own,
                    "branches": branches[rule.company_id],
                    "credit_notes": rule._asks_for_credit_notes() and rule.plan_id.credit_notes == "invoice",
                    "filters": rule._get_filter_figures(),
                },
                leaders[rule.plan_id] if rule.credit_to == "leader" else {},
            )
            for rule in self
        }

    def _get_branches(self, company):
        """Return the names of the companies below one."""
        return self.env["res.company"].browse(self._get_branch_ids(company.id)).mapped("name")

    @ormcache("company_id")  # a new or archived company clears it, and none moves to another place
    def _get_branch_ids(self, company_id):
        companies = self.env["res.company"].sudo()  # sudo: the same for everybody
        return tuple(companies.search([("id", "child_of", company_id), ("id", "!=", company_id)]).ids)

    def _get_filter_figures(self):
        """Return ``{field: names, or a number}`` of what the rule is limited to."""
        limits = {name: self[name].mapped("display_name") for name in self._get_filled()}
        if self.new_customer_months:
            limits["new_customer_months"] = self.new_customer_months
        if self.domain:
            limits["domain"] = True
        return limits
