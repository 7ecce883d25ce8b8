from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..organization.membership.membership_correction import Measured
from ..organization.posts.title import join_title
from .settlement.tiers import ZERO
from .statement.statement import LOCKED


class SalesOfficeMembership(models.Model):
    """What a correction of the past does to statements, told beforehand (R134)."""

    _inherit = "sales.office.membership"

    @api.model
    def _prepare_correction(self, *args):
        """Refuse whoever is paid by what they would correct."""
        correction = super()._prepare_correction(*args)
        # sudo: whether the corrector is paid by a plan of any company
        members = self.env["sales.office.commission.plan.member"].sudo()
        own = members.search([("employee_id.user_id", "=", self.env.uid), ("plan_id.state", "!=", "draft")])
        if not self.env.su and any(member._is_between(correction.since, correction.last) for member in own):
            raise AccessError(
                self.env._(
                    "You are paid by a commission plan for these days: somebody else corrects who belonged where."
                )
            )
        return correction

    def _get_measured(self, company, date_from, date_to):
        """Add the statements about these days that were sent, or are locked."""
        statements = self.env["sales.office.statement"].search(
            Domain("plan_id.company_id", "parent_of", company.id)
            & Domain("state", "!=", "draft")
            & Domain("date_from", "<=", date_to)
            & Domain("date_to", ">=", date_from),
            order="date_from, employee_id, id",
        )
        measured = {}
        by_period = statements.grouped(lambda statement: (statement.plan_id, statement.date_from, statement.date_to))
        for (plan, *period), of_period in by_period.items():
            outcomes = self.env["sales.office.settlement"]._get_outcomes(plan, of_period.employee_id, *period)
            since = plan._get_family()._get_lookback_start()
            for statement in of_period:
                outcome = outcomes[statement.employee_id]
                base = sum((earned.base for earned in outcome.earned.values()), ZERO)
                measured[statement] = Measured(
                    join_title(statement.display_name, plan.name),
                    self._describe_settlement(statement, since),
                    float(base),
                    float(outcome.amount),
                )
        return measured | super()._get_measured(company, date_from, date_to)

    def _describe_settlement(self, statement, since):
        """Return how a change of a statement's period is settled.

        :param since: first day that the statement of the last ended period looks back to
        """
        if statement.state not in LOCKED:
            return self.env._("It stays as it was sent. Once it is approved, the next one corrects it.")
        if statement.date_from < since:
            return self.env._("Longer ago than the plan looks back: finance decides, in the list In No Statement.")
        return self.env._("It stays as it is. The next one corrects it.")
