"""Calls whatever of ours can be called over RPC and judges the answers: a sentence, or what one may know."""

import json
import os
import re
import traceback
from collections import Counter

from psycopg2 import IntegrityError

from odoo.api import Environment
from odoo.exceptions import RedirectWarning, UserError
from odoo.service.model import call_kw
from odoo.sql_db import Cursor
from odoo.tools import SQL, mute_logger

from odoo.addons.sales_office_policy.models.commission.statement.unassigned_payout import SOURCES

from ..access.catalogue import MATRIX, MODULE, public_methods
from ..access.factories.factories import FACTORIES
from ..access.marked import MARK, build_foreign, build_portal_user, get_told, may_read
from ..common import SalesOfficeCommon

SENTENCES = (UserError, RedirectWarning)
CHINESE = re.compile("[\u4e00-\u9fff]")
#: a query that may change something; a savepoint does not
WRITING = re.compile(r"\s*(?!SELECT|SAVEPOINT|RELEASE|ROLLBACK)\w", re.IGNORECASE)
MUTED = ("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models.unlink")
FIGURES = "SALES_OFFICE_ATTACK_FIGURES"  # names the file that ./dev attack prints
#: what the software counts by itself, of whoever tries
COUNTED = "sales_office_document_code_attempt"
#: what settles the source of a due
SETTLED = "sales.office.unassigned.payout.action_settle_outside "


