from freezegun import freeze_time

from ..books import BooksCommon
from ..common import MARCH, CommissionCommon

SMALL, BIG = 2, 10


@freeze_time("2026-05-04 02:00:00")
class TestQueries(BooksCommon):
    """A small and a big crowd, a head an order of 100 bought for 60, invoiced and paid: the same queries for both.

    The orders stand before the first test; nothing here changes them but shares of credit.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room.standard_price = 60
        cls.crowd = cls.env["hr.employee"].union(
            *(cls._create_member(f"Crowd {i}", f"crowd{i}", cls.south, "representative") for i in range(BIG))
        )
        cls.orders = cls.env["sale.order"].union(
            *(cls.order(cls, employee, "2026-03-10", (100, 1, 0)) for employee in cls.crowd)
        )
        for order in cls.orders:
            cls.pay(cls, cls.bill(cls, order, "2026-03-12"), "2026-03-20")

    def _plan(self, employees, **rule):
        plan = self._plan_with_rule(employees, rate=10, **rule)
        plan.lookback_periods = 1
        return plan

    def _check_queries(self, nets, **rule):
        """Settle for the small and the big crowd: each has one of ``nets``, and the big one takes no query more."""
        counts = []
        # the first run warms what is cached for good
        for size in (SMALL, SMALL, BIG):
            plan = self._plan(self.crowd[:size], **rule)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            statements = plan.generate_statements(*MARCH)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(statements.mapped("net"), [nets[size]] * size)
        self.assertEqual(counts[2], counts[1])
        self.assertLess(counts[2], 45)

    def test_bases(self):
        """R133 R134: each of 2 or 10 people has an order of 100, bought for 60: 10 % of 100, or 4 of the margin."""
        for basis, net in (("ordered", 10), ("invoiced", 10), ("collected", 10), ("margin", 4)):
            with self.subTest(basis):
                self._check_queries({SMALL: net, BIG: net}, basis=basis)

    def test_leader(self):
        """R133 R134: each of them leads a department where they sell 100 themselves, which counts: 10."""
        leaders = self.env["hr.department"].union(
            *(self._create_department(employee.name, parent_id=self.sales.id) for employee in self.crowd)
        )
        for department, employee in zip(leaders, self.crowd, strict=True):
            department.manager_id = employee
            employee.department_id = department
        self._check_queries({SMALL: 10, BIG: 10}, credit_to="leader", include_own=True)

    def test_team(self):
        """R057 R134: 2 or 10 members of South sell 100 each and share 10 % of it: 10 a head."""
        self._check_queries({SMALL: 10, BIG: 10}, credit_to="team")

    def test_teams(self):
        """R057 R134: in pairs they are teams of their own, which sell 200 and share 10 % of it: 10 a head."""
        pairs = zip(self.crowd[::2], self.crowd[1::2], strict=True)
        for one, other in pairs:
            (one | other).department_id = self._create_department(f"Team {one.name}", parent_id=self.sales.id)
        self._check_queries({SMALL: 10, BIG: 10}, credit_to="team")

    def test_split(self):
        """R133 R134: in pairs each has 40 of their own order and 60 of the other's: 100, and 40 of margin."""
        sellers = list(self.crowd)
        for number, order in enumerate(self.orders):
            pair = sellers[number], sellers[number ^ 1]
            order.action_split_credit(dict(zip((one.id for one in pair), (40, 60), strict=True)))
        for basis, net in (("ordered", 10), ("invoiced", 10), ("collected", 10), ("margin", 4)):
            with self.subTest(basis):
                self._check_queries({SMALL: net, BIG: net}, basis=basis)

    def test_deleted(self):
        """R134: the drafts of 10 people are deleted by as many queries as those of 2."""
        counts = []
        for size in (SMALL, SMALL, BIG):
            drafts = self._plan(self.crowd[:size]).generate_statements(*MARCH)
            counts.append(self.count_queries(drafts.unlink))
        self.assertEqual(counts[2], counts[1])

    def test_many_payments(self):
        """R133 R134: ten payments of an invoice cost no query more than one."""
        counts = []
        plan = self._plan(self.crowd[:SMALL], basis="collected")
        invoice = self.invoice(self.crowd[0], "2026-03-10", 1000)
        for payments in (1, 9):
            for _part in range(payments):
                self.pay(invoice, "2026-03-20", 100)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            plan.generate_statements(*MARCH)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            plan.statement_ids.unlink()
        self.assertLessEqual(counts[1], counts[0])


@freeze_time("2026-04-02 02:00:00")
class TestConfirming(CommissionCommon):
    def test_nothing_to_carry(self):
        """R134: of a statement that did not end below zero nobody asks, when it is confirmed, what was carried."""
        self.invoice(self.rep, "2026-03-10", 1000)
        statement = self.plan.generate_statements(*MARCH).filtered(lambda s: s.employee_id == self.rep)
        statement.action_submit()
        self.env.flush_all()
        self.env.invalidate_all()
        self.as_(self.rep, statement).action_confirm()
        self.env.flush_all()
        self.assertEqual(statement.state, "confirmed")
        self.assertFalse(statement._fields["balance_line_ids"]._get_all_cache_ids(self.env))
