from odoo import api, fields, models

from ...organization.rpc.rpc import rpc

ACTION = "sales_office_policy.sales_office_visit_action"


class SalesOfficeVisitedMixin(models.AbstractModel):
    """Something that visits are planned from, with how many of them its reader may see."""

    _name = "sales.office.visited.mixin"
    _description = "Sales Office Visited Record"

    sales_office_visit_count = fields.Integer(
        string="Visits", compute="_compute_sales_office_visit_count", groups="sales_office_policy.group_customer"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_visit_count(self):
        counts = self._count_sales_office_visits() if self.ids else {}
        for record in self:
            record.sales_office_visit_count = counts.get(record._origin.id, 0)

    def _count_sales_office_visits(self):
        """Return ``{id: number of visits}`` that the current user may see."""
        raise NotImplementedError

    def _get_sales_office_visit_domain(self):
        raise NotImplementedError

    def _prepare_sales_office_visit(self):
        """Return what a new visit begins with, as a context."""
        raise NotImplementedError

    @rpc(one=True)
    def action_open_sales_office_visits(self):
        """Open the visits that the current user may see, planned ones and reported ones."""
        action = self.env["ir.actions.actions"]._for_xml_id(ACTION)
        return action | {
            "domain": self._get_sales_office_visit_domain(),
            "context": self._prepare_sales_office_visit(),
        }

    @rpc(one=True)
    def action_plan_sales_office_visit(self):
        """Open a new visit of the current user, with customer and opportunity filled in."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a Visit"),
            "res_model": "sales.office.visit",
            "views": [(self.env.ref("sales_office_policy.sales_office_visit_view_form_plan").id, "form")],
            "target": "new",
            "context": {"dialog_size": "medium", **self._prepare_sales_office_visit()},
        }
