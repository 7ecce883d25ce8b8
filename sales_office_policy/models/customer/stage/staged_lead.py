from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.record.few_list import FewOne2many
from ...organization.record.phrases import join_phrases
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from ..contact.contacted_lead import GROUP
from ..follow_up.channelled_lead import BY_ITSELF

#: leads named in a refusal
NAMED = 3


class SalesOfficeStagedLead(models.AbstractModel):
    """A lead that leaves a stage with what is asked there, or with a reason (R065, R128, R129).

    Asked is whoever moves it forward by hand: in the form, by dragging, in a list, over RPC. Not asked is the software,
    nor who moves it back, loses, merges or imports it, nor who belongs to no sales office.
    """

    _name = "sales.office.staged.lead"
    _description = "Lead with Stage Criteria"
    _inherit = "sales.office.asked.lead"

    sales_office_decision_maker_id = fields.Many2one(
        "res.partner",
        string="Decision Maker",
        copy=False,
        index="btree_not_null",
        groups=GROUP,
        help="The person at the customer who says yes or no in the end.",
    )
    sales_office_note_ids = FewOne2many(
        "sales.office.stage.note", "lead_id", string="Stage Notes", copy=False, groups=GROUP
    )
    sales_office_override_ids = FewOne2many(
        "sales.office.stage.override", "lead_id", string="Stages Left with a Reason", copy=False, readonly=True,
        groups=GROUP,
    )  # fmt: skip
    sales_office_evidence_ids = FewOne2many(
        "sales.office.stage.evidence", "lead_id", string="Ticked by Hand", copy=False, readonly=True, groups=GROUP
    )
    sales_office_checklist = fields.Html(
        string="What This Stage Asks For", compute="_compute_sales_office_checklist", groups=GROUP
    )
    sales_office_can_tick = fields.Boolean(
        string="Something Is Ticked by Hand", compute="_compute_sales_office_checklist", groups=GROUP
    )
    sales_office_is_held = fields.Boolean(
        string="Held in Its Stage", compute="_compute_sales_office_checklist", groups=GROUP
    )

    # not of what it looks at: it is made when the lead is opened and saved, and costs nothing while somebody types
    @api.depends("stage_id", "type")
    @api.depends_context("uid", "lang")
    def _compute_sales_office_checklist(self):
        self.sales_office_checklist = self.sales_office_can_tick = self.sales_office_is_held = False
        asked = self.filtered(lambda lead: lead._origin and lead.won_status == "pending")._get_asked_until()
        missing = self._get_missing(asked)
        required = self._get_required(missing)
        for lead, criteria in asked.items():
            here, lacking = lead._get_stage_asking().id or 0, missing.get(lead, [])
            shown = [c for c in criteria if c.stage_id == here or c in lacking]
            held = required.get(lead, ())
            lead.sales_office_checklist = self._make_checklist(shown, {c.id: 1 for c in lacking}, held)
            lead.sales_office_can_tick = any(c.kind == "hand" for c in lacking)
            lead.sales_office_is_held = lead in required

    def _make_common_checklist(self):
        """Return what is asked of these leads as HTML, with how many of them lack it."""
        asked = self._get_asked_until()
        missing = self._get_missing(asked)
        criteria = dict.fromkeys(c for listed in asked.values() for c in listed)
        held = {c for listed in self._get_required(missing).values() for c in listed}
        return self._make_checklist(criteria, Counter(c.id for of in missing.values() for c in of), held, len(self))

    @api.model
    def _make_checklist(self, criteria, lacking, held, total=1):
        """Return what is asked as HTML: what is there, what is missing and what to do about it.

        :param dict lacking: ``{id of a criterion: how many of the leads lack it}``
        :param held: criteria that hold a lead where it is
        :param int total: how many leads there are
        """
        described, lines = self._describe_criteria(criteria), []
        for criterion in criteria:
            name, hint = described[criterion.id]
            tone, icon, said, text = "text-success", "fa-check-square-o", self.env._("is there"), name
            if count := lacking.get(criterion.id):
                tone = "text-danger" if criterion in held else "text-warning"
                icon, said = "fa-square-o", self.env._("is missing")
                of = self.env._("%(count)s of %(total)s lack it", count=count, total=total) if total > 1 else ""
                text = join_phrases(self.env, [name, hint, of])
            lines.append(
                Markup('<li class="%s"><i class="fa fa-fw %s" role="img" title="%s"></i> %s</li>')
                % (tone, icon, said, text)
            )
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup().join(lines) if lines else False

    # ------------------------------------------------------------
    # Moving forward
    # ------------------------------------------------------------

    def _is_asked(self):
        """Return whether whoever moves leads just now is asked for evidence."""
        return (
            not self.env.su
            and self.env.context.get("sales_office_moved") is not BY_ITSELF
            and self.env.user.has_group(GROUP)
        )

    def _get_held(self, before):
        """Return ``{lead: criteria}`` that are missing and required before they may be where they are now.

        :param dict before: ``{lead: the stage it was in}``
        """
        moved = self.filtered(
            lambda lead: lead.type == "opportunity" and before[lead] and lead.stage_id and lead.stage_id != before[lead]
        )
        asked = {lead: [c for c in of if c.stage_id] for lead, of in moved._get_criteria().items()}
        places = moved._get_places(asked, self.env["crm.stage"].union(*before.values()))
        crossed = {
            lead: [c for c in listed if c.mode == "require" and lead._is_left(places, c.stage_id, before[lead])]
            for lead, listed in asked.items()
        }
        missing = moved._get_missing({lead: listed for lead, listed in crossed.items() if listed})
        return moved._leave_out_overridden(missing)

    def _is_left(self, places, stage_id, before):
        """Return whether going from the stage ``before`` to where it is now leads forward out of a stage."""
        if before.is_won:
            return False
        old, new = places[before.id], places[self.stage_id._origin.id]
        if new < old:  # back, unless the stage of what is won stands somewhere before
            return self.stage_id.is_won and stage_id == before.id
        return old <= places[stage_id] < new

    def _check_left(self, before):
        """Refuse to have moved forward without what is required.

        :param dict before: as for :meth:`_get_held`
        :raises UserError: names what is missing and what to do
        """
        if held := self._get_held(before):
            raise UserError(self._word_held(held, before))

    def _check_qualified(self, reason=""):
        """Refuse that leads become opportunities by hand without what is required of a lead, or note why all the same.

        :raises UserError: something is missing, and there is no reason
        """
        if not self._is_asked():
            return
        required = self.filtered(lambda lead: lead.type == "lead" and lead.active)._get_unqualified()
        if required and not reason:
            lead, criteria = next(iter(required.items()))
            raise UserError(
                self.env._(
                    "“%(lead)s” does not become an opportunity yet. Missing: %(missing)s. "
                    "Add it, or say why all the same.",
                    lead=lead.name,
                    missing=lead._word_criteria(criteria),
                )
            )
        if required:
            self._enter_overrides(required, reason)

    def _word_held(self, held, before):
        lines = [
            self.env._(
                "“%(lead)s” does not leave %(stage)s yet. Missing: %(missing)s.",
                lead=lead.name,
                stage=before[lead].name,
                missing=lead._word_criteria(criteria),
            )
            for lead, criteria in list(held.items())[:NAMED]
        ]
        if len(held) > NAMED:
            lines.append(self.env._("So it is with %(count)s more.", count=len(held) - NAMED))
        lines.append(self.env._("Add it, or open the opportunity and go on with a reason."))
        return "\n".join(lines)

    # ------------------------------------------------------------
    # Ticking, and going on without
    # ------------------------------------------------------------

    @rpc(one=True)
    def action_tick_criterion(self, criterion: Record("sales.office.stage.criterion"), text: str):
        """Say that what a criterion asks for is there, and what that is based on.

        :raises UserError: it is not ticked by hand, not asked of this opportunity, there already, or no words
        """
        evidence = self.env["sales.office.stage.evidence"]
        text = evidence._check_reason(text, self.env._("Say what you base it on."))
        self.check_access("write")
        if criterion.id not in self._get_tickable():
            raise UserError(self.env._("This is not ticked by hand here, or is already. Load the page again."))
        evidence.sudo().create(  # sudo: written by this only
            {"lead_id": self.id, "criterion_id": criterion.id, "text": text, "author_id": self.env.uid}
        )
        return True

    def _get_tickable(self):
        """Return the ids of the criteria that are ticked by hand and missing."""
        missing = self._get_missing(self._get_asked_until())
        return [c.id for lacking in missing.values() for c in lacking if c.kind == "hand"]

    @rpc(one=True)
    def action_go_on(self, reason: str):
        """Leave the stage without what is required, into the next one unless that is where deals are won.

        :raises UserError: nothing holds it, a reason was given already, or no words
        """
        reason = self.env["sales.office.stage.override"]._check_reason(reason)
        self.check_access("write")
        required = self._get_unqualified()
        if not required or self.type == "lead" or self.won_status != "pending":
            raise UserError(self.env._("Nothing holds this opportunity in its stage. Load the page again."))
        self._enter_overrides(required, reason)
        if (following := self._get_next_stage()) and not following.is_won:
            self.stage_id = following
        return True

    def _enter_overrides(self, required, reason):
        """Note why these leads go on without what is required, for whoever leads their salesperson.

        :param dict required: as :meth:`_get_required` returns it
        """
        described = self._describe_criteria({c for listed in required.values() for c in listed})
        self.env["sales.office.stage.override"].sudo().create(  # sudo: written by actions only
            [
                {
                    "lead_id": lead.id,
                    "stage_id": lead._get_stage_asking().id,
                    "missing": join_phrases(self.env, [described[c.id][0] for c in listed]),
                    "reason": reason,
                    "author_id": self.env.uid,
                }
                for lead, listed in required.items()
            ]
        )

    def _get_next_stage(self):
        stages = self._stage_find(team_id=self.team_id.id, domain=[], limit=None)
        here = (self.stage_id.sequence, self.stage_id.id)
        return next((stage for stage in stages if (stage.sequence, stage.id) > here), stages.browse())
