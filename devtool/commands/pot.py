"""./dev pot: export the translation template from the code, keep the translations."""

from .. import templates, translations
from ..progress import say, step
from . import ready

SHOWN = 20


def arguments(parser):
    """No arguments."""


def main(options):
    """Export from a database with the add-on freshly installed, and say what is left to translate."""
    odoo, server = ready.odoo_and_server()
    database = templates.installed_for_tests(server, odoo)
    with step("Exporting the terms"):
        translations.refresh(translations.export(server, odoo, database))
    missing = translations.untranslated()
    say(f"{translations.TEMPLATE} is fresh; {len(missing)} terms left to translate in {translations.CATALOG.name}")
    for line in missing[:SHOWN]:
        print(f"  {line}")
    if len(missing) > SHOWN:
        print(f"  ... and {len(missing) - SHOWN} more")
