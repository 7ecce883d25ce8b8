from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..record.one_of import one_of
from ..searching import lasting


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "sales.office.scope.source.mixin", "sales.office.reader.mixin"]
    _scope_source_fields = frozenset({"department_id"})

    # no check_company: a team without a company, as most are, may still be a department of one
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        domain="['|', ('company_id', '=', False), ('company_id', 'in', allowed_company_ids)]",
        help="The department this team is, so that its leaders see the team's leads and orders.",
    )
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        compute_sudo=True,
        help="Team of a department the current user leads.",
    )

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        led = set(self.env.user._get_sales_office_scope().team_ids)
        for team in self:
            team.in_office_scope = team.id in led

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return one_of("id", self.env.user._get_sales_office_scope().team_ids)

    @api.constrains("department_id", "company_id")
    def _check_department_company(self):
        for team in self:
            company = team.department_id.company_id
            if company and team.company_id and company != team.company_id:
                raise ValidationError(
                    self.env._(
                        "Team %(team)s and department %(department)s belong to different companies.",
                        team=team.name,
                        department=team.department_id.name,
                    )
                )
