"""The translation template and the Chinese catalog of the add-on."""

from . import command, odoo_process
from .paths import ADDON, ADDON_NAME, PYTHON, ROOT, TMP, slot

TEMPLATE = ADDON / "i18n" / f"{ADDON_NAME}.pot"
CATALOG = ADDON / "i18n" / "zh_CN.po"


def export(server, odoo, database):
    """Export the template from a database that has the add-on. Return the file, as Odoo writes it."""
    target = TMP / f"export{slot()}.pot"
    config = odoo_process.write_config(server, odoo, database)
    argv = [PYTHON, "-m", "odoo", "i18n", "export", "-c", config, "-l", "pot", "-o", target, ADDON_NAME]
    command.run(argv, f"Exporting the terms of {ADDON_NAME}", env=odoo_process.environment(server), cwd=ROOT)
    return target


def refresh(exported):
    """Write the template and carry the translations over."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    _po("tidy", exported, TEMPLATE)
    _po("merge", TEMPLATE, CATALOG)


def differences(exported):
    """Return lines: how the template differs from what was just exported."""
    return _po("compare", exported, TEMPLATE)


def untranslated():
    """Return lines: what of the template the Chinese catalog lacks."""
    if not TEMPLATE.is_file():
        return [f"{TEMPLATE.relative_to(ROOT)} is missing: run ./dev pot"]
    return _po("complete", TEMPLATE, CATALOG)


def _po(action, first, second):
    argv = [PYTHON, "-m", "devtool.inside.po_files", action, first, second]
    return command.run(argv, f"PO files {action}", cwd=ROOT).strip().splitlines()
