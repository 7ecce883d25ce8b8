from collections import defaultdict

from odoo import api, fields, models

from ..organization.record.rows import read_rows
from ..organization.rpc.rpc import rpc


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "sales.office.conduct.history.mixin"]

    sales_office_violation_count = fields.Integer(
        string="Conduct Cases",
        compute="_compute_sales_office_violation_count",
        groups="sales_office_policy.group_member",
        help="Cases about the employee that the current user may see.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_violation_count(self):
        # no sudo: the number must not tell more than the list behind it
        counts = dict(
            self.env["sales.office.violation"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.sales_office_violation_count = counts.get(employee, 0)

    @rpc(one=True)
    def action_open_sales_office_violations(self):
        """Return the list of the cases about this employee that the user may see (R099)."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_violation_action")
        return action | {"domain": [("employee_id", "=", self.id)], "context": {"default_employee_id": self.id}}

    def _group_by_sales_office_lang(self):
        """Return ``{language: employees}``, each in the language in which what is found about them is told."""
        alike, by_lang = defaultdict(list), defaultdict(list)
        for id_, whose in zip(self._ids, read_rows(self, ("user_id", "company_id")), strict=True):
            alike[whose].append(id_)
        users = self.env["res.users"].browse(filter(None, dict.fromkeys(user_id for user_id, _company_id in alike)))
        langs = {user.id: user.lang for user in users}
        for (user_id, company_id), ids in alike.items():
            company = self.env["res.company"].browse(company_id)
            by_lang[langs.get(user_id) or company.partner_id.lang or self.env.lang] += ids
        return {lang: self.browse(ids).with_prefetch(self._prefetch_ids) for lang, ids in by_lang.items()}
