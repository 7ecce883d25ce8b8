"""./dev lint: everything that can be judged without running a test."""

import time

from .. import templates, translations
from ..lint import code, files, house, requirement_ids, shared_words, spelling, style_sheets, vocabulary
from ..progress import note
from . import ready, setup

SHOWN = 40


def arguments(parser):
    """--fix lets ruff mend what it can first; --quick leaves out what needs a database."""
    parser.add_argument("--quick", action="store_true", help="only what needs no database, so without the template")
    parser.add_argument("--fix", action="store_true", help="let ruff mend and format what it can, then check")


def main(options):
    """Run all checks, each problem one line. Return 1 if there is any."""
    setup.prepare()
    if options.fix:
        code.fix()
    checks = {
        "ruff": code.ruff,
        "ruff format": code.ruff_format,
        "pylint-odoo": code.pylint_odoo,
        "XML well-formed": files.xml_well_formed,
        "no address or path of one machine": files.nothing_foreign,
        "names of classes": style_sheets.check,
        "rooms, folders and parts of models": house.check,
        "requirement ids": requirement_ids.check,
        "words that mean two things": shared_words.check,
        "words that only capitals tell apart": spelling.check,
        "translation template fresh": _template,
        "zh_CN complete": translations.untranslated,
        "zh_CN in the words of the vocabulary": vocabulary.check,
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
    note(f"{'FAIL' if problems else 'ok  '} {name} ({time.monotonic() - begin:.1f} s)")
    for line in problems[:SHOWN]:
        print(f"  {line}", flush=True)
    if len(problems) > SHOWN:
        print(f"  ... and {len(problems) - SHOWN} lines more", flush=True)
    return len(problems)


def _template():
    """Return how the tracked template differs from what the code would export now."""
    odoo, server = ready.odoo_and_server()
    database = templates.installed_for_tests(server, odoo)
    found = translations.differences(translations.export(server, odoo, database))
    return [*found, "run ./dev pot"] if found else []
