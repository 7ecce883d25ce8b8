from odoo import api, fields, models


class SalesOfficeContestParticipant(models.Model):
    """Money won reaches the winner's statement once."""

    _name = "sales.office.contest.participant"
    _inherit = ["sales.office.contest.participant", "sales.office.outside.mixin"]
    _due_field = "prize_open"

    office_statement_line_ids = fields.One2many(
        "sales.office.statement.line", "contest_participant_id", string="Statement Lines"
    )
    office_statement_id = fields.Many2one(
        "sales.office.statement",
        string="Statement",
        compute="_compute_prize_open",
        store=True,
        index="btree_not_null",
        help="The statement that the prize is paid with.",
    )
    prize_open = fields.Monetary(
        string="Still to Be Paid",
        compute="_compute_prize_open",
        store=True,
        help="Part of the money won that is on no statement yet and was not paid outside either.",
    )

    _prize_open_idx = models.Index("(employee_id) WHERE prize_open > 0")

    @api.depends("prize_amount", "office_statement_line_ids.amount", "outside_amount")
    def _compute_prize_open(self):
        """Being stored, it is also what lets only one of two concurrent runs take a prize."""
        for participant in self:
            lines = participant.office_statement_line_ids
            settled = sum(lines.mapped("amount")) + participant.outside_amount
            participant.prize_open = participant.prize_amount - settled
            participant.office_statement_id = lines.statement_id[:1]
