"""The translation template and the Chinese catalog of the add-on."""

import re

import polib

from . import environment, odoo_process, postgres, templates
from .paths import ADDON, ADDON_NAME, PYTHON, ROOT, TMP, slot
from .tools import run, say, step

TEMPLATE = ADDON / "i18n" / f"{ADDON_NAME}.pot"
CATALOG = ADDON / "i18n" / "zh_CN.po"
SHOWN = 20
WRAP = 78
#: of the template, so that it depends neither on the day nor on the database
HEADER = (
    "Translation of Odoo Server.\nThis file contains the translation of the following modules:\n"
    "\t* sales_office_policy\n"
)
METADATA = {
    "Project-Id-Version": "Odoo Server 19.0",
    "Report-Msgid-Bugs-To": "",
    "Last-Translator": "",
    "Language-Team": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "",
    "Plural-Forms": "",
}


def pot(_options):
    """Run ./dev pot: write the template, carry the translations over, and say what is left to translate."""
    exported = export()
    TEMPLATE.parent.mkdir(exist_ok=True)
    exported.save(TEMPLATE)
    merged(load(TEMPLATE), load(CATALOG)).save(CATALOG)
    missing = complete()
    say(f"{TEMPLATE} is fresh; {len(missing)} terms left to translate in {CATALOG.name}")
    for line in missing[:SHOWN]:
        print(f"  {line}")
    if len(missing) > SHOWN:
        print(f"  ... and {len(missing) - SHOWN} more")


def fresh():
    """Return how the tracked template differs from what the code would export now."""
    found = list(differences(export(), load(TEMPLATE)))
    return [*found, "run ./dev pot"] if found else []


def complete():
    """Return what of the template the Chinese catalog lacks."""
    return list(untranslated(load(TEMPLATE), load(CATALOG)))


def export():
    """Return the template of a database with the add-on freshly installed."""
    odoo, server = environment.prepare(), postgres.ensure()
    database = templates.installed_for_tests(server, odoo)
    target = TMP / f"export{slot()}.pot"
    config = odoo_process.write_config(server, odoo, database)
    argv = [PYTHON, "-m", "odoo", "i18n", "export", "-c", config, "-l", "pot", "-o", target, ADDON_NAME]
    with step("Exporting the terms"):
        run(argv, f"Exporting the terms of {ADDON_NAME}", env=odoo_process.environment(server), cwd=ROOT)
    return tidied(load(target))


def load(path):
    """Return the catalog in a file; a missing one is empty."""
    return polib.pofile(str(path), wrapwidth=WRAP) if path.is_file() else polib.POFile(wrapwidth=WRAP)


def entries(path):
    """Yield (source string, translation, places) of a .pot or .po file; a place is such as model:... or code:...:0."""
    for entry in load(path):
        yield entry.msgid, entry.msgstr, [":".join(filter(None, place)) for place in entry.occurrences]


def tidied(exported):
    """Return an exported template with stable header and order, every entry empty."""
    result = polib.POFile(wrapwidth=WRAP)
    result.header, result.metadata = HEADER, dict(METADATA)
    for entry in sorted(exported, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        entry.occurrences.sort()
        entry.msgstr = ""
        result.append(entry)
    return result


def merged(template, catalog):
    """Return the template's entries with the catalog's translations; what the template lacks is dropped."""
    known = {(entry.msgid, entry.msgctxt): entry for entry in catalog if not entry.obsolete}
    result = polib.POFile(wrapwidth=WRAP)
    result.header = template.header
    result.metadata = {**template.metadata, "Language": "zh_CN", "Plural-Forms": "nplurals=1; plural=0;"}
    for entry in template:
        found = known.get((entry.msgid, entry.msgctxt))
        if found:
            entry.msgstr, entry.flags = found.msgstr, found.flags
        result.append(entry)
    return result


def untranslated(template, catalog):
    """Yield a line for every entry of the template that the catalog does not translate well."""
    known = {(entry.msgid, entry.msgctxt): entry for entry in catalog if not entry.obsolete}
    for entry in template:
        found = known.get((entry.msgid, entry.msgctxt))
        if not found or not found.msgstr.strip():
            yield f"not translated: {entry.msgid!r}"
        elif found.fuzzy:
            yield f"marked fuzzy: {entry.msgid!r}"
        elif placeholders(entry.msgid) != placeholders(found.msgstr):
            yield f"other placeholders than the source: {entry.msgid!r}"


def placeholders(text):
    """Return what a translation must carry over: %s, %(name)s, {name}."""
    return sorted(re.findall(r"%\(\w+\)[sdifr]|%[sdifr](?!\w)|\{\w+\}", text))


def differences(new, old):
    """Yield a line for every entry that only one of the two templates has, or that comes from elsewhere."""
    new, old = ({entry.msgid: str(entry) for entry in catalog} for catalog in (new, old))
    for msgid in sorted(new.keys() | old.keys()):
        if new.get(msgid) != old.get(msgid):
            what = "used elsewhere now" if msgid in new.keys() & old.keys() else "no longer in the code"
            yield f"{'missing in the template' if msgid not in old else what}: {msgid!r}"
