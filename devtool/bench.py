"""./dev bench: run benchmarks/*.py, each in a database of its own, and print a table.

A benchmark is a module whose docstring's first line is its title and that has

    def run(env): ...

which gets an Odoo environment (superuser, the add-on installed, no demo data), makes the data it needs, and
yields rows (what, value, unit), such as ("10,000 invoice lines", 4.8, "s"). All it does is thrown away.

One that asks for `def run(env, bare)` gets a second environment beside it, in a database with the same modules
but without the add-on. It may commit in both, because both are copies. One with
PEERS = {"module": "distribution==version"} gets these modules of others installed beside the add-on, to measure
against, or is skipped with a line that says so. They are no dependency, may be under another licence, and nothing
of them is shipped.
"""

import ast
import json
import re
import shutil
from dataclasses import replace

from . import environment, odoo_process, office, postgres, templates
from .paths import BENCHMARKS, LOGS, PYTHON, ROOT, STATE, DevError, slot
from .postgres import Databases
from .tools import digest, lock, run, say, step

TWO_DATABASES = re.compile(r"^def run\(env, bare\):", re.MULTILINE)
PEERS = STATE / "peers"


def bench(options):
    """Run the chosen benchmarks one after the other."""
    found = {path.stem: path for path in sorted(BENCHMARKS.glob("*.py")) if not path.stem.startswith("_")}
    unknown = sorted(set(options.names) - set(found))
    if unknown or not found:
        raise DevError(f"No benchmark {', '.join(unknown) or 'in benchmarks/'}: there is {', '.join(found) or 'none'}.")
    odoo, server = environment.prepare(), postgres.ensure()
    source = templates.installed_for_tests(server, odoo)
    rows = [row for name in options.names or found for row in _measure(server, odoo, source, found[name])]
    width = max((len(_number(row[2])) for row in rows), default=0)
    cells = [(name, what, _number(value).rjust(width), unit) for name, what, value, unit in rows]
    print("\n".join(office.table([("benchmark", "what", "value", "unit"), *cells])))


def _number(cell):
    return f"{cell:,.3f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell)


def _measure(server, odoo, source, path):
    """Run one benchmark on throwaway copies. Return its rows."""
    modules = peers(path)
    if modules:
        try:
            odoo = with_peers(odoo, modules)
        except DevError as error:
            say(f"{path.stem} is skipped, there is nothing to measure against. {error}")
            return [(path.stem, f"skipped: {', '.join(modules)} cannot be fetched", "", "")]
    names = [f"{templates.PREFIX}_bench{slot()}"]
    if TWO_DATABASES.search(path.read_text(encoding="utf-8")):
        names.append(f"{names[0]}_bare")
    databases = Databases(server)
    try:
        databases.copy(source, names[0])
        for name in names[1:]:
            templates.copy_dependencies(server, odoo, name, templates.BESIDE_IN_TESTS)
        config = odoo_process.write_config(server, odoo, names[0])
        if modules:
            with step(f"Installing {', '.join(modules)} in {names[0]}"):
                odoo_process.update(server, config, "Installing modules to measure against", "-i", ",".join(modules))
        return _run(server, config, path, names)
    finally:
        for name in names:
            databases.drop(name)


def _run(server, config, path, names):
    """Run the benchmark's process and return what it measured."""
    result = LOGS / f"bench-{path.stem}.json"
    result.unlink(missing_ok=True)
    argv = [PYTHON, "-m", "devtool.inside", "benchmark", config, path, result, *names]
    with step(f"Benchmark {path.stem}"):
        run(argv, f"Benchmark {path.stem}", cwd=ROOT, env=odoo_process.environment(server))
    return [(path.stem, *row) for row in json.loads(result.read_text())]


def peers(path):
    """Return {module: requirement} of a benchmark's file; empty for most."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [getattr(name, "id", "") for name in node.targets] == ["PEERS"]:
            return ast.literal_eval(node.value)
    return {}


def with_peers(odoo, modules):
    """Return the Odoo with the modules on its path; a DevError says why they cannot be had."""
    folder = PEERS / digest(sorted(modules.values()))
    with lock("peers"):
        if not folder.is_dir():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            pip = [PYTHON, "-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check"]
            with step(f"Fetching {', '.join(modules)} to measure against"):
                run([*pip, "--target", partial, *modules.values()], "Fetching modules to measure against")
            partial.rename(folder)
    addons = folder / "odoo" / "addons"
    missing = [name for name in modules if not (addons / name / "__manifest__.py").is_file()]
    if missing:
        raise DevError(f"{', '.join(missing)} not among what was fetched: remove {folder}.")
    return replace(odoo, addons=(*odoo.addons, addons))
