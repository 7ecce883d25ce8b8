from odoo import api, fields, models

from .violation import ACTIVITY_TRAINING


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
