"""Run in .venv: one benchmark in one database (called by devtool/commands/bench.py)."""

import importlib.util
import json
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(config_file, database, path, result):
    """Give the benchmark an environment, keep its rows, and throw its work away."""
    config.parse_config(["-c", config_file, "--no-http", "--log-level=warn"], setup_logging=True)
    specification = importlib.util.spec_from_file_location(Path(path).stem, path)
    benchmark = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(benchmark)
    with Registry(database).cursor() as cr:
        rows = [list(row) for row in benchmark.run(api.Environment(cr, SUPERUSER_ID, {}))]
        cr.rollback()
    Path(result).write_text(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
