from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..local_time import get_today, get_utc_time, get_zone
from ..rpc.rpc import core_door
from ..searching import lasting


class SalesOfficeDeputy(models.Model):
    """Somebody who stands in for a manager from one day to another, both included.

    While it lasts the deputy sees and decides in the departments the manager manages,
    except about the manager themselves and those above them. The scope is read from the
    dates each time, so it ends by itself (R047).
    """

    _name = "sales.office.deputy"
    _description = "Sales Office Deputy"
    _inherit = ["sales.office.member.mixin", "sales.office.scope.source.mixin", "sales.office.unfollowed.mixin"]
    _order = "date_from desc, id desc"
    _member_date_field = "date_from"
    _scope_source_fields = frozenset({"date_from", "date_to", "deputy_id", "employee_id"})

    employee_id = fields.Many2one(string="Manager", tracking=True)
    deputy_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict", tracking=True)
    deputy_user_id = fields.Many2one(related="deputy_id.user_id", store=True, index=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="Until", required=True, default=fields.Date.context_today, tracking=True)
    reason = fields.Char(tracking=True)
    can_name = fields.Boolean(
        compute="_compute_can_name",
        search="_search_can_name",
        help="The current user's own, or about somebody whom they lead themselves.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The deputy's last day must not be before the first day."
    )

    @api.constrains("employee_id", "deputy_id")
    def _check_deputy(self):
        for deputy in self:
            # sudo: user and groups of a colleague are read, nothing is shown
            name, user = deputy.deputy_id.name, deputy.sudo().deputy_id.user_id
            # nor does anybody name themselves, or a deputy of one day would stay on as another's for years
            if deputy.deputy_id == deputy.employee_id or user == self.env.user:
                raise ValidationError(self.env._("Nobody can be their own deputy: choose somebody else."))
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

    @api.depends("department_id", "employee_id", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_name(self):
        named = self.filtered_domain(self._search_can_name("in", [True]))
        for deputy in self:
            deputy.can_name = deputy in named

    @lasting
    def _search_can_name(self, operator, value):
        """What is lent is not lent on: a deputy names nobody by the post that they stand in for."""
        if operator != "in":
            return NotImplemented
        user = self.env.user
        own = Domain("user_id", "=", user.id)
        led = self._get_scope_domain(user._get_sales_office_scope(own=True))
        return self._get_post_domain("team_leader", own=True) & (own | ~own & led)

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
        """Name deputies, who are lent the manager's place from their first day on."""
        deputies = super().create(vals_list)
        deputies.deputy_id.user_id._sync_sales_office_groups()
        deputies._trigger_sync()
        return deputies

    @core_door
    def write(self, vals):
        """Change deputies; what is lent follows at once.

        :raises AccessError: the deputy themselves prolongs their time
        :raises UserError: it has begun, and persons or first day would change
        """
        self.check_access("write")
        if not {"employee_id", "deputy_id", "date_from"}.isdisjoint(vals):
            self._check_not_begun()
        if vals.get("date_to"):
            self._check_not_prolonged(fields.Date.to_date(vals["date_to"]))
        users = self.deputy_id.user_id
        result = super().write(vals)
        (users | self.deputy_id.user_id)._sync_sales_office_groups()
        self._trigger_sync()
        return result

    @core_door
    def unlink(self):
        """Delete deputies who have not begun.

        :raises UserError: begun: the last day is set instead
        """
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

    def _check_not_prolonged(self, date_to):
        """Raise an ``AccessError`` if somebody prolongs the time for which they stand in themselves."""
        own = self.sudo().filtered(lambda deputy: deputy.deputy_user_id == self.env.user)
        if not self.env.su and any(date_to > deputy.date_to for deputy in own):
            raise AccessError(self.env._("Nobody prolongs the time for which they stand in for somebody."))

    def _get_today(self):
        """Return today where the deputy works."""
        self.ensure_one()
        return get_today(get_zone(self.sudo().deputy_id.tz))  # sudo: only the time zone is read

    @api.model
    def _get_current(self, users):
        """Return the deputies (sudo) through whom one of ``users`` stands in for somebody today."""
        # sudo: decides about access, so cannot itself depend on access
        return self.sudo().search([("id", "in", self._get_current_sql(users))])

    @api.model
    def _get_users_for(self, employees):
        """Return ``{employee: users}`` (sudo) of who stands in for each of them today, and can still log in."""
        # sudo: whom to tell does not depend on who causes it
        deputies = self.sudo().search([("employee_id", "in", employees.ids)])
        current = deputies.filtered(lambda deputy: deputy.date_from <= deputy._get_today() <= deputy.date_to)
        by_employee = current.grouped("employee_id")
        nobody = current.browse()
        return {one: by_employee.get(one, nobody).deputy_user_id.filtered("active") for one in employees.sudo()}

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

        What only a director may do is not passed on: their deputy acts as a manager.
        """
        leader = self.env.ref("sales_office_policy.group_team_leader")
        manager = self.env.ref("sales_office_policy.group_manager")
        groups = self.sudo().employee_id.sales_office_role_ids.group_id  # sudo: roles are not shown, only lent
        held = groups | groups.all_implied_ids
        return manager if manager in held else leader & held

    def _trigger_sync(self):
        """Have the groups given and taken at the very midnights, where the deputies work."""
        moments = set()
        for deputy in self.sudo():  # sudo: only the time zone is read; nobody else may wake a job
            zone = get_zone(deputy.deputy_id.tz)
            moments |= {get_utc_time(deputy.date_from, 0, zone), get_utc_time(deputy.date_to, 24, zone)}
        coming = sorted(moment for moment in moments if moment > fields.Datetime.now())
        if coming:
            self.env.ref("sales_office_policy.ir_cron_deputy_groups").sudo()._trigger(at=coming)

    @api.model
    def _cron_sync_groups(self):
        """Give and take the groups of deputies whose period began or ended.

        The scope itself follows the dates live; this only opens and closes the menus.
        """
        self.search([]).deputy_user_id._sync_sales_office_groups()
        self.env.registry.clear_cache()  # whoever had the group already has it in one company more, or less
