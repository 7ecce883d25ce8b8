"""Run in .venv: one benchmark in its database, or in two (called by devtool/commands/bench.py)."""

import importlib.util
import json
import sys
from contextlib import ExitStack
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(config_file, path, result, *databases):
    """Give the benchmark an environment per database, keep its rows, and throw its work away."""
    config.parse_config(["-c", config_file, "--no-http", "--log-level=warn"], setup_logging=True)
    specification = importlib.util.spec_from_file_location(Path(path).stem, path)
    benchmark = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(benchmark)
    with ExitStack() as stack:
        cursors = [stack.enter_context(Registry(database).cursor()) for database in databases]
        rows = [list(row) for row in benchmark.run(*(api.Environment(cr, SUPERUSER_ID, {}) for cr in cursors))]
        for cr in cursors:
            cr.rollback()
    Path(result).write_text(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
