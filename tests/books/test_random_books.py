"""Random books, random people: everybody who asks hears the same, which is what the slow reference says.

A few examples run with the suite; more: ``SALES_OFFICE_EXAMPLES=3000 ./dev test tests/books/test_random_books.py``.
"""

import os
import random
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.sales_office_policy.models.books.metrics import AMOUNTS, METRICS

from ..commission.common import APRIL, MARCH
from .common import FEBRUARY, JANUARY
from .reference import Reference, Stay, rounded
from .worlds import FIRST, LAST, World

#: what is tried with each run of the suite, unless somebody asks for more
EXAMPLES = int(os.environ.get("SALES_OFFICE_EXAMPLES", 0))
MONTHS = (JANUARY, FEBRUARY, MARCH)
#: how credit notes count, and by what a plan pays
CHOICES = (
    ("own", "invoiced"),
    ("invoice", "invoiced"),
    ("invoice", "margin"),
    ("own", "collected"),
    ("own", "ordered"),
)
#: the rules of which a plan asks the metrics
RULES = {
    "ordered": {"basis": "ordered"},
    "invoiced": {"basis": "invoiced"},
    "invoiced_new": {"basis": "invoiced", "new_customer_months": 1},
    "collected": {"basis": "collected"},
    "margin": {"basis": "margin"},
    "quantity": {"basis": "invoiced", "rate_type": "per_unit"},
}


