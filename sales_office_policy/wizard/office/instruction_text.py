from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeInstructionText(models.TransientModel):
    """Takes the words for what somebody does with an instruction."""

    _name = "sales.office.instruction.text"
    _description = "Instruct, Report Back or Raise"
    _inherit = "sales.office.reader.mixin"

    instruction_id = fields.Many2one(
        "sales.office.instruction",
        string="Instruction Request",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    operation = fields.Selection(
        [
            ("decide", "Give Instruction"),
            ("act", "Act First"),
            ("raise", "Raise"),
            ("report", "Report Back"),
            ("send_back", "Send Back"),
            ("withdraw", "Withdraw"),
        ],
        required=True,
        default="decide",
    )
    question = fields.Text(related="instruction_id.question", related_sudo=False)
    decision = fields.Text(related="instruction_id.decision", related_sudo=False)
    outcome = fields.Selection(
        [("agreed", "Agreed"), ("refused", "Not Agreed"), ("instructed", "Do as Follows")],
        string="Answer",
        default="agreed",
    )
    text = fields.Text()

    @rpc(one=True)
    def action_confirm(self):
        """Pass the words to the instruction's action, which checks who may do it and whether they are missing."""
        instruction = self.instruction_id
        match self.operation:
            case "decide":
                instruction.action_decide(self.outcome, self.text)
            case "act":
                instruction.action_act(self.text)
            case "raise":
                instruction.action_raise(self.text)
            case "report":
                instruction.action_report(self.text)
            case "send_back":
                instruction.action_send_back(self.text)
            case "withdraw":
                instruction.action_withdraw(self.text)
        return {"type": "ir.actions.act_window_close"}
