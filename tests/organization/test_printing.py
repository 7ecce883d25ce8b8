"""Everything we print, as pages, with whatever wkhtmltopdf there is and a server that cannot reach itself."""

import base64
import io
import re
from pathlib import Path
from unittest.mock import patch

import lxml.html
import pytest
from pypdf import PdfReader

from odoo.tests import tagged

from odoo.addons.base.models import ir_actions_report as core
from odoo.addons.sales_office_policy.models.organization.printing.inlining import Inliner

from ..access.factories.factories import FACTORIES
from ..common import SalesOfficeCommon

UNREACHABLE = "http://127.0.0.1:9"
LETTER = {
    "notice": {"state": "reported", "answer_deadline": "2026-01-08 02:30:00"},
    "decision": {"state": "decided", "decided_at": "2026-01-09 18:30:00", "appeal_deadline": "2026-01-14 10:00:00"},
    "appeal": {"state": "closed", "appeal": "No.", "appeal_decided_at": "2026-01-12 18:30:00"},
    "annulment": {"state": "annulled", "annul_reason": "He was not there.", "annulled_at": "2026-01-20 18:30:00"},
}
#: labels are cut apart, they have neither
WITHOUT_LETTERHEAD = {"sales_office_policy.report_document_labels", "sales_office_policy.report_document_copy_labels"}


class PrintingCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("web.base.url", UNREACHABLE)
        parameters.set_param("report.url", False)
        cls.Report = cls.env["ir.actions.report"]
        cls.reports = cls.Report.search(
            [("report_name", "=like", "sales_office_policy.%"), ("report_type", "=", "qweb-pdf")]
        )

    def _make(self, report):
        """Return a record to print with a report: about Rob, with times in it where it has any."""
        record = FACTORIES[report.model](self, self.rep).sudo()
        stage = report.report_name.rpartition("_")[2]
        for known, values in LETTER.items() if stage in LETTER else ():
            record.write(values)
            if known == stage:
                break
        if record._name == "sales.office.statement":
            record.write({"confirmed_at": "2026-01-09 18:30:00", "confirmed_by_id": self.rep.user_id.id})
        return record

    def _print(self, report, records, **context):
        """Return the pages of a PDF, and what wkhtmltopdf was called with: arguments and the documents' texts."""
        calls = []
        run = core._run_wkhtmltopdf

        def spy(arguments):
            files = [argument for argument in arguments if argument.endswith(".html")]
            calls.append((arguments, [Path(file).read_text(encoding="utf-8") for file in files]))
            return run(arguments)

        records = records.with_context(force_report_rendering=True, **context)
        with patch.object(core, "_run_wkhtmltopdf", spy):
            pdf, _kind = records.env["ir.actions.report"]._render_qweb_pdf(report.id, records.ids)
        return PdfReader(io.BytesIO(pdf)).pages, calls

    def _read(self, pages):
        return [" ".join(page.extract_text().split()) for page in pages]


