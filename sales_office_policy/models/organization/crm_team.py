from odoo import api, fields, models
from odoo.fields import Domain


class CrmTeam(models.Model):
    _inherit = "crm.team"

    department_id = fields.Many2one(
        "hr.department",
        string="Department",
        check_company=True,
        index="btree_not_null",
        help="The department this team is, so that its leaders see the team's leads and orders.",
    )
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        compute_sudo=True,
        help="Team of a department the current user leads.",
    )

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_in_office_scope(self):
        scope = self.env.user._get_sales_office_scope()
        for team in self:
            team.in_office_scope = team.department_id.id in scope.department_ids

    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("department_id", "in", self.env.user._get_sales_office_scope().department_ids)
