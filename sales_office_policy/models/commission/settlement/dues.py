from collections import defaultdict

from odoo import models

from ..statement.line_kinds import BY_LINK


class SalesOfficeSettlement(models.AbstractModel):
    """Takes up what waits beside the books, until no line has anything of it to settle: bonuses (R059), prizes (R126),
    balances, and what finance wants taken in although no statement would take it by itself (R134).
    """

    _inherit = "sales.office.settlement"

    def _search_open(self, link, settling, employees, operator, until="<="):
        """Return the records of which something is open, above or below zero, in the order they are served.

        :param link: the field of a line that would link them; see :data:`SOURCES`
        :param operator: how what is open compares with zero
        :param until: how the day they are about compares with the last one of the period
        """
        source, Line = BY_LINK[link], self.env["sales.office.statement.line"]
        return self.env[Line._fields[link].comodel_name].search(
            [
                ("company_id", "=", settling.plan.company_id.id),
                ("employee_id", "in", employees.ids),
                (source.day, until, settling.date_to),
                (source.open, operator, 0),
            ],
            order=source.order,
        )

    def _settle_rewards(self, settling):
        """Yield the bonuses that no statement pays or takes back yet."""
        for reward in self._search_open("reward_id", settling, settling.payees, "!="):
            vals = {
                "kind": "reward" if reward.reward_open > 0 else "correction",
                "reward_id": reward.id,
                "period_from": reward.date,
                "period_to": reward.date,
                "amount": reward.reward_open,
            }
            yield reward.employee_id, vals

    def _settle_prizes(self, settling):
        """Yield the money won in closed contests that no statement pays yet."""
        for winner in self._search_open("contest_participant_id", settling, settling.payees, ">"):
            vals = {
                "kind": "prize",
                "contest_participant_id": winner.id,
                "period_from": winner.contest_id.date_from,
                "period_to": winner.contest_id.date_to,
                "amount": winner.prize_open,
            }
            yield winner.employee_id, vals

    def _settle_balances(self, settling):
        """Yield what earlier statements, of whatever plan, ended below zero by."""
        balances = self._search_open("carried_statement_id", settling, settling.members, ">", until="<")
        balances._lock()
        for statement in balances:
            vals = {
                "kind": "balance",
                "carried_statement_id": statement.id,
                "period_from": statement.date_from,
                "period_to": statement.date_to,
                "amount": -statement.balance_open,
            }
            yield statement.employee_id, vals

    def _settle_untaken(self, settling):
        """Yield what is to be taken in, once, by whichever plan pays the employee next."""
        rows = self.env["sales.office.untaken"].search(
            [
                ("company_id", "=", settling.plan.company_id.id),
                ("employee_id", "in", settling.payees.ids),
                ("state", "=", "taken"),
                ("statement_id", "=", False),
                ("date", "<=", settling.date_to),
            ],
            order="date, id",
        )
        older = rows.filtered(lambda row: row.kind == "older")
        # this plan corrects by itself what it still looks back at
        own = older.filtered(lambda row: row.plan_id in settling.plans and row.period_from >= settling.since)
        rows, older = rows - own, older - own
        changes = self._get_changes([row._get_claim() for row in older])
        for row in rows:
            lines = changes.get(row._get_claim(), []) if row in older else [row._prepare_line_vals()]
            for vals in lines:
                yield row.employee_id, {**vals, "untaken_id": row.id}

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
        for employee, vals in self._prepare_adjustments(corrections, earned, since):
            changes[by_key[employee, vals["plan_id"], vals["period_from"]]].append(vals)
        return dict(changes)
