import logging
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models

from ...books.untaken import Late
from ...organization.spans import DAY, subtract_spans
from ..settlement.arithmetic import decimal, round_amount
from ..settlement.tiers import ZERO
from .untaken import MEASURED_BY_SALES, get_key

_logger = logging.getLogger(__name__)

#: rules whose sales go on after somebody has left: what was sold before is paid or credited
LATE_BASES = ("invoiced", "collected", "margin")
#: whose rules: the salesperson's and those who led them; a team earns together, so there is nobody to give it to
LATE_CREDITS = ("salesperson", "leader")


class Found(NamedTuple):
    """What no statement takes, by the books as they are now."""

    kind: str
    employee: models.BaseModel
    plan: models.BaseModel
    move: models.BaseModel
    salesperson: models.BaseModel
    period_from: date | None
    date: date
    base: Decimal
    amount: Decimal

    @property
    def key(self):
        """Return what a row about the same returns as its key."""
        return get_key(*self[:6])

    def to_vals(self):
        """Return what stays of it on a row; sums are what is left of them."""
        names = ("employee_id", "plan_id", "move_id", "salesperson_id")
        ids = {name: record.id for name, record in zip(names, self[1:5], strict=True)}
        days = {"period_from": self.period_from, "date": self.date}
        return {"kind": self.kind, **ids, **days, "move_name": self.move.name}


class Decided(NamedTuple):
    """Sales or commission of what was decided about one thing."""

    taken: Decimal = ZERO
    written_off: Decimal = ZERO

    def get_rest(self, found):
        """Return what is still to be decided. What was taken in and is not so any more is given back; what was written
        off cost nobody anything, so it only takes away from what there is."""
        rest = found - self.taken
        return rest - max(min(rest, ZERO), min(self.written_off, max(rest, ZERO)))


