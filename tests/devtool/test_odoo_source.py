"""ODOO_HOME: an Odoo 19 that is already there is used, anything else refused."""

import pytest

from devtool import odoo_source

from .common import refusal


def make_odoo(folder, version, checkout=True):
    """Lay out an Odoo as a source checkout or in site-packages."""
    (folder / "odoo" / "addons").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")
    if checkout:
        (folder / "addons").mkdir()
    return folder


@pytest.mark.parametrize(("checkout", "folders"), [(True, 2), (False, 1)])
def test_named_odoo_is_used(tmp_path, monkeypatch, checkout, folders):
    """Nothing is downloaded; both add-on folders of a checkout count."""
    home = make_odoo(tmp_path, 19, checkout)
    monkeypatch.setenv("ODOO_HOME", str(home))
    odoo = odoo_source.locate()
    assert (odoo.site, odoo.version, len(odoo.addons)) == (home, "19.0", folders)


def test_other_version_is_refused(tmp_path, monkeypatch):
    """The line says which version is there and which is needed."""
    monkeypatch.setenv("ODOO_HOME", str(make_odoo(tmp_path, 18)))
    assert "holds Odoo 18.0, but Odoo 19 is needed" in refusal(odoo_source.locate)


def test_folder_without_odoo_is_refused(tmp_path, monkeypatch):
    """The line says what the folder should have held."""
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    assert "holds no Odoo: name the folder that has odoo/release.py" in refusal(odoo_source.locate)
