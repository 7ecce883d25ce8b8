from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import core_door, rpc

ACTIVITY_TRAINING = "sales_office_policy.mail_activity_type_training"


class SalesOfficeViolation(models.Model):
    """Training instead of a fine, for companies that chose so (R060).

    Where the ladder has a fine, a training and the step's points are proposed, with a written warning.
    The training is due once the case is closed: a decision that may still be changed costs nothing.
    Somebody with authority says that it was attended.
    """

    _inherit = "sales.office.violation"

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

    def _compute_proposal(self):
        """Put a training in the place of a fine, and a written warning where there was nothing else."""
        result = super()._compute_proposal()
        for case in self:
            step = case.type_id._get_step(case.occurrence) if case.state == "reported" else case.type_id.step_ids[:0]
            replaced = case.company_id.sales_office_fine_replacement == "training"
            case.proposed_training = bool(step.fine_amount) and replaced
            if case.proposed_training and step.sanction == "fine":
                case.proposed_sanction = "written_warning"
        return result

    @api.depends("state", "training_due", "training_attended_on")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_confirm_training(self):
        led = self._has_authority()
        for case in self:
            case.can_confirm_training = bool(case.training_due) and not case.training_attended_on and case in led

    @core_door
    def write(self, vals):
        """Keep with the decision whether a training belongs to it, and have it attended once that is final."""
        state = vals.get("state")
        trained = self._get_trained(vals) if state in ("decided", "dismissed") else self.filtered("training")
        result = super().write(vals)
        if state in ("decided", "dismissed"):
            for case in self.filtered(lambda case: case.training != (case in trained)):
                case.training = case in trained
        elif state == "closed":
            trained._assign_training()
        return result

    def _get_trained(self, vals):
        """Return the cases to which, decided by ``vals``, a training belongs: the proposal, or what stood before."""
        return self.filtered(
            lambda case: (
                vals.get("sanction")
                and (
                    (case.proposed_training and vals["sanction"] == case.proposed_sanction)
                    or (case.training and vals["sanction"] == case.sanction)
                )
            )
        )

    def _assign_training(self):
        """Give the employees their training to attend, as something to do (sudo)."""
        self._set_deadlines("training_due")
        told = self.filtered("user_id.active")
        told._schedule_for_employee(ACTIVITY_TRAINING, "training_due")

    @rpc
    def action_confirm_training(self):
        """Record that the employee attended his training, as somebody with authority."""
        self._check_authority()
        if not all(case.training_due and not case.training_attended_on for case in self):
            raise UserError(self.env._("There is no training to confirm."))
        cases = self.sudo()  # sudo: a closed case is closed to writing by hand; checked above
        cases.training_attended_on = fields.Date.context_today(self)
        cases.activity_unlink([ACTIVITY_TRAINING])
        return True
