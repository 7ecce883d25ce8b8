from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...organization.record import literal_domain

#: what can be asked, all but the last two ticked by what is in Odoo
KINDS = [
    ("need", "A Need Is Recorded"),
    ("decision_maker", "The Decision Maker Is Named"),
    ("visit", "A Visit Was Reported"),
    ("contact", "The Customer Answered"),
    ("quotation", "A Quotation Was Sent"),
    ("revenue", "The Expected Revenue Is Filled In"),
    ("closing", "The Expected Closing Lies Ahead"),
    ("channel", "Source and Medium Are Filled In"),
    ("condition", "A Condition of Its Own"),
    ("hand", "Ticked by Hand, with Evidence"),
]


class Criterion(NamedTuple):
    """A line of the table, as it is remembered."""

    id: int
    #: 0 where it is asked before a lead becomes an opportunity
    stage_id: int
    team_ids: frozenset
    min_amount: float
    kind: str
    condition: str
    mode: str

    def fits(self, lead):
        """Return whether it is asked of opportunities of the team and the size of this one (sudo)."""
        team = not self.team_ids or lead.team_id.id in self.team_ids
        return team and (not self.min_amount or lead.expected_revenue >= self.min_amount)


class SalesOfficeStageCriterion(models.Model):
    """What an opportunity shows before it leaves a stage, or a lead before it becomes one (R065, R128).

    Evidence of something the customer did, not of a box that was ticked, where that is possible. Off: neither asked nor
    measured. Notify: the opportunity shows that it is missing. Require: nobody moves it forward by hand without it,
    unless they say why. Moving back, losing, merging, importing and whatever the software does are never held up.
    """

    _name = "sales.office.stage.criterion"
    _description = "Stage Criterion"
    _inherit = ["sales.office.remembered.mixin", "sales.office.protected.mixin", "sales.office.typing.mixin"]
    _order = "stage_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="What It Asks For", required=True, translate=True)
    hint = fields.Char(string="What Helps", translate=True, help="Shown beside it while it is missing.")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    stage_id = fields.Many2one(
        "crm.stage",
        string="Before Leaving",
        index=True,
        ondelete="cascade",
        help="Empty: before a lead becomes an opportunity.",
    )
    team_ids = fields.Many2many(
        "crm.team", string="Sales Teams", ondelete="restrict", help="Of which teams it is asked. Empty: of every one."
    )
    min_amount = fields.Monetary(
        string="From Expected Revenue", aggregator=None, help="Smaller opportunities are not asked for it."
    )
    kind = fields.Selection(KINDS, string="What Shows It", required=True, default="need")
    condition = fields.Char(
        string="The Opportunity Meets",
        help="A condition about the opportunity: what it is asked of is told by whoever moves it, so it looks at "
        "nothing that not everybody may read.",
    )
    condition_model = fields.Char(compute="_compute_condition_model")
    is_broken = fields.Boolean(
        string="Works No Longer",
        compute="_compute_is_broken",
        help="What its condition looks at is gone, with another module perhaps. Until it is mended it is not asked.",
    )
    mode = fields.Selection(
        [("off", "Off"), ("notify", "Show That It Is Missing"), ("require", "Require, or a Reason")],
        required=True,
        default="notify",
    )
    with_count = fields.Integer(
        string="Closed with It", compute="_compute_usefulness", groups="sales_office_policy.group_policy_admin"
    )
    with_rate = fields.Float(
        string="Won with It", compute="_compute_usefulness", groups="sales_office_policy.group_policy_admin"
    )
    without_count = fields.Integer(
        string="Closed without It", compute="_compute_usefulness", groups="sales_office_policy.group_policy_admin"
    )
    without_rate = fields.Float(
        string="Won without It", compute="_compute_usefulness", groups="sales_office_policy.group_policy_admin"
    )

    _min_amount = models.Constraint("CHECK (min_amount >= 0)", "An expected revenue is not negative.")
    _condition = models.Constraint(
        "CHECK (kind <> 'condition' OR condition IS NOT NULL)", "Say which condition the opportunity has to meet."
    )

    @api.depends("kind")
    def _compute_condition_model(self):
        self.condition_model = "crm.lead"

    @api.depends("kind", "condition")
    def _compute_is_broken(self):
        for criterion in self:
            criterion.is_broken = criterion.kind == "condition" and bool(criterion._find_fault())

    def _compute_usefulness(self):
        # sudo: how many and how often, of everybody's deals, for who keeps the criteria
        outcomes = self.env["sales.office.stage.outcome"].sudo()
        rows = outcomes._read_group(
            [("criterion_id", "in", self.ids)], ["criterion_id", "has_evidence"], ["__count", "win_rate:avg"]
        )
        found = {(criterion.id, has): (count, rate) for criterion, has, count, rate in rows}
        for criterion in self:
            criterion.with_count, criterion.with_rate = found.get((criterion.id, True), (0, 0))
            criterion.without_count, criterion.without_rate = found.get((criterion.id, False), (0, 0))

    @api.onchange("condition", "kind")
    def _onchange_condition(self):
        # the check searches as superuser: for those who may write criteria only
        return self._warn_of_refusal(self._check_condition) if self.browse().has_access("write") else None

    @api.constrains("condition", "kind")
    def _check_condition(self):
        for criterion in self.filtered(lambda c: c.kind == "condition" and c.condition):
            if fault := criterion._find_fault():
                raise ValidationError(
                    self.env._(
                        "The condition of “%(criterion)s” cannot be used: %(why)s",
                        criterion=criterion.name or "",
                        why=fault,
                    )
                )

    def _find_fault(self):
        """Return why the condition cannot be used; "" if it can."""
        try:
            literal_domain.check(self.env["crm.lead"], literal_domain.parse(self.condition))
        except ValueError as error:
            return str(error)
        return ""

    @api.model
    @tools.ormcache("company_id")
    def _get_table(self, company_id):
        """Return the criteria of a company that are not off, as tuples; asked by every move, changed once a year."""
        # sudo: asked of whoever sells
        criteria = self.sudo().search([("company_id", "=", company_id), ("mode", "!=", "off")], order="sequence, id")
        return tuple(
            Criterion(c.id, c.stage_id.id or 0, frozenset(c.team_ids.ids), c.min_amount, c.kind, c.condition, c.mode)
            for c in criteria
        )