class SalesOfficeUntaken(models.Model):
    """Looks for what no statement takes: one method ``_find_x`` for each cause, each with one query per basis."""

    _inherit = "sales.office.untaken"

    @api.model
    def _cron_refresh(self):
        """Look anew in every company with approved plans."""
        plans = self.env["sales.office.commission.plan"].search([("state", "!=", "draft")])
        self.env["ir.cron"]._commit_progress(remaining=len(plans.company_id))
        for company in plans.company_id:
            self._refresh(company)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _refresh(self, company):
        """Bring what is still to be decided up to date (sudo)."""
        rows = self.search([("company_id", "=", company.id), ("state", "!=", "gone")])
        plans = self.env["sales.office.commission.plan"].search(
            [("company_id", "=", company.id), ("state", "!=", "draft")]
        )
        found = {}
        for kind, _label in self._fields["kind"].selection if plans else ():
            found |= {one.key: one for one in getattr(self, f"_find_{kind}")(company, plans)}
        by_key = defaultdict(self.browse)
        for row in rows:
            by_key[row._get_key()] |= row
        new = []
        for key in dict.fromkeys([*found, *by_key]):
            sums = by_key[key]._get_rest(company, found.get(key))
            if open_row := by_key[key].filtered(lambda row: row.state == "open"):
                open_row._keep_up(sums)
            elif sums:
                identity = found[key] if key in found else by_key[key][-1]._to_found()
                new.append({"company_id": company.id, **identity.to_vals(), **sums})
        try:
            with self.env.cr.savepoint():
                self.create(new)
        except UniqueViolation:
            _logger.info("Somebody else looked for what no statement takes at the same time, and found it.")

    def _get_rest(self, company, found):
        """Return the sums of what is still to be decided of what was found, besides these rows about it; or None."""
        kind = found.kind if found else self[0].kind
        if kind == "older" and self.filtered(lambda row: row.state == "taken" and not row.statement_id):
            return None  # the next statement takes all there is by then
        sums = {
            name: self._get_decided(name).get_rest(getattr(found, attribute, ZERO))
            for name, attribute in (("base_amount", "base"), ("amount", "amount"))
        }
        measured = sums["base_amount" if kind in MEASURED_BY_SALES else "amount"]
        if company.currency_id.is_zero(float(measured)):
            return None
        if kind in MEASURED_BY_SALES:
            sums["amount"] = ZERO  # no plan says how much
        return {name: float(amount) for name, amount in sums.items()}

    def _get_decided(self, name):
        sums = {
            state: sum((decimal(row[name]) for row in self if row.state == state), ZERO)
            for state in ("taken", "written_off")
        }
        # the lines that took in the change of a locked period are part of what the books are compared with
        return Decided(ZERO if self[:1].kind == "older" else sums["taken"], sums["written_off"])

    def _to_found(self):
        """Return what it is about; that is not found any more, but was taken in and is to be given back."""
        own = (self.kind, self.employee_id, self.plan_id, self.move_id, self.salesperson_id, self.period_from)
        return Found(*own, self.date, ZERO, ZERO)

    def _keep_up(self, sums):
        """Bring a row that is still to be decided up to date."""
        if not sums:
            self.state = "gone"
        elif any(self[name] != amount for name, amount in sums.items()):
            self.write(sums)

    def _find_older(self, company, plans):
        """Changes of locked periods to which even the statement of the last period does not look back."""
        Settlement = self.env["sales.office.settlement"]
        claims = []
        for family in plans.grouped(lambda plan: plan.origin_id or plan).values():
            first = family[0]._get_period(min(family.mapped("date_from")))[0]
            claims += Settlement._get_locked(family, first, family._get_lookback_start())
        nothing = (self.env["account.move"], self.env["res.users"])
        for (employee, plan, *period), lines in Settlement._get_changes(claims).items():
            base, amount = (sum((decimal(vals.get(n) or 0) for vals in lines), ZERO) for n in ("base_amount", "amount"))
            yield Found("older", employee, plan, *nothing, *period, base, amount)

    def _find_left(self, company, plans):
        """Payments and credit notes since somebody is in no plan any more, of what was sold while they were in one.

        They count as if they were still in it: those of a period together, by its tiers and by how far they reached
        their target of it, each with what it adds in their order.
        """
        rules = plans.rule_ids.filtered(lambda rule: rule.credit_to in LATE_CREDITS and rule.basis in LATE_BASES)
        late = defaultdict(list)
        for rule, employee, move_id, day, base, quantity in self._get_late(company, rules, self._get_leavers(plans)):
            row = (day, move_id, decimal(base), decimal(quantity or 0))
            late[rule, employee, rule.plan_id._get_period(day)[0]].append(row)
        achieved = self.env["sales.office.settlement"]._get_achievements(late)
        sums, days = defaultdict(lambda: defaultdict(lambda: [ZERO, ZERO])), {}
        for (rule, employee, period), rows in late.items():
            for day, move_id, base, amount in self._get_late_amounts(
                rule, rows, achieved.get((rule, employee, period))
            ):
                key = (employee, rule.plan_id, move_id)
                sums[key][rule][0] += base
                sums[key][rule][1] += amount
                days[key] = max(day, days.get(key, day))
        step = decimal(company.currency_id.rounding)
        for (employee, plan, move_id), by_rule in sums.items():
            base = round_amount(max((base for base, _amount in by_rule.values()), key=abs), step)
            if amount := sum((amount for _base, amount in by_rule.values()), ZERO):
                move, nobody = self.env["account.move"].browse(move_id), self.env["res.users"]
                yield Found("left", employee, plan, move, nobody, None, days[employee, plan, move_id], base, amount)

    def _get_late_amounts(self, rule, rows, achieved):
        """Yield ``(day, document id, sales, commission)`` of the late entries of one period, by what each adds."""
        step = decimal(rule.currency_id.rounding)
        base, quantity, paid = ZERO, ZERO, rule._get_commission(ZERO, achieved).amount
        for day, move_id, more, units in sorted(rows):
            base, quantity, before = base + more, quantity + units, paid
            paid = rule._get_commission(rule._get_measure(round_amount(base, step), quantity), achieved).amount
            yield day, move_id, more, paid - before

    def _get_leavers(self, plans):
        """Return ``{employee: last day}`` of those who were in a plan and are in none today."""
        last_days = {}
        for member in plans.member_ids:
            first, last = member._get_days()
            if first <= last:
                last_days[member.employee_id] = max(last, last_days.get(member.employee_id, last))
        return {employee: last for employee, last in last_days.items() if last < fields.Date.today()}

    def _get_late(self, company, rules, leavers):
        """Yield ``(rule, employee, document id, last day, amount, quantity)``, with one query per basis."""
        CommissionBooks = self.env["sales.office.commission.books"]
        for basis, of_basis in rules.grouped("basis").items():
            credits = CommissionBooks._get_credits_between(of_basis, date.min, fields.Date.today())
            own = [credit for credit in credits if credit.target.shares[0][0] in leavers]
            targets = list({credit.target: None for credit in own})
            of_rule = of_basis._get_conditions()
            asked = {conditions.key: conditions for conditions in of_rule.values()}
            windows = defaultdict(list)
            for late in self._get_late_windows(own, targets, leavers, self._get_led_days(credits, leavers)):
                windows[of_rule[targets[late.index].rule].key].append(late)
            if windows:
                questions = [(asked[key], of_key) for key, of_key in windows.items()]
                for index, *row in self.env["sales.office.books"]._get_late(company, basis, questions):
                    yield targets[index].rule, targets[index].shares[0][0], *row

    def _get_led_days(self, credits, leavers):
        """Return ``{(first version of the plan, seller's id): [(first day, last day)]}`` on which a leader who is still
        in the plan earns by the seller: what comes then is that leader's."""
        led = defaultdict(list)
        for credit in credits:
            rule = credit.target.rule
            if rule.credit_to == "leader" and credit.target.shares[0][0] not in leavers:
                led[rule.plan_id.origin_id or rule.plan_id, credit.employee_id].append(
                    (credit.date_from, credit.date_to)
                )
        return led

    def _get_late_windows(self, credits, targets, leavers, led):
        """Yield the :class:`Late` of each; credit notes that name no invoice belong to somebody's last days."""
        places = {target: number for number, target in enumerate(targets)}
        latest = {}
        for credit in credits:
            employee = credit.target.shares[0][0]
            latest[employee] = max(credit.date_to, latest.get(employee, credit.date_to))
        for credit in credits:
            rule, employee = credit.target.rule, credit.target.shares[0][0]
            taken = (
                led[rule.plan_id.origin_id or rule.plan_id, credit.employee_id] if rule.credit_to == "leader" else ()
            )
            for days in subtract_spans((leavers[employee] + DAY, fields.Date.today()), taken):
                yield Late(
                    *(places[credit.target], credit.user_id, credit.employee_id, *days),
                    *(credit.date_from, credit.date_to, credit.date_to == latest[employee]),
                )

    def _find_nobody(self, company, plans):
        """Documents of salespeople who were no employee's user on the day."""
        days = (min(plans.mapped("date_from")), fields.Date.today())
        for move_id, user_id, day, base in self.env["sales.office.books"]._get_ownerless(company, *days):
            yield self._found_document("nobody", None, move_id, user_id, day, base)

    def _find_unfollowed(self, company, plans):
        """Invoices settled by what is neither money nor anything that settles without."""
        days = (min(plans.mapped("date_from")), fields.Date.today())
        rows = self.env["sales.office.books"]._get_unfollowed(company, *days)
        stays = defaultdict(list)
        for stay in self.env["sales.office.membership"]._get_stays(company) if rows else ():
            stays[stay.user_id].append(stay)
        for move_id, user_id, day, base in rows:
            owners = [stay.employee_id for stay in stays[user_id] if stay.first <= day <= stay.last] if user_id else []
            yield self._found_document("unfollowed", owners[:1], move_id, user_id, day, base)

    def _found_document(self, kind, employee_ids, move_id, user_id, day, base):
        records = [
            self.env[model].browse(ids or ())
            for model, ids in (
                ("hr.employee", employee_ids),
                ("sales.office.commission.plan", None),
                ("account.move", move_id),
                ("res.users", user_id),
            )
        ]
        return Found(kind, *records, None, day, decimal(base), ZERO)
