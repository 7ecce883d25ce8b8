"""Rules that plain Python asks of records let through whom Odoo lets through."""

from itertools import product
from random import Random

from odoo.fields import Command, Domain
from odoo.tools import Query

from odoo.addons.sales_office_policy.models.organization.record.one_of import one_of
from odoo.addons.sales_office_policy.models.organization.search.judged import JudgedRules, judged

from ..common import SalesOfficeCommon

MODELS = ("sale.order", "sale.order.line")


class TestJudged(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Maple Leaf Software"})
        cls.night = cls.env["product.product"].create({"name": "Night"})
        cls.teams = cls.env["crm.team"].create(
            [
                {"name": team.name, "department_id": team.id, "company_id": cls.company.id}
                for team in (cls.north, cls.south)
            ]
        )
        sellers = (cls.rep.user_id, cls.rep_south.user_id, cls.outsider.user_id, cls.env["res.users"])
        cls.orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": cls.partner.id,
                    "user_id": seller.id,
                    "team_id": team.id,
                    "order_line": [Command.create({"product_id": cls.night.id})],
                }
                for seller, team in product(sellers, (*cls.teams, cls.env["crm.team"]))
            ]
        )
        cls.env.flush_all()

    def _get_rules(self, employee, name, mode):
        return self.as_(employee, self.env["ir.rule"])._compute_domain(name, mode)

    def test_lets_through_what_is_found(self):
        """R135: who may read or change an order or its lines is who finds it, by salesperson, team and office."""
        employees = (self.rep, self.leader, self.leader_south, self.manager, self.director, self.clerk, self.relations)
        for employee, name, mode in product(employees, MODELS, ("read", "write")):
            records = self.orders if name == "sale.order" else self.orders.order_line
            rules = self._get_rules(employee, name, mode)
            with self.subTest(f"{employee.name} {name} {mode}"):
                self.assertIsInstance(rules, JudgedRules)
                found = records.sudo().search(Domain("id", "in", records.ids) & rules)
                self.assertEqual(set(records.sudo().filtered_domain(rules).ids), set(found.ids))
                self.assertEqual(set(self.as_(employee, records)._filtered_access(mode).ids), set(found.ids))

    def test_any_rules(self):
        """R135: whatever references are compared with, joined in any way."""
        random = Random(16)
        orders, users = self.orders.sudo(), [*self.orders.user_id.ids, False]
        for number in range(60):
            leaves = [
                Domain("user_id", random.choice(("in", "not in")), random.sample(users, random.randint(1, 3))),
                Domain("team_id", random.choice(("in", "not in")), random.sample([*self.teams.ids, False], 2)),
                one_of("user_id", random.sample(self.orders.user_id.ids, 2)),
            ]
            first, second, third = random.sample(leaves, 3)
            domain = random.choice((first & (second | third), first & ~(second & third), first & second & third))
            with self.subTest(number):
                plain = domain.optimize_full(orders)
                rules = judged(orders, plain)
                self.assertEqual(orders.filtered_domain(rules), orders.filtered_domain(plain))
                self.assertEqual(orders.search(rules, order="id"), orders.search(plain, order="id"))

    def test_what_takes_more_is_left_to_odoo(self):
        """R135: rules that look further than at references are judged as ever."""
        orders = self.orders.sudo()
        for leaf in (("name", "like", "S"), ("partner_id.name", "=", "Maple"), ("tag_ids", "in", [1]), ("id", ">", 0)):
            domain = (Domain("user_id", "!=", False) & Domain([leaf])).optimize_full(orders)
            self.assertIs(judged(orders, domain), domain)

    def test_joined_tables(self):
        """R135: rules that join tables come to SQL anew for each query."""
        lines = self.orders.order_line.sudo()
        domain = Domain("order_id", "any", Domain("user_id", "=", self.rep.user_id.id)) & Domain("id", "!=", 0)
        plain = domain.optimize_full(lines)
        self.assertIs(judged(lines, plain), plain)
        rules = self._get_rules(self.leader, "sale.order.line", "read")
        texts = {
            alias: rules._to_sql(lines, alias, Query(self.env, alias, lines._table_sql)).code for alias in "ab" * 2
        }
        self.assertEqual(set(texts), {"a", "b"})
        for alias, text in texts.items():
            self.assertIn(f'"{alias}"."order_id"', text)

    def test_lines_follow_their_order(self):
        """R135: who writes another salesperson on a line hides it from nobody, and shows it to nobody."""
        order = self.orders.filtered(lambda order: order.user_id == self.rep.user_id and not order.team_id)
        self.as_(self.rep, order.order_line).salesman_id = self.rep_south.user_id
        self.env.flush_all()
        for leader, reads in ((self.leader, True), (self.leader_south, False)):
            line = self.as_(leader, order.order_line)
            self.assertEqual(line.has_access("read"), reads)
            self.assertEqual(bool(line.search([("id", "=", line.id)])), reads)

    def test_fields_of_lines(self):
        """R135: whether a line is of those one leads or works with is what is searched by."""
        lines = self.orders.order_line
        names = ("in_office_scope", "in_same_office")
        for employee, name in product((self.leader, self.manager, self.clerk), names):
            mine = self.as_(employee, lines).sudo()
            with self.subTest(f"{employee.name} {name}"):
                self.assertEqual(mine.search([("id", "in", lines.ids), (name, "=", True)]), mine.filtered(name))
