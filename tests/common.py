"""What every test of the add-on begins with: the office of ``tests/sales_office.py``."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.modules.registry import Registry
from odoo.tests import Form, TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from .sales_office import Office

#: columns that differ between any two records
OWN_COLUMNS = {"id", "write_date", "create_date"}


@contextmanager
def noting_invalidations(registry, names):
    """Within, add to ``names`` which of the registry's caches are invalidated."""

    def clear_cache(*invalidated):
        names.update(invalidated or ["default"])
        type(registry).clear_cache(registry, *invalidated)

    with patch.object(registry, "clear_cache", clear_cache):
        yield


def forgetting_only(registry, names):
    """Within, have core forget the caches of these names where it would forget all of them."""
    return patch.object(registry, "clear_all_caches", lambda: names and type(registry).clear_cache(registry, *names))


@tagged("post_install", "-at_install", "standard")
class SalesOfficeCommon(Office, TransactionCase):
    """The registry's caches outlive tests and classes as they outlive requests in a server.

    When a test or a class is rolled back, the caches are forgotten that it invalidated: what it put into them was true
    for it alone. Core forgets all of them each time, and making them anew takes a third of a test's time.
    """

    _invalidated_by_class = frozenset()

    @classmethod
    def setUpClass(cls):
        cls._invalidated_by_class = set()
        cls.enterClassContext(noting_invalidations(Registry(get_db_name()), cls._invalidated_by_class))
        super().setUpClass()
        cls._open_office()

    @classmethod
    def doClassCleanups(cls):
        with forgetting_only(Registry(get_db_name()), cls._invalidated_by_class):
            super().doClassCleanups()

    def setUp(self):
        invalidated = set()
        with forgetting_only(self.registry, invalidated):  # what core registers here runs at the end of the test
            super().setUp()
        self.enterContext(noting_invalidations(self.registry, invalidated))

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
