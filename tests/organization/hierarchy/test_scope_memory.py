"""What is remembered about whom a user leads, and when it is forgotten."""

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.sales_office_policy.models.organization.hierarchy.res_users import CHANGED

from ...common import SalesOfficeCommon


class TestScopeMemory(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.cr.postcommit.clear()  # as in a request that begins now
        self.user = self.as_(self.manager, self.manager.user_id)
        self.registry.clear_cache()

    def _led(self):
        return set(self.env["hr.department"].browse(self.user._get_sales_office_scope().department_ids).mapped("name"))

    def test_one_query_for_many_requests(self):
        """R135: whom one leads is asked once, not in every request."""
        self.user.env.companies  # noqa: B018  read once
        with self.assertQueryCount(1):
            self.user._get_sales_office_scope()
        self.env.cr.clear()
        self.user.env.companies  # noqa: B018
        with self.assertQueryCount(0):
            scope = self.user._get_sales_office_scope()
        self.assertIn(self.rep.user_id.id, scope.user_ids)
        self.assertNotIn(self.director.user_id.id, scope.user_ids)

    def test_changes_show_at_once(self):
        """R135: whatever the answer follows from is seen in the transaction that changes it."""
        team = self.env["crm.team"].create({"name": "Team"})
        deputy = {"employee_id": self.leader.id, "deputy_id": self.rep_south.id}
        deputy |= {"date_from": "2020-01-01", "date_to": "2090-01-01"}
        other = self.env["res.users"].create({"name": "Other", "login": "other"})
        south = self.as_(self.rep_south, self.rep_south.user_id)
        changes = (
            (self.user, lambda: self.south.write({"parent_id": self.sales.id})),
            (self.user, lambda: self.retail.write({"manager_id": self.leader.id})),
            (self.user, lambda: self.retail.write({"manager_id": self.manager.id})),
            (self.user, lambda: self._create_department("East", parent_id=self.retail.id)),
            (self.user, lambda: self._create_member("Eve", "eve", self.north)),
            (self.user, lambda: self.rep.version_id.write({"department_id": self.sales.id})),
            (self.user, lambda: team.write({"department_id": self.north.id})),
            (south, lambda: self.env["sales.office.deputy"].create(deputy)),
            (south, lambda: self.env["sales.office.deputy"].search([]).write({"date_to": "2020-01-02"})),
            (self.user, lambda: self.manager.resource_id.write({"user_id": other.id})),
        )
        for number, (user, change) in enumerate(changes):
            with self.subTest(number=number):
                before = user._get_sales_office_scope()
                change()
                self.assertNotEqual(user._get_sales_office_scope(), before)

    def test_rules_are_ready_to_be_used(self):
        """R135: what rules of orders come to is made out once, and anew as soon as somebody leads others."""
        partner = self.env["res.partner"].create({"name": "Maple Leaf Software"})
        order = self.env["sale.order"].create(
            {"partner_id": partner.id, "user_id": self.rep_south.user_id.id, "team_id": False}
        )
        rules, orders = self.as_(self.leader, self.env["ir.rule"]), self.as_(self.leader, order)
        for model in (order, order.order_line):
            ready = rules._compute_domain(model._name, "read")
            self.assertIs(rules._compute_domain(model._name, "read"), ready)
            self.assertIs(ready.optimize_full(model), ready)
        self.assertFalse(orders.search([("id", "=", order.id)]) or orders.has_access("write"))
        self.south.parent_id = self.north
        self.assertTrue(orders.search([("id", "=", order.id)]) and orders.has_access("write"))

    def test_what_is_rolled_back_counts_no_more(self):
        """R135: a change that failed leaves no trace in what is remembered."""
        before = self._led()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.south.parent_id = self.sales
            self.assertEqual(self._led(), before - {"South"})
            raise ZeroDivisionError
        self.assertEqual(self._led(), before)

    def test_nobody_else_sees_it_before_the_commit(self):
        """R135: others remember what is committed, and forget it with the commit."""
        self._led()
        self.south.parent_id = self.sales
        self.assertIn(CHANGED, self.env.cr.postcommit.data)
        self._led()
        self.env.cr.postcommit.run()
        self.assertNotIn(CHANGED, self.env.cr.postcommit.data)
        self.assertEqual(self._led(), {"Retail", "North"})

    def test_a_deputy_begins_at_his_midnight(self):
        """R047: what is remembered ends with the quarter of an hour, and so with the day in every time zone."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.rep_south.id,
                "date_from": "2026-03-03",
                "date_to": "2026-03-03",
            }
        )
        self.env.flush_all()
        self.env.cr.postcommit.clear()
        user = self.as_(self.rep_south, self.rep_south.user_id)
        for moment, led in (("02 15:59", ()), ("02 16:00", (self.north.id,)), ("03 16:00", ())):  # UTC; they are at +8
            with freeze_time(f"2026-03-{moment}:00"):
                self.assertEqual(user._get_sales_office_scope().department_ids, led)

    def test_colleagues(self):
        """R086: a colleague who joins the office is one at once, and whoever changes the office is one no more."""
        clerk = self.as_(self.clerk, self.clerk.user_id)
        self.assertNotIn(self.outsider.user_id.id, clerk._get_sales_office_colleagues().user_ids)
        self.outsider.department_id = self.north
        self.assertIn(self.outsider.user_id.id, clerk._get_sales_office_colleagues().user_ids)
        self.north.parent_id = False
        self.assertNotIn(self.outsider.user_id.id, clerk._get_sales_office_colleagues().user_ids)
        self.clerk.user_id.company_ids = [Command.link(self.company_valley.id)]
        self.assertEqual(clerk._get_sales_office_colleagues().office_ids, tuple(self.sales.ids))
