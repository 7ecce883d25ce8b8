"""The tables by which a statement is made and told are whole: a kind, source or stage that is added is caught here."""

import inspect

from odoo.addons.sales_office_policy.models.commission.settlement.settlement import STAGES
from odoo.addons.sales_office_policy.models.commission.statement.statement_line import KINDS, SOURCES

from ...common import SalesOfficeCommon


class TestLineKinds(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.Line = self.env["sales.office.statement.line"]

    def test_kinds(self):
        """R036 R134: what each kind of line counts as is known to fines and to payroll."""
        columns = self.env["sales.office.payroll"]._get_columns()
        for kind, row in KINDS.items():
            with self.subTest(kind):
                self.assertIn(row.counts_as, ("earned", "advanced", "deducted", "given back", "balance"))
                self.assertIn(row.payroll, columns)

    def test_sources(self):
        """R134: whatever a line comes from has a name and an explanation, and what is open of it can be searched."""
        for source in SOURCES:
            with self.subTest(source.link):
                record = self.env[self.Line._fields[source.link].comodel_name]
                self.assertTrue(callable(getattr(self.Line, source.name)))
                self.assertTrue(callable(getattr(self.Line, source.explain)))
                if source.open:
                    self.assertTrue(record._fields[source.open].store)
                    record.search([(source.day, "<=", "2026-03-31")], order=source.order, limit=1)

    def test_links(self):
        """R134: a line refers to nothing but its statement, what follows from it, and the sources."""
        links = {name for name, field in self.Line._fields.items() if field.type == "many2one" and not field.related}
        beside = {"statement_id", "employee_id", "company_id", "currency_id", "create_uid", "write_uid"}
        beside |= {"disputed_line_id", "dispute_answered_by_id"}
        self.assertEqual(links - beside, {source.link for source in SOURCES})

    def test_stages(self):
        """R134: every stage of the settlement has its place in the order of all."""
        Settlement = type(self.env["sales.office.settlement"])
        named = {name: getattr(Settlement, name) for name in dir(Settlement) if name.startswith("_settle_")}
        stages = {name for name, method in named.items() if "settling" in inspect.signature(method).parameters}
        self.assertEqual(stages, set(STAGES))
