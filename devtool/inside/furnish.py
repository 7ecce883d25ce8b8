"""Run in .venv: make what all tests share in their database, once (called by devtool/templates.py)."""

import sys

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from tests import sales_office

# Odoo makes a bundle of scripts or styles when it is first asked for one, and what a test makes is undone after it.
PAGES = (
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_tests",
    "web.assets_unit_tests_setup",
    "web.assets_unit_tests",
)
PRINTED = ("web.report_assets_common", "web.report_assets_pdf")


def main(config_file, database, *parts):
    """Make the office and the styles of printed pages; with the part "browser" the bundles of its pages, too."""
    config.parse_config(["-c", config_file, "--no-http", "--log-level=warn"], setup_logging=True)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        sales_office.furnish(env)
        for bundle in _bundles(env["ir.qweb"], "browser" in parts):
            bundle.js()
            bundle.css()


def _bundles(qweb, browser):
    for name in PRINTED:
        yield qweb._get_asset_bundle(name)
        yield qweb._get_asset_bundle(name, autoprefix=True)
    for name in PAGES if browser else ():
        yield qweb._get_asset_bundle(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
