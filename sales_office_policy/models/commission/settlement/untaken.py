from collections import defaultdict

from odoo import models


class SalesOfficeSettlement(models.AbstractModel):
    """Takes into a statement what finance wants taken in although no statement would take it by itself (R134)."""

    _inherit = "sales.office.settlement"

    def _get_changes(self, claims):
        """Return ``{claim: [line values]}``: by what the books differ now from what all lines say; claims without a
        difference are left out.

        :param claims: ``(employee, plan, first day, last day)`` of whole periods, plans of one company
        """
        if not claims:
            return {}
        plans = self.env["sales.office.commission.plan"].union(*(claim[1] for claim in claims))
        since, until = min(claim[2] for claim in claims), max(claim[3] for claim in claims)
        employees = self.env["hr.employee"].union(*(claim[0] for claim in claims))
        earned = self._get_earned(plans.rule_ids, since, until, employees)
        settled = self._get_settled(plans.rule_ids, since)
        changes = defaultdict(list)
        for claim in claims:
            employee, plan, *period = claim
            for rule in plan.rule_ids:
                vals = self._prepare_earning(earned, settled, employee, rule, *period)
                if vals["amount"]:
                    changes[claim].append({"kind": "correction", **vals})
        by_key = {(claim[0], claim[1].id, claim[2]): claim for claim in claims}
        corrections = [("correction", *claim) for claim in claims]
        for employee, vals_list in self._prepare_adjustments(corrections, earned, since).items():
            for vals in vals_list:
                changes[by_key[employee, vals["plan_id"], vals["period_from"]]].append(vals)
        return dict(changes)

    def _prepare_dues(self, plan, employees, date_to):
        """Add what is to be taken in, once, by whichever plan pays the employee next."""
        since, _last = plan._get_period(date_to, back=plan.lookback_periods)
        lineage = plan._get_lineage()
        rows = self.env["sales.office.untaken"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", employees.ids),
                ("state", "=", "taken"),
                ("statement_id", "=", False),
                ("date", "<=", date_to),
            ],
            order="date, id",
        )
        # this plan corrects by itself what it still looks back at
        rows -= rows.filtered(lambda row: row.kind == "older" and row.plan_id in lineage and row.period_from >= since)
        dues = super()._prepare_dues(plan, employees, date_to)
        older = rows.filtered(lambda row: row.kind == "older")
        changes = self._get_changes([row._get_claim() for row in older])
        for row in rows:
            lines = changes.get(row._get_claim(), []) if row in older else [row._prepare_line_vals()]
            dues += [(row.employee_id, {**vals, "untaken_id": row.id}) for vals in lines]
        return dues
