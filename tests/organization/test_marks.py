"""Marks and blanks of templates that Chinese words fill."""

from lxml import etree

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.organization.printing.marks import close_up, close_up_texts, set_marks

from ..common import SalesOfficeCommon


@tagged("post_install", "-at_install", "standard")
class TestMarks(BaseCase):
    def test_behind_chinese_values(self):
        """R135: what a template has between two values is wide behind a Chinese one, and no blank follows it."""
        page = "<p>负责人： <b>张三</b>, <i>2026-11-30</i>; <i>李四</i>:\n    <i>3</i></p>"
        self.assertEqual(set_marks(page), "<p>负责人：<b>张三</b>，<i>2026-11-30</i>; <i>李四</i>：<i>3</i></p>")

    def test_what_people_wrote(self):
        """R135: what somebody wrote stays as it is: their commas, their lines, other languages."""
        for page in (
            "<p>张三, 李四</p>",
            "<pre>一、守时；\n二、诚信。</pre>",
            "<p><b>East</b>, <i>May 2026</i>: 3</p>",
        ):
            self.assertEqual(set_marks(page), page)

    def test_texts_of_a_view(self):
        """R135: a label in a view ends with its mark; attributes stay."""
        arch = etree.fromstring("<div title='原因： 其他'>原因： <field name='a'/>，再次： <field name='b'/></div>")
        close_up_texts(arch)
        self.assertEqual((arch.text, arch[0].tail, arch.get("title")), ("原因：", "，再次：", "原因： 其他"))
        self.assertEqual(close_up("Reason: "), "Reason: ")


class TestMarksOfScreens(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["sales_office_policy"], ["zh_CN"])

    def test_forms(self):
        """R135: no label of a form in Chinese has a blank behind its colon."""
        for name in ("sales.office.complaint", "sales.office.contract", "sales.office.violation"):
            model = self.as_(self.director, self.env[name]).with_context(lang="zh_CN")
            texts = list(etree.fromstring(model.get_view(view_type="form")["arch"]).itertext())
            self.assertTrue(any("：" in text for text in texts), name)
            self.assertFalse([text for text in texts if "： " in text], name)
