"""When the add-on counts as changed, and what is installed before it."""

import pytest

from devtool import templates
from devtool.odoo_source import Odoo

from .common import refusal


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An add-on of a few files."""
    monkeypatch.setattr(templates, "ADDON", tmp_path)
    (tmp_path / "__manifest__.py").write_text("{'name': 'x', 'depends': ['sale_crm', 'rating']}")
    for name in ("models/a.py", "static/src/a.js", "tests/test_a.py", "i18n/x.pot", "i18n/zh_CN.po"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("old")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("models/a.py", True),
        ("i18n/zh_CN.po", True),
        ("static/src/a.js", False),
        ("tests/test_a.py", False),
        ("i18n/x.pot", False),
        ("models/__pycache__/a.pyc", False),
        ("views/new.xml", True),
    ],
)
def test_only_what_is_installed_counts(folder, name, changes):
    """A database is made anew for what an installation reads, not for the rest."""
    before = templates.installed_digest()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("new")
    assert (templates.installed_digest() != before) == changes


@pytest.mark.parametrize(("name", "changes"), [("static/src/a.js", True), ("models/a.py", False)])
def test_the_browser_gets_static_files(folder, name, changes):
    """Its bundles are made anew for these alone."""
    before = templates.static_digest()
    (folder / name).write_text("new")
    assert (templates.static_digest() != before) == changes


def test_dependencies_come_from_the_manifest(folder, tmp_path):
    """Modules beside are taken only where this Odoo has them."""
    (tmp_path / "odoo" / "hr_holidays").mkdir(parents=True)
    odoo = Odoo(tmp_path, (tmp_path / "odoo",), "19.0")
    assert templates.modules_before(odoo, ("hr_holidays", "l10n_cn")) == ["hr_holidays", "rating", "sale_crm"]


@pytest.mark.parametrize("text", [None, "{'name': "])
def test_unreadable_manifest_is_one_line(folder, text):
    """Missing or broken, it is told without a traceback."""
    (folder / "__manifest__.py").unlink()
    if text:
        (folder / "__manifest__.py").write_text(text)
    assert "__manifest__.py" in refusal(templates.manifest)
