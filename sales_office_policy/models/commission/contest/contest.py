from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...books.metrics import METRICS, explained
from ...organization.rpc.rpc import core_door

#: what the actions decide and nobody types in, with the values a contest begins with
UNDECIDED = {
    "state": "draft",
    "participant_ids": [],
    "started_by_id": False,
    "started_at": False,
    "closed_by_id": False,
    "closed_at": False,
}


class SalesOfficeContest(models.Model):
    """A race for prizes within a department and all below it (R126).

    A manager makes one for departments he leads, a director for any. Once it runs its rules stand
    still; the ranking is frozen when it is closed. Who takes part sees the standings and no more:
    what is personal is on his own :class:`participant <SalesOfficeContestParticipant>`.
    """

    _name = "sales.office.contest"
    _description = "Sales Contest"
    _inherit = ["sales.office.department.mixin", "sales.office.typing.mixin", "mail.thread"]
    _order = "date_to desc, id desc"

    name = fields.Char(required=True, tracking=True)
    description = fields.Text(string="Rules", help="Told to the participants.")
    department_id = fields.Many2one(
        string="Organized by", help="People of this department and all below it can take part."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    metric = fields.Selection(
        METRICS,
        string="What Counts",
        required=True,
        default="invoiced",
        tracking=True,
        help=explained(
            "Without taxes, in the company's currency: invoices, credit notes and margin by invoice date, orders by "
            "the day of confirmation, money by the day it came or the invoice date if that is later. Quantities are in "
            "the product's own unit; a new customer is one whose first invoice lies in the period. Statements, targets "
            "and reports count in the same way."
        ),
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
        tracking=True,
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: fields.Date.end_of(fields.Date.context_today(self), "month"),
        tracking=True,
        index=True,
    )
    settling_days = fields.Integer(
        string="Days to Settle",
        required=True,
        default=5,
        help="Days after the period for late bookings; then the contest closes by itself.",
    )
    mode = fields.Selection(
        [("individual", "Person against Person"), ("team", "Team against Team")],
        required=True,
        default="individual",
        string="Kind",
        tracking=True,
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        domain="[('id', 'child_of', department_id)]",
        help="Who takes part, each with the departments below; in a contest of teams each is one team. "
        "When empty: everybody of the organizing department, or the departments directly below it as teams.",
    )
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="Chosen Persons",
        domain="[('department_id', 'child_of', department_id), ('user_id', '!=', False)]",
        help="People chosen one by one. Without departments nobody else takes part.",
    )
    with_leaders = fields.Boolean(
        string="Leaders Take Part", help="Otherwise managers of departments only do so when they are chosen as persons."
    )
    no_severe_violation = fields.Boolean(
        string="No Severe Case",
        default=True,
        help="Leaves out who has a severe conduct case under way at the close, or lost one about a day of the period.",
    )
    minimum_attendance = fields.Float(
        string="Attendance at Least (%)",
        digits=(5, 2),
        help="Share of the working days in the period without an absence; waived days do not count. 0: not asked.",
    )
    whole_period = fields.Boolean(
        string="There the Whole Period", default=True, help="Leaves out who joined later or left the office before."
    )
    tie_mode = fields.Selection(
        [("share", "Share the Prizes of Their Places"), ("best", "Each Gets the Better Prize")],
        string="Who Ties",
        required=True,
        default="share",
        help="Both have the same rank and the next place is left out. Sharing concerns money, to the cent; "
        "badges and welfare of the better place go to each of them.",
    )
    prize_ids = fields.One2many("sales.office.contest.prize", "contest_id", string="Prizes", copy=True)
    participant_ids = fields.One2many("sales.office.contest.participant", "contest_id", string="Contestants")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    started_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)

    _period_ordered = models.Constraint("CHECK (date_from <= date_to)", "A contest must not end before it begins.")
    _settling_days_range = models.Constraint(
        "CHECK (settling_days BETWEEN 1 AND 90)", "Leave between 1 and 90 days to settle."
    )
    _minimum_attendance_range = models.Constraint(
        "CHECK (minimum_attendance BETWEEN 0 AND 100)", "The attendance asked for is between 0 and 100 %."
    )

    @api.constrains("department_id", "department_ids", "employee_ids")
    def _check_within_department(self):
        for contest in self.sudo():  # sudo: people of other companies are what is looked for
            persons = contest._get_persons()
            chosen = contest.department_ids | persons.department_id
            outside = chosen - chosen.search([("id", "in", chosen.ids), ("id", "child_of", contest.department_id.ids)])
            strangers = persons.filtered(
                lambda e, company=contest.company_id: e.company_id != company or not e.department_id
            )
            if outside or strangers:
                raise ValidationError(
                    self.env._(
                        "Not below %(department)s, which organizes the contest: %(names)s.",
                        department=contest.department_id.name,
                        names=", ".join([*outside.mapped("name"), *strangers.mapped("name")]),
                    )
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(UNDECIDED.keys() & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A contest begins as a draft; its participants join when it is started."))
        return super().create([{**UNDECIDED, **vals} for vals in vals_list])

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            if UNDECIDED.keys() & vals.keys():
                raise AccessError(self.env._("Start and close the contest with its buttons."))
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_draft()

    def _check_draft(self):
        if any(contest.state != "draft" for contest in self):
            raise UserError(self.env._("The contest has been started: its rules and prizes stand still."))