class Attack(SalesOfficeCommon):
    """One role, with records of their own, of another team and of another company."""

    viewer = "rep"
    lang = "zh_CN"
    hidden, prints, targets = {}, {}, {}
    has_written = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(cls.lang)
        cls.portal = build_portal_user(cls)
        cls.user = cls.portal if cls.viewer == "portal" else getattr(cls, cls.viewer).user_id
        cls.company_ids = cls.user.company_id.ids
        cls.figures, cls.wrong, cls._readable = Counter(), Counter(), {}

    @classmethod
    def build(cls):
        """Make the records: ``cls.targets`` is {model's name: {whose: record}}."""
        foreign = build_foreign(cls, cls.rep_south | cls.rep_valley)
        own = {name: FACTORIES[name](cls, cls._get_own_employee()) for name in MATRIX}
        cls.targets = {
            name: {"own": own[name], "team": foreign[name][:1], "company": foreign[name][-1:]} for name in MATRIX
        }
        people = {"own": cls._get_own_employee(), "team": cls.rep_south, "company": cls.rep_valley}
        cls.targets["hr.employee"] = people
        for name in ("sale.order", "res.partner", "crm.lead"):
            cls.targets[name] = {whose: cls._build_sale(name, employee) for whose, employee in people.items()}
        cls.env.flush_all()

    @classmethod
    def _get_own_employee(cls):
        return cls.rep if cls.viewer in ("portal", "outsider") else getattr(cls, cls.viewer)

    @classmethod
    def _build_sale(cls, name, employee):
        """Return a customer, or an order or lead of theirs, of this salesperson."""
        values = {"user_id": employee.user_id.id, "company_id": employee.company_id.id}
        partner = cls.env["res.partner"].create({"name": f"{MARK} res_partner 0", **values})
        if name == "res.partner":
            return partner
        more = {"name": "Wedding", "team_id": False} if name == "crm.lead" else {}
        return cls.env[name].create({"partner_id": partner.id, **values, **more})

    @classmethod
    def tearDownClass(cls):
        if path := os.environ.get(FIGURES):
            with open(path, "a", encoding="utf-8") as stream:
                stream.write(json.dumps({"role": cls.viewer, **cls.figures}) + "\n")
        super().tearDownClass()

    def setUp(self):
        super().setUp()
        execute = Cursor.execute

        def note_writing(cursor, query, *args, **kwargs):
            """A call that only reads has changed nothing, and most only read."""
            code = query.code if isinstance(query, SQL) else query
            self.has_written = self.has_written or bool(WRITING.match(code))
            return execute(cursor, query, *args, **kwargs)

        self.patch(Cursor, "execute", note_writing)
        muted = mute_logger(*MUTED)
        muted.__enter__()
        self.addCleanup(muted.__exit__)

    def tearDown(self):
        lines = [f"{times} x {line}" for line, times in self.wrong.items()]
        self.wrong.clear()
        super().tearDown()
        self.assertFalse(lines, "\n" + "\n".join(lines))

    # ------------------------------------------------------------------ what can be called

    def get_methods(self):
        """Yield ``(model's name, method's name, function, kind)`` of every public method of ours."""
        for model_name in sorted(self.env.registry):
            found = {}
            for _base, name, function, kind in public_methods(type(self.env[model_name])):
                found.setdefault(name, (model_name, name, function, kind))
            yield from found.values()

    def get_named(self, model_name):
        """Return records of a model that an argument can name: one's own, another team's, another company's."""
        if model_name in self.targets:
            return self.targets[model_name].values()
        return self.env[model_name].search([], limit=2)

    # ------------------------------------------------------------------ calls

    def call(self, model_name, method, args, kwargs=None, context=None, kind="own"):
        """Call as ``/web/dataset/call_kw`` does."""
        kwargs = {**(kwargs or {}), "context": {**self._get_context(), **(context or {})}}
        self.attempt(
            f"{model_name}.{method}", lambda env: call_kw(env[model_name], method, list(args), dict(kwargs)), kind
        )

    def call_dialog(self, model_name, method, values):
        """Open a dialog with these values, as the user, and press one of its buttons."""
        context = {"context": self._get_context()}

        def press(env):
            dialog_id = call_kw(env[model_name], "create", [values], dict(context))
            return call_kw(env[model_name], method, [[dialog_id]], dict(context))

        # what the dialog for reasons does is another model's
        done = f"{values['res_model']}.action_{values['operation']}" if "res_model" in values else None
        self.attempt(done or f"{model_name}.{method}", press)

    def print_report(self, report, render, ids):
        """Print a report as the web client's routes do, without the browser."""

        def print_it(env):
            context = self._get_context()
            return getattr(env["ir.actions.report"].with_context(context), render)(report.report_name, ids)

        self.attempt(f"{report.report_name} {render}", print_it, "core")

    def attempt(self, what, function, kind="own"):
        """Call a function with the user's environment, judge what comes of it and undo everything."""
        self.figures["calls"] += 1
        what = f"{what} as {self.viewer}"
        savepoint, self.has_written = self.env.cr.savepoint(), False
        try:
            answer = function(Environment(self.env.cr, self.user.id, {}))
            self.env.cr.flush()
            self._judge_answer(what, answer)
        except SENTENCES as error:
            self._judge_refusal(what, error)
        except IntegrityError as error:
            savepoint.rollback()
            self._judge_refusal(what, self._to_sentence(error))
        except Exception as error:  # pylint: disable=broad-except
            self._judge_error(what, error, kind)
        finally:
            savepoint.close(rollback=True)

    def _to_sentence(self, error):
        """Return what Odoo makes of a refusal of the database, in the user's language."""
        env = self.env(user=self.user.id, context=self._get_context())
        names = (name for name, model in env.registry.items() if model._table == error.diag.table_name)
        message = env[next(names, "base")]._sql_error_to_message(error)
        return UserError(message).with_traceback(error.__traceback__)

    def _get_context(self):
        return {"lang": self.lang, "tz": "Asia/Shanghai", "allowed_company_ids": self.company_ids}

    def _judge_answer(self, what, answer):
        self.figures["answers"] += 1
        self._find_leaks(what, json.dumps(answer, default=str, ensure_ascii=False))
        for table, changed in self._get_changes() if self.has_written else ():
            if not self._is_due(what, table):
                self.note("changes", f"{what} changed {table} {changed}")

    def _is_due(self, what, row):
        """Return whether finance settled a due of its company: that is told and settled without its source."""
        table, id_ = row.split()
        source = {self.env[name]._table: name for name in SOURCES.values()}.get(table)
        return (
            what.startswith(SETTLED)
            and self.viewer in ("finance", "director")
            and bool(source)
            and self.env[source].browse(int(id_)).company_id.id in self.company_ids
        )

    def _judge_refusal(self, what, error):
        self.figures["refusals"] += 1
        text = str(error.args[0])
        self._find_leaks(what, text)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        if self.lang == "zh_CN" and _is_ours(frame) and not CHINESE.search(text):
            self.note("foreign sentences", f"{what}: {text}")

    def _judge_error(self, what, error, kind):
        frames = traceback.extract_tb(error.__traceback__)
        ours = list(filter(_is_ours, frames))
        if kind == "core" and (not ours or ours[-1] is not frames[-1]):
            self.figures["tracebacks of Odoo"] += 1
            return
        frame = ours[-1] if ours else frames[-1]
        place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
        self.note("tracebacks", f"{what}: {type(error).__name__} {str(error)[:150]} ({place})")

    def note(self, kind, line):
        """Count something wrong and keep it for the list."""
        self.figures[kind] += 1
        self.wrong[f"{kind}: {line}"] += 1

    # ------------------------------------------------------------------ what nobody may learn or change

    def _find_leaks(self, what, text):
        for table, id_ in get_told(text):
            if not self._may_read(table, id_):
                self.note("leaks", f"{what} tells of {table} {id_}")

    @classmethod
    def _may_read(cls, table, id_):
        """Return whether the user may read the record, as they are now; asked once."""
        if (table, id_) not in cls._readable:
            env = cls.env(user=cls.user.id, context={"allowed_company_ids": cls.company_ids})
            cls._readable[table, id_] = may_read(env, table, id_)
        return cls._readable[table, id_]

    @classmethod
    def remember(cls):
        """Take the fingerprints of all records the user may not read."""
        cls.hidden, cls._readable = {}, {}
        env = cls.env(user=cls.user.id, context={"allowed_company_ids": cls.company_ids})
        for name in MATRIX:
            model, ids = cls.env[name], cls.env[name].search([]).ids
            readable = set(env[name].browse(ids)._filtered_access("read").ids)
            cls._readable |= {(model._table, id_): id_ in readable for id_ in ids}
            if readable != set(ids) and model._auto and model._table != COUNTED:
                cls.hidden[model._table] = [id_ for id_ in ids if id_ not in readable]
        cls.prints = dict(cls._get_prints())

    @classmethod
    def _get_prints(cls):
        parts = [
            SQL(
                "SELECT %(table)s || ' ' || t.id, md5(t::text) FROM %(name)s t WHERE t.id = ANY(%(ids)s)",
                table=table,
                name=SQL.identifier(table),
                ids=ids,
            )
            for table, ids in cls.hidden.items()
        ]
        return cls.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else []

    def _get_changes(self):
        """Yield ``(table and id, how)`` of what the user may not read and is not as it was."""
        now = dict(self._get_prints())
        for row, fingerprint in self.prints.items():
            if now.get(row) != fingerprint:
                yield row, "" if row in now else "(gone)"


def _is_ours(frame):
    return f"/{MODULE}/" in frame.filename
