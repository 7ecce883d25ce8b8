from odoo import api, fields, models

from ...organization.rpc.rpc import rpc


class SalesOfficeStatementLine(models.Model):
    """The line that pays a prize."""

    _inherit = "sales.office.statement.line"

    kind = fields.Selection(
        selection_add=[("correction",), ("prize", "Prize"), ("carry",)], ondelete={"prize": "cascade"}
    )
    contest_participant_id = fields.Many2one(
        "sales.office.contest.participant", string="Winner", index="btree_not_null", ondelete="restrict"
    )

    _prize_once = models.UniqueIndex("(contest_participant_id) WHERE contest_participant_id IS NOT NULL")

    @api.depends("contest_participant_id.contest_id.name")
    def _compute_name(self):
        prizes = self.filtered("contest_participant_id")
        for line in prizes:
            line.name = line.contest_participant_id.contest_id.name
        return super(SalesOfficeStatementLine, self - prizes)._compute_name()

    @api.depends("contest_participant_id.rank")
    def _compute_explanation(self):
        prizes = self.filtered("contest_participant_id")
        for line in prizes:
            line.explanation = self.env._(
                "Place %(rank)s in the contest %(contest)s: %(amount)s",
                rank=line.contest_participant_id.rank,
                contest=line.contest_participant_id.contest_id.name,
                amount=line._format(line.amount),
            )
        return super(SalesOfficeStatementLine, self - prizes)._compute_explanation()

    @rpc(one=True)
    def action_open_source(self):
        """Open the contest a prize was won in."""
        if winner := self.sudo().contest_participant_id:  # sudo: finance pays winners it does not see
            return winner.contest_id.sudo(False)._get_records_action()
        return super().action_open_source()
