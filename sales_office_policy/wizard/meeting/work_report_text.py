from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeWorkReportText(models.TransientModel):
    """Takes the text of what a superior does with reports: answer, send back, excuse."""

    _name = "sales.office.work.report.text"
    _description = "Answer, Send Back or Waive"
    _inherit = "sales.office.reader.mixin"

    report_id = fields.Many2one(
        "sales.office.work.report",
        string="Work Report",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    kind = fields.Selection(
        [("answer", "Answer"), ("return", "Send Back"), ("excuse", "Waive")], required=True, default="answer"
    )
    problems = fields.Text(related="report_id.problems", related_sudo=False)
    suggestions = fields.Text(related="report_id.suggestions", related_sudo=False)
    text = fields.Text()

    @rpc(one=True)
    def action_confirm(self):
        """Pass the text to the report's action, which checks who may do it and whether a text is missing."""
        actions = {
            "answer": self.report_id.action_answer,
            "return": self.report_id.action_return,
            "excuse": self.report_id.action_excuse,
        }
        return actions[self.kind](self.text)
