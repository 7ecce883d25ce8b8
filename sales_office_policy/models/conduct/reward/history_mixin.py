from odoo import api, fields, models

from ...organization.rpc.rpc import rpc


class SalesOfficeConductHistoryMixin(models.AbstractModel):
    """An employee's rewards and sanctions, as far as the current user may see them (R099)."""

    _name = "sales.office.conduct.history.mixin"
    _description = "Sales Office Record Mixin"

    sales_office_conduct_entry_ids = fields.One2many(
        "sales.office.conduct.entry",
        string="Rewards and Sanctions",
        compute="_compute_sales_office_conduct_entries",
        groups="sales_office_policy.group_member",
        help="As far as the current user may see them.",
    )
    sales_office_conduct_entry_count = fields.Integer(
        string="Number of Rewards and Sanctions",
        compute="_compute_sales_office_conduct_entries",
        groups="sales_office_policy.group_member",
        help="As far as the current user may see them.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_conduct_entries(self):
        # no sudo: neither list nor number may tell more than the rules allow
        Entry = self.env["sales.office.conduct.entry"]
        entries = Entry.search_fetch([("employee_id", "in", self.ids)], ["employee_id"])
        by_employee = entries.grouped(lambda entry: entry.employee_id.id)
        for employee in self:
            found = by_employee.get(employee.id, Entry)
            employee.sales_office_conduct_entry_ids = found
            employee.sales_office_conduct_entry_count = len(found)

    @rpc(one=True)
    def action_open_sales_office_conduct_entries(self):
        """Return the timeline of this employee, as far as the user may see it."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_conduct_entry_action")
        return action | {"domain": [("employee_id", "=", self.id)], "context": {}}
