"""Run in .venv: tidy the exported template and carry the translations over (called by devtool/translations.py).

po_files.py tidy EXPORTED TEMPLATE        write the template with a header that never changes
po_files.py merge TEMPLATE CATALOG        write the catalog in the template's order, translations kept
po_files.py compare EXPORTED TEMPLATE     print what differs, dates aside
po_files.py complete TEMPLATE CATALOG     print what is not translated
"""

import re
import sys
from pathlib import Path

import polib

HEADER = {
    "Project-Id-Version": "Odoo Server 19.0",
    "Report-Msgid-Bugs-To": "",
    "Last-Translator": "",
    "Language-Team": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "",
    "Plural-Forms": "",
}
WRAP = 78


def load(path):
    """Return the catalog in a file; a missing one is empty."""
    return polib.pofile(str(path), wrapwidth=WRAP) if Path(path).is_file() else polib.POFile(wrapwidth=WRAP)


def tidied(exported):
    """Return an exported template with stable header and order, every entry empty."""
    result = polib.POFile(wrapwidth=WRAP)
    result.header = "Translation of Odoo Server.\nThis file contains the translation of the following modules:\n"
    result.header += "\t* sales_office_policy\n"
    result.metadata = dict(HEADER)
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
    """Return a line for every entry of the template that the catalog does not translate well."""
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


def differences(fresh, template):
    """Return a line for every entry that only one of the two has, or that comes from elsewhere."""
    new, old = ({entry.msgid: str(entry) for entry in catalog} for catalog in (fresh, template))
    for msgid in sorted(new.keys() - old.keys()):
        yield f"missing in the template: {msgid!r}"
    for msgid in sorted(old.keys() - new.keys()):
        yield f"no longer in the code: {msgid!r}"
    for msgid in sorted(msgid for msgid in new.keys() & old.keys() if new[msgid] != old[msgid]):
        yield f"used elsewhere now: {msgid!r}"


def main(action, first, second):
    """Do one of the actions of the module's docstring."""
    if action == "tidy":
        tidied(load(first)).save(second)
    elif action == "merge":
        merged(load(first), load(second)).save(second)
    elif action == "compare":
        print("\n".join(differences(tidied(load(first)), load(second))))
    elif action == "complete":
        print("\n".join(untranslated(load(first), load(second))))


if __name__ == "__main__":
    main(*sys.argv[1:])
