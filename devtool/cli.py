"""The command line: which command, and how an error reaches the person."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from . import environment
from .paths import PYTHON, ROOT, VENV, DevError, explain_os_error

#: command: the module with the function of its name, and what it does
COMMANDS = {
    "run": ("run", "start Odoo with the add-on and its demo office"),
    "test": ("test", "run the tests (further arguments go to pytest)"),
    "attack": ("test", "call all that is public as every role, with whatever can be given"),
    "lint": ("lint", "check code, views, translations and requirement ids"),
    "shell": ("run", "open an Odoo shell, or run the script on standard input"),
    "pot": ("translations", "export the translation template and refresh zh_CN.po"),
    "bench": ("bench", "run the benchmarks"),
    "reset": ("upkeep", "drop the databases; with --all everything ./dev made"),
    "stop": ("upkeep", "stop the private PostgreSQL server"),
    "setup": ("upkeep", "fetch and install everything, without starting anything"),
}
PASSED_ON = {"test", "attack"}  # their arguments, to pytest
IN_VENV = {"lint", "pot"}  # need its libraries; the others have only the standard library


def main(argv=None):
    """Run one command and return the exit code: its own, or 1 with one line on standard error."""
    argv = sys.argv[1:] if argv is None else argv
    parser = _parser()
    if not argv:
        parser.print_help()
        return 2
    if argv[0] in PASSED_ON and not {"-h", "--help"} & set(argv):
        options = argparse.Namespace(command=argv[0], rest=argv[1:])
    else:
        options = parser.parse_args(argv)
    return _guarded(options, argv)


def _parser():
    parser = argparse.ArgumentParser(prog="./dev", description="Develop sales_office_policy.", allow_abbrev=False)
    choices = parser.add_subparsers(dest="command", metavar="COMMAND")
    found = {
        name: choices.add_parser(name, help=text, description=text.capitalize() + ".", allow_abbrev=False)
        for name, (_module, text) in COMMANDS.items()
    }
    found["run"].add_argument("--port", type=int, help="port on 127.0.0.1 (default: 8069, another with a slot)")
    found["run"].add_argument("--no-demo", action="store_true", help="make the database without the demo office")
    found["run"].add_argument("--lang", choices=("en_US", "zh_CN"), help="language of the office (default: en_US)")
    found["shell"].add_argument("--db", metavar="NAME", help="database (default: the one of ./dev run)")
    found["lint"].add_argument("--quick", action="store_true", help="only what needs no database")
    found["lint"].add_argument("--fix", action="store_true", help="let ruff mend and format what it can, then check")
    found["bench"].add_argument("names", nargs="*", metavar="NAME", help="which (default: all in benchmarks/)")
    found["reset"].add_argument("--all", action="store_true", help="remove all that ./dev made, downloads included")
    found["test"].epilog = "Examples: ./dev test tests/policy/test_lock.py   ./dev test -k roll_call -x"
    found["attack"].epilog = "Examples: ./dev attack   ./dev attack -k Outsider"
    for name in PASSED_ON:
        found[name].usage = f"./dev {name} [pytest arguments]"
    return parser


def _guarded(options, argv):
    try:
        if options.command in IN_VENV and Path(sys.prefix).resolve() != VENV:
            environment.prepare()
            os.execv(PYTHON, [PYTHON, ROOT / "dev", *argv])
        module = importlib.import_module(f".{COMMANDS[options.command][0]}", __package__)
        return getattr(module, options.command)(options) or 0
    except KeyboardInterrupt:
        print("\nInterrupted; run the same command again to go on.", file=sys.stderr)
        return 130
    except DevError as error:
        print(f"./dev: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        known = explain_os_error(error)
        if known is error:
            raise
        print(f"./dev: {known}", file=sys.stderr)
        return 1
