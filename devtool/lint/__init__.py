"""./dev lint: what can be judged without running a test. Each check is a function that returns problems as lines."""

import subprocess
import sys
import time

from .. import environment, translations
from ..paths import ADDON_NAME, PYTHON, ROOT
from . import chinese, files, house, requirement_ids, shared_words, style_sheets, tests

SHOWN = 40


def lint(options):
    """Run all checks, each problem one line. Return 1 if there is any."""
    environment.prepare()
    if options.fix:
        _tool("ruff", "check", "--quiet", "--fix", ".")
        _tool("ruff", "format", "--quiet", ".")
    checks = {
        "ruff": lambda: _tool("ruff", "check", "--quiet", "--output-format=concise", "."),
        "ruff format": lambda: _tool("ruff", "format", "--check", "--quiet", "--output-format=concise", "."),
        "pylint-odoo": lambda: _tool("pylint", "--rcfile=.pylintrc", ADDON_NAME),
        "XML and CSV, as the OCA checks them": lambda: _tool("oca_pre_commit_hooks.cli", ADDON_NAME),
        "no address or path of one machine": files.nothing_foreign,
        "names of classes": style_sheets.check,
        "rooms, folders and parts of models": house.check,
        "what tests expect": tests.check,
        "requirement ids": requirement_ids.check,
        "words that mean two things": shared_words.check,
        "words that only capitals tell apart": chinese.spelling,
        "translation template fresh": translations.fresh,
        "zh_CN complete": translations.complete,
        "zh_CN in the words of the vocabulary": chinese.vocabulary,
    }
    if options.quick:
        del checks["translation template fresh"]
    problems = sum([_report(name, check) for name, check in checks.items()])
    print(f"./dev lint: {problems} problems" if problems else "./dev lint: all good")
    return 1 if problems else 0


def _report(name, check):
    """Run one check, print its problems, and return their number."""
    begin = time.monotonic()
    problems = list(check())
    print(f"{'FAIL' if problems else 'ok  '} {name} ({time.monotonic() - begin:.1f} s)", file=sys.stderr, flush=True)
    for line in problems[:SHOWN]:
        print(f"  {line}", flush=True)
    if len(problems) > SHOWN:
        print(f"  ... and {len(problems) - SHOWN} lines more", flush=True)
    return len(problems)


def _tool(name, *arguments):
    """Run a tool of .venv in the checkout and return its output's lines; a silent failure is a line too."""
    argv = [str(PYTHON), "-m", name, *arguments]
    answer = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    lines = [line for line in (answer.stdout + answer.stderr).splitlines() if line.strip("* ")]
    if answer.returncode and not lines:
        return [f"{name} ended with status {answer.returncode} and said nothing"]
    return lines if answer.returncode else []
