"""./dev reset: drop the databases, so that the next run makes them anew."""

import os
import shutil

from .. import paths, postgres, templates
from ..databases import Databases
from ..progress import say
from ..stamps import lock


def arguments(parser):
    """--all removes everything ./dev made."""
    parser.add_argument("--all", action="store_true", help="remove all that ./dev made, downloads included")


def main(options):
    """Drop this slot's databases; with --all stop the server and remove both folders."""
    if options.all:
        _remove_everything()
    else:
        _drop_databases()


def _drop_databases():
    """Drop the development and the test databases of this slot; without a slot the templates too."""
    paths.make_folders()
    databases = Databases(postgres.ensure())
    suffix = paths.slot()
    kinds = [f"{templates.PREFIX}{kind}{suffix}" for kind in ("", "_test", "_office", "_bench", "_lifecycle")]
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
