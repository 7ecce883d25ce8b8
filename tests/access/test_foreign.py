"""Whatever door somebody tries with the id of a record that is none of his business: he learns nothing (R135)."""

from odoo.exceptions import AccessError, MissingError
from odoo.fields import Command
from odoo.tests import HttpCase
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import SalesOfficeCommon
from .catalogue import MODULE, module_models
from .marked import MARK, build_foreign

#: core's routes over records of any model
RECORD_ROUTES = ("/web/content/{model}/{id}/{field}", "/web/image/{model}/{id}/{field}")
MUTED = mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


class TestForeign(SalesOfficeCommon, HttpCase):
    """Records of another team and of another company, as somebody of the office, an outsider and a portal user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = build_foreign(cls, cls.rep_south | cls.rep_valley)
        cls.portal = cls.env["res.users"].create(
            {
                "name": "Petra",
                "login": "portal_guest",
                "password": "portal_guest",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.viewers = (cls.rep.user_id, cls.outsider.user_id, cls.portal)

    def setUp(self):
        super().setUp()
        MUTED.__enter__()
        self.addCleanup(MUTED.__exit__)
        self.wrong = []

    def tearDown(self):
        self.assertFalse(self.wrong, "\n" + "\n".join(self.wrong))
        super().tearDown()

    def _foreign_to(self, user, model_names=None):
        """Return the records that this user may not read, as he sees them; for who reads none, one of each model."""
        found = []
        for model_name in model_names or self.records:
            records = self.records[model_name].with_user(user).with_context(allowed_company_ids=self.company.ids)
            records = records if records.browse().has_access("read") else records[:1]
            found += [record for record in records if not record.has_access("read")]
        return found

    def _try(self, title, user, function, *args, **kwargs):
        """Call and undo; return the name of the exception, none if there was none. Nothing foreign may be told."""
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                told, outcome = repr(function(*args, **kwargs)), None
        except Exception as error:  # pylint: disable=broad-except
            told, outcome = str(error), type(error)
        if MARK in told:
            self.wrong.append(f"{title} tells {user.login}: {told}")
        self.env.invalidate_all()
        return outcome

    def _expect_refusal(self, title, user, outcome):
        if outcome not in (AccessError, MissingError):
            self.wrong.append(f"{title} as {user.login}: {outcome.__name__ if outcome else 'not refused'}")

    def _get_reports(self):
        names = [model._name for model in module_models(self.env)]
        return self.env["ir.actions.report"].search([("model", "in", names)])

    def test_reports(self):
        """R135: no report prints what one may not read, not even beside one's own and out of the cache."""
        for report in self._get_reports():
            for user in self.viewers:
                for record in self._foreign_to(user, [report.model]):
                    record.sudo().fetch()
                    for render in ("_render_qweb_html", "_render_qweb_pdf", "_render_qweb_text"):
                        printer = getattr(report.with_user(user), render)
                        outcome = self._try(report.report_name, user, printer, report.report_name, record.ids)
                        self._expect_refusal(report.report_name, user, outcome)

    def test_report_beside_own(self):
        """R135: one foreign record among one's own is refused, and one that is gone is missing."""
        report = self.as_(self.rep, self.env.ref(f"{MODULE}.sales_office_visitor_report"))
        own = self.env["sales.office.visitor"].create({"name": "Wang Fang", "employee_id": self.rep.id})
        foreign = self.records["sales.office.visitor"][0]
        self.assertIn("Wang Fang", report._render_qweb_html(report.report_name, own.ids)[0].decode())
        with self.assertRaises(AccessError):
            report._render_qweb_html(report.report_name, (own | foreign).ids)
        gone = foreign.id
        foreign.unlink()
        with self.assertRaisesRegex(MissingError, "does not exist or has been deleted"):
            report._render_qweb_html(report.report_name, [own.id, gone])

    def test_reports_are_for_a_post(self):
        """R135: every report of ours names who prints it, and is refused to everybody else, even of nothing."""
        for report in self._get_reports():
            self.assertTrue(report.group_ids, report.report_name)
            for user in (self.outsider.user_id, self.portal):
                outcome = self._try(
                    report.report_name, user, report.with_user(user)._render_qweb_html, report.report_name, []
                )
                self._expect_refusal(report.report_name, user, outcome)

    def test_a_report_has_its_name_for_itself(self):
        """R135: a report is found by its name: reports of one name are about one model, for the same people."""
        for reports in self._get_reports().grouped("report_name").values():
            self.assertEqual(len(set(reports.mapped("model"))), 1, reports.mapped("name"))
            self.assertEqual(len(set(reports.mapped(lambda r: tuple(r.group_ids.ids)))), 1, reports.mapped("name"))

    def _open(self, user, url):
        page = self.url_open(url)
        if MARK in page.text:
            self.wrong.append(f"{url} tells {user.login}")
        return page

    def test_report_routes(self):
        """R135: the address of a report shows no more, to a portal user neither."""
        reports = self._get_reports()
        for user in self.viewers:
            self.authenticate(user.login, user.login)
            for report in reports:
                records = self._foreign_to(user, [report.model])
                ids = ",".join(str(record.id) for record in records)
                self.env.flush_all()
                if ids and self._open(user, f"/report/html/{report.report_name}/{ids}").status_code == 200:
                    self.wrong.append(f"{report.report_name} opens for {user.login}")

    def test_record_routes(self):
        """R135: nor do files, pictures and messages of a foreign record open."""
        files = [
            (name, field.name)
            for name in self.records
            for field in self.env[name]._fields.values()
            if field.type == "binary" and field.store
        ]
        self.assertTrue(files)
        for user in self.viewers:
            self.authenticate(user.login, user.login)
            for model_name, field in files:
                for record in self._foreign_to(user, [model_name]):
                    for route in RECORD_ROUTES:
                        self._open(user, route.format(model=model_name, id=record.id, field=field))
            for record in self._foreign_to(user):
                if "message_ids" in record._fields:
                    self._fetch_messages(user, record)

    def _fetch_messages(self, user, record):
        try:
            told = self.make_jsonrpc_request(
                "/mail/thread/messages", {"thread_model": record._name, "thread_id": record.id}
            )
        except JsonRpcException as error:
            told = error
        if MARK in str(told):
            self.wrong.append(f"Messages of {record} tell {user.login}: {told}")

    def test_own_routes(self):
        """R135: every route of ours is tried with what is foreign; a new one says here what that is."""
        meeting = self.records["sales.office.meeting"][-1]
        tried = {
            "/sales-office/sign-in/<number>/<code>": f"/sales-office/sign-in/{meeting.id}/because",
            # of the user himself, with nothing to choose
            "/hr_attendance/systray_check_in_out": None,
            "/hr_attendance/attendance_user_data": None,
        }
        router = self.env["ir.http"]
        rules = router._generate_routing_rules(sorted(self.env.registry._init_modules), router._get_converters())
        ours = {url for url, endpoint in rules if _is_route_of_ours(endpoint.func)}
        self.assertEqual(ours, set(tried))
        for user in self.viewers:
            self.authenticate(user.login, user.login)
            for url in filter(None, tried.values()):
                self.assertEqual(self._open(user, url).status_code, 200)


def _is_route_of_ours(function):
    """Return whether the method is ours, or one of core's that we extend."""
    return any(
        function.__name__ in vars(cls) and cls.__module__.startswith(f"odoo.addons.{MODULE}.")
        for cls in type(function.__self__).mro()
    )
