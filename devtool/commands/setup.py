"""./dev setup: everything that needs the network, so that the rest works without."""

import shutil

from .. import environment, odoo_source, paths, system_packages
from ..errors import DevError
from ..progress import say

NEEDED_BYTES = 4 * 1024**3


def arguments(parser):
    """No arguments."""


def main(options):
    """Install what is missing and say where things are."""
    odoo = prepare(browser=True)
    say(f"Odoo {odoo.version}: {odoo.site}")
    say(f"Python: {paths.PYTHON}")


def prepare(browser=False):
    """Make system packages, Odoo and the Python environment ready, and a browser if asked. Return the Odoo."""
    paths.make_folders()
    if not environment.STAMP.is_file() and shutil.disk_usage(paths.STATE).free < NEEDED_BYTES:
        raise DevError(f"Less than 4 GB are free where {paths.STATE} is: free some space, then run this again.")
    system_packages.ensure(browser)
    odoo = odoo_source.locate()
    environment.ensure(odoo)
    return odoo
