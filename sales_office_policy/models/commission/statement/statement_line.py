"""What the lines of a statement are: one table of their kinds, one of what they come from.

A kind says where a line stands and what it counts as. A source is the record behind a line: how the line is called and
explained after it, and which field of it says what no line has settled yet, which is what the settlement takes up.
"""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.metrics import explained
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc


class Kind(NamedTuple):
    """``counts_as``: earned, advanced, deducted, given back (of fines), or balance; ``payroll``: its column there."""

    label: str
    counts_as: str
    payroll: str


class Source(NamedTuple):
    """What a line with ``link`` set comes from.

    ``name`` and ``explain`` are methods of the line. ``open``, ``day`` and ``order`` are fields of the record linked:
    what is still open of it, the last day it is about, and which one is served first.
    """

    link: str
    name: str
    explain: str
    open: str = ""
    day: str = "date"
    order: str = "date, id"


#: the kinds of lines, in the order in which a statement shows them
KINDS = {
    "commission": Kind("Commission", "earned", "commission"),
    "correction": Kind("Correction", "earned", "commission"),
    "reward": Kind("Reward", "earned", "reward"),
    "adjustment": Kind("Adjustment", "earned", "commission"),
    "draw": Kind("Draw", "advanced", "commission"),
    "prize": Kind("Prize", "earned", "reward"),
    "balance": Kind("Balance Carried In", "balance", "balance"),
    "brought_forward": Kind("Fine Carried In", "deducted", "fine"),
    "fine": Kind("Fine", "deducted", "fine"),
    "refund": Kind("Fine Given Back", "given back", "fine"),
}
#: what lines come from: the first one that is linked, since a line of a rule or a plan may be one taken in as well
SOURCES = (
    Source("rule_id", "_get_rule_name", "_explain_commission"),
    Source("plan_id", "_get_plan_name", "_explain_plan"),
    Source("violation_id", "_get_fine_name", "_explain_fine", "fine_open"),
    Source("reward_id", "_get_reward_name", "_explain_reward", "reward_open"),
    Source("contest_participant_id", "_get_prize_name", "_explain_prize", "prize_open", "contest_id.date_to", "id"),
    Source("carried_statement_id", "_get_balance_name", "_explain_balance", "balance_open", "date_to", "date_from, id"),
    Source("agreed_by_id", "_get_agreed_name", "_explain_agreed"),
    Source("untaken_id", "_get_untaken_name", "_explain_untaken"),
)
BY_LINK = {source.link: source for source in SOURCES}
EARNED = tuple(kind for kind, row in KINDS.items() if row.counts_as == "earned")
DEDUCTED = tuple(kind for kind, row in KINDS.items() if row.counts_as == "deducted")


