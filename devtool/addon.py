"""What the add-on says about itself: its dependencies, and whether its files changed."""

import ast
import hashlib

from .errors import DevError
from .paths import ADDON, ADDON_NAME
from .stamps import sha256

# The add-on works with these too, so the tests run with them; never a dependency.
BESIDE_IN_TESTS = ("hr_holidays", "hr_expense", "l10n_cn")
# The demo office keeps its books in CNY where the Chinese chart of accounts is there.
BESIDE_IN_DEMO = ("l10n_cn",)
# Read at run time or by people, not by the installation.
NOT_INSTALLED = ("static/src/", "static/tests/", "static/description/index.html", "tests/", "README", "readme/")


def manifest():
    """Return the manifest as a dict."""
    path = ADDON / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DevError(f"{ADDON_NAME}/__manifest__.py is missing: is this checkout complete?") from error
    except (SyntaxError, ValueError) as error:
        raise DevError(f"{ADDON_NAME}/__manifest__.py cannot be read: {error}") from error


def dependencies(odoo, beside=()):
    """Return the sorted modules to install before the add-on: its own, and those beside that Odoo has."""
    extra = [name for name in beside if any((folder / name).is_dir() for folder in odoo.addons)]
    return sorted({*manifest()["depends"], *extra})


def digest():
    """Return a key of all files that an installation reads."""
    return _digest(lambda name: not name.startswith(NOT_INSTALLED) and not name.endswith(".pot"))


def digest_static():
    """Return a key of all files that the browser gets."""
    return _digest(lambda name: name.startswith("static/"))


def _digest(counts):
    summary = hashlib.sha256()
    for path in sorted(ADDON.rglob("*")):
        name = path.relative_to(ADDON).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and counts(name):
            summary.update(f"{name}\0{sha256(path)}\n".encode())
    return summary.hexdigest()[:16]
