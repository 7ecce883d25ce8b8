"""What the web client is told of fields and views of what we add to, from memory. R137."""

from unittest.mock import Mock, patch

from lxml import etree

from odoo.exceptions import AccessError

from odoo.addons.base.models import ir_ui_view, res_users

from ..common import SalesOfficeCommon


class TestDescribed(SalesOfficeCommon):
    def _describe(self, employee, name="crm.lead", **context):
        """Return how the fields of a model are described to somebody."""
        model = self.as_(employee, self.env[name]).with_context(**context)
        return model.fields_get(attributes=model._get_view_field_attributes())

    def test_same(self):
        """R137: as Odoo itself describes them, the first time and later."""
        for name in ("crm.lead", "sale.order", "sale.order.line", "sales.office.need", "sales.office.violation"):
            model = self.as_(self.rep, self.env[name])
            attributes = model._get_view_field_attributes()
            own = {}
            for field_name, field in model._fields.items():
                if model._has_field_access(field, "read"):
                    own[field_name] = field.get_description(self.as_(self.rep, self.env[name]).env, attributes)
            for _again in range(2):
                told = self._describe(self.rep, name)
                self.assertEqual(set(told), set(own))
                for field_name, description in own.items():
                    description.pop("readonly", None)  # whether they may write it is asked beside it
                    self.assertEqual({**told[field_name], **description}, told[field_name])

    def test_by_groups(self):
        """R137: to each with their own groups, whoever asks first."""
        self.assertIn("sales_office_need_ids", self._describe(self.rep))
        self.assertNotIn("sales_office_need_ids", self._describe(self.outsider))
        (self.company | self.company_valley).sales_office_room_ids = False
        self.assertNotIn("sales_office_need_ids", self._describe(self.rep))

    def test_by_language(self):
        """R137: and in each reader's language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        field = self.env["ir.model.fields"]._get("crm.lead", "sales_office_need_ids")
        self.cr.execute(
            """UPDATE ir_model_fields SET field_description = field_description || '{"zh_CN": "要求"}' WHERE id = %s""",
            [field.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        for lang, name in (("en_US", field.field_description), ("zh_CN", "要求"), ("en_US", field.field_description)):
            self.assertEqual(self._describe(self.rep, lang=lang)["sales_office_need_ids"]["string"], name)

    def test_labels(self):
        """R137: labels and help as Odoo makes them out, kept by language until one is changed."""
        self.env["res.lang"]._activate_lang("zh_CN")
        english = self.env["ir.model.fields"].with_context(lang="en_US")
        chinese, name = english.with_context(lang="zh_CN"), "sales_office_customer_since"
        field = chinese._get("res.partner", name)
        for method, key in (("get_field_string", "field_description"), ("get_field_help", "help")):
            for model in (chinese, english):
                described = {n: values[key] for n, values in model._get_fields_cached("res.partner").items()}
                for _again in range(2):
                    self.assertEqual(getattr(model, method)("res.partner"), described)
            field[key] = "客户始于"
            self.assertEqual(getattr(chinese, method)("res.partner")[name], "客户始于")
            self.assertEqual(getattr(english, method)("res.partner")[name], described[name])
            with self.assertRaises(NotImplementedError):
                getattr(chinese, method)("res.partner")[name] = "theirs"

    def test_changed_by_the_caller(self):
        """R137: what somebody makes of a description is nobody else's."""
        mine = self._describe(self.rep)
        mine["sales_office_next_step"]["string"] = "Mine"
        mine["type"]["selection"].append(("mine", "Mine"))
        told = self._describe(self.rep)
        self.assertNotEqual(told["sales_office_next_step"]["string"], "Mine")
        self.assertNotIn(("mine", "Mine"), told["type"]["selection"])

    def test_asked_otherwise(self):
        """R137: who asks for some fields, or some of what is said of them, is told that; nothing more is kept."""
        leads = self.as_(self.rep, self.env["crm.lead"])
        whole = leads.fields_get()
        self.assertEqual(leads.fields_get(["type", "no such field"]), {"type": whole["type"]})
        self.assertEqual(leads.fields_get(["type"], ["string"]), {"type": {"string": whole["type"]["string"]}})
        self.assertEqual(leads.fields_get(["type"], []), {"type": {}})
        kept = leads._get_described(None)
        self.assertIs(leads._get_described(None), kept)
        self.assertEqual(kept["type"], whole["type"])

    def test_changed_in_the_settings(self):
        """R137: decimals that somebody changes are told at once."""
        for digits in (3, 4):
            self.env.ref("product.decimal_discount").digits = digits
            self.assertEqual(self._describe(self.rep, "sale.order.line")["discount"]["digits"][1], digits)


class TestViews(SalesOfficeCommon):
    def _see(self, employee, view_type="form", **context):
        """Return the view of a lead that somebody sees, as nodes."""
        leads = self.as_(employee, self.env["crm.lead"]).with_context(**context)
        return etree.fromstring(leads.get_view(view_type=view_type)["arch"])

    def test_same(self):
        """R137: each sees what Odoo itself makes of a view for them, whoever was first, and again."""
        people = {"crm.lead": (self.rep, self.manager, self.clerk), "res.partner": (self.rep, self.outsider)}
        for name, readers in people.items():
            for view_type in ("form", "list", "search"):
                for employee in readers:
                    model = self.as_(employee, self.env[name])
                    own = ir_ui_view.Base.get_view(model, view_type=view_type)
                    for _again in range(2):
                        self.assertEqual(model.get_view(view_type=view_type), own)

    def test_switched_off(self):
        """R137: with the room off nobody sees what it adds, at once."""
        self.assertTrue(self._see(self.rep).xpath("//page[@name='sales_office_needs']"))
        (self.company | self.company_valley).sales_office_room_ids = False
        self.assertFalse(self._see(self.rep).xpath("//page[@name='sales_office_needs']"))

    def test_rights_that_change(self):
        """R137: whether they may make a record of what a field refers to is told as it is now."""
        rights = self.env["ir.model.access"].search([("model_id.model", "=", "crm.tag")])
        for may in ("True", "False"):
            self.assertEqual(
                {node.get("can_create") for node in self._see(self.rep).xpath("//field[@name='tag_ids']")}, {may}
            )
            rights.perm_create = False

    def test_debug_mode(self):
        """R137: what is for the debug mode only is seen in it only."""
        usual, debug = self._see(self.rep), Mock(session=Mock(debug="1"))
        self.rep.user_id.group_ids += self.env.ref("base.group_no_one")
        with patch.object(res_users, "request", debug):
            told = etree.tostring(self._see(self.rep))
        self.assertNotEqual(etree.tostring(usual), told)
        self.assertEqual(etree.tostring(usual), etree.tostring(self._see(self.rep)))

    def test_changed_by_the_caller(self):
        """R137: what somebody makes of a view is nobody else's."""
        leads = self.as_(self.rep, self.env["crm.lead"])
        leads.get_view()["arch"] = ""
        self.assertTrue(leads.get_view()["arch"])

    def test_refused(self):
        """R137 R135: who may not read the records sees no view of them, though somebody else just did."""
        self._see(self.rep)
        with self.assertRaisesRegex(AccessError, "not allowed to access"):
            self.env["crm.lead"].with_user(self.env.ref("base.public_user")).get_view()
