"""The command line: which command, and how an error reaches the person."""

import argparse
import importlib
import sys

from .errors import DevError, explain_os_error

COMMANDS = {
    "run": "start Odoo with the add-on and its demo office",
    "test": "run the tests (further arguments go to pytest)",
    "attack": "call all that is public as every role, with whatever can be given",
    "lint": "check code, views, translations and requirement ids",
    "shell": "open an Odoo shell, or run the script on standard input",
    "pot": "export the translation template and refresh zh_CN.po",
    "bench": "run the benchmarks",
    "reset": "drop the databases; with --all everything ./dev made",
    "stop": "stop the private PostgreSQL server",
    "setup": "fetch and install everything, without starting anything",
}


def main(argv=None):
    """Run one command and return the exit code: its own, or 1 with one line on standard error."""
    argv = sys.argv[1:] if argv is None else argv
    parser, parsers = _parser()
    if not argv:
        parser.print_help()
        return 2
    command = importlib.import_module(f".commands.{argv[0]}", __package__) if argv[0] in COMMANDS else None
    if command:
        command.arguments(parsers[argv[0]])
    if getattr(command, "PASS_ON", False) and not {"-h", "--help"} & set(argv):
        options = argparse.Namespace(command=argv[0], rest=argv[1:])
    else:
        options = parser.parse_args(argv)
    return _guarded(command.main, options)


def _parser():
    parser = argparse.ArgumentParser(prog="./dev", description="Develop sales_office_policy.", allow_abbrev=False)
    choices = parser.add_subparsers(dest="command", metavar="COMMAND")
    parsers = {
        name: choices.add_parser(name, help=text, description=text.capitalize() + ".", allow_abbrev=False)
        for name, text in COMMANDS.items()
    }
    return parser, parsers


def _guarded(function, options):
    try:
        return function(options) or 0
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
