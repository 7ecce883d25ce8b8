from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc
from ..penalty.violation_step import SANCTIONS

ACTIVITY_TRAINING = "sales_office_policy.mail_activity_type_training"


class SalesOfficeViolation(models.Model):
    """What the ladder proposes for a case: a sanction, a fine and points, or a training instead of the fine (R060).

    Where a company chose so and the ladder has a fine, a training and the step's points are proposed, with a written
    warning. The training is due once the case is closed: a decision that may still be changed costs nothing.
    Somebody with authority says that it was attended.
    """

    _inherit = "sales.office.violation"

    proposed_sanction = fields.Selection(SANCTIONS, compute="_compute_proposal")
    proposed_fine_amount = fields.Monetary(string="Proposed Fine", compute="_compute_proposal")
    proposed_points = fields.Integer(compute="_compute_proposal")
    proposed_training = fields.Boolean(compute="_compute_proposal")
    training = fields.Boolean(
        string="Training Instead of a Fine",
        readonly=True,
        copy=False,
        tracking=True,
        help="Decided: the employee attends a training instead of paying a fine.",
    )
    training_due = fields.Date(string="Training Until", readonly=True, copy=False)
    training_due_reason = fields.Char(
        string="Time for the Training", compute="_compute_deadline_reasons", compute_sudo=True
    )
    training_attended_on = fields.Date(string="Training Attended on", readonly=True, copy=False, tracking=True)
    can_confirm_training = fields.Boolean(compute="_compute_can_confirm_training")

    @api.depends(
        "state",
        "occurrence",
        "type_id.step_ids.occurrence",
        "type_id.step_ids.sanction",
        "type_id.step_ids.fine_amount",
        "type_id.step_ids.points",
        "type_id.currency_id",
        "currency_id",
        "date",
        "company_id.sales_office_fines_enabled",
        "company_id.sales_office_fine_replacement",
    )
    def _compute_proposal(self):
        """Propose what the ladder says now; once decided the case's own values are all there is."""
        for case in self:
            step = case.type_id.step_ids.browse()
            if case.state == "reported":
                step = case.type_id._get_step(case.occurrence)
            fines = case.company_id.sales_office_fines_enabled
            # with fines switched off a fine is left as a warning with its points
            case.proposed_sanction = "warning" if step.sanction == "fine" and not fines else step.sanction
            case.proposed_fine_amount = case._convert_amount(step.fine_amount, step.currency_id) if fines else 0.0
            case.proposed_points = step.points
            case._propose_training(step)

    def _propose_training(self, step):
        """Put a training in the place of a fine, and a written warning where there was nothing else."""
        self.ensure_one()
        replaced = self.company_id.sales_office_fine_replacement == "training"
        self.proposed_training = bool(step.fine_amount) and replaced
        if self.proposed_training and step.sanction == "fine":
            self.proposed_sanction = "written_warning"

    @api.depends("state", "training_due", "training_attended_on")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_confirm_training(self):
        led = self._has_authority()
        for case in self:
            case.can_confirm_training = bool(case.training_due) and not case.training_attended_on and case in led

    @rpc
    def action_confirm_training(self):
        """Record that the employee attended their training, as somebody with authority.

        :raises AccessError: the user does not stand above the employee
        :raises UserError: there is no training to confirm
        """
        self._check_authority()
        if not all(case.training_due and not case.training_attended_on for case in self):
            raise UserError(self.env._("There is no training to confirm."))
        cases = self.sudo()  # sudo: a closed case is closed to writing by hand; checked above
        cases.training_attended_on = fields.Date.context_today(self)
        cases.activity_unlink([ACTIVITY_TRAINING])
        return True

    def _get_trained(self, vals):
        """Return the cases with a training that ``vals`` decide or close: the proposal, or what stood before."""
        if vals.get("state") == "closed":
            return self.filtered("training")
        if vals.get("state") not in ("decided", "dismissed"):
            return self.browse()
        return self.filtered(
            lambda case: (
                vals.get("sanction")
                and (
                    (case.proposed_training and vals["sanction"] == case.proposed_sanction)
                    or (case.training and vals["sanction"] == case.sanction)
                )
            )
        )

    def _keep_training(self, state, trained):
        """Keep with a decision which cases a training belongs to, and have it attended once that is final."""
        if state in ("decided", "dismissed"):
            for case in self.filtered(lambda case: case.training != (case in trained)):
                case.training = case in trained
        elif state == "closed":
            trained._assign_training()

    def _assign_training(self):
        """Give the employees their training to attend, as something to do (sudo)."""
        self._set_deadlines("training_due")
        told = self.filtered("user_id.active")
        told._schedule_for_employee(ACTIVITY_TRAINING, "training_due")

    def _convert_amount(self, amount, currency):
        """Return an amount of a table, which is in ``currency``, in the company's at the day of the case."""
        self.ensure_one()
        if not amount or currency == self.currency_id:
            return amount
        return currency._convert(amount, self.currency_id, self.company_id, self.date)
