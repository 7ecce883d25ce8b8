from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeClosingRota(models.Model):
    """Who closes an office in turn (R010).

    The coming duties are planned from it for two weeks ahead and follow it, leave and the
    calendar; what is over, assigned by hand or swapped stays.
    """

    _name = "sales.office.closing.rota"
    _description = "Closing Duty Rota"
    _inherit = ["sales.office.department.mixin", "sales.office.typing.mixin"]
    _order = "department_id, id"

    department_id = fields.Many2one(string="Office", domain=[("is_sales_office", "=", True)])
    period = fields.Selection(
        [("day", "Every Day"), ("week", "Every Week")],
        string="Takes Turns",
        required=True,
        default="day",
        help="Who is away is passed over and comes next in line. With a weekly change, whoever is there on the first "
        "working day of the week has the whole week; on days they are away the next in line stands in for them.",
    )
    line_ids = fields.One2many("sales.office.closing.rota.line", "rota_id", string="Members", copy=True)
    active = fields.Boolean(default=True)
    uncovered_date = fields.Date(
        string="Nobody There On",
        readonly=True,
        copy=False,
        help="The first coming working day on which everybody in the rota is away.",
    )
    can_plan = fields.Boolean(compute="_compute_can_plan", help="The current user may assign duties by hand.")

    _office_uniq = models.UniqueIndex(
        "(department_id, company_id) WHERE active", "This office has a duty rota already: change its members."
    )

    @api.depends("department_id.name")
    def _compute_display_name(self):
        for rota in self:
            office = rota.department_id.name
            rota.display_name = office and self.env._("Duty rota of %(office)s", office=office)

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_plan(self):
        directed = self._where_post("director")
        for rota in self:
            rota.can_plan = rota in directed or rota.in_office_scope

    @api.constrains("department_id")
    def _check_department_is_office(self):
        for rota in self:
            if not rota.sudo().department_id.is_sales_office:
                raise ValidationError(
                    self.env._(
                        "%(department)s is not a sales office itself. Choose the office it belongs to.",
                        department=rota.department_id.display_name,
                    )
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make rotas, and say at once who is on duty in the coming days."""
        rotas = super().create(vals_list)
        rotas._plan_now()
        return rotas

    @core_door
    def write(self, vals):
        """Change rotas and plan the coming days anew."""
        if "department_id" in vals or "company_id" in vals:
            self.check_access("write")
            self._unlink_coming_duties()
        result = super().write(vals)
        if "uncovered_date" not in vals:
            self._plan_now()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_coming_duties(self):
        self.sudo()._drop_coming()  # sudo: nobody writes closing lists; the right to delete the rota was checked

    @rpc(one=True)
    def action_assign(self, date: date, employee: Record("hr.employee")):
        """Put somebody on duty on one of the coming days, whatever the rota says.

        :param date: a day the office is open, at most two weeks ahead
        :param employee: ``hr.employee`` record, of the office
        :raises AccessError: the user does not lead the office
        :raises UserError: the office is closed, or they are not at work that evening
        """
        if not self.can_plan and not self.env.su:
            raise AccessError(self.env._("Duties of the office are assigned by who leads it."))
        rota = self.sudo()  # sudo: nobody writes closing lists; the right to was checked
        employee.sudo()._check_works_in_office(rota.department_id, rota.company_id)
        rota._get_lists(date)._check_open()
        _today, open_days = rota._get_duty_days()[rota]
        if date not in open_days:
            raise UserError(self.env._("Choose a day on which the office is open, from today to two weeks ahead."))
        employee.sudo()._check_there_in_the_evening([date])  # sudo: as above
        rota._plan_closings({rota: {date: employee.sudo()}})
        if not rota._get_lists(date):
            raise UserError(self.env._("Nothing has to be ticked on that evening, or its end time has passed."))

    def _get_lists(self, day):
        """Return the closing lists of a day in this office."""
        domain = [("office_id", "=", self.department_id.id), ("company_id", "=", self.company_id.id)]
        return self.env["sales.office.closing"].search([*domain, ("date", "=", day)])

    @api.model
    def _default_department_id(self):
        return super()._default_department_id().sales_office_id

    def _plan_now(self):
        """Let the coming duties follow a change of the rota at once."""
        rotas = self.sudo()  # sudo: nobody writes closing lists; the right to change the rota was checked
        rotas.filtered(lambda rota: not rota.active)._drop_coming()
        rotas.filtered(lambda rota: rota.active and rota.company_id._sales_office_uses("workday"))._plan_closings()


class SalesOfficeClosingRotaLine(models.Model):
    """A place in the rota."""

    _name = "sales.office.closing.rota.line"
    _description = "Closing Duty Rota Member"
    _inherit = "sales.office.protected.mixin"
    _order = "rota_id, sequence, id"
    _place_fields = frozenset({"rota_id"})

    rota_id = fields.Many2one("sales.office.closing.rota", required=True, index=True, ondelete="cascade")
    office_id = fields.Many2one(related="rota_id.department_id")
    sequence = fields.Integer(default=10)
    employee_id = fields.Many2one(
        "hr.employee",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('department_id', 'child_of', office_id), ('company_id', 'in', allowed_company_ids)]",
    )
    next_duty_date = fields.Date(string="Next Duty", compute="_compute_next_duty_date")

    _member_uniq = models.Constraint("UNIQUE (rota_id, employee_id)", "Everybody is in the rota once only.")

    @api.depends("employee_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.employee_id.name

    @api.depends("employee_id", "rota_id")
    def _compute_next_duty_date(self):
        groups = self.env["sales.office.closing"]._read_group(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("office_id", "in", self.rota_id.department_id.ids),
                ("date", ">=", fields.Date.context_today(self)),
                ("state", "=", "open"),
            ],
            ["employee_id", "office_id"],
            ["date:min"],
        )
        dates = {(employee.id, office.id): day for employee, office, day in groups}
        for line in self:
            line.next_duty_date = dates.get((line.employee_id.id, line.rota_id.department_id.id))

    @api.constrains("employee_id", "rota_id")
    def _check_member(self):
        for line in self:
            employee = line.sudo().employee_id  # sudo: where somebody works is all that is asked
            office = line.rota_id.sudo().department_id
            if employee.department_id.sales_office_id != office or employee.company_id != line.rota_id.company_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s does not work in %(office)s. Only its own people close an office.",
                        name=employee.name,
                        office=office.name,
                    )
                )
