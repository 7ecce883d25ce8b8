from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .rpc import core_door


class SalesOfficeDeputy(models.Model):
    """Somebody who stands in for a manager from one day to another, both included.

    While it lasts the deputy sees and decides in the departments the manager manages,
    except about the manager himself and those above him. The scope is read from the
    dates each time, so it ends by itself (R047).
    """

    _name = "sales.office.deputy"
    _description = "Sales Office Deputy"
    _inherit = ["sales.office.member.mixin", "sales.office.scope.source.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _member_date_field = "date_from"
    _scope_source_fields = frozenset({"date_from", "date_to", "deputy_id", "employee_id"})

    employee_id = fields.Many2one(string="Manager", tracking=True)
    deputy_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict", tracking=True)
    deputy_user_id = fields.Many2one(related="deputy_id.user_id", store=True, index=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="Until", required=True, tracking=True)
    reason = fields.Char(tracking=True)

    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The deputy's last day must not be before the first day."
    )

    @api.constrains("employee_id", "deputy_id")
    def _check_deputy(self):
        for deputy in self:
            # sudo: user and groups of a colleague are read, nothing is shown
            name, user = deputy.deputy_id.name, deputy.sudo().deputy_id.user_id
            # nor does anybody name himself, or a deputy of one day would stay on as another's for years
            if deputy.deputy_id == deputy.employee_id or user == self.env.user:
                raise ValidationError(self.env._("Nobody can be his own deputy: choose somebody else."))
            if deputy.deputy_id.company_id != deputy.employee_id.company_id:
                raise ValidationError(self.env._("Choose a deputy of the same company."))
            if not user:
                raise ValidationError(
                    self.env._("%(name)s has no user and could not act. Link a user to the employee first.", name=name)
                )
            if not user.has_group("sales_office_policy.group_member"):
                raise ValidationError(
                    self.env._(
                        "%(name)s does not belong to a sales office. Choose a member of it as the deputy.", name=name
                    )
                )

    @api.depends("employee_id.name", "deputy_id.name")
    def _compute_display_name(self):
        for deputy in self:
            manager, deputy_name = deputy.employee_id.name, deputy.deputy_id.name
            deputy.display_name = (
                self.env._("%(deputy)s for %(manager)s", deputy=deputy_name, manager=manager)
                if deputy_name and manager
                else deputy_name  # while nobody is chosen a new record has no title
            )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        deputies.deputy_id.user_id._sync_sales_office_groups()
        return deputies

    @core_door
    def write(self, vals):
        self.check_access("write")
        if not {"employee_id", "deputy_id", "date_from"}.isdisjoint(vals):
            self._check_not_begun()
        users = self.deputy_id.user_id
        result = super().write(vals)
        (users | self.deputy_id.user_id)._sync_sales_office_groups()
        return result

    @core_door
    def unlink(self):
        self.check_access("unlink")
        self._check_not_begun()
        users = self.deputy_id.user_id
        result = super().unlink()
        users._sync_sales_office_groups()
        return result

    def _check_not_begun(self):
        """Keep who stood in for whom, and since when: once begun only the end and the reason change."""
        if not self.env.su and any(deputy.date_from < deputy._get_today() for deputy in self):
            raise UserError(
                self.env._("This deputy has begun to act, which stays on record. Set the last day instead, to end it.")
            )

    def _get_today(self):
        """Return today where the deputy works."""
        self.ensure_one()
        zone = self.sudo().deputy_id.tz  # sudo: only the time zone is read
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), fields.Datetime.now()).date()

    @api.model
    def _get_current(self, users):
        """Return the deputies (sudo) through whom one of ``users`` stands in for somebody today."""
        # sudo: decides about access, so cannot itself depend on access
        return self.sudo().search([("id", "in", self._get_current_sql(users))])

    @api.model
    def _get_current_sql(self, users):
        """Return the SELECT of the deputies' ids behind :meth:`_get_current`. The day is the deputy's own."""
        self.flush_model(["deputy_id", "deputy_user_id", "date_from", "date_to"])
        self.env["hr.employee"].flush_model(["active", "resource_id"])
        self.env["resource.resource"].flush_model(["tz"])
        return SQL(
            """(
            SELECT deputy.id
              FROM sales_office_deputy deputy
              JOIN hr_employee person ON person.id = deputy.deputy_id
              JOIN resource_resource resource ON resource.id = person.resource_id
             WHERE deputy.deputy_user_id = ANY(%s) AND person.active
               AND (%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(resource.tz, 'UTC'))::date
                   BETWEEN deputy.date_from AND deputy.date_to
            )""",
            users.ids,
            fields.Datetime.now(),
        )

    def _get_lent_groups(self):
        """Return the groups these deputies have by standing in: the managers' place on the ladder, no other post.

        What only a director may do is not passed on: his deputy acts as a manager.
        """
        leader = self.env.ref("sales_office_policy.group_team_leader")
        manager = self.env.ref("sales_office_policy.group_manager")
        groups = self.sudo().employee_id.sales_office_role_ids.group_id  # sudo: roles are not shown, only lent
        held = groups | groups.all_implied_ids
        return manager if manager in held else leader & held

    @api.model
    def _cron_sync_groups(self):
        """Give and take the groups of deputies whose period began or ended.

        The scope itself follows the dates live; this only opens and closes the menus.
        """
        self.search([]).deputy_user_id._sync_sales_office_groups()
