import logging
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ...order.contract.contract import BINDING
from ...organization.record.phrases import count_months
from .risk import GRADES, WORSE

_logger = logging.getLogger(__name__)

#: kinds that compare a figure which gets worse by and by; of the others there is a risk or none
GROWING = ("share", "overdue", "rival")
#: days before its end that a contract is looked for
MOST_DAYS = 3650
#: of what kind the risks of a trigger are, the others being about the customer
KINDS = {"overdue": "money", "rival": "competitor"}


class Met(NamedTuple):
    """Something that a trigger is met by."""

    #: tells it from the others
    key: str
    #: what it is, in a few words
    name: str
    #: how it stands, in a sentence
    text: str
    #: the figure that is compared the next time; the higher the worse
    value: float
    partner_id: int = 0


class SalesOfficeRiskTrigger(models.Model):
    """What in the books is a risk: looked for every night, noted once for each customer or contract (R093).

    Who the risk belongs to is told. It is raised, not noted again, when its figure gets worse by a fifth; one that was
    closed and over is open again as soon as it is met again.
    """

    _name = "sales.office.risk.trigger"
    _description = "Risk Trigger"
    _inherit = "sales.office.protected.mixin"
    _order = "kind, threshold, id"
    _rec_name = "kind"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [
            ("share", "Share of one customer in what is invoiced (%)"),
            ("overdue", "Overdue money of one customer (amount)"),
            ("contract", "Contract that ends (days)"),
            ("rival", "Competitor who asks less than we do (%)"),
        ],
        string="What Is Looked For",
        required=True,
        default="share",
    )
    threshold = fields.Float(
        string="At Least",
        required=True,
        default=30,
        help="Percent of what is invoiced, an amount in the company's currency, days before the contract ends, or "
        "percent by which a competitor asks less than we do, on average.",
    )
    months = fields.Integer(
        string="Over (Months)", default=12, help="Of a share: over this many months that are over, without this one."
    )
    probability = fields.Selection(GRADES, string="How Likely", required=True, default="3")
    impact = fields.Selection(GRADES, string="How Bad", required=True, default="4")
    employee_id = fields.Many2one(
        "hr.employee",
        string="Whose It Is",
        required=True,
        check_company=True,
        ondelete="restrict",
        help="Who watches what is found. Once they have left, the director.",
    )
    active = fields.Boolean(default=True)

    _threshold_positive = models.Constraint(
        "CHECK (threshold > 0 AND months BETWEEN 1 AND 60)", "A trigger looks for more than 0, over 1 to 60 months."
    )

    @api.constrains("kind", "threshold")
    def _check_threshold(self):
        for trigger in self:
            if trigger.kind in ("share", "rival") and not trigger.threshold <= 100:
                raise ValidationError(self.env._("A share is 100 % at most."))
            if trigger.kind == "contract" and not trigger.threshold <= MOST_DAYS:
                raise ValidationError(
                    self.env._("Contracts are looked at %(days)s days ahead at most.", days=MOST_DAYS)
                )

    @api.model
    def _cron_look(self):
        """Look for what meets the triggers of all companies that use the room; twice is the same as once."""
        domain = Domain("company_id.sales_office_room_ids.code", "=", "customer")
        triggers = self.search(domain)
        self.env["ir.cron"]._commit_progress(remaining=len(triggers))
        for trigger in triggers:
            try:
                with self.env.cr.savepoint():
                    trigger.with_context(allowed_company_ids=trigger.company_id.ids)._look()
            except Exception:
                _logger.exception("The risk trigger %s could not be looked for", trigger.id)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _look(self):
        """Note what meets this trigger (sudo), raise what got worse, in a constant number of queries but for news."""
        self._lock()  # whoever looks at the same time waits: each thing is noted once
        met = {one.key: one for one in getattr(self, f"_find_{self.kind}")()}
        risks = self.env["sales.office.risk"].sudo()  # sudo: whoever looks, the risks are their owners'
        self._follow_merged(risks, met)
        known = risks.search([("trigger_id", "=", self.id), ("trigger_key", "in", list(met))])
        over = [("trigger_id", "=", self.id), ("trigger_key", "not in", list(met)), ("state", "=", "closed")]
        risks.search([*over, ("trigger_value", ">", 0)]).trigger_value = 0  # met again, they are open again
        for risk in known:
            one = met.pop(risk.trigger_key)
            if self.kind in GROWING and one.value > risk.trigger_value * WORSE:
                risk._get_worse(one.value, one.text)
        if met:
            risks.create([self._prepare_risk_vals(one) for one in met.values()])

    def _follow_merged(self, risks, met):
        """Let risks about contacts that were merged into a customer be about that one, unless there is one already.

        :param risks: model (sudo)
        :param dict met: ``{key: Met}``
        """
        keys = {one.partner_id: key for key, one in met.items() if key == f"partner,{one.partner_id}"}
        theirs = risks.search([("trigger_id", "=", self.id), ("partner_id", "in", list(keys))], order="id desc")
        for partner, same in theirs.grouped("partner_id").items():
            if keys[partner.id] not in same.mapped("trigger_key"):
                same[0].trigger_key = keys[partner.id]

    def _prepare_risk_vals(self, one):
        owner = self.employee_id
        if not owner.active or not owner.user_id.active:
            owner = self.env["sales.office.complaint"]._find_holders(self.company_id, "director")[:1] or owner
        return {
            "name": one.name,
            "description": one.text,
            "kind": KINDS.get(self.kind, "customer"),
            "probability": self.probability,
            "impact": self.impact,
            "employee_id": owner.id,
            "partner_id": one.partner_id or False,
            "next_review": self.company_id._get_sales_office_today(),
            "trigger_id": self.id,
            "trigger_key": one.key,
            "trigger_value": one.value,
        }

    def _find_share(self):
        """Return the customers with so much of what was invoiced in the months that are over."""
        last = self.company_id._get_sales_office_today().replace(day=1) - timedelta(days=1)
        first = last.replace(day=1) - relativedelta(months=self.months - 1)
        amounts = self.env["sales.office.books"]._get_by_customer(self.company_id, "invoiced", first, last)
        total = sum(amounts.values())
        shares = {id_: 100 * float(amount) / float(total) for id_, amount in amounts.items()} if total > 0 else {}
        large = {id_: share for id_, share in shares.items() if share >= self.threshold}
        names = self.env["res.partner"].sudo().browse(large)  # sudo: customers of whoever serves them
        return [
            Met(
                f"partner,{partner.id}",
                self.env._("Much depends on %(customer)s", customer=partner.display_name),
                self.env._(
                    "%(customer)s has %(share)s %% of what was invoiced over %(months)s.",
                    customer=partner.display_name,
                    share=round(large[partner.id], 1),
                    months=count_months(self.env, self.months),
                ),
                large[partner.id],
                partner.id,
            )
            for partner in names
        ]

    def _find_overdue(self):
        """Return the customers who owe so much that is overdue, less what they paid and nobody has matched yet."""
        items = self.env["sales.office.receivable"].sudo()  # sudo: by the scheduler
        groups = items._read_group(
            Domain("company_id", "=", self.company_id.id)
            & (Domain("days_overdue", ">", 0) | Domain("kind", "!=", "instalment")),
            ["partner_id"],
            ["residual:sum"],
            having=[("residual:sum", ">=", self.threshold)],
        )
        return [
            Met(
                f"partner,{partner.id}",
                self.env._("%(customer)s owes much for too long", customer=partner.display_name),
                self.env._(
                    "%(customer)s owes %(amount)s that is overdue.",
                    customer=partner.display_name,
                    amount=format_amount(self.env, amount, self.company_id.currency_id),
                ),
                amount,
                partner.id,
            )
            for partner, amount in groups
        ]

    def _find_contract(self):
        """Return the contracts that end within so many days; one whose end was moved is another."""
        today = self.company_id._get_sales_office_today()
        contracts = self.env["sales.office.contract"].sudo()  # sudo: by the scheduler
        ending = contracts.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", BINDING),
                ("amends_id", "=", False),
                ("date_to", ">=", today),
                ("date_to", "<=", today + timedelta(days=int(self.threshold))),
            ]
        )
        return [
            Met(
                f"contract,{contract.id},{contract.date_to}",
                self.env._("%(contract)s ends", contract=contract.display_name),
                self.env._(
                    "%(contract)s with %(customer)s ends on %(day)s.",
                    contract=contract.display_name,
                    customer=contract.partner_id.display_name,
                    day=format_date(self.env, contract.date_to),
                ),
                0,
                contract.partner_id.id,
            )
            for contract in ending
        ]

    def _find_rival(self):
        """Return the competitors who ask so much less than we do, on average of the open deals of which it is known.

        What was only heard of, or is offered no more, does not count.
        """
        today = self.company_id._get_sales_office_today()
        open_ones = Domain("company_id", "in", (self.company_id.id, False)) & Domain("won_status", "=", "pending")
        # sudo: by the scheduler
        lines = self.env["sales.office.competitor.line"].sudo()
        lines = lines.search(
            Domain("lead_id", "any", open_ones)
            & Domain("price", ">", 0)
            & Domain("confidence", "!=", "low")
            & (Domain("valid_until", "=", False) | Domain("valid_until", ">=", today))
        )
        offers = {lead: lead._get_offered() for lead in lines.lead_id}
        met = []
        for competitor, theirs in lines.grouped("competitor_id").items():
            less = [100 * (1 - line.price / offers[line.lead_id]) for line in theirs if offers[line.lead_id] > 0]
            average = round(sum(less) / len(less), 2) if less else 0
            if average >= self.threshold:
                met.append(self._prepare_rival(competitor, average, len(less)))
        return met

    def _prepare_rival(self, competitor, percent, count):
        return Met(
            f"competitor,{competitor.id}",
            self.env._("%(competitor)s asks less than we do", competitor=competitor.name),
            self.env._(
                "%(competitor)s asks %(percent)s %% less than we do, on average of the open opportunities (%(count)s).",
                competitor=competitor.name,
                percent=round(percent, 1),
                count=count,
            ),
            percent,
        )
