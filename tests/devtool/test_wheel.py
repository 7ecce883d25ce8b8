"""The wheel: built from the add-on's folder, installed beside Odoo, and found by it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from devtool import templates
from devtool.paths import ADDON, ADDON_NAME

FIND = f"""
import sys
from odoo.modules.module import Manifest, initialize_sys_path
from odoo.tools import config
config.parse_config(["--addons-path", sys.argv[1], "--log-level=error"])
initialize_sys_path()
manifest = Manifest.for_addon("{ADDON_NAME}")
print(manifest.path)
print(manifest["version"])
"""


def run(*argv, cwd):
    """Run a program and return what it printed; its errors show when the test fails."""
    answer = subprocess.run([str(arg) for arg in argv], cwd=cwd, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel once, with the tools of .venv and without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", ADDON, "--no-build-isolation", "--no-deps", "--no-index", "-w", folder, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_is_named_as_the_oca_names_it(wheel):
    """The distribution's name and version come from the add-on's name and manifest."""
    assert wheel.name.startswith(f"odoo_addon_{ADDON_NAME}-{templates.manifest()['version']}")


def test_wheel_holds_the_addon_only(wheel):
    """Everything is under odoo/addons, and nothing of the developer's tools comes with it."""
    names = zipfile.ZipFile(wheel).namelist()
    content = [name for name in names if ".dist-info/" not in name]
    assert f"odoo/addons/{ADDON_NAME}/__manifest__.py" in content
    assert [name for name in content if not name.startswith(f"odoo/addons/{ADDON_NAME}/")] == []
    metadata = zipfile.ZipFile(wheel).read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert "Requires-Dist: odoo" in metadata


def test_odoo_finds_the_installed_wheel(wheel, tmp_path):
    """In an environment with Odoo the add-on is there, without naming its folder anywhere."""
    environment, odoo = tmp_path / "venv", _odoo_addons()
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=tmp_path)
    python = environment / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "odoo_beside.pth").write_text(f"import site; site.addsitedir({_own_site()!r})\n")
    path, version = run(python, "-c", FIND, odoo, cwd=tmp_path).split()
    assert Path(path) == site / "odoo" / "addons" / ADDON_NAME
    assert version == templates.manifest()["version"]


def _own_site():
    """Return the site-packages of .venv, where Odoo's requirements and the way to Odoo are."""
    return str(next(path for path in map(Path, sys.path) if (path / "odoo_source.pth").is_file()))


def _odoo_addons():
    site = Path((Path(_own_site()) / "odoo_source.pth").read_text().strip())
    return next(path for path in (site / "addons", site / "odoo" / "addons") if path.is_dir())
