"""What the lines of a statement are: one table of their kinds, one of what they come from.

A kind says where a line stands and what it counts as. A source is the record behind a line: how the line is called and
explained after it, and which field of it says what no line has settled yet, which is what the settlement takes up.
"""

from typing import NamedTuple


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
