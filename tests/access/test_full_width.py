"""No blank stands beside a full-width mark: it has one of its own, so a second one looks like a hole in the line."""

import re
from pathlib import Path

from lxml import etree

from odoo.tools.translate import CodeTranslations

import odoo.addons.sales_office_policy as addon

from ..common import SalesOfficeCommon

ADDON = "sales_office_policy"
MARKS = "，。：；！？、（）《》【】"
BESIDE = re.compile(rf"\S* ?[{MARKS}] \S+|\S+ [{MARKS}]\S*")
#: these stand within a line; everything else begins a new one
WITHIN = {
    "a",
    "b",
    "code",
    "em",
    "field",
    "i",
    "label",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "t",
    "time",
    "u",
}
VALUES = ("t-out", "t-esc", "t-field", "t-call")
#: of these siblings at most one is shown
ALTERNATIVES = ("invisible", "t-if", "t-elif", "t-else")
VALUE, END = "▯", "\n"


def read_lines(node, inline_fields=True):
    """Yield the text within a template or a view, as the lines it may make at most, each value as a sign."""
    text = "".join(_read(node, inline_fields))
    for line in re.sub(r"[ \t\r\f\v]+", " ", text).split(END):
        yield line.strip()


def _read(node, inline_fields):
    if not isinstance(node.tag, str):
        return
    is_block = node.tag not in WITHIN or any(name in node.attrib for name in ALTERNATIVES[:1] + ALTERNATIVES[2:])
    if node.tag == "field" and not inline_fields:
        is_block = is_block or "oe_inline" not in node.get("class", "")
    yield END if is_block else ""
    if node.tag == "field" or any(name in node.attrib for name in VALUES):
        yield VALUE
    else:
        yield (node.text or "").replace(END, " ")
        for child in node:
            yield from _read(child, inline_fields)
            yield (child.tail or "").replace(END, " ")
    yield END if is_block else ""


class TestFullWidth(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def _find(self, where, node, inline_fields=True):
        return [f"{where}: {line}" for line in read_lines(node, inline_fields) if BESIDE.search(line)]

    def test_marks_are_found(self):
        """R137: a full-width mark beside a blank is found where label and value meet, and nowhere else."""
        for text, found in (
            ("<p>日期： <t t-out='day'/></p>", True),
            ("<p><span>日期：</span>\n<t t-out='day'/></p>", True),
            ("<p><t t-out='name'/> （已归档）</p>", True),
            ("<p><span>日期：</span><t t-out='day'/></p>", False),
            ("<div><p>已逾期。</p>\n<p>请处理。</p></div>", False),
            ("<p>Day: <t t-out='day'/></p>", False),
        ):
            with self.subTest(text):
                self.assertEqual(bool(self._find("here", etree.fromstring(text))), found)

    def test_views_and_templates(self):
        """R137: forms, cards, printed pages, messages and pages for customers in Chinese."""
        data = self.env["ir.model.data"].search([("module", "=", ADDON), ("model", "=", "ir.ui.view")])
        views = self.env["ir.ui.view"].with_context(lang="zh_CN", active_test=False).browse(data.mapped("res_id"))
        self.assertGreater(len(views), 300)
        found = []
        for view in views:
            for part in etree.fromstring(f"<views>{re.sub(r'^<[?].*?[?]>', '', view.arch_db)}</views>"):
                found += self._find(view.xml_id, part, inline_fields=view.type != "form")
        self.assertEqual(found, [])

    def test_mails(self):
        """R137: mails to employees and customers in Chinese."""
        data = self.env["ir.model.data"].search([("module", "=", ADDON), ("model", "=", "mail.template")])
        templates = self.env["mail.template"].with_context(lang="zh_CN").browse(data.mapped("res_id"))
        self.assertTrue(templates)
        found = []
        for template in templates:
            body = etree.fromstring(f"<div>{template.body_html}</div>", etree.HTMLParser())
            found += self._find(template.name, body)
            found += [f"{template.name}: {template.subject}"] * bool(BESIDE.search(template.subject or ""))
        self.assertEqual(found, [])

    def test_pages_of_the_browser(self):
        """R137: pages that the browser makes, whose texts are translated one by one."""
        said = CodeTranslations()._get_code_translations(ADDON, "zh_CN", lambda _entry: True)
        found = []
        for path in sorted(Path(addon.__path__[0]).glob("static/src/**/*.xml")):
            page = etree.parse(path).getroot()
            for node in page.iter(etree.Element):
                node.text, node.tail = self._say(node.text, said), self._say(node.tail, said)
            found += self._find(path.name, page)
        self.assertEqual(found, [])

    def test_sentences(self):
        """R137: what the software says in a sentence of its own, such as robots and messages."""
        said = CodeTranslations()._get_code_translations(ADDON, "zh_CN", lambda _entry: True)
        self.assertGreater(len(said), 1000)
        self.assertEqual([text for text in said.values() if BESIDE.search(text.replace("\n", "  ").strip())], [])

    def _say(self, text, said):
        words = (text or "").strip()
        return (text or "").replace(words, said.get(words) or said.get(" ".join(words.split())) or words)
