"""Which Odoo is used: the one ODOO_HOME names, else the one unpacked under .odoo/prefix."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import debian_archive, missing_script
from .debian_archive import UNPACKED
from .errors import DevError
from .paths import PREFIX
from .stamps import lock, sha256

VERSION = 19


@dataclass(frozen=True)
class Odoo:
    """An Odoo to run on: `site` goes on the Python path, `addons` are its add-on folders."""

    site: Path
    addons: tuple
    version: str

    def key(self):
        """Return what a database made with this Odoo depends on."""
        return [self.version, str(self.site), sha256(self.site / "odoo" / "release.py"), sha256(UNPACKED)]


def locate():
    """Return the Odoo to use, fetching it first if nothing else is named."""
    named = os.environ.get("ODOO_HOME")
    if named:
        return inspect(Path(named).expanduser().resolve(), "ODOO_HOME")
    with lock("odoo"):
        prefix = debian_archive.ensure_prefix()
        site = prefix / "usr/lib/python3/dist-packages"
        missing_script.ensure(site)
    return inspect(site, str(PREFIX))


def inspect(site, origin):
    """Return the Odoo in a source checkout or site-packages folder; anything but version 19 is an error."""
    release = site / "odoo" / "release.py"
    if not release.is_file():
        raise DevError(f"{origin} ({site}) holds no Odoo: name the folder that has odoo/release.py in it.")
    match = re.search(r"^version_info\s*=\s*\(\s*(\d+)\s*,\s*(\d+)", release.read_text(), re.M)
    version = f"{match[1]}.{match[2]}" if match else "unknown"
    if not match or int(match[1]) != VERSION:
        raise DevError(f"{origin} ({site}) holds Odoo {version}, but Odoo {VERSION} is needed.")
    addons = [site / "odoo" / "addons", site / "addons"]
    return Odoo(site, tuple(path for path in addons if path.is_dir()), version)
