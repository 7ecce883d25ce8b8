from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SalesOfficeDeputy(models.Model):
    """Somebody who stands in for a manager from one day to another, both included.

    While it lasts the deputy sees and decides in the departments the manager manages,
    except about the manager himself and those above him. The scope is read from the
    dates each time, so it ends by itself (R047).
    """

    _name = "sales.office.deputy"
    _description = "Sales Office Deputy"
    _inherit = ["sales.office.member.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _member_date_field = "date_from"

    employee_id = fields.Many2one(string="Manager", tracking=True)
    deputy_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict", tracking=True)
    deputy_user_id = fields.Many2one(related="deputy_id.user_id", store=True, index=True)
    date_from = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(required=True, tracking=True)
    reason = fields.Char(tracking=True)

    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The deputy's last day must not be before the first day."
    )

    @api.constrains("employee_id", "deputy_id")
    def _check_deputy(self):
        for deputy in self:
            if deputy.deputy_id == deputy.employee_id:
                raise ValidationError(self.env._("Nobody can be his own deputy: choose somebody else."))
            if deputy.deputy_id.company_id != deputy.employee_id.company_id:
                raise ValidationError(self.env._("Choose a deputy of the same company."))
            if not deputy.deputy_id.user_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s has no user and could not act. Link a user to the employee first.",
                        name=deputy.deputy_id.name,
                    )
                )

    @api.depends("employee_id.name", "deputy_id.name")
    def _compute_display_name(self):
        for deputy in self:
            deputy.display_name = self.env._(
                "%(deputy)s for %(manager)s", deputy=deputy.deputy_id.name, manager=deputy.employee_id.name
            )

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        deputies.deputy_id.user_id._sync_sales_office_groups()
        return deputies

    def write(self, vals):
        users = self.deputy_id.user_id
        result = super().write(vals)
        (users | self.deputy_id.user_id)._sync_sales_office_groups()
        return result

    def unlink(self):
        users = self.deputy_id.user_id
        result = super().unlink()
        users._sync_sales_office_groups()
        return result

    @api.model
    def _get_current_domain(self):
        """Return the domain of the deputies that stand in today (the user's own time zone)."""
        today = fields.Date.context_today(self)
        return [("date_from", "<=", today), ("date_to", ">=", today)]

    @api.model
    def _cron_sync_groups(self):
        """Give and take the groups of deputies whose period began or ended.

        The scope itself follows the dates live; this only opens and closes the menus.
        """
        self.search([]).deputy_id.user_id._sync_sales_office_groups()
