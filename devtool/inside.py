"""What runs in Odoo's own process, with .venv's Python: making what all tests share, and one benchmark."""

import importlib.util
import json
import sys
from contextlib import ExitStack
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from tests import sales_office

# Odoo makes a bundle of scripts or styles when it is first asked for one, and what a test makes is undone after it.
PAGES = (
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_tests",
    "web.chartjs_lib",
    "web.fullcalendar_lib",
    "web.assets_unit_tests_setup",
    "web.assets_unit_tests",
)
PRINTED = ("web.report_assets_common", "web.report_assets_pdf")


def furnish(database, *parts):
    """Make the office and the styles of printed pages; with the part "browser" the bundles of its pages, too."""
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


def benchmark(path, result, *databases):
    """Give the benchmark an environment per database, keep its rows, and throw its work away."""
    specification = importlib.util.spec_from_file_location(Path(path).stem, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    with ExitStack() as stack:
        cursors = [stack.enter_context(Registry(database).cursor()) for database in databases]
        rows = [list(row) for row in module.run(*(api.Environment(cr, SUPERUSER_ID, {}) for cr in cursors))]
        for cr in cursors:
            cr.rollback()
    Path(result).write_text(json.dumps(rows))


if __name__ == "__main__":
    task, config_file, *arguments = sys.argv[1:]
    config.parse_config(["-c", config_file, "--no-http", "--log-level=warn"], setup_logging=True)
    {"furnish": furnish, "benchmark": benchmark}[task](*arguments)
