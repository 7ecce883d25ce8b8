"""Whatever door somebody tries with the id of a record that is none of their business: they learn nothing (R135)."""

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import HttpCase
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import SalesOfficeCommon
from .catalogue import MATRIX, MODULE, module_models
from .foreign import MARK
from .marked import (
    build_foreign,
    build_portal_user,
    build_records,
    get_public_methods,
    get_required,
    get_told,
    may_read,
)

#: methods that answer everybody alike, and why they need not ask
ANSWER_ALL = {"message_subscribe": "nobody follows; it does nothing"}
#: what core's methods, which we override, are called with
CORE_ARGUMENTS = {"vals": {}, "values": {}, "field_names": [], "fields_spec": {}, "fields_to_export": ["display_name"]}
#: core's routes over records of any model
RECORD_ROUTES = ("/web/content/{model}/{id}/{field}", "/web/image/{model}/{id}/{field}")
MUTED = mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


class TestForeign(SalesOfficeCommon, HttpCase):
    """Records of another team and of another company, as somebody of the office, an outsider and a portal user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = build_foreign(cls, cls.rep_south | cls.rep_valley)
        cls.portal = build_portal_user(cls)
        cls.viewers = (cls.rep.user_id, cls.outsider.user_id, cls.portal)

    def setUp(self):
        super().setUp()
        MUTED.__enter__()
        self.addCleanup(MUTED.__exit__)
        self.wrong = []

    def tearDown(self):
        self._assert_nothing_wrong()
        super().tearDown()

    def _assert_nothing_wrong(self):
        self.assertFalse(self.wrong, "\n" + "\n".join(self.wrong))

    def _foreign_to(self, user, model_names=None):
        """Return the records that this user may not read, as they see them; for who reads none, one of each model."""
        found = []
        for model_name in model_names or self.records:
            records = self.records[model_name].with_user(user).with_context(allowed_company_ids=self.company.ids)
            records = records if records.browse().has_access("read") else records[:1]
            found += [record for record in records if not record.has_access("read")]
        return found

    def _try(self, title, user, function, *args, **kwargs):
        """Call and undo; return the name of the exception, none if there was none. Nothing foreign may be told."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint()
        try:
            told, outcome = repr(function(*args, **kwargs)), None
        except Exception as error:  # pylint: disable=broad-except
            told, outcome = str(error), type(error)
        finally:
            savepoint.close(rollback=True)
        self.env.invalidate_all()
        env = self.env(user=user.id, context={"allowed_company_ids": self.company.ids})
        if not all(may_read(env, table, id_) for table, id_ in get_told(told)):
            self.wrong.append(f"{title} tells {user.login}: {told}")
        return outcome

    def _assert_refusal(self, title, user, outcome):
        if outcome not in (AccessError, MissingError):
            self.wrong.append(f"{title} as {user.login}: {outcome.__name__ if outcome else 'not refused'}")

    def test_actions(self):
        """R135: every public method asks for access first, whatever the software has read by then."""
        for user in self.viewers:
            for record in self._foreign_to(user):
                for name, function in get_public_methods(record):
                    if getattr(function, "_api_model", False) or name in ANSWER_ALL:
                        continue
                    title = f"{record._name}.{name}"
                    record.sudo().fetch()  # into the cache, which is the user's as well
                    outcome = self._try(title, user, function, record, *self._get_arguments(function, {}))
                    if name != "export_data" or outcome is not UserError:  # who exports nothing at all
                        self._assert_refusal(title, user, outcome)

    def test_writing(self):
        """R135: nor is anything told by what refuses to be written, deleted or copied."""
        user = self.rep.user_id
        for record in self._foreign_to(user, MATRIX):
            record.sudo().fetch()
            for name, field in record._fields.items():
                if field.store and name not in MAGIC_COLUMNS and record._has_field_access(field, "write"):
                    value = field.convert_to_write(record.sudo()[name], record)
                    title = f"Writing {record._name}.{name}"
                    self._assert_refusal(title, user, self._try(title, user, record.write, {name: value}))
            for title in ("unlink", "copy"):
                outcome = self._try(f"{record._name}.{title}", user, getattr(record, title))
                self._assert_refusal(f"{record._name}.{title}", user, outcome)

    def test_arguments(self):
        """R135: nor does what one may do with one's own tell about somebody else's."""
        own = {name: records.exists() for name, records in build_records(self, self.rep).items()}
        self.env.flush_all()
        foreign = {
            "borrower": self.rep_valley.id,
            "borrower_id": self.rep_valley.id,
            "colleague": self.rep_valley.id,
            "employee": self.rep_valley.id,
            "employee_id": self.rep_valley.id,
            "employees": self.rep_valley.ids,
            "owner": self.rep_valley.id,
            "people": self.rep_valley.ids,
            "shares": {self.rep_valley.id: 100},
            "company_id": self.company_valley.id,
            "department_id": self.sales_valley.id,
            "category": self.records["sales.office.document"].category_id[:1].id,
            "closing": self.records["sales.office.closing"][-1].id,
            "loan_id": self.records["sales.office.document.loan"][-1].id,
            "code": self.records["sales.office.document"][-1].reference,
            "date_from": "2026-01-01",
            "date_to": "2026-01-31",
            "quantity": 1,
            "counted": 1,
        }
        for employee in (self.rep, self.leader, self.clerk, self.director):
            user = employee.user_id
            for model in module_models(self.env):
                records = self.as_(employee, own.get(model._name, model))
                records = records if records.has_access("read") else records.browse()
                for name, function in get_public_methods(records):
                    arguments = self._get_arguments(function, foreign)
                    if records or getattr(function, "_api_model", False):
                        self._try(f"{model._name}.{name}", user, function, records, *arguments)
        self._assert_nothing_wrong()

    def _get_arguments(self, function, values):
        """Return something for each argument that has to be given."""
        return [values.get(name, CORE_ARGUMENTS.get(name, "because")) for name in get_required(function)]

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
                        self._assert_refusal(report.report_name, user, outcome)

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
                self._assert_refusal(report.report_name, user, outcome)

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
        self._assert_nothing_wrong()

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
        meeting, approval = (self.records[f"sales.office.{name}"][-1] for name in ("meeting", "price.approval"))
        tried = {
            "/sales-office/sign-in/<number>/<code>": f"/sales-office/sign-in/{meeting.id}/because",
            "/sales-office/price/<number>": f"/sales-office/price/{approval.id}",
            "/my/orders/<int:order_id>": f"/my/orders/{approval.sudo().order_id.id}",
            # takes JSON only, see below
            "/my/orders/<int:order_id>/update_line_dict": None,
            # of whoever has the secret, tried in calendar_feed; without one nothing to choose
            "/sales-office/calendar/<secret>.ics": None,
            "/sales-office/calendar": None,
            # of the user themselves, with nothing to choose
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
            self._choose_option(user, approval.sudo().order_id.order_line[:1])

    def _choose_option(self, user, line):
        """Try to order more of a line of a foreign quotation, as customers do of theirs."""
        before = line.product_uom_qty
        try:
            told = self.make_jsonrpc_request(
                f"/my/orders/{line.order_id.id}/update_line_dict", {"line_id": line.id, "input_quantity": before + 7}
            )
        except JsonRpcException as error:
            told = error
        if MARK in str(told):
            self.wrong.append(f"{line} tells {user.login}: {told}")
        self.env.invalidate_all()
        self.assertEqual(line.product_uom_qty, before)


def _is_route_of_ours(function):
    """Return whether the method is ours, or one of core's that we extend."""
    return any(
        function.__name__ in vars(cls) and cls.__module__.startswith(f"odoo.addons.{MODULE}.")
        for cls in type(function.__self__).mro()
    )
