"""The translation template and the catalog made from it."""

import polib
import pytest

from devtool import translations


def catalog(*entries, **metadata):
    """Return a catalog of (msgid, msgstr) entries."""
    result = polib.POFile()
    result.metadata = metadata
    result.extend(polib.POEntry(msgid=msgid, msgstr=msgstr) for msgid, msgstr in entries)
    return result


def test_template_is_stable():
    """Order and header do not depend on the day or on the database."""
    one = translations.tidied(catalog(("b", "x"), ("a", ""), **{"POT-Creation-Date": "today"}))
    two = translations.tidied(catalog(("a", ""), ("b", ""), **{"POT-Creation-Date": "tomorrow"}))
    assert str(one) == str(two)
    assert [(entry.msgid, entry.msgstr) for entry in one] == [("a", ""), ("b", "")]


def test_translations_are_kept():
    """New terms come empty in the template's order, old ones go."""
    merged = translations.merged(
        catalog(("a", ""), ("b", ""), ("c", "")), catalog(("c", "丙"), ("gone", "去"), ("a", "甲"))
    )
    assert [(entry.msgid, entry.msgstr) for entry in merged] == [("a", "甲"), ("b", ""), ("c", "丙")]
    assert merged.metadata["Language"] == "zh_CN"


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ("为%(name)s支付{amount}", None),
        ("", "not translated"),
        ("支付{amount}", "other placeholders"),
        ("为%(nam)s支付{amount}", "other placeholders"),
    ],
)
def test_what_is_left_to_translate_is_found(translation, problem):
    """A translation without its placeholders would fail when it is shown."""
    template = catalog(("Pay {amount} for %(name)s", ""))
    lines = list(translations.untranslated(template, catalog(("Pay {amount} for %(name)s", translation))))
    assert [line.split(":")[0].split(" than")[0] for line in lines] == ([problem] if problem else [])


def test_fuzzy_is_not_translated():
    """Odoo does not load fuzzy entries."""
    found = catalog(("a", "甲"))
    found[0].flags.append("fuzzy")
    assert list(translations.untranslated(catalog(("a", "")), found)) == ["marked fuzzy: 'a'"]


def test_stale_template_is_found():
    """New, gone and moved terms are told apart."""
    fresh, old = catalog(("new", ""), ("same", ""), ("moved", "")), catalog(("gone", ""), ("same", ""), ("moved", ""))
    fresh[2].occurrences = [("a.py", "0")]
    assert [line.split(":")[0] for line in translations.differences(fresh, old)] == [
        "no longer in the code",
        "used elsewhere now",
        "missing in the template",
    ]
