"""What the web client is told of our fields, from memory. R137."""

from ..common import SalesOfficeCommon


class TestDescribed(SalesOfficeCommon):
    def _describe(self, employee, name="crm.lead", **context):
        """Return how the fields of a model are described to somebody."""
        model = self.as_(employee, self.env[name]).with_context(**context)
        return model.fields_get(attributes=model._get_view_field_attributes())

    def test_same(self):
        """R137: as Odoo itself describes them, the first time and later."""
        for name in ("crm.lead", "sale.order", "sales.office.need", "sales.office.violation"):
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

    def test_changed_by_the_caller(self):
        """R137: what somebody makes of a description is nobody else's."""
        self._describe(self.rep)["sales_office_next_step"]["string"] = "Mine"
        self.assertNotEqual(self._describe(self.rep)["sales_office_next_step"]["string"], "Mine")
