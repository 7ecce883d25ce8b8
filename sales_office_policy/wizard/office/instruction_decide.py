from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeInstructionDecide(models.TransientModel):
    """Takes the answer to a question and the words that go with it."""

    _name = "sales.office.instruction.decide"
    _description = "Give Instruction"
    _inherit = "sales.office.reader.mixin"

    instruction_id = fields.Many2one(
        "sales.office.instruction",
        string="Instruction Request",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    question = fields.Text(related="instruction_id.question", related_sudo=False)
    outcome = fields.Selection(
        [("agreed", "Agreed"), ("refused", "Not Agreed"), ("instructed", "Do as Follows")],
        string="Answer",
        default="agreed",
        required=True,
    )
    text = fields.Text(required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Pass the answer to the instruction, which checks who may give it."""
        self.instruction_id.action_decide(self.outcome, self.text)
        return {"type": "ir.actions.act_window_close"}
