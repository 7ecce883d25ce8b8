"""Two requests at once, on real connections."""

from functools import partial
from threading import Thread
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name


class RaceCase(BaseCase):
    """What is made here is committed: a test cleans up after itself by hand."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def _env(self, cr):
        return api.Environment(cr, api.SUPERUSER_ID, {"tracking_disable": True})

    def _request(self, function, *args):
        """Call ``function(env, *args)`` on a connection of its own as a request of the web client does.

        That includes the retries of a serialization failure.
        """
        with self.registry.cursor() as cr:
            env = self._env(cr)
            retrying(partial(function, env, *args), env)

    def _second_waits(self, first, second):
        """Do ``first(env)``, and as another request ``second(env)``, which has to wait until the first commits.

        :return: what the second was told, in the words of its ``UserError``; empty where it did what it wanted
        """
        told = []

        def request():
            try:
                self._request(second)
                told.append("")
            except UserError as error:
                told.append(str(error))

        thread = Thread(target=request)
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            first(self._env(cr))
            cr.flush()
            thread.start()
            thread.join(timeout=1)
            self.assertTrue(thread.is_alive(), "The second waits for the first")
            cr.commit()
            thread.join(timeout=20)
        self.assertEqual(len(told), 1)
        return told[0]
