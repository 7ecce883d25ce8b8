"""Databases that are made once and copied: the dependencies; the add-on on top; what all tests share on top of that.

A database is made anew when what it was made from has changed: Odoo, the manifest, or files that an installation reads.
"""

import ast
import hashlib
import os

from . import odoo_process, office
from .paths import ADDON, ADDON_NAME, PYTHON, ROOT, TESTS, DevError, slot
from .postgres import Databases
from .tools import digest, lock, run, sha256, step

LANGUAGES = "en_US,zh_CN"  # the first becomes the default of new users and partners
PREFIX = "sales_office"
#: what the name of the database of ./dev run has for its language
DATABASES = {"en_US": "", "zh_CN": "_zh"}
RECIPE = 2  # raise it when the way a template is made changes
FURNISHING = (TESTS / "sales_office.py", ROOT / "devtool" / "inside.py")
# The add-on works with these too, so the tests run with them; never a dependency. One run may name more of them.
BESIDE_IN_TESTS = ("hr_holidays", "hr_expense", "l10n_cn", *os.environ.get("SALES_OFFICE_BESIDE", "").split())
# The demo office keeps its books in CNY where the Chinese chart of accounts is there.
BESIDE_IN_DEMO = ("l10n_cn",)
# Read at run time or by people, not by the installation.
NOT_INSTALLED = ("static/src/", "static/tests/", "static/description/index.html", "tests/", "README", "readme/")


def manifest():
    """Return the add-on's manifest as a dict."""
    try:
        return ast.literal_eval((ADDON / "__manifest__.py").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DevError(f"{ADDON_NAME}/__manifest__.py is missing: is this checkout complete?") from error
    except (SyntaxError, ValueError) as error:
        raise DevError(f"{ADDON_NAME}/__manifest__.py cannot be read: {error}") from error


def modules_before(odoo, beside=()):
    """Return the sorted modules to install before the add-on: its own, and those beside that Odoo has."""
    extra = [name for name in beside if any((folder / name).is_dir() for folder in odoo.addons)]
    return sorted({*manifest()["depends"], *extra})


def installed_digest():
    """Return a key of all files that an installation reads."""
    return _digest(lambda name: not name.startswith(NOT_INSTALLED) and not name.endswith(".pot"))


def static_digest():
    """Return a key of all files that the browser gets."""
    return _digest(lambda name: name.startswith("static/"))


def _digest(counts):
    summary = hashlib.sha256()
    for path in sorted(ADDON.rglob("*")):
        name = path.relative_to(ADDON).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and counts(name):
            summary.update(f"{name}\0{sha256(path)}\n".encode())
    return summary.hexdigest()[:16]


def dependencies(server, odoo, beside=(), demo=False):
    """Return (name, key) of a database with all dependencies and zh_CN, made once per what is in it."""
    databases = Databases(server)
    modules = modules_before(odoo, beside)
    key = digest(RECIPE, odoo.key(), modules, demo, LANGUAGES)
    name = f"{PREFIX}_template_{key}"
    with lock(name):
        if databases.comment(name) != key:
            with step(f"Installing the dependencies once{' with demo data' if demo else ''}: {', '.join(modules)}"):
                databases.drop(name)
                databases.query(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
                config = odoo_process.write_config(server, odoo, name)
                options = ["-i", ",".join(modules), f"--load-language={LANGUAGES}", *(["--with-demo"] if demo else [])]
                odoo_process.update(server, config, "Installing the dependencies", *options)
            databases.set_comment(name, key)
    return name, key


def copy_dependencies(server, odoo, target, beside=(), demo=False):
    """Make the database `target` a copy of the dependencies'. Return their key."""
    name, key = dependencies(server, odoo, beside, demo)
    with lock(name), step(f"Copying the dependencies to {target}"):
        Databases(server).copy(name, target)
    return key


def installed_for_tests(server, odoo):
    """Return the name of a database with the add-on freshly installed, made anew when its files changed.

    A WARNING or ERROR in the installation's log is a DevError that shows the lines.
    """
    databases = Databases(server)
    name = f"{PREFIX}_test{slot()}"
    with lock(name):
        _, dependencies_key = dependencies(server, odoo, BESIDE_IN_TESTS)
        key = digest(dependencies_key, installed_digest())
        if databases.comment(name) != key:
            copy_dependencies(server, odoo, name, BESIDE_IN_TESTS)
            install(server, odoo, name)
            databases.set_comment(name, key)
    return name


def furnished_for_tests(server, odoo, browser=True):
    """Return the name of a copy of `installed_for_tests` that has what all tests share (devtool/inside.py).

    That is the office they work in and the style sheets of printed pages, and for tests in a `browser` its bundles.
    """
    databases = Databases(server)
    source = installed_for_tests(server, odoo)
    name = f"{PREFIX}_office{slot()}"
    with lock(name):
        key = digest(databases.comment(source), static_digest(), *map(sha256, FURNISHING))
        if databases.comment(name) not in (f"{key} browser", *([] if browser else [key])):
            databases.copy(source, name)
            _furnish(server, odoo, name, browser)
            databases.set_comment(name, f"{key} browser" if browser else key)
    return name


def _furnish(server, odoo, name, browser):
    config = odoo_process.write_config(server, odoo, name)
    argv = [PYTHON, "-m", "devtool.inside", "furnish", config, name, *(["browser"] if browser else [])]
    with step(f"Making the office of the tests{' and the bundles of the browser' if browser else ''} in {name}"):
        run(argv, f"Making the office of the tests in {name}", env=odoo_process.environment(server), cwd=ROOT)


def for_development(server, odoo, demo=None, lang="en_US"):
    """Return the name of the database of ./dev run, made or updated where needed; each language has its own.

    demo: True or False where the caller insists, None to take it as it is (with demo when made now).
    """
    databases = Databases(server)
    name = f"{PREFIX}{DATABASES[lang]}{slot()}"
    with lock(name):
        kind, _, key = (databases.comment(name) or "").partition(" ")
        wanted = {None: kind or "demo", True: "demo", False: "plain"}[demo]
        if kind and kind != wanted:
            made = "with" if kind == "demo" else "without"
            raise DevError(f"The development database was made {made} the demo office: ./dev reset, or run it so.")
        now = digest(odoo.key(), installed_digest())
        if not kind:
            copy_dependencies(server, odoo, name, BESIDE_IN_DEMO, demo=wanted == "demo")
            office.set_language(databases, name, lang)
            install(server, odoo, name)
            office.keep_in_house(databases, name)
        elif key != now:
            _update(server, odoo, name)
        if key != now:
            databases.set_comment(name, f"{wanted} {now}")
    return name


def _update(server, odoo, name):
    """Update the add-on in a database made by an earlier state of the code."""
    try:
        install(server, odoo, name, "-u")
    except DevError as error:
        raise DevError(f"{error}\nIf only old data is in the way: ./dev reset, then the same command again.") from error


def install(server, odoo, name, option="-i"):
    """Install (-i) or update (-u) the add-on in a database; any WARNING or ERROR is a DevError."""
    config = odoo_process.write_config(server, odoo, name)
    what = f"{'Installing' if option == '-i' else 'Updating'} {ADDON_NAME} in {name}"
    with step(what):
        troubles = odoo_process.update(server, config, what, option, ADDON_NAME)
    if troubles:
        raise DevError("\n".join([f"{what} logged warnings or errors:", *troubles]))
