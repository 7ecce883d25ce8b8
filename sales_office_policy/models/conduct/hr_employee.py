from collections import defaultdict

from odoo import api, fields, models

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
        without_user = self.browse()
        by_lang = defaultdict(list)
        for user, employees in self.grouped("user_id").items():
            lang = user.lang
            if lang:
                by_lang[lang] += employees._ids
            else:
                without_user |= employees
        for company, employees in without_user.grouped("company_id").items():
            by_lang[company.partner_id.lang or self.env.lang] += employees._ids
        return {lang: self.browse(ids).with_prefetch(self._prefetch_ids) for lang, ids in by_lang.items()}
