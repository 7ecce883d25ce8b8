from odoo import models

from ...organization.record.phrases import join_phrases


class SalesOfficeAskedLead(models.AbstractModel):
    """What the stage criteria ask of a lead, and what of it is missing (R065, R128).

    A criterion is a :class:`.stage_criterion.Criterion`. The queries are as many as there are kinds of evidence.
    """

    _name = "sales.office.asked.lead"
    _description = "Lead That Is Asked for Evidence"
    _inherit = "sales.office.evident.lead"

    def _get_criteria(self):
        """Return ``{lead: criteria}`` asked of leads like these, at any stage; nothing without the room."""
        tables, found = {}, {}
        for lead, known in zip(self, self.sudo(), strict=True):  # sudo: team, revenue and company only
            company = known.company_id or self.env.company
            if company not in tables:
                used = company._sales_office_uses("customer")
                tables[company] = self.env["sales.office.stage.criterion"]._get_table(company.id) if used else ()
            if criteria := [c for c in tables[company] if c.fits(known)]:
                found[lead] = criteria
        return self._leave_out_other_pipelines(found)

    def _leave_out_other_pipelines(self, criteria):
        """Return ``{lead: criteria}`` without those of stages that the lead's team does not use."""
        ids = {c.stage_id for asked in criteria.values() for c in asked if c.stage_id}
        stages = self.env["crm.stage"].sudo().browse(ids)  # sudo: which teams use them
        teams = {stage.id: stage.team_ids for stage in stages if stage.team_ids}
        if not teams:
            return criteria
        return {
            lead: [c for c in asked if c.stage_id not in teams or lead.sudo().team_id in teams[c.stage_id]]
            for lead, asked in criteria.items()
        }

    def _get_asked_until(self):
        """Return ``{lead: criteria}`` of the stages that these have reached, that of the present one first; of a lead
        that is no opportunity yet, what is asked before it becomes one.
        """
        found, asked = self._get_criteria(), {}
        places = self._get_places(found)
        for lead, criteria in found.items():
            if lead.type == "lead":
                reached = [c for c in criteria if not c.stage_id]
            else:
                here = places.get(lead.stage_id._origin.id, ())
                reached = [c for c in criteria if c.stage_id and places[c.stage_id] <= here]
                reached.sort(key=lambda c: places[c.stage_id], reverse=True)
            if reached:
                asked[lead] = reached
        return asked

    def _get_stage_asking(self):
        """Return the stage whose criteria are to be met next; none while it is a lead."""
        return self.stage_id.browse() if self.type == "lead" else self.stage_id._origin

    def _get_places(self, criteria, others=None):
        """Return ``{id of a stage: where it stands}`` of the stages of these leads, of what is asked and of others."""
        stages = self.env["crm.stage"].sudo()  # sudo: their order
        ids = {c.stage_id for asked in criteria.values() for c in asked if c.stage_id}
        stages = stages.browse(ids) | self.stage_id._origin.sudo() | (others or stages).sudo()
        return {stage.id: (stage.sequence, stage.id) for stage in stages} if ids else {}

    def _get_missing(self, asked):
        """Return ``{lead: those of the criteria asked of it that it has no evidence of}``.

        :param dict asked: ``{lead: criteria}``
        """
        if not asked:
            return {}
        criteria = {c.id: c for listed in asked.values() for c in listed}
        evidence = self.browse().union(*asked)._find_evidence(criteria.values())
        missing = {lead: [c for c in listed if c.id not in evidence[lead]] for lead, listed in asked.items()}
        return {lead: lacking for lead, lacking in missing.items() if lacking}

    def _get_required(self, missing):
        """Return ``{lead: criteria}``: what of the missing is required where the lead is now, and no reason was given.

        :param dict missing: as :meth:`_get_missing` returns it
        """
        required = {
            lead: [c for c in lacking if c.mode == "require" and c.stage_id == (lead._get_stage_asking().id or 0)]
            for lead, lacking in missing.items()
        }
        return self._leave_out_overridden(required)

    def _get_unqualified(self):
        """Return ``{lead: criteria}``: what is required of these where they are now, missing, and not explained."""
        return self._get_required(self._get_missing(self._get_asked_until()))

    def _leave_out_overridden(self, missing):
        """Return ``{lead: criteria}`` without those of stages that somebody gave a reason to leave."""
        if not any(missing.values()):
            return {}
        # sudo: whether there is one
        overrides = self.env["sales.office.stage.override"].sudo().search([("lead_id", "in", self._origin.ids)])
        given = {(override.lead_id.id, override.stage_id.id or 0) for override in overrides}
        left = {
            lead: [c for c in lacking if (lead._origin.id, c.stage_id) not in given]
            for lead, lacking in missing.items()
        }
        return {lead: lacking for lead, lacking in left.items() if lacking}

    # ------------------------------------------------------------
    # In words
    # ------------------------------------------------------------

    def _describe_criteria(self, criteria):
        """Return ``{id: (what is asked, what to do)}`` in the reader's language."""
        # sudo: of the company of the lead, asked of whoever sells
        records = self.env["sales.office.stage.criterion"].sudo().browse([c.id for c in criteria])
        return {record.id: (record.name, record.hint or self._get_usual_hint(record.kind)) for record in records}

    def _get_usual_hint(self, kind):
        hints = {
            "need": self.env._("write down what the customer needs"),
            "decision_maker": self.env._("choose the contact who decides"),
            "visit": self.env._("report the visit"),
            "contact": self.env._("get an answer from the customer"),
            "quotation": self.env._("send a quotation"),
            "revenue": self.env._("fill in the expected revenue"),
            "closing": self.env._("fill in a day that lies ahead"),
            "channel": self.env._("fill in source and medium"),
            "hand": self.env._("tick it, and say what you base it on"),
        }
        return hints.get(kind, "")

    def _word_criteria(self, criteria):
        """Return in one line what is asked and what to do about it."""
        described = self._describe_criteria(criteria)
        texts = [
            self.env._("%(name)s (%(hint)s)", name=name, hint=hint) if hint else name
            for name, hint in (described[c.id] for c in criteria)
        ]
        return join_phrases(self.env, texts)
