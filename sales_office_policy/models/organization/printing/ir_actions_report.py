from odoo import api, models
from odoo.exceptions import AccessError, MissingError

from odoo.addons.base.models.ir_actions_report import _wkhtml

from . import letterhead
from .inlining import Inliner
from .marks import set_marks

OURS = "sales_office_policy."
NO_MARGINS = {"data-report-margin-top": "0", "data-report-margin-bottom": "0", "data-report-header-spacing": "0"}


class IrActionsReport(models.Model):
    """Our reports, and no others, come out the same with the wkhtmltopdf of a distribution and without a network.

    That one ignores header and footer and prints one document at a time only; styles are fetched from the server's
    address, which may be out of reach for the server itself.

    Before anything is read access is asked (R135): Odoo asks neither for the groups of a report, which
    only hide it from menus, nor for its records: it reads them as the user, and what is in the cache by then, because
    something read it in ``sudo()``, is printed for anybody.
    """

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        model = self.env.get(report.model)
        if model is not None and model._original_module == "sales_office_policy":
            self._check_sales_office_report(report, model.browse(docids))
        return super()._get_rendering_context(report, docids, data)

    def _check_sales_office_report(self, report, records):
        """Raise an ``AccessError`` or ``MissingError`` unless the user may print these records by this report."""
        if report.group_ids and not report.group_ids & self.env.user.all_group_ids and not self.env.su:
            raise AccessError(self.env._("This report is not for you to print."))
        if not records.exists() >= records:
            raise MissingError(self.env._("What was to be printed does not exist or has been deleted."))
        records.check_access("read")

    def _render_template(self, template, values=None):
        html = super()._render_template(template, values)
        return set_marks(html.decode()).encode() if str(template).startswith(OURS) else html

    def _is_of_sales_office(self):
        return bool(self.report_name) and self.report_name.startswith(OURS)

    def _prepare_html(self, html, report_model=False):
        prepared = super()._prepare_html(html, report_model=report_model)
        if not prepared or not self._is_of_sales_office():
            return prepared
        bodies, res_ids, header, footer, arguments = prepared
        base_url = self._get_report_url(self._get_layout())
        # core comes here as superuser: images are those that the user may see
        inline = Inliner(self.sudo(False).env, base_url, patched=_wkhtml().is_patched_qt).inline
        return [inline(body) for body in bodies], res_ids, inline(header), inline(footer), arguments

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, **options):
        report = self._get_report(report_ref) if report_ref else self
        if not report._is_of_sales_office() or _wkhtml().is_patched_qt:
            return super()._run_wkhtmltopdf(bodies, report_ref=report_ref, header=header, footer=footer, **options)
        given = options.pop("specific_paperformat_args", None) or {}

        def run(body, arguments):
            run_one = super(IrActionsReport, self.with_context(sales_office_page=True))._run_wkhtmltopdf
            pdf = run_one([body], report_ref=report_ref, specific_paperformat_args=arguments, **options)
            return letterhead.read(pdf)

        documents = [run(body, given) for body in bodies]
        places = letterhead.get_places(documents[0][0], report.get_paperformat(), given)
        sheets = letterhead.render(header, footer, [len(pages) for pages in documents], places)
        pages = [page for pages in documents for page in pages]
        return letterhead.lay_under(pages, run(sheets, {**given, **NO_MARGINS}) if sheets else [])

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        built = super()._build_wkhtmltopdf_args(*args, **kwargs)
        # there is nothing to load and no script to wait for
        return [*built, "--javascript-delay", "1"] if self.env.context.get("sales_office_page") else built
