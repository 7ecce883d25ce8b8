"""Two requests at once, on real connections."""

from functools import partial

from odoo import api
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
