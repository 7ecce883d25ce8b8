from odoo.addons.sales_office_policy.models.organization.record.phrases import join_names

from ...common import SalesOfficeCommon


class TestPhrases(SalesOfficeCommon):
    def test_names(self):
        """R133: names are divided as the reader's language divides what it lists."""
        self.env["res.lang"]._activate_lang("zh_CN")
        names = ["Ann", False, "Ben", 3]
        self.assertEqual(join_names(self.env(context={"lang": "en_US"}), names), "Ann, Ben, 3")
        self.assertEqual(join_names(self.env(context={"lang": "zh_CN"}), names), "Ann、Ben、3")
        self.assertEqual(join_names(self.env, []), "")
