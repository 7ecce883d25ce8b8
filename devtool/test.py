"""./dev test: the tests, in two parallel workers, on a database with the add-on freshly installed; and ./dev attack."""

import json
import os
import re
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from . import environment, odoo_process, office, postgres, templates
from .paths import PYTHON, ROOT, STATE, TESTS, TMP, DevError, slot
from .tools import foreground, lock, step

WORKERS = 2
NO_TRACES = {"PYTHONDONTWRITEBYTECODE": "1"}
PLAIN_TESTS = TESTS / "devtool"  # tests of ./dev itself, which need no Odoo
TAKE_A_WORD = {"-k", "-m", "-n", "-p", "-o", "-W", "--dist", "--tb", "--maxfail"}  # what follows is no path
LIKE_A_PATH = re.compile(r"/|\.py$")
IN_BROWSER = re.compile("start_tour|browser_js")
OWN_CHOICE = re.compile(r"(-n.*|--numprocesses.*|--dist.*|--pdb|--collect-only|--co|-s)$")
FIGURES = "SALES_OFFICE_ATTACK_FIGURES"  # names the file in which the attack leaves its figures
USUAL = ("calls", "answers", "refusals", "tracebacks", "leaks", "changes")


def test(options):
    """Run pytest and return its exit code; a skipped test makes it 1."""
    rest = _absolute(options.rest)
    chosen = [Path(arg.split("::")[0]) for arg in rest if arg.startswith("/")]
    base = [str(PYTHON), "-m", "pytest", "-p", "devtool.pytest_plugin", "--rootdir", str(ROOT), "--durations=10"]
    base += ["-o", f"cache_dir={STATE / 'pytest_cache'}"]
    if chosen and all(path == PLAIN_TESTS or PLAIN_TESTS in path.parents for path in chosen):
        environment.prepare()
        return _pytest([*base, "-p", "no:odoo", *rest], {**os.environ, "PYTHONPATH": str(ROOT), **NO_TRACES})
    odoo, server = environment.prepare(browser=True), postgres.ensure()
    with lock(f"test{slot()}"):
        source = templates.furnished_for_tests(server, odoo, browser=_needs_browser(chosen))
        with _copy(server, source) as database:
            config = odoo_process.write_config(server, odoo, database)
            base += ["-p", "devtool.pytest_filestore", f"--odoo-config={config}", "--odoo-http"]
            return _pytest([*base, *_parallel(rest, chosen), *rest], odoo_process.environment(server))


def attack(options):
    """Run the tests marked ``attack``, print their figures by role and their sum, and return pytest's exit code."""
    figures = TMP / f"attack{slot()}.jsonl"
    figures.unlink(missing_ok=True)
    os.environ[FIGURES] = str(figures)
    options.rest = ["-m", "attack", *options.rest, str(TESTS / "attack")]
    code = test(options)
    if figures.is_file():
        rows = [Counter(json.loads(line)) for line in figures.read_text(encoding="utf-8").splitlines()]
        roles = [row.pop("role") for row in rows]
        total = sum(rows, Counter())
        names = [*USUAL, *sorted(total.keys() - set(USUAL))]
        cells = [[role, *(f"{row[name]:,}" for name in names)] for role, row in zip(roles, rows, strict=True)]
        cells.append(["all", *(f"{total[name]:,}" for name in names)])
        print("\n".join(office.table([["role", *names], *cells])))
    return code


def _absolute(arguments):
    """Return the arguments with test files and folders as full paths: pytest runs at the top.

    :raises DevError: there is no such file or folder; of parallel workers pytest would say that no tests ran
    """
    result = []
    for before, arg in zip(["", *arguments], arguments, strict=False):
        name, colons, test = arg.partition("::")
        is_path = before not in TAKE_A_WORD and not arg.startswith("-")
        if is_path and LIKE_A_PATH.search(name) and not Path(name).exists():
            raise DevError(f"There is no file or folder {name}.")
        result.append(f"{Path(name).resolve()}{colons}{test}" if is_path and Path(name).exists() else arg)
    return result


def _needs_browser(chosen):
    """Say whether a chosen file has a test in the browser; folders, and no choice at all, are taken to have one."""
    return not chosen or any(not path.is_file() or IN_BROWSER.search(path.read_text()) for path in chosen)


def _parallel(rest, chosen):
    """Return xdist's options, unless one file is asked for or the caller decides themselves."""
    single = len(chosen) == 1 and chosen[0].is_file()
    if single or any(map(OWN_CHOICE.match, rest)) or (os.cpu_count() or 1) < WORKERS:
        return []
    return ["-n", str(WORKERS), "--dist", "loadscope"]


def _pytest(argv, environment):
    environment["HYPOTHESIS_STORAGE_DIRECTORY"] = str(STATE / "hypothesis")
    return foreground(argv, cwd=ROOT, env=environment)


@contextmanager
def _copy(server, source):
    """Give a throwaway copy of the database `source`, so that nothing a test commits survives."""
    databases = postgres.Databases(server)
    name = f"{source}_run"
    with step(f"Copying {source}"):
        for leftover in databases.names(name):
            databases.drop(leftover)
        databases.copy(source, name)
    try:
        yield name
    finally:
        for leftover in databases.names(name):
            databases.drop(leftover)
