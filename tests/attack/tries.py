"""What everybody tries: all public methods, dialogs, reports and addresses, with what fits and what does not."""

from contextlib import suppress

from psycopg2 import IntegrityError

from odoo.http import Request
from odoo.tests import HttpCase
from odoo.tools import SQL

from .arguments import FORGED_CONTEXTS, ODD_IDS, ODD_VALUES, get_fitting, get_parameters
from .attack import CHINESE, Attack
from .dialogs import get_dialog_values
from .doors import get_core_calls

#: of what is odd or forged each role tries a part, another than the role before: together they try all three times
PARTS = 3
#: what a browser says of an address its user typed
SAFE = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none", "Sec-Fetch-User": "?1"}


class Tries(Attack, HttpCase):
    """What each role tries."""

    number = 0  # of the role

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build()
        cls.remember()

    def _get_targets(self, model_name):
        """Return lists of ids to call a method on: own, foreign, none, and own with a foreign one among them."""
        targets = self.targets.get(model_name)
        if not targets:
            return [[]]
        own, team, company = (targets[whose].ids for whose in ("own", "team", "company"))
        return [own, team, company, [], [*own, *team], [*team, *company]]

    def _get_calls(self, model_name, function, briefly=False):
        """Yield arguments that fit, for each target; briefly: of what fits, something else for each."""
        fitting = list(get_fitting(self, function, self.env[model_name]))
        if getattr(function, "_api_model", False):
            yield from (([], kwargs) for kwargs in fitting)
            return
        for number, ids in enumerate(self._get_targets(model_name)):
            chosen = [fitting[number % len(fitting)]] if briefly and fitting else fitting
            yield from (([ids], kwargs) for kwargs in chosen)

    def _get_part(self, odd):
        """Return this role's part of what is odd."""
        return odd[self.number % PARTS :: PARTS]

    def _get_states(self, model_name):
        """Return the states of a model's records; ``None`` where they have none."""
        field = self.env[model_name]._fields.get("state")
        stored = field and field.store and self.env[model_name]._auto and not self.env[model_name]._transient
        return field.get_values(self.env) if stored and model_name.startswith("sales.office") else [None]

    def _force_states(self, states):
        """Put the records of each model into its state, but those that cannot be in it, and remember them like that."""
        self.env.flush_all()
        for model_name, state in states.items():
            table = SQL.identifier(self.env[model_name]._table)
            for id_ in self.env[model_name].with_context(active_test=False).search([]).ids if state else ():
                with suppress(IntegrityError), self.env.cr.savepoint():
                    self.env.cr.execute(SQL("UPDATE %s SET state = %s WHERE id = %s", table, state, id_))
        self.env.invalidate_all()
        self.remember()

    def test_fitting(self):
        """R135: with arguments that fit, on anybody's records in any state, nobody learns or changes foreign things.

        All models go on to their next state at once, those with fewer are done sooner.
        """
        own = [entry for entry in self.get_methods() if entry[3] == "own" and not self.env[entry[0]]._transient]
        states = {model_name: self._get_states(model_name) for model_name in dict.fromkeys(entry[0] for entry in own)}
        for number in range(max(map(len, states.values()))):
            before, savepoint = (self.hidden, self.prints, self._readable), self.env.cr.savepoint()
            current = {name: values[number] for name, values in states.items() if number < len(values)}
            self._force_states(current)
            for model_name, name, function, _kind in own:
                if model_name in current:
                    for args, kwargs in self._get_calls(model_name, function, briefly=number):
                        self.call(model_name, name, args, kwargs)
            savepoint.close(rollback=True)
            type(self).hidden, type(self).prints, type(self)._readable = before

    def test_odd(self):
        """R135: arguments, ids and numbers of them that do not fit are answered with a sentence."""
        for model_name, name, function, kind in self.get_methods():
            own = self.targets.get(model_name, {}).get("own")
            about = [] if getattr(function, "_api_model", False) else [own.ids if own else []]
            for ids in self._get_part(ODD_IDS) if about else ():
                self.call(model_name, name, [ids, *[None] * len(get_parameters(function))], kind=kind)
            if kind == "own":
                self._call_odd(model_name, name, about, next(get_fitting(self, function, self.env[model_name]), {}))

    def _call_odd(self, model_name, name, about, fitting):
        self.call(model_name, name, [*about, *fitting.values(), "more"])
        self.call(model_name, name, about, {**fitting, "no_such_argument": 1})
        self.call(model_name, name, about, {"self": 1})
        for argument in fitting:
            self.call(model_name, name, about, {key: value for key, value in fitting.items() if key != argument})
            for odd in self._get_part(ODD_VALUES):
                self.call(model_name, name, about, {**fitting, argument: odd})

    def test_contexts(self):
        """R135: a forged context opens nothing and breaks nothing."""
        for model_name, name, function, kind in self.get_methods():
            if kind != "own" or self.env[model_name]._transient:
                continue
            calls = list(self._get_calls(model_name, function))
            for context in self._get_part(FORGED_CONTEXTS):
                if context.get("allowed_company_ids"):
                    context = {"allowed_company_ids": self.targets["hr.employee"]["company"].company_id.ids}
                for args, kwargs in calls[:: max(1, len(calls) // 2)]:
                    self.call(model_name, name, args, kwargs, context)

    def test_dialogs(self):
        """R135: a dialog opened about anybody's records does no more than the records' own methods."""
        for model_name, name, _function, kind in self.get_methods():
            if kind != "own" or not self.env[model_name]._transient:
                continue
            for whose in ("own", "team", "company"):
                for values in get_dialog_values(self, model_name, whose):
                    self.call_dialog(model_name, name, values)

    def test_core_doors(self):
        """R135: Odoo's own doors tell and change no more of our records."""
        for model_name in self.targets:
            for whose in ("team", "company"):
                record = self.targets[model_name][whose]
                if self._may_read(record._table, record.id):
                    continue  # Odoo tells them what it refers to
                for name, method, args in get_core_calls(self, record):
                    self.call(name, method, args, kind="core")

    def test_reports(self):
        """R135: a report of ours prints what its reader may read, or says why not."""
        names = [name for name in self.targets if name.startswith("sales.office")]
        for report in self.env["ir.actions.report"].search([("model", "in", names)]):
            for ids in (*self._get_targets(report.model), [2**31 - 1]):
                for render in ("_render_qweb_html", "_render_qweb_pdf", "_render_qweb_text"):
                    self.print_report(report, render, ids)

    # ------------------------------------------------------------------ over HTTP

    def test_routes(self):
        """R135: whatever is put into our addresses, a page with a sentence comes back."""
        self.authenticate(self.user.login, self.user.login)
        meeting = self.targets["sales.office.meeting"]["team"]
        for number in (meeting.id, 0, -1, 2**31, 2**63, "x", "1,2", "%00"):
            for code in ("x", "%00", "x" * 2000, "-"):
                self._open(f"/sales-office/sign-in/{number}/{code}", {"ticket": "x", "latitude": "nan"})
                self._open(f"/sales-office/sign-in/{number}/{code}?latitude=1e999&longitude=x&ticket=%00")

        approval = self.targets["sales.office.price.approval"]["team"]
        for number in (approval.id, 0, -1, 2**31, 2**63, "x", "1,2", "%00"):
            self._open(f"/sales-office/price/{number}", {"decision": "x", "reason": "x" * 2000})
            self._open(f"/sales-office/price/{number}?decision=approve")

        for secret in ("x", "%00", "x" * 2000, "1-", "-1-x", f"{2**63}-x", "%F0-x", "1-..%2F"):
            self._open(f"/sales-office/calendar/{secret}.ics", may_refuse=True)
        for step in ("x" * 2000, "\0", "renew", "end"):
            self._open("/sales-office/calendar", {"step": step})

    def test_report_routes(self):
        """R135: the address of a report shows nothing that its reader may not read."""
        self.authenticate(self.user.login, self.user.login)
        names = [name for name in self.targets if name.startswith("sales.office")]
        for report in self.env["ir.actions.report"].search([("model", "in", names)]):
            for ids in self._get_targets(report.model):
                self._open(f"/report/html/{report.report_name}/{','.join(map(str, ids))}", may_refuse=True)

    def test_json(self):
        """R135: ``/json/2`` answers with the same sentences."""
        self.authenticate(self.user.login, self.user.login)
        for body in ({}, {"ids": [1], "date_from": 5, "date_to": "x"}, {"ids": ["x"]}, {"nonsense": 1}):
            self.figures["calls"] += 1
            asked = {**body, "context": self._get_context()}
            told = self.url_open("/json/2/sales.office.check/run", json=asked, headers=SAFE).json()
            if not told["name"].startswith("odoo.exceptions") or not CHINESE.search(told["message"]):
                self.note("tracebacks", f"/json/2 {body} as {self.viewer}: {told['name']} {told['message']}")

    def _open(self, url, data=None, may_refuse=False):
        """Open an address, or post to it, and judge the page."""
        self.figures["calls"] += 1
        if data:
            data["csrf_token"] = Request.csrf_token(self)
        page = self.url_open(url, data=data)
        self._find_leaks(url, page.text)
        if page.status_code != 200 and not (may_refuse and page.status_code in (403, 404, 422)):
            self.note("tracebacks", f"{url[:80]} as {self.viewer}: {page.status_code}")
