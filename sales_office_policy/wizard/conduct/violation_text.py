from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeViolationText(models.TransientModel):
    """Takes the text of an action that is nothing but a text: answer, appeal, dismissal, annulment."""

    _name = "sales.office.violation.text"
    _description = "Answer, Appeal, Dismiss or Annul"
    _inherit = "sales.office.reader.mixin"

    violation_id = fields.Many2one(
        "sales.office.violation",
        string="Case",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    kind = fields.Selection(
        [("answer", "Answer the Case"), ("appeal", "Appeal"), ("dismiss", "Dismiss"), ("annul", "Annul the Case")],
        required=True,
        default="answer",
    )
    description = fields.Text(related="violation_id.description", related_sudo=False)
    text = fields.Text(required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Pass the text to the case's action, which checks who may do it."""
        actions = {
            "answer": self.violation_id.action_answer,
            "appeal": self.violation_id.action_appeal,
            "dismiss": self.violation_id.action_dismiss,
            "annul": self.violation_id.action_annul,
        }
        return actions[self.kind](self.text)
