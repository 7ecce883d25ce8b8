from collections import defaultdict

from psycopg2 import Error

from odoo import fields, models
from odoo.fields import Domain

from ...organization.record import literal_domain
from ..visit.visit import NOT_MET

#: kinds of evidence that a model of another aggregate keeps, and which of its records are evidence
KEPT_BY = {
    "need": ("sales.office.need", []),
    "visit": ("sales.office.visit", [("state", "=", "done"), ("outcome", "!=", NOT_MET)]),
    # a call that the customer took is an answer as well
    "contact": ("sales.office.contact", ["|", ("direction", "in", ("in", "both")), ("kind", "=", "call")]),
}


class SalesOfficeEvidentLead(models.AbstractModel):
    """Of which stage criteria a lead has evidence; one query for each kind of evidence, however many leads (R128).

    Who asks has access to the leads: what is looked at about them is read as superuser, and told as there or missing.
    """

    _name = "sales.office.evident.lead"
    _description = "Lead with Evidence"

    def _find_evidence(self, criteria):
        """Return ``{lead: ids of those of the criteria that it has evidence of}``.

        What cannot be looked at, because a condition works no longer, holds nobody up and counts as evidence.

        :param criteria: :class:`.stage_criterion.Criterion` s
        """
        found = defaultdict(set)
        leads = self.sudo()  # sudo: see the class
        kinds = defaultdict(list)
        for criterion in criteria:
            kinds[criterion.kind].append(criterion)
        for kind, asked in kinds.items():
            match kind:
                case "condition":
                    by_criterion = [(c.id, leads._find_meeting(c.condition)) for c in asked]
                case "hand":
                    by_criterion = leads._find_ticked([c.id for c in asked])
                case _:
                    having = set(getattr(leads, f"_find_with_{kind}", leads._find_kept)(kind))
                    by_criterion = [(c.id, having) for c in asked]
            for criterion_id, ids in by_criterion:
                for lead in self:
                    if lead._origin.id in ids:
                        found[lead].add(criterion_id)
        return found

    def _find_kept(self, kind):
        """Return the ids of the leads of which another aggregate keeps evidence."""
        model, domain = KEPT_BY[kind]
        records = self.env[model].sudo()  # sudo: see the class
        rows = records._read_group(Domain("lead_id", "in", self._origin.ids) & Domain(domain), ["lead_id"])
        return [lead.id for (lead,) in rows]

    def _find_with_quotation(self, _kind):
        sent = Domain("order_ids", "any", [("state", "in", ("sent", "sale"))])
        return self._search_among(sent).ids

    def _find_with_decision_maker(self, _kind):
        return self.filtered("sales_office_decision_maker_id")._origin.ids

    def _find_with_revenue(self, _kind):
        return self.filtered("expected_revenue")._origin.ids

    def _find_with_closing(self, _kind):
        today = fields.Date.context_today(self)
        return self.filtered(lambda lead: lead.date_deadline and lead.date_deadline >= today)._origin.ids

    def _find_with_channel(self, _kind):
        return self.filtered(lambda lead: lead.source_id and lead.medium_id)._origin.ids

    def _find_meeting(self, condition):
        """Return the ids of the leads that meet a condition; of all of them where it works no longer."""
        try:
            domain = literal_domain.parse(condition)
            with self.env.cr.savepoint():
                return set(self._search_among(domain).ids)
        except (Error, KeyError, TypeError, ValueError):
            return set(self._origin.ids)

    def _find_ticked(self, criterion_ids):
        """Return each criterion that is ticked by hand with the ids of the leads for which somebody ticked it."""
        evidence = self.env["sales.office.stage.evidence"].sudo()  # sudo: see the class
        ticked = Domain("lead_id", "in", self._origin.ids) & Domain("criterion_id", "in", criterion_ids)
        rows = evidence._read_group(ticked, ["criterion_id"], ["lead_id:array_agg"])
        return [(criterion.id, set(lead_ids)) for criterion, lead_ids in rows]

    def _search_among(self, domain):
        """Return those of these leads that are in the domain, lost ones among them."""
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)  # sudo: see the class
        return leads.search(Domain("id", "in", self._origin.ids) & domain)
