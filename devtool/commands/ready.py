"""What several commands begin with: Odoo, the server, the development database."""

from .. import addon, office, postgres, templates
from ..databases import Databases
from ..errors import DevError
from ..paths import slot
from ..stamps import digest, lock
from . import setup


def odoo_and_server():
    """Make everything ready. Return the Odoo and the database server."""
    odoo = setup.prepare()
    return odoo, postgres.ensure()


def development_database(server, odoo, demo=None):
    """Return the name of the database of ./dev run, made or updated where needed.

    demo: True or False where the caller insists, None to take it as it is (with demo when made now).
    """
    databases = Databases(server)
    name = f"{templates.PREFIX}{slot()}"
    with lock(name):
        kind, _, key = (databases.comment(name) or "").partition(" ")
        wanted = _wanted(kind, demo)
        now = digest(odoo.key(), addon.digest())
        if not kind:
            templates.copy_dependencies(server, odoo, name, addon.BESIDE_IN_DEMO, demo=wanted == "demo")
            templates.install(server, odoo, name, "-i")
            office.keep_in_house(databases, name)
        elif key != now:
            _update(server, odoo, name)
        if key != now:
            databases.set_comment(name, f"{wanted} {now}")
    return name


def _update(server, odoo, name):
    """Update the add-on in a database made by an earlier state of the code."""
    try:
        templates.install(server, odoo, name, "-u")
    except DevError as error:
        raise DevError(f"{error}\nIf only old data is in the way: ./dev reset, then the same command again.") from error


def _wanted(kind, demo):
    """Return 'demo' or 'plain', from what the database is and what the caller insists on."""
    asked = {None: kind or "demo", True: "demo", False: "plain"}[demo]
    if kind and kind != asked:
        made = "with" if kind == "demo" else "without"
        raise DevError(f"The development database was made {made} the demo office: ./dev reset first, or run it so.")
    return asked
