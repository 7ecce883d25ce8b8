from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ....models.commission.statement.statement import format_period
from ....models.organization.rpc.rpc import rpc


class SalesOfficeCommissionSimulation(models.TransientModel):
    """Compares what a plan would have paid each person with what was paid by the plans in force (R133).

    Both sides follow from the books as they are now: commission of the period, after limits and compliance, without
    fines, bonuses, corrections of earlier periods and draws that are recovered.
    """

    _name = "sales.office.commission.simulation"
    _description = "Simulate a Commission Plan"
    _inherit = "sales.office.reader.mixin"

    plan_id = fields.Many2one(
        "sales.office.commission.plan",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) - relativedelta(months=1, day=1),
        help="A month of the last period that is compared.",
    )
    period_count = fields.Integer(string="Periods", required=True, default=1, help="This many periods up to that one.")
    compare_plan_ids = fields.Many2many(
        "sales.office.commission.plan",
        "sales_office_commission_simulation_plan_rel",  # the name made up by the ORM is too long
        string="Compare With",
        compute="_compute_compare_plan_ids",
        store=True,
        readonly=False,
        domain="[('state', '!=', 'draft'), ('company_id', '=', company_id), ('id', '!=', plan_id)]",
    )
    period = fields.Char(readonly=True)
    line_ids = fields.One2many("sales.office.commission.simulation.line", "simulation_id", readonly=True)

    _period_count_range = models.Constraint(
        "CHECK (period_count BETWEEN 1 AND 24)", "Between 1 and 24 periods are compared."
    )

    @api.depends("plan_id")
    def _compute_compare_plan_ids(self):
        for simulation in self:
            simulation.compare_plan_ids = simulation._get_predecessors()

    def _get_predecessors(self):
        """Return the versions before the plan; of a new plan those in force that pay its members."""
        Plan = self.env["sales.office.commission.plan"]
        if self.plan_id.supersedes_id:
            return self.plan_id.supersedes_id._get_lineage()
        paid = Domain("member_ids.employee_id", "in", self.plan_id.member_ids.employee_id.ids)
        return Plan.search(paid & Domain("state", "=", "approved") & Domain("id", "!=", self.plan_id.id))

    @rpc(one=True)
    def action_simulate(self):
        """Compare, and show the people whom the caller leads; a director sees everybody.

        :raises AccessError: the caller is no manager, or may not read one of the plans
        :raises UserError: the plan has no rules, or the period has not begun
        """
        self._check_may_simulate()
        date_from, date_to = self._get_days()
        if date_from > fields.Date.context_today(self):
            raise UserError(self.env._("That period has not begun: nothing is in the books yet."))
        # sudo: books and rules of everybody; only the lines of those the caller leads are kept
        simulated = self.sudo().plan_id._simulate(date_from, date_to)
        current = self.sudo().compare_plan_ids._get_paid(date_from, date_to)
        employees = self._get_visible(self.env["hr.employee"].sudo().union(*simulated, *current))
        self.sudo().write(
            {
                "period": format_period(self.env, date_from, date_to),
                "line_ids": [Command.clear()]
                + [
                    Command.create(self._prepare_line(employee, current.get(employee), simulated.get(employee)))
                    for employee in employees.sorted("name")
                ],
            }
        )
        return self._get_records_action(name=self.env._("Simulation"), target="new")

    def _check_may_simulate(self):
        if not self.plan_id._is_post_held("manager"):
            raise AccessError(self.env._("Plans are simulated by managers and directors."))
        plans = self.plan_id | self.compare_plan_ids
        plans.check_access("read")
        if plans.company_id != self.plan_id.company_id:
            raise UserError(self.env._("Compare plans of one company."))
        self.plan_id._check_has_rules()

    def _get_days(self):
        """Return the first and the last day: whole periods of all plans that are compared."""
        _first, last = self.plan_id._get_period(self.month)
        first, _last = self.plan_id._get_period(self.month, back=self.period_count - 1)
        edges = [plan._get_period(day) for plan in self.compare_plan_ids for day in (first, last)]
        return min([first, *(edge[0] for edge in edges)]), max([last, *(edge[1] for edge in edges)])

    def _get_visible(self, employees):
        """Return those of ``employees`` whose commission the caller may see: their own and whom they lead."""
        if self.plan_id._is_post_held("director"):
            return employees
        scope = [("id", "in", employees.ids), ("in_office_scope", "=", True)]
        led = self.env["hr.employee.public"].search(scope)
        return employees.filtered(lambda employee: employee.id in led._ids or employee.user_id == self.env.user)

    def _prepare_line(self, employee, current, simulated):
        return {
            "employee_id": employee.id,
            "current_amount": float(current.amount) if current else 0.0,
            "simulated_amount": float(simulated.amount) if simulated else 0.0,
            "current_text": "\n".join(current.texts) if current else False,
            "simulated_text": "\n".join(simulated.texts) if simulated else False,
        }


class SalesOfficeCommissionSimulationLine(models.TransientModel):
    """One person: what the plans in force pay, and what the simulated one would."""

    _name = "sales.office.commission.simulation.line"
    _description = "Simulated Commission of an Employee"
    _inherit = "sales.office.reader.mixin"
    _rec_name = "employee_id"

    simulation_id = fields.Many2one("sales.office.commission.simulation", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="cascade")
    current_amount = fields.Monetary(string="Now", readonly=True)
    simulated_amount = fields.Monetary(string="Simulated", readonly=True)
    difference = fields.Monetary(compute="_compute_difference")
    current_text = fields.Text(string="Now, in Words", readonly=True)
    simulated_text = fields.Text(string="Simulated, in Words", readonly=True)

    @api.depends("current_amount", "simulated_amount")
    def _compute_difference(self):
        for line in self:
            line.difference = line.simulated_amount - line.current_amount
