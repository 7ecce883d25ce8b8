"""What a form of a lead or of an order costs whoever opens it, beside what Odoo asks itself. R137."""

from lxml import etree

from .common import CustomerCommon

MODULE = "sales_office_policy"
#: queries that all rooms together may add to opening a form
MORE = 2


class TestOpening(CustomerCommon):
    def _count(self, employee, record, ours):
        """Return the queries of reading a form as the web client does, with our fields or without them."""
        record = self.as_(employee, record)
        asked = self._specify(record, etree.fromstring(record.get_view(view_type="form")["arch"]), ours)
        record.web_read(asked)  # fills the registry's caches
        return self.count_queries(lambda: record.web_read(asked))

    def _specify(self, records, view, ours):
        """Return the specification of the fields of a view, those of its inner lists included."""
        asked = {}
        for node in view.xpath("descendant::field[not(ancestor::field)]"):
            field = records._fields[node.get("name")]
            if field._module == MODULE and not ours:
                continue
            asked[field.name] = inner = {}
            if field.type in ("many2one", "reference"):
                inner["fields"] = {"display_name": {}}
            elif field.type in ("one2many", "many2many") and (lists := node.xpath("list | kanban")):
                lines = records.env[field.comodel_name]
                inner["fields"] = self._specify(lines, etree.fromstring(etree.tostring(lists[0])), ours)
        return asked

    def _count_more(self, employee, record):
        """Return how many queries more, once what is remembered of the reader is."""
        self._count(employee, record, True)
        return self._count(employee, record, True) - self._count(employee, record, False)

    def test_lead(self):
        """R137: opening a lead costs a rep, a leader and a manager two queries more at the most."""
        lead = self.make_lead()
        for employee in (self.rep, self.leader, self.manager):
            with self.subTest(employee.name):
                self.assertLessEqual(self._count_more(employee, lead), MORE)

    def test_order(self):
        """R137: so it does for an order."""
        order = self.as_(self.rep, self.env["sale.order"]).create({"partner_id": self.customer.id})
        for employee in (self.rep, self.leader, self.manager):
            with self.subTest(employee.name):
                self.assertLessEqual(self._count_more(employee, order), MORE)

    def test_lead_with_pools(self):
        """R137: where there are public pools, whether a lead is in one is read with it, not after it."""
        self.env["sales.office.pool"].create({"name": "Corporate", "company_id": self.company.id})
        lead = self.as_(self.rep, self.make_lead())

        def read():
            lead.read(["name", "user_id", "company_id"], load=None)
            lead.check_access("read")

        read()
        self.assertEqual(self.count_queries(read), 1)
