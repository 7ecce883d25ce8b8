"""What every test of the add-on begins with: the office of ``tests/sales_office.py``."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import SQL

from .sales_office import Office

#: columns that differ between any two records
OWN_COLUMNS = {"id", "write_date", "create_date"}


@tagged("post_install", "-at_install", "standard")
class SalesOfficeCommon(Office, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_office()

    def setUp(self):
        """Keep the registry's caches from test to test, but for what a test invalidates, as a server does.

        Core forgets all of them after each test, and making them anew takes a third of a test's time.
        """
        with patch.object(self.registry, "clear_all_caches", self._clear_invalidated_caches):
            super().setUp()
        self._invalidated_caches = set()
        self.startPatcher(patch.object(self.registry, "clear_cache", self._clear_cache))

    def _clear_cache(self, *names):
        self._invalidated_caches.update(names or ["default"])
        type(self.registry).clear_cache(self.registry, *names)

    def _clear_invalidated_caches(self):
        """Called when the test is rolled back: what it put into these caches was true for it alone."""
        if self._invalidated_caches:
            self.registry.clear_cache(*self._invalidated_caches)

    @contextmanager
    def assertRaisesRegex(self, exception, words):
        """Expect an error with these words and undo what led to it, as Odoo's ``assertRaises`` does."""
        with self.assertRaises(exception) as caught:
            yield caught
        self.assertRegex(str(caught.exception), words or ".")

    def columns(self, records, *others):
        """Return what the database keeps of each record, but for ``others`` and what differs between any two."""
        self.env.flush_all()
        query = SQL("SELECT * FROM %s WHERE id IN %s ORDER BY id", SQL.identifier(records._table), records._ids)
        self.env.cr.execute(query)
        left_out = OWN_COLUMNS.union(others)
        return [
            {name: value for name, value in row.items() if name not in left_out} for row in self.env.cr.dictfetchall()
        ]

    def say_why(self, employee, record, operation, text):
        """Press a button that asks for words as ``employee``, type ``text`` and confirm; return what comes of it."""
        action = self.as_(employee, record).with_context(reason=operation).action_ask_reason()
        with Form(self.as_(employee, self.env[action["res_model"]]).with_context(**action["context"])) as form:
            form.text = text
        return form.record.action_confirm()

    def count_queries(self, function):
        """Return how many queries ``function`` makes, from an empty cache to the database."""
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def as_(self, employee, records):
        """Return ``records`` as seen by the employee's user, in their own company."""
        return records.with_user(employee.user_id).with_context(allowed_company_ids=employee.company_id.ids)
