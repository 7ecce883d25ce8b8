from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ...order.receivable.common import TODAY as NOW
from ...order.receivable.common import ReceivableCommon


@freeze_time(NOW)
class TestGrade(ReceivableCommon):
    """Maple Leaf Software was invoiced 3,100 in the year and owes since 1 April: 61 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.user_id = cls.rep.user_id
        cls.company.sales_office_grade_proposals = True
        cls.lines = cls.env["sales.office.customer.grade"].create(
            [
                {"company_id": cls.company.id, "grade": "a", "min_amount": 50000, "max_overdue_days": 30},
                {"company_id": cls.company.id, "grade": "b", "min_amount": 2000, "min_potential": 9000},
                {"company_id": cls.company.id, "grade": "d"},
            ]
        )
        cls.proposals = cls.env["sales.office.grade.proposal"]

    def propose(self):
        self.env.flush_all()
        self.proposals._propose(self.customer, self.company)
        return self.proposals.search([("partner_id", "=", self.customer.id), ("state", "=", "proposed")])

    def test_from_the_books(self):
        """R113: the best grade whose figures the customer reaches, with these figures frozen."""
        proposal = self.propose()
        self.assertEqual((proposal.grade, proposal.grade_before), ("b", False))
        self.assertEqual((proposal.amount, proposal.overdue_days), (3100, 61))
        self.owe(self.rep, "2026-05-20", 1000)
        self.assertEqual((self.propose(), proposal.amount), (proposal, 3100))

    def test_potential(self):
        """R113: what is expected of open opportunities counts where the line says so, lost ones do not."""
        self.lines[1].min_amount = 10**6
        self.assertEqual(self.propose().grade, "d")
        lead = self.env["crm.lead"].create(
            {"name": "Fair", "type": "opportunity", "partner_id": self.customer.id, "expected_revenue": 9000}
        )
        proposal = self.propose()
        self.assertEqual((proposal.grade, proposal.potential), ("b", 9000))
        lead.action_set_lost()
        self.assertEqual(self.propose().grade, "d")
        self.assertEqual(proposal.state, "expired")

    def test_decided_by_who_leads(self):
        """R113: the leader gives the grade with a reason; the figures and who decided stay."""
        proposal = self.propose()
        with self.assertRaises(AccessError):
            self.as_(self.rep, proposal).action_accept("I like them")
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, proposal).action_accept("I like them")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.leader, proposal).action_accept(" ")
        self.say_why(self.leader, proposal, "accept", "Buys every month")
        self.assertEqual((proposal.state, proposal.decided_by_id), ("accepted", self.leader.user_id))
        self.assertEqual(self.customer.sales_office_grade, "b")
        self.assertFalse(self.propose())
        with self.assertRaisesRegex(UserError, "Grade Given"):
            self.as_(self.leader, proposal).action_refuse("After all")

    def test_prices_go_by_the_grade(self):
        """R053 R113: where price limits hold, a leader gives no grade; a manager does."""
        self.env["sales.office.discount.limit"].create(
            {"post": "representative", "max_discount": 5, "reaction": "block", "company_id": self.company.id}
        )
        proposal = self.propose()
        with self.assertRaisesRegex(AccessError, "a sales manager gives it"):
            self.as_(self.leader, proposal).action_accept("Buys every month")
        self.as_(self.manager, proposal).action_accept("Buys every month")
        self.assertEqual(self.customer.sales_office_grade, "b")

    def test_own_customer(self):
        """R046: nobody decides about a customer they serve themselves."""
        self.customer.user_id = self.leader.user_id
        proposal = self.propose()
        with self.assertRaises(AccessError):
            self.as_(self.leader, proposal).action_accept("Mine")
        self.as_(self.manager, proposal).action_accept("Theirs")

    def test_refused(self):
        """R113: a grade that was refused is not proposed again for a while; another one is."""
        self.as_(self.leader, self.propose()).action_refuse("Only once")
        self.assertFalse(self.propose())
        self.lines[0].write({"min_amount": 1000, "max_overdue_days": 0})
        self.assertEqual(self.propose().grade, "a")
        with freeze_time("2026-09-15 02:00:00"):
            self.lines[0].min_amount = 10**6
            self.assertEqual(self.propose().grade, "b")

    def test_expired(self):
        """R113: what nobody decides is replaced with the figures by then."""
        proposal = self.propose()
        with freeze_time("2026-07-15 02:00:00"):
            fresh = self.propose()
        self.assertEqual((proposal.state, fresh.state), ("expired", "proposed"))
        self.assertEqual(fresh.overdue_days, 105)

    def test_margin_is_the_managers(self):
        """R096 R113: who leads a team decides without the margin; a manager sees it."""
        proposal = self.propose()
        with self.assertRaises(AccessError):
            self.as_(self.leader, proposal).read(["margin"])
        self.as_(self.manager, proposal).read(["margin"])

    def test_off_at_first(self):
        """R113: nothing is proposed before the company asks for it."""
        self.company.sales_office_grade_proposals = False
        self.assertFalse(self.propose())

    def test_queries(self):
        """R113: as many queries for few customers as for many."""
        many = self.customer | self.customer.create([{"name": f"C {n}", "is_company": True} for n in range(30)])

        def count(customers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.proposals._propose(customers, self.company)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.propose()
        count(many)
        few = count(many[:3])
        self.assertLessEqual(count(many), few + 1)

    def test_today(self):
        """R113: who decides finds it on Today, with the buttons."""
        proposal = self.propose()
        leaders, reps = (self.as_(person, self.env["sales.office.today"]) for person in (self.leader, self.rep))
        lines = leaders._ask(leaders._get_grade_lines())
        self.assertEqual([item["id"] for line in lines for item in line["items"]], proposal.ids)
        self.assertFalse(reps._ask(reps._get_grade_lines()))
