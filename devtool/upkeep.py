"""./dev setup, stop and reset."""

import os
import shutil

from . import environment, paths, postgres, templates
from .tools import lock, say


def setup(_options):
    """Fetch and install what is missing, and say where things are."""
    odoo = environment.prepare(browser=True)
    say(f"Odoo {odoo.version}: {odoo.site}")
    say(f"Python: {paths.PYTHON}")


def stop(_options):
    """Stop the private server, which otherwise goes on for the next run."""
    if paths.STATE.exists():
        postgres.stop()


def reset(options):
    """Drop this slot's databases; with --all stop the server and remove both folders."""
    if options.all:
        _remove_everything()
    else:
        _drop_databases()


def _drop_databases():
    """Drop the development and the test databases of this slot; without a slot the templates too."""
    environment.make_folders()
    databases = postgres.Databases(postgres.ensure())
    suffix = paths.slot()
    kinds = [
        f"{templates.PREFIX}{kind}{suffix}"
        for kind in (*templates.DATABASES.values(), "_test", "_office", "_bench", "_lifecycle")
    ]
    with lock(f"test{suffix}"):
        names = [name for kind in kinds for name in (kind, *databases.names(f"{kind}_run"))]
        if not suffix:
            names += databases.names(f"{templates.PREFIX}_template_")
        for name in names:
            if databases.comment(name) is not None:
                databases.drop(name)
                say(f"Dropped {name}")
            (paths.CONFIGS / f"{name}.conf").unlink(missing_ok=True)


def _remove_everything():
    """Stop the private server and remove .odoo/ and .venv/ (or the links to them)."""
    if not os.environ.get("PGHOST") and paths.STATE.exists():
        postgres.stop(remove=True)
    for folder in (paths.ROOT / ".odoo", paths.ROOT / ".venv"):
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder, ignore_errors=True)
        say(f"Removed {folder}")