@tagged("printing")
class TestPages(PrintingCommon):
    def setUp(self):
        super().setUp()
        if self.Report.get_wkhtmltopdf_state() != "ok":
            pytest.xfail("this machine's distribution has no wkhtmltopdf")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["sales_office_policy", "web"], ["zh_CN"])
        (cls.rep.user_id | cls.env.user).lang = "zh_CN"

    def assertNeedsNoNetwork(self, html):
        page = lxml.html.document_fromstring(html)
        fetched = [
            *page.xpath("//link/@href | //img/@src | //script/@src"),
            *re.findall(r"url\(\s*[\"']?([^\"')]*)", html),
        ]
        self.assertFalse([address[:80] for address in fetched if not address.startswith("data:")])
        self.assertIn(".border-bottom{", html, "the style is inside")

    def test_every_report(self):
        """R138: letterhead of the document's company and number on each page, styles inside, whatever report is added.

        In Chinese, printed by somebody who works in another company just now.
        """
        self.assertGreater(len(self.reports), 10)
        companies = (self.company_valley | self.company).ids
        for report in self.reports:
            with self.subTest(report=report.report_name, model=report.model), self.env.cr.savepoint():
                record = self._make(report)
                if "partner_id" in record:
                    record.sudo().partner_id.lang = "zh_CN"  # what a customer gets is in the customer's language
                pages, calls = self._print(report, record, lang="zh_CN", allowed_company_ids=companies)
                texts = self._read(pages)
                self.assertRegex(texts[0], "[\u4e00-\u9fff]{2}")
                for html in sum((documents for _arguments, documents in calls), []):
                    self.assertNeedsNoNetwork(html)
                if report.report_name not in WITHOUT_LETTERHEAD:
                    self.assertNumbered(texts)

    def assertNumbered(self, texts, company="Harbour Hotel"):
        for number, text in enumerate(texts, 1):
            self.assertIn(company, text)
            self.assertIn(f"{number} / {len(texts)}", text)

    def test_one_name_one_paper(self):
        """R138: Odoo finds what to print by a report's name, and of two the first in the reader's language."""
        ours = self.Report.search([("report_name", "=like", "sales_office_policy.%")]).grouped("report_name")
        self.assertGreater(max(map(len, ours.values())), 1)
        for name, reports in ours.items():
            for field in ("model", "paperformat_id", "group_ids"):
                self.assertEqual(len({report[field] for report in reports}), 1, f"{field} of {name}")

    def test_many_pages(self):
        """R138: a rule book of many pages has its letterhead on each."""
        policy = self.env.ref("sales_office_policy.policy_sales_office").copy({"company_id": self.company.id})
        pages, _calls = self._print(self.env.ref("sales_office_policy.report_policy_action"), policy)
        self.assertGreater(len(pages), 3)
        self.assertNumbered(self._read(pages))

    def test_many_documents(self):
        """R138: several at once, each with its own letterhead and its own numbers."""
        report = self.env.ref("sales_office_policy.sales_office_meeting_report")
        factory = FACTORIES["sales.office.meeting"]
        meetings = factory(self, self.rep) | factory(self, self.rep_valley)
        pages, _calls = self._print(report, meetings)
        self.assertNumbered(self._read(pages[:1]))
        self.assertNumbered(self._read(pages[1:]), "Valley Hotel")

    def test_labels_are_of_the_size_of_the_paper(self):
        """R015: labels stand 70 mm apart and 37 mm below each other, where the sheets are cut."""
        loan = FACTORIES["sales.office.document"]
        documents = self.env["sales.office.document"].union(*(loan(self, self.rep) for _number in range(25)))
        pages, _calls = self._print(self.env.ref("sales_office_policy.sales_office_document_labels_report"), documents)
        self.assertEqual(len(pages), 2, "24 on a sheet")
        places = {}

        def remember(text, matrix, text_matrix, _font, _size):
            if text.strip() in references:
                x, y = text_matrix[4], text_matrix[5]
                places[text.strip()] = [
                    (matrix[0] * x + matrix[2] * y + matrix[4]) / 72 * 25.4,
                    (matrix[1] * x + matrix[3] * y + matrix[5]) / 72 * 25.4,
                ]

        references = documents.mapped("reference")
        pages[0].extract_text(visitor_text=remember)
        first, second, below = (places[references[number]] for number in (0, 1, 21))
        self.assertAlmostEqual(second[0] - first[0], 70, delta=0.5)
        self.assertAlmostEqual(first[1] - below[1], 7 * 37, delta=0.5)
        self.assertAlmostEqual(first[0], 4, delta=0.5)


