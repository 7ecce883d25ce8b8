"""Databases that are made once and copied: the dependencies; the add-on on top; what all tests share on top of that."""

from . import addon, command, odoo_process
from .databases import Databases
from .errors import DevError
from .paths import ADDON_NAME, PYTHON, ROOT, TESTS, slot
from .progress import step
from .stamps import digest, lock, sha256

LANGUAGES = "en_US,zh_CN"  # the first becomes the default of new users and partners
PREFIX = "sales_office"
RECIPE = 2  # raise it when the way a template is made changes
FURNISHING = (TESTS / "sales_office.py", ROOT / "devtool" / "inside" / "furnish.py")


def dependencies(server, odoo, beside=(), demo=False):
    """Return (name, key) of a database with all dependencies and zh_CN, made once per what is in it."""
    databases = Databases(server)
    modules = addon.dependencies(odoo, beside)
    key = digest(RECIPE, odoo.key(), modules, demo, LANGUAGES)
    name = f"{PREFIX}_template_{key}"
    with lock(name):
        if databases.comment(name) != key:
            with step(f"Installing the dependencies once{' with demo data' if demo else ''}: {', '.join(modules)}"):
                _make_dependencies(server, odoo, databases, name, modules, demo)
            databases.set_comment(name, key)
    return name, key


def _make_dependencies(server, odoo, databases, name, modules, demo):
    databases.drop(name)
    databases.query(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    config = odoo_process.write_config(server, odoo, name)
    arguments = ["-i", ",".join(modules), f"--load-language={LANGUAGES}"]
    if demo:
        arguments.append("--with-demo")
    odoo_process.update(server, config, "Installing the dependencies", *arguments)


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
        _, dependencies_key = dependencies(server, odoo, addon.BESIDE_IN_TESTS)
        key = digest(dependencies_key, addon.digest())
        if databases.comment(name) == key:
            return name
        copy_dependencies(server, odoo, name, addon.BESIDE_IN_TESTS)
        install(server, odoo, name)
        databases.set_comment(name, key)
    return name


def furnished_for_tests(server, odoo, browser=True):
    """Return the name of a copy of `installed_for_tests` that has what all tests share (devtool/inside/furnish.py).

    That is the office they work in and the style sheets of printed pages, and for tests in a `browser` its bundles.
    """
    databases = Databases(server)
    source = installed_for_tests(server, odoo)
    name = f"{PREFIX}_office{slot()}"
    with lock(name):
        key = digest(databases.comment(source), addon.digest_static(), *map(sha256, FURNISHING))
        if databases.comment(name) not in (f"{key} browser", *([] if browser else [key])):
            databases.copy(source, name)
            _furnish(server, odoo, name, browser)
            databases.set_comment(name, f"{key} browser" if browser else key)
    return name


def _furnish(server, odoo, name, browser):
    config = odoo_process.write_config(server, odoo, name)
    argv = [PYTHON, "-m", "devtool.inside.furnish", config, name, *(["browser"] if browser else [])]
    with step(f"Making the office of the tests{' and the bundles of the browser' if browser else ''} in {name}"):
        command.run(argv, f"Making the office of the tests in {name}", env=odoo_process.environment(server), cwd=ROOT)


def install(server, odoo, name, option="-i"):
    """Install (-i) or update (-u) the add-on in a database; any WARNING or ERROR is a DevError."""
    config = odoo_process.write_config(server, odoo, name)
    verb = "Installing" if option == "-i" else "Updating"
    with step(f"{verb} {ADDON_NAME} in {name}"):
        troubles = odoo_process.update(server, config, f"{verb} {ADDON_NAME} in {name}", option, ADDON_NAME)
    if troubles:
        lines = "\n".join(troubles)
        raise DevError(f"{verb} {ADDON_NAME} in {name} logged warnings or errors:\n{lines}")
