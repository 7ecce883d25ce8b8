"""What every test in a real browser begins with."""

import atexit
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser

from .common import SalesOfficeCommon

TODAY = "sales_office_today_action"
#: what a browser keeps of scripts: as they came, and compiled
CACHES = ("Cache", "Code Cache")


class WarmBrowser(ChromeBrowser):
    """A fresh browser, but for the scripts that those before it in this process have loaded and compiled."""

    _caches = None

    def _chrome_start(self, user_data_dir, **kwargs):
        cls = type(self)
        if cls._caches is None:
            cls._caches = Path(tempfile.mkdtemp(suffix="_chrome_caches"))
            atexit.register(shutil.rmtree, cls._caches, ignore_errors=True)
        profile = Path(user_data_dir, "Default")
        profile.mkdir()
        for name in CACHES:
            (cls._caches / name).mkdir(exist_ok=True)
            (profile / name).symlink_to(cls._caches / name)
        return super()._chrome_start(user_data_dir, **kwargs)


class BrowserCase(SalesOfficeCommon, HttpCase):
    """Tours wait for what they name, not for a time: how long it takes says how busy the machine is.

    So does each of their steps (static/tests/tours/patience.js).
    """

    def browser_js(self, *args, **kwargs):
        with patch("odoo.tests.common.ChromeBrowser", WarmBrowser):
            return super().browser_js(*args, **kwargs)

    def tour(self, name, employee, action=TODAY, url=None):
        """Let the employee go through the tour, from the Today page unless an action of ours or an address is given."""
        self.env.flush_all()
        self.start_tour(
            url or f"/odoo/action-sales_office_policy.{action}", name, login=employee.user_id.login, timeout=900
        )
        self.env.invalidate_all()