@tagged("printing")
class TestPreparation(PrintingCommon):
    def test_times_are_those_of_the_office(self):
        """R060: a letter says the same, whoever prints it and wherever they are."""
        for report in self.reports:
            with self.subTest(report=report.report_name, model=report.model), self.env.cr.savepoint():
                record = self._make(report)
                near, far = (
                    self.Report.with_context(tz=zone)._render_qweb_html(report.id, record.ids)[0]
                    for zone in ("Asia/Shanghai", "Pacific/Honolulu")
                )
                self.assertEqual(near, far)
        notice = self.env.ref("sales_office_policy.action_report_violation_notice")
        self.assertIn("10:30", self.Report._render_qweb_html(notice.id, self._make(notice).ids)[0].decode())

    def _prepare(self, report):
        html = self.Report._render_qweb_html(report.id, self._make(report).ids)[0]
        return report._prepare_html(html, report_model=report.model)

    def test_with_patched_qt(self):
        """R138: where wkhtmltopdf can, it prints header and footer itself, of all documents in one go."""
        report = self.env.ref("sales_office_policy.action_report_statement")
        info = core._wkhtml()._replace(is_patched_qt=True)
        calls = []

        def run(arguments):
            calls.append(arguments)
            return core.subprocess.CompletedProcess(arguments, 0, stderr="")

        module = "odoo.addons.sales_office_policy.models.organization.printing.ir_actions_report"
        with patch.object(core, "_run_wkhtmltopdf", run), patch(f"{module}._wkhtml", lambda: info):
            bodies, _ids, header, footer, _arguments = self._prepare(report)
            self.Report._run_wkhtmltopdf(bodies * 2, report_ref=report.id, header=header, footer=footer)
        self.assertEqual(len(calls), 1)
        self.assertLessEqual({"--header-html", "--footer-html"}, set(calls[0]))
        self.assertIn("@font-face", bodies[0])

    def test_reports_of_others(self):
        """R138: what others print is theirs."""
        report = self.env.ref("sale.action_report_saleorder")
        order = self.env["sale.order"].create({"partner_id": self.env["res.partner"].create({"name": "Lotus"}).id})
        html = self.Report._render_qweb_html(report.id, order.ids)[0]
        bodies, *_rest = report._prepare_html(html, report_model="sale.order")
        self.assertIn('rel="stylesheet"', bodies[0])
        with patch.object(type(self.Report), "_run_wkhtmltopdf", autospec=True) as run:
            self.Report._run_wkhtmltopdf(bodies, report_ref=report.id)
        run.assert_called_once()

    def test_images_are_those_the_reader_may_see(self):
        """R135: a picture that is not theirs does not get into what they print; one that is, is in it."""
        picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        gift = FACTORIES["sales.office.gift"](self, self.rep)
        attachment = self.env["ir.attachment"].create(
            {"name": "gift.png", "datas": picture, "res_model": gift._name, "res_id": gift.id}
        )
        token = attachment.generate_access_token()[0]
        company = f"/web/image/res.company/{self.company.id}/logo"
        for employee, url, is_shown in (
            (self.rep, f"/web/image/{attachment.id}", True),
            (self.colleague, f"/web/image/{attachment.id}", False),
            (self.colleague, f"/web/image/{attachment.id}-abc/gift.png?access_token={token}", True),
            (self.rep, company, True),
            (self.rep, f"{UNREACHABLE}/web/static/img/logo.png", True),
            (self.rep, "/web/image/0", False),
            (self.rep, "/nowhere", False),
        ):
            with self.subTest(employee=employee.name, url=url):
                inliner = Inliner(self.env(user=employee.user_id.id), UNREACHABLE, patched=False)
                page = lxml.html.document_fromstring(inliner.inline(f"<p>a</p><img src='{url}'>"))
                content = page.xpath("//img/@src")[0].removeprefix("data:image/png;base64,")
                self.assertEqual(bool(base64.b64decode(content)), is_shown)

    def test_pictures_elsewhere_stay(self):
        """R138: what a company put into its letter from another server is fetched there, as Odoo does."""
        html = '<p style="background: url(https://example.com/b.png)"><img src="https://example.com/a.png"></p>'
        inlined = Inliner(self.env, UNREACHABLE, patched=False).inline(html)
        self.assertIn("https://example.com/a.png", inlined)
        self.assertIn("https://example.com/b.png", inlined)
