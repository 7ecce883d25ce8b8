"""Who sees which leads, orders and invoices, beside what core already gives."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from ...common import SalesOfficeCommon

TEAM = {"Lea", "Rob", "Ann"}
RETAIL = TEAM | {"Leo", "Ray", "Max"}
OFFICE = RETAIL | {"Diane", "Cleo", "Cora", "Fay", "Paula"}


class TestScope(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider.user_id.group_ids |= cls.env.ref("sales_team.group_sale_salesman")
        cls.people = cls.env["hr.employee"].search([("company_id", "=", cls.company.id)])
        cls.partner = cls.env["res.partner"].create({"name": "Guest"})
        cls.leads = cls.env["crm.lead"].create(
            [{"name": e.name, "user_id": e.user_id.id, "team_id": False} for e in cls.people]
        )
        cls.product = cls.env["product.product"].create({"name": "Room", "list_price": 100})
        cls.orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": cls.partner.id,
                    "client_order_ref": employee.name,
                    "user_id": employee.user_id.id,
                    "team_id": False,
                    "order_line": [Command.create({"product_id": cls.product.id, "name": employee.name})],
                }
                for employee in cls.people
            ]
        )
        cls.env["account.journal"].create({"name": "Sales", "code": "SO", "type": "sale"})
        income, receivable = cls.env["account.account"].create(
            [
                {"name": "Income", "code": "SO1", "account_type": "income"},
                {"name": "Receivable", "code": "SO2", "account_type": "asset_receivable", "reconcile": True},
            ]
        )
        cls.partner.property_account_receivable_id = receivable
        cls.invoices = cls.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": cls.partner.id,
                    "ref": employee.name,
                    "invoice_user_id": employee.user_id.id,
                    "team_id": False,
                    "invoice_line_ids": [
                        Command.create({"name": employee.name, "price_unit": 1, "account_id": income.id, "tax_ids": []})
                    ],
                }
                for employee in cls.people
            ]
        )
        cls.env.flush_all()

    def _seen(self, employee, records, name):
        """Return the names of the people whose records the employee finds."""
        found = self.as_(employee, records).search([("id", "in", records.ids)])
        return set(found.mapped(name))

    def _check(self, records, name, expected):
        for login, names in expected.items():
            with self.subTest(login=login):
                self.assertEqual(self._seen(getattr(self, login), records, name), names)

    def test_leads(self):
        """R135 R086: own, team, sub-tree, office or company, as the post asks for."""
        everybody = set(self.people.mapped("name"))
        self._check(
            self.leads,
            "name",
            {
                "rep": {"Rob"},
                "leader": TEAM,
                "leader_south": {"Leo", "Ray"},
                "manager": RETAIL,
                "director": everybody,
                "clerk": OFFICE,
                "relations": OFFICE,
                "outsider": {"Oscar"},
            },
        )

    def test_orders_lines_and_invoices(self):
        """R135 R082: the same people's orders, order lines, invoices and invoice lines."""
        lines = self.invoices.invoice_line_ids
        expected = {"rep": {"Rob"}, "leader": TEAM, "manager": RETAIL, "outsider": {"Oscar"}}
        self._check(self.orders, "client_order_ref", expected | {"clerk": OFFICE})
        self._check(self.orders.order_line, "name", expected | {"clerk": OFFICE})
        self._check(self.invoices, "ref", expected | {"director": set(self.people.mapped("name"))})
        self._check(lines, "name", expected)

    def test_reports(self):
        """R135: the analyses count nobody else's figures."""
        for employee in (self.rep, self.leader_south):
            lead = self.leads.filtered(lambda lead, name=employee.name: lead.name == name)
            lead.activity_schedule("mail.mail_activity_data_call", user_id=self.env.uid).action_done()
        self.env.flush_all()
        for login, names in {"rep": {"Rob"}, "leader": TEAM, "manager": RETAIL, "outsider": {"Oscar"}}.items():
            with self.subTest(login=login):
                viewer = getattr(self, login)
                reported = self.as_(viewer, self.env["sale.report"]).search([("partner_id", "=", self.partner.id)])
                self.assertEqual(set(reported.user_id.mapped("name")), names)
                calls = self.as_(viewer, self.env["crm.activity.report"]).search([("lead_id", "in", self.leads.ids)])
                self.assertEqual(set(calls.user_id.mapped("name")), {"Rob", "Leo"} & names)

    def test_a_leader_works_on_the_teams_leads(self):
        """R047: a leader edits their team's lead, not the other team's."""
        south, north = (
            self.leads.filtered(lambda lead: lead.name == "Ray"),
            self.leads.filtered(lambda lead: lead.name == "Rob"),
        )
        self.as_(self.leader, north).write({"priority": "2"})
        with self.assertRaises(AccessError):
            self.as_(self.leader, south).write({"priority": "2"})

    def test_clerk_never_deletes(self):
        """R086: the clerk keeps orders and leads of the office but deletes nobody's."""
        for records in (self.leads, self.orders):
            record = self.as_(self.clerk, records.filtered(lambda r: r.user_id == self.rep.user_id))
            self.assertTrue(record.has_access("write"))
            self.assertFalse(record.has_access("unlink"))

    def test_team_leads_of_people_outside(self):
        """R047: leads of a sales team belong to the department the team is linked to."""
        team = self.env["crm.team"].create({"name": "North", "department_id": self.north.id, "company_id": False})
        lead = self.env["crm.lead"].create({"name": "x", "user_id": self.outsider.user_id.id, "team_id": team.id})
        for viewer, sees in ((self.leader, True), (self.manager, True), (self.leader_south, False), (self.rep, False)):
            self.assertEqual(self.as_(viewer, lead).has_access("read"), sees, viewer.name)
        self.assertTrue(self.as_(self.leader, team).in_office_scope)
        self.assertFalse(self.as_(self.leader_south, team).in_office_scope)

    def test_all_documents_stays_all_documents(self):
        """R138: who has core's right to all documents keeps it, with or without a role."""
        everything = self.env.ref("sales_team.group_sale_salesman_all_leads")
        (self.outsider | self.rep).user_id.group_ids |= everything
        for viewer in (self.outsider, self.rep):
            self.assertEqual(self._seen(viewer, self.leads, "name"), set(self.people.mapped("name")))
            self.assertEqual(len(self._seen(viewer, self.orders, "client_order_ref")), len(self.people))

    def test_leads_of_who_left(self):
        """R047: a leader still sees the leads of somebody who left the team's department with their user."""
        self.rep.active = False
        self.assertIn("Rob", self._seen(self.leader, self.leads, "name"))

    def test_a_leader_who_left_leads_nobody(self):
        """R135: an archived employee's user has no scope left, even if the department still names them."""
        self.leader.active = False
        self.assertEqual(self.leader.user_id._get_sales_office_scope(), ((),) * 6)

    def test_scope_and_superiors(self):
        """R082: the sub-tree of every department managed, and everybody above it."""
        scope = self.as_(self.manager, self.manager.user_id)._get_sales_office_scope()
        self.assertEqual(set(scope.department_ids), set((self.retail | self.north | self.south).ids))
        self.assertEqual(scope.superior_ids, tuple(self.director.ids))

    def test_a_director_without_a_post_has_superiors(self):
        """R046: who leads nobody by name, yet decides as a director, never decides about who leads them."""
        second = self._create_member("Dan", "second", self.sales, "director")
        records = self.env["sales.office.deputy"].create(
            [
                {"employee_id": e.id, "deputy_id": self.clerk.id, "date_from": "2030-01-01", "date_to": "2030-01-02"}
                for e in (self.director, self.leader)
            ]
        )
        self.assertEqual(self.as_(second, records)._has_authority().employee_id, self.leader)

    def test_scope_costs_the_same_for_any_size(self):
        """R135: finding out whom one leads takes as many queries in a big department as in a small one."""
        user = self.as_(self.manager, self.manager.user_id)
        user._get_sales_office_scope()
        self.env.cr.clear()
        with self.assertQueryCount(2):
            user._get_sales_office_scope()
        for number in range(8):
            department = self._create_department(f"Team {number}", parent_id=self.retail.id)
            self._create_member(f"Rep {number}", f"rep_{number}", department, "representative")
        self.env.flush_all()
        self.env.cr.clear()
        with self.assertQueryCount(2):
            user._get_sales_office_scope()