class SalesOfficeStatementLine(models.Model):
    """One amount of a statement, linked to its source and explained in words.

    Only the settlement writes lines, and who agrees on an amount after a dispute. The figures behind the explanation
    are kept on the line, so that it reads the same years later and in every reader's language.
    """

    _name = "sales.office.statement.line"
    _description = "Commission Statement Line"
    _inherit = "sales.office.protected.mixin"
    _order = "statement_id, sequence, period_from, id"

    statement_id = fields.Many2one("sales.office.statement", required=True, index=True, ondelete="cascade")
    # of the statement, which never changes them: written with the line, as a draft of each to follow it costs more
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection([(kind, row.label) for kind, row in KINDS.items()], required=True)
    sequence = fields.Integer(
        compute="_compute_sequence", store=True, precompute=True, help="Keeps the kinds together."
    )
    rule_id = fields.Many2one("sales.office.commission.rule", index="btree_not_null", ondelete="restrict")
    violation_id = fields.Many2one("sales.office.violation", string="Case", index="btree_not_null", ondelete="restrict")
    reward_id = fields.Many2one("sales.office.reward", index="btree_not_null", ondelete="restrict")
    contest_participant_id = fields.Many2one(
        "sales.office.contest.participant", string="Winner", index="btree_not_null", ondelete="restrict"
    )
    carried_statement_id = fields.Many2one(
        "sales.office.statement", string="Carried From", index="btree_not_null", ondelete="restrict"
    )
    untaken_id = fields.Many2one("sales.office.untaken", string="Taken In", index="btree_not_null", ondelete="restrict")
    plan_id = fields.Many2one(
        "sales.office.commission.plan",
        string="Plan Adjusted",
        index="btree_not_null",
        ondelete="restrict",
        help="Whose multipliers, cap or guarantee it is.",
    )
    adjustment = fields.Selection(
        [("multiplier", "Compliance"), ("cap", "Most Paid for a Period"), ("guarantee", "Guaranteed Amount")]
    )
    agreed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    agreed_reason = fields.Text(readonly=True, copy=False)
    period_from = fields.Date(required=True, help="First day of the period the amount is for.")
    period_to = fields.Date(required=True)
    base_amount = fields.Monetary(
        string="Base", help=explained("What counts in the period, less what other lines counted already.")
    )
    rate = fields.Float(digits=(16, 4))
    quantity = fields.Float(
        digits=(16, 4), help=explained("Units that count in the period, less what other lines counted already.")
    )
    figures = fields.Json(
        string="Underlying Figures", help="The figures behind the amount, from which it is explained."
    )
    settled_quantity = fields.Float(digits=(16, 4), help="Units that other lines had counted for the same period.")
    settled_base = fields.Monetary(help="Base that other lines had counted for the same period.")
    settled_amount = fields.Monetary(help="Commission that other lines had paid for the same period.")
    open_amount = fields.Monetary(string="Fine Due", help="Part of the fine that no earlier statement deducted.")
    amount = fields.Monetary()
    name = fields.Text(string="Description", compute="_compute_name", compute_sudo=True)
    explanation = fields.Text(compute="_compute_explanation", compute_sudo=True)

    _source_once = models.UniqueIndex("(statement_id, rule_id, period_from) WHERE rule_id IS NOT NULL")
    _violation_once = models.UniqueIndex("(statement_id, violation_id) WHERE violation_id IS NOT NULL")
    _reward_once = models.UniqueIndex("(statement_id, reward_id) WHERE reward_id IS NOT NULL")
    _adjustment_once = models.UniqueIndex(
        "(statement_id, plan_id, adjustment, period_from) WHERE adjustment IS NOT NULL"
    )
    _prize_once = models.UniqueIndex("(contest_participant_id) WHERE contest_participant_id IS NOT NULL")
    _carried_once = models.UniqueIndex("(carried_statement_id) WHERE carried_statement_id IS NOT NULL")

    @api.depends("kind")
    def _compute_sequence(self):
        sequences = self._get_sequences()
        for line in self:
            line.sequence = sequences[line.kind]

    def _get_sequences(self):
        """Return ``{kind: sequence}``, in the order in which a statement shows them."""
        return {kind: number for number, kind in enumerate(KINDS)}

    @api.depends(
        "rule_id.name", "violation_id.type_id", "reward_id.type_id", "kind", "period_from", "adjustment",
        "contest_participant_id.contest_id.name", "carried_statement_id.date_from", "agreed_by_id", "figures",
        "untaken_id.kind",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_name(self):
        for line in self:
            line.name = getattr(line, line._get_source().name)()

    @api.depends(
        "kind", "base_amount", "quantity", "figures", "settled_base", "settled_amount", "open_amount", "amount",
        "adjustment", "contest_participant_id.rank", "carried_statement_id.balance_carried_forward", "agreed_reason",
        "agreed_by_id.name", "untaken_id.reason",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            source = line._get_source()
            text = getattr(line, source.explain)()
            if line.untaken_id and source.link != "untaken_id":
                text = f"{text}\n{line.untaken_id._explain_decision()}"
            line.explanation = text

    def _get_source(self):
        """Return the :class:`Source` of a line."""
        return next((source for source in SOURCES if self[source.link]), BY_LINK["rule_id"])

    def _is_agreed(self):
        return bool(self.agreed_by_id)

    def _get_reasons(self):
        name = self.name or ""
        return {
            **super()._get_reasons(),
            "dispute": Reason(
                self.env._("Dispute"),
                self.env._("What is wrong with “%(line)s”, and what do you expect instead?", line=name),
                placeholder=self.env._("e.g. Invoice of 12 March is missing"),
            ),
            "answer": Reason(
                self.env._("Answer"),
                self.env._(
                    "Your answer; the employee is asked to confirm again. If the figures have to change, reopen the "
                    "statement instead."
                ),
                shown=("name", "dispute_text"),
            ),
            "take_off": Reason(
                self.env._("Take Off"), self.env._("“%(line)s” is taken off the draft. Why?", line=name)
            ),
        }

    @rpc(one=True)
    def action_open_source(self):
        """Open the very entries behind the line, the invoices of its period if nothing more exact is known.

        Else what the line pays, deducts, carries or takes in.
        """
        if self.rule_id:
            return self._get_entries_action()
        if self.untaken_id:
            return self.untaken_id.action_open_source()
        if winner := self.sudo().contest_participant_id:  # sudo: finance pays winners it does not see
            return winner.contest_id.sudo(False)._get_records_action()
        source = self.carried_statement_id or self.violation_id or self.reward_id or self.statement_id
        return source._get_records_action()

    @rpc(one=True)
    def action_explain(self):
        """Open how the amount comes about: what counts, by which rate, and what was settled before."""
        view = self.env.ref("sales_office_policy.sales_office_statement_line_view_form_how")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    def _get_entries_action(self):
        """Return the action that opens the very documents the line is made of."""
        books = self.env["sales.office.commission.books"].sudo()  # sudo: which they are; reading them is up to the user
        line = self.sudo()
        return books._get_documents_action(self.name, line.rule_id, line.employee_id, line.period_from, line.period_to)

    @rpc
    def action_dispute(self, text: str):
        """The employee does not agree with these lines, and says why.

        :raises AccessError: somebody else's
        :raises UserError: neither in review nor in dispute, disputed already, or no text given
        """
        statements = self.statement_id
        statements._check_own()
        statements._check_state("review", "disputed")
        self._check_dispute_state(False, "answered")
        text = self._check_reason(text)
        self.sudo().write(  # sudo: nobody may write a line but by its actions, which have checked
            {
                "dispute_state": "open",
                "dispute_text": text,
                "disputed_at": fields.Datetime.now(),
                "dispute_answer": False,
                "dispute_answered_by_id": False,
                "dispute_answered_at": False,
            }
        )
        for line in self:
            line.statement_id.message_post(body=self.env._("Disputed “%(line)s”: %(text)s", line=line.name, text=text))
        statements.filtered(lambda s: s.state == "review")._move("disputed")

    @rpc
    def action_answer(self, answer: str):
        """Answer disputed lines; once nothing is open any more the employee is asked to confirm again.

        :raises AccessError: neither above the employee nor finance
        :raises UserError: not disputed, answered already, or no answer given
        """
        statements = self.statement_id
        statements._check_right("can_settle")
        statements._check_state("disputed")
        self._check_dispute_state("open")
        self._record_answer(self._check_reason(answer))
        statements._ask_again()

    @rpc(one=True)
    def action_settle_dispute(self, amount: float, reason: str):
        """Settle the dispute about this line by an amount, which the employee confirms with the statement.

        :param amount: paid more, or less if negative; in the currency of the statement
        :raises AccessError: not finance, or one's own
        :raises UserError: not disputed, answered already, no amount or no reason given
        """
        statement = self.statement_id
        statement._check_may_agree()
        self._check_dispute_state("open")
        reason = statement._agree(amount, reason, self)
        self._record_answer(reason)
        statement._ask_again()

    @rpc(one=True)
    def action_take_off(self, reason: str):
        """Take an agreed amount off a draft.

        :raises AccessError: not finance, or one's own
        :raises UserError: not a draft, not agreed after a dispute, or no reason given
        """
        statement = self.statement_id
        statement._check_right("can_pay")
        statement._check_state("draft")
        if not self._is_agreed():
            raise UserError(self.env._("Only an amount that was agreed after a dispute can be taken off."))
        body = self.env._(
            "%(line)s was taken off: %(reason)s", line=self.explanation, reason=self._check_reason(reason)
        )
        statement.message_post(body=body)
        self.sudo().unlink()  # sudo: nobody may delete a line but by its actions, which have checked
