from odoo import fields, models


class SalesOfficeClosedLead(models.AbstractModel):
    """What is kept of a deal when it is won or lost: which criteria it had evidence of (R065, R128)."""

    _name = "sales.office.closed.lead"
    _description = "Lead That Is Closed"
    _inherit = "sales.office.asked.lead"

    def _note_closed(self, old, new):
        """Keep what deals show that are won or lost just now, and forget it of those that are open again.

        Deals that are entered as closed show nothing of how they came about.

        :param dict old: ``{id of a lead: {"is_won": ..., "is_lost": ...}}`` as it was, empty of new ones
        :param dict new: as it is
        """
        closed, opened = self.browse(), self.browse()
        for lead in self:
            before, now = old.get(lead.id), new.get(lead.id, {})
            if before is None or before == now:
                continue
            opened |= lead if any(before.values()) else lead.browse()
            closed |= lead if any(now.values()) else lead.browse()
        if opened:
            # sudo: what the software keeps
            self.env["sales.office.stage.outcome"].sudo().search([("lead_id", "in", opened.ids)]).unlink()
        closed.filtered(lambda lead: lead.type == "opportunity")._keep_outcomes()

    def _keep_outcomes(self):
        """Keep of which criteria of the stages they reached these deals have evidence now (sudo inside)."""
        asked = self._get_asked_until()
        missing = self._get_missing(asked)
        leads = {lead: lead.sudo() for lead in asked}  # sudo: what the software keeps
        self.env["sales.office.stage.outcome"].sudo().create(  # sudo: as above
            [
                {
                    "lead_id": lead.id,
                    "criterion_id": criterion.id,
                    "has_evidence": criterion not in missing.get(lead, ()),
                    "win_rate": 100 if lead.won_status == "won" else 0,
                    "closed_at": fields.Datetime.now(),
                    "user_id": leads[lead].user_id.id,
                    "team_id": leads[lead].team_id.id,
                }
                for lead, criteria in asked.items()
                for criterion in criteria
            ]
        )
