from odoo import api, fields, models


class SalesOfficeInstructionLog(models.Model):
    """Who did what with an instruction, when, in their words. Written by its actions, changed by nobody (R039)."""

    _name = "sales.office.instruction.log"
    _description = "Instruction Log"
    _inherit = "sales.office.reader.mixin"
    _order = "id desc"

    instruction_id = fields.Many2one(
        "sales.office.instruction",
        string="Instruction Request",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="instruction_id.company_id", store=True)
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one("res.users", string="Who", required=True, readonly=True)
    event = fields.Selection(
        [
            ("asked", "Asked for Instruction"),
            ("acted", "Acted First"),
            ("raised", "Raised"),
            ("decided", "Instructed"),
            ("assigned", "Assigned"),
            ("reported", "Reported Back"),
            ("sent_back", "Sent Back"),
            ("closed", "Completed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text(readonly=True)

    @api.depends("event")
    @api.depends_context("lang")
    def _compute_display_name(self):
        events = dict(self._fields["event"]._description_selection(self.env))
        for log in self:
            log.display_name = events.get(log.event)
