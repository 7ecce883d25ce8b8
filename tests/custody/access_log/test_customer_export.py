from contextlib import nullcontext
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from ..common import CustodyCommon


class TestCustomerExport(CustodyCommon):
    """Whoever of a sales office takes customers out as a file is listed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exports = cls.env["sales.office.customer.export"]
        cls.env.ref("base.group_allow_export").user_ids |= (cls.rep | cls.outsider | cls.director).user_id
        cls.customers = cls.env["res.partner"].create([{"name": "Lotus Travel"}, {"name": "Silk Road"}])

    def test_customers(self):
        """R056: who exported how many of what is logged."""
        self.as_(self.rep, self.customers).export_data(["name", "email"])
        entry = self.exports.search([])
        self.assertEqual((entry.user_id, entry.res_model), (self.rep.user_id, "res.partner"))
        self.assertEqual((entry.record_count, entry.field_names), (2, "name, email"))
        self.assertEqual(entry.company_id, self.company)

    def test_leads_and_orders(self):
        """R056: so it is of leads and orders."""
        values = {"partner_id": self.customers[0].id, "user_id": self.rep.user_id.id, "company_id": self.company.id}
        lead = self.env["crm.lead"].create({"name": "Spring outing", **values})
        order = self.env["sale.order"].create(values)
        self.as_(self.rep, lead).export_data(["name"])
        self.as_(self.rep, order).export_data(["name"])
        self.assertEqual(set(self.exports.search([]).mapped("res_model")), {"crm.lead", "sale.order"})

    def test_labels(self):
        """R056: the director reads in their own language what the file told, and finds exports by it."""
        self.env["res.lang"]._activate_lang("zh_CN")
        country = self.env["ir.model.fields"]._get("res.partner", "country_id")
        country.update_field_translations("field_description", {"zh_CN": "国家"})
        self.env.registry.clear_cache()
        self.as_(self.rep, self.customers).export_data(["name", "country_id/name", ".id", "country_id/id"])
        entry = self.as_(self.director, self.exports.search([]))
        self.assertEqual(entry.field_labels, "Name, Country / Country Name, Database ID, Country / External ID")
        self.assertIn("国家", entry.with_context(lang="zh_CN").field_labels)
        self.assertEqual(entry.search([("field_labels", "ilike", "countr")]), entry)
        self.assertFalse(entry.search([("field_labels", "ilike", "mobile")]))
        entry.sudo().field_names = "gone_with_its_module, name/x"
        self.assertEqual(entry.field_labels, "gone_with_its_module, name/x")

    def test_outside(self):
        """R056: nothing is logged of people outside a sales office, nor spent on them."""
        customers = self.as_(self.outsider, self.customers)
        customers.export_data(["name"])
        customers.export_data(["name"])
        queries = []
        for log in (patch.object(self.env.registry["sales.office.customer.export"], "_log"), nullcontext()):
            before = self.env.cr.sql_log_count
            with log:
                customers.export_data(["name"])
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[0], queries[1])
        self.assertFalse(self.exports.search([]))

    def test_room_off(self):
        """R056: nor of a company that does not use the room."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        self.as_(self.rep, self.customers).export_data(["name"])
        self.assertFalse(self.exports.search([]))

    def test_refused(self):
        """R056: an export that is refused takes nothing out."""
        with self.assertRaisesRegex(UserError, "You don't have the rights to export data"):
            self.as_(self.colleague, self.customers).export_data(["name"])
        self.assertFalse(self.exports.search([]))

    def test_director_only(self):
        """R056: the director reads the list, of their company only; nobody changes it."""
        self.as_(self.rep, self.customers).export_data(["name"])
        entry = self.exports.search([])
        self.assertEqual(self.as_(self.director, self.exports).search([]), entry)
        self.assertFalse(self.as_(self.director_valley, self.exports).search([]))
        for employee in (self.rep, self.manager, self.clerk, self.policy_admin):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, entry).read(["record_count"])
        for change in (
            lambda log: log.write({"record_count": 0}),
            lambda log: log.unlink(),
            lambda log: log.create({}),
        ):
            with self.assertRaises(AccessError):
                change(self.as_(self.director, entry))