def tries(few):
    return settings(
        max_examples=EXAMPLES or few,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


class RandomBooks(World):
    @contextmanager
    def example(self, seed):
        """Throw the dice, and throw away what they made."""
        self.dice = random.Random(seed)
        self.env.flush_all()
        self.cr.execute("SAVEPOINT example")
        try:
            yield
        finally:
            self.cr.execute("ROLLBACK TO SAVEPOINT example")
            self.env.transaction.clear()  # what was not flushed yet goes with it
            self.registry.clear_cache()


@freeze_time("2026-06-03 02:00:00")
class TestRandomBooks(RandomBooks):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_new_customer_months = 1
        rules = [Command.create({"name": metric, "rate": 10, **values}) for metric, values in RULES.items()]
        cls.own = cls._create_plan("Own", cls.sellers, rule_ids=rules)
        led = [Command.create({"name": "Led", "credit_to": "leader", **values, "rate": 1}) for values in RULES.values()]
        cls.led = cls._create_plan("Led", cls.manager, rule_ids=led)
        cls.led.member_ids.led_department_ids = cls.north
        cls.with_invoice = cls._create_plan("With", cls.sellers, rate=10, credit_notes="invoice")
        (cls.own | cls.led | cls.with_invoice).with_user(cls.director.user_id).action_approve()
        cls._set_targets()
        cls._start_contests()
        cls.env["sales.office.membership"].sudo()._bring_up_to_date()
        cls.env.flush_all()

    @classmethod
    def _set_targets(cls):
        plan = cls.env["sales.office.plan"].create({"year": 2026, "department_id": cls.sales.id})
        values = {"plan_id": plan.id, "period_type": "month", "date_from": MARCH[0], "target_value": 1000}
        owners = [{"employee_id": employee.id} for employee in cls.sellers]
        owners += [{"department_id": department.id} for department in cls.north | cls.retail]
        cls.targets = cls.env["sales.office.target"].create(
            [{**values, **owner, "metric": metric} for metric, _label in METRICS for owner in owners]
        )
        cls.targets.state = "accepted"

    @classmethod
    def _start_contests(cls):
        with freeze_time("2026-03-02 02:00:00"):
            cls.contests = cls.env["sales.office.contest"].create(
                [
                    {
                        "name": f"March, {metric}",
                        "department_id": cls.retail.id,
                        "metric": metric,
                        "date_from": MARCH[0],
                        "date_to": MARCH[1],
                        "prize_ids": [Command.create({"place": 1, "amount": 1})],
                    }
                    for metric, _label in METRICS
                ]
            )
            for contest in cls.contests:
                contest.with_user(cls.manager.user_id).action_start()

    @tries(6)
    @given(st.integers(0, 10**9))
    def test_the_books_say_what_the_reference_says(self, seed):
        """R134: each metric, of people and departments, on any days, is what the slow reference finds, to the cent."""
        with self.example(seed):
            reference = self._make_world()
            questions = [(who, *self._days()) for who in [*self.sellers, self.north, self.retail, self.sales]]
            asked = [(self._employee(who), self._department(who), *days) for who, *days in questions]
            for metric in Reference.METRICS:
                said = self.env["sales.office.books"]._get_values(self.company, metric, asked)
                for (who, *days), value in zip(questions, said, strict=True):
                    self.assertEqual(
                        rounded(value), rounded(reference.value(metric, *days, **self._who(who))), (metric, who, days)
                    )

    @tries(3)
    @given(st.integers(0, 10**9))
    def test_everybody_says_the_same(self, seed):
        """R072 R103 R126 R134: statements of sellers and leaders, targets and their charts, achievement, contests, work
        reports, month-end figures and what a plan would have paid, of one month: what the reference finds."""
        with self.example(seed):
            reference = self._make_world()
            self._assert_same_statements(reference)
            self._assert_same_targets(reference)
            self._assert_same_contests(reference)
            self._assert_same_figures(reference)

    def _make_world(self):
        stays = self.make_stays()
        self.make_books()
        return Reference(self.company, stays)

    def _days(self):
        if self.dice.random() < 0.4:
            return MARCH
        return tuple(sorted((self.day(FIRST), self.day(FIRST, LAST))))

    def _employee(self, who):
        return who if who._name == "hr.employee" else self.env["hr.employee"]

    def _department(self, who):
        return who if who._name == "hr.department" else self.env["hr.department"]

    def _who(self, who):
        return {"employee" if who._name == "hr.employee" else "department": who}

    def _assert_same_statements(self, reference):
        engine = self.env["sales.office.settlement"]
        earned = engine._get_earned((self.own | self.led).rule_ids, *MARCH)
        for plan, people in ((self.own, self.sellers), (self.led, self.manager)):
            for metric, rule in zip(RULES, plan.rule_ids, strict=True):
                for employee in people:
                    one = earned[rule, employee, MARCH[0]]
                    who = {"employee": employee} if plan == self.own else {"department": self.north}
                    said = one.quantity if metric == "quantity" else one.base
                    self.assertEqual(rounded(said), rounded(reference.value(metric, *MARCH, **who)), (metric, who))
        rule = self.own.rule_ids[1]
        for employee in self.sellers:
            opened = self.env["sales.office.commission.books"]._get_document_ids(rule, employee, *MARCH)
            self.assertEqual(set(opened), reference.documents("invoiced", *MARCH, employee))
        lines = self.settle(MARCH, plan=self.own).line_ids
        self.assertEqual(
            {(line.rule_id, line.employee_id): (line.base_amount, line.amount) for line in lines},
            {
                (rule, employee): (float(one.base), float(one.amount))
                for (rule, employee, _period), one in earned.items()
                if rule.plan_id == self.own
            },
        )
        simulated = self.own._simulate(*MARCH)
        for employee in self.sellers:
            paid = sum(one.amount for key, one in earned.items() if key[1] == employee and key[0].plan_id == self.own)
            self.assertEqual(simulated[employee].amount, paid)
        self._compare_with_invoice(reference)

    def _compare_with_invoice(self, reference):
        """Credit notes in the month of their invoice, by the plan that has them there."""
        moved = Reference(self.company, reference.stays, with_invoice=lambda day: True)
        earned = self.env["sales.office.settlement"]._get_earned(self.with_invoice.rule_ids, *MARCH)
        for (_rule, employee, _period), one in earned.items():
            self.assertEqual(one.base, rounded(moved.value("invoiced", *MARCH, employee=employee)))

    def _assert_same_targets(self, reference):
        self.targets.invalidate_recordset()
        self.targets._refresh()
        achievement = self.env["sales.office.target"]._get_achievement
        percents = {metric: achievement(self.sellers, metric, *MARCH) for metric, _label in METRICS}
        for target in self.targets:
            who = target.employee_id or target.department_id
            value = rounded(reference.value(target.metric, *MARCH, **self._who(who)))
            said = {rounded(target.achieved_value), rounded(target.achieved_snapshot)}
            if target.employee_id:
                said.add(rounded(percents[target.metric][who] * 10))
            self.assertEqual(said, {value}, (target.metric, who))

    def _assert_same_contests(self, reference):
        for contest in self.contests.sudo():
            step = Decimal("0.01" if contest.metric in AMOUNTS else "0.001")
            for participant, value in contest._get_values(contest._get_participants()).items():
                who = participant.employee_id
                expected = reference.value(contest.metric, *MARCH, employee=who)
                self.assertEqual(rounded(value, step), rounded(expected, step), (contest.metric, who))

    def _assert_same_figures(self, reference):
        Figures = self.env["sales.office.figures"]
        figures = Figures._get_figures(self.sellers, *MARCH)
        nobody = self.env["hr.employee"]
        months = zip(
            self.north | self.retail,
            Figures._get_book_figures(self.company, [(nobody, of, *MARCH) for of in self.north | self.retail]),
            strict=True,
        )
        said = [*((employee, figures[employee.id]) for employee in self.sellers), *months]
        metrics = {"orders_amount": "ordered", "invoiced_amount": "invoiced", "collected_amount": "collected"}
        for who, own in said:
            for figure in ("orders", "orders_amount", "invoiced_amount", "collected_amount", "new_customers"):
                value = reference.value(metrics.get(figure, figure), *MARCH, **self._who(who))
                self.assertEqual(rounded(own[figure]), rounded(value), (figure, who))


@freeze_time("2026-01-02 02:00:00")
class TestRandomSettlements(RandomBooks):
    """Settled month by month while the books, users, departments and the tree change behind it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = {(choice, basis): cls._settled_plans(choice, basis) for choice, basis in CHOICES}
        cls.env["sales.office.membership"].sudo()._bring_up_to_date()
        cls.env.flush_all()

    @classmethod
    def _settled_plans(cls, choice, basis):
        """Return a plan of sellers and one of their leader, on one basis."""
        values = {"credit_notes": choice, "lookback_periods": 6}
        rule = {"name": "Own", "basis": basis, "rate": 10}
        own = cls._create_plan("Own", cls.sellers, rule_ids=[Command.create(rule)], **values)
        led = cls._create_plan("Led", cls.manager, rule_ids=[Command.create({**rule, "credit_to": "leader"})], **values)
        led.member_ids.led_department_ids = cls.north
        (own | led).with_user(cls.director.user_id).action_approve()
        return own | led

    @tries(2)
    @given(st.integers(0, 10**9))
    def test_paid_is_what_the_final_books_say(self, seed):
        """R134: locked months do not move, whatever changes behind them; and all that was paid for a month together is
        what the final books earn, by who was whose user and belonged where on the days themselves."""
        with self.example(seed):
            choice, basis = self.dice.choice(list(self.plans))
            plans = self.plans[choice, basis]
            stays, locked = self._live(plans)
            for line, values in locked.items():
                self.assertEqual(self._read(line), values)
            reference = Reference(self.company, stays, with_invoice=lambda day: choice == "invoice")
            for plan, people in zip(plans, (self.sellers, self.manager), strict=True):
                for employee in people:
                    who = {"employee": employee} if employee in self.sellers else {"department": self.north}
                    for month in MONTHS:
                        earned = rounded(rounded(reference.value(basis, *month, **who)) / 10)
                        self.assertEqual(self._paid(plan, employee, month), earned, (employee, month))

    def _live(self, plans):
        """Live through three months and settle each at its end; return who belonged where and what is locked."""
        locked = {}
        stays = {employee: [self._stay_of(employee, date.min)] for employee in self.sellers}
        self.order_lines, self.bills = [], []
        for number, month in enumerate((*MONTHS, APRIL)):
            first, last = month
            for day in sorted(self.dice.sample(range(2, 27), 2)):
                with freeze_time(f"{first.replace(day=day)} 02:00:00"):
                    self._change_people(stays)
            self._change_books()
            with freeze_time(f"{last} 12:00:00"):
                for statement in plans.generate_statements(*month):
                    if number < len(MONTHS):
                        statement.sudo().write({"state": "approved"})
                    locked |= {line: self._read(line) for line in statement.line_ids if number < len(MONTHS)}
        return [stay for of_one in stays.values() for stay in of_one], locked

    def _read(self, line):
        self.env.invalidate_all()
        return line.base_amount, line.amount, line.explanation, line.statement_id.net

    def _stay_of(self, employee, first):
        """Return where the employee belongs now, as Odoo's own records say."""
        line = tuple(int(id_) for id_ in (employee.department_id.parent_path or "").split("/") if id_)
        return Stay(employee.id, employee.user_id.id, line, first, date.max)

    def _change_people(self, stays):
        """Give somebody another user or department, or move a department; keep who belonged where until today."""
        employee = self.dice.choice(self.sellers)
        what = self.dice.choice(("user", "user", "department", "tree", "nothing"))
        if what == "user":
            others = self.users[employee.id] - employee.user_id
            employee.user_id = self.dice.choice([*others, self.env["res.users"]])
        elif what == "department":
            employee.department_id = self.dice.choice([self.north, self.south, self.retail])
        elif what == "tree":
            self.south.parent_id = self.dice.choice([self.north, self.retail, self.sales])
        self.env.cr.flush()
        today = fields.Date.today()
        for one, own in stays.items():
            now = self._stay_of(one, today)
            if own[-1][1:3] != now[1:3]:
                own[-1] = own[-1]._replace(last=today - timedelta(days=1))
                own.append(now)

    def _change_books(self):
        """Write documents of any of the months, and change some that there are."""
        self.order_lines += [line for _number in range(self.dice.randint(0, 1)) for line in self.make_order()]
        self.bills += [self.make_bill() for _number in range(self.dice.randint(1, 3))]
        self.bills += [self.make_note() for _number in range(self.dice.randint(0, 2))]
        for _number in range(self.dice.randint(0, 3)):
            self.make_payment()
        bill = self.dice.choice(self.bills)
        change = self.dice.choice(("nothing", "seller", "cancelled", "bounced"))
        if change == "seller":
            self._execute(SQL("UPDATE account_move SET invoice_user_id = %s WHERE id = %s", self.user(), bill["id"]))
        elif change == "cancelled":
            self._execute(SQL("UPDATE account_move SET state = 'cancel' WHERE id = %s", bill["id"]))
        elif change == "bounced":
            self._execute(
                SQL("DELETE FROM account_partial_reconcile WHERE %s IN (debit_move_id, credit_move_id)", bill["term"])
            )
        self.env.invalidate_all()

    def day(self, first=MONTHS[0][0], last=MONTHS[-1][1]):
        return super().day(first, last)

    def _paid(self, plan, employee, month):
        lines = self.env["sales.office.statement.line"].search(
            [("rule_id.plan_id", "=", plan.id), ("employee_id", "=", employee.id), ("period_from", "=", month[0])]
        )
        return rounded(sum(lines.mapped("amount")))  # a change of the base that moves no money has no line
