"""./dev bench: run benchmarks/*.py, each in a database of its own, and print a table.

A benchmark is a module whose docstring's first line is its title and that has

    def run(env): ...

which gets an Odoo environment (superuser, the add-on installed, no demo data), makes the data it needs, and
yields rows (what, value, unit), such as ("10,000 invoice lines", 4.8, "s"). All it does is thrown away.

One that asks for `def run(env, bare)` gets a second environment beside it, in a database with the same modules
but without the add-on. It may commit in both, because both are copies. One with PEERS (see devtool/peers.py) gets
those modules installed beside the add-on, or is skipped with a line that says so.
"""

import json
import re
import subprocess

from .. import addon, odoo_process, peers, templates
from ..databases import Databases
from ..errors import DevError
from ..paths import BENCHMARKS, LOGS, PYTHON, ROOT, slot
from ..progress import say, step
from . import ready

TWO_DATABASES = re.compile(r"^def run\(env, bare\):", re.MULTILINE)


def arguments(parser):
    """Names of benchmarks."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all in benchmarks/)")


def main(options):
    """Run the chosen benchmarks one after the other."""
    found = {path.stem: path for path in sorted(BENCHMARKS.glob("*.py")) if not path.stem.startswith("_")}
    unknown = sorted(set(options.names) - set(found))
    if unknown or not found:
        raise DevError(f"No benchmark {', '.join(unknown) or 'in benchmarks/'}: there is {', '.join(found) or 'none'}.")
    odoo, server = ready.odoo_and_server()
    source = templates.installed_for_tests(server, odoo)
    rows = [row for name in options.names or found for row in _measure(server, odoo, source, found[name])]
    for line in _table([("benchmark", "what", "value", "unit"), *rows]):
        print(line)


def _measure(server, odoo, source, path):
    """Run one benchmark on throwaway copies. Return its rows."""
    modules = peers.wanted(path)
    if modules:
        try:
            odoo = peers.odoo_with(odoo, modules)
        except DevError as error:
            say(f"{path.stem} is skipped, there is nothing to measure against. {error}")
            return [(path.stem, f"skipped: {', '.join(modules)} cannot be fetched", "", "")]
    names = [f"{templates.PREFIX}_bench{slot()}"]
    if TWO_DATABASES.search(path.read_text(encoding="utf-8")):
        names.append(f"{names[0]}_bare")
    try:
        return _run(server, _prepare(server, odoo, source, names, modules), path, names)
    finally:
        for name in names:
            Databases(server).drop(name)


def _prepare(server, odoo, source, names, modules):
    """Make the databases: the add-on's with other modules beside it, then one without. Return the configuration."""
    Databases(server).copy(source, names[0])
    for name in names[1:]:
        templates.copy_dependencies(server, odoo, name, addon.BESIDE_IN_TESTS)
    config = odoo_process.write_config(server, odoo, names[0])
    if modules:
        with step(f"Installing {', '.join(modules)} in {names[0]}"):
            odoo_process.update(server, config, "Installing modules to measure against", "-i", ",".join(modules))
    return config


def _run(server, config, path, names):
    """Run the benchmark's process and return what it measured."""
    result = LOGS / f"bench-{path.stem}.json"
    log = LOGS / f"bench-{path.stem}.log"
    result.unlink(missing_ok=True)
    argv = [PYTHON, "-m", "devtool.inside.run_benchmark", config, path, result, *names]
    environment = odoo_process.environment(server)
    with step(f"Benchmark {path.stem}"), open(log, "w", encoding="utf-8") as stream:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": stream, "stderr": subprocess.STDOUT}
        status = subprocess.run([*map(str, argv)], cwd=ROOT, env=environment, check=False, **quiet).returncode
    if status or not result.is_file():
        raise DevError(f"Benchmark {path.stem} failed: {log.read_text().strip()[-1500:]}")
    return [(path.stem, *row) for row in json.loads(result.read_text())]


def _table(rows):
    """Return the rows as lines with aligned columns; numbers to the right."""
    cells = [[_number(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for name, what, value, unit in cells:
        yield f"{name:{widths[0]}}  {what:{widths[1]}}  {value:>{widths[2]}}  {unit}".rstrip()


def _number(cell):
    if isinstance(cell, float):
        return f"{cell:,.3f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
