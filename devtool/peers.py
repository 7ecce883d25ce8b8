"""Modules of others to measure against, fetched into an ignored folder and installed in throwaway databases only.

A benchmark names them with their versions: PEERS = {"module": "distribution==version"}. They are no
dependency, may be under another licence, and nothing of them is shipped.
"""

import ast
import os
import shutil
from dataclasses import replace

from . import command
from .errors import DevError
from .paths import PYTHON, STATE
from .progress import step
from .stamps import digest, lock

FOLDER = STATE / "peers"


def wanted(path):
    """Return {module: requirement} of a benchmark's file; empty for most."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [getattr(name, "id", "") for name in node.targets] == ["PEERS"]:
            return ast.literal_eval(node.value)
    return {}


def odoo_with(odoo, peers):
    """Return the Odoo with the modules on its path; a DevError says why they cannot be had."""
    folder = FOLDER / digest(sorted(peers.values()))
    with lock("peers"):
        if not folder.is_dir():
            _fetch(peers, folder)
    addons = folder / "odoo" / "addons"
    missing = [name for name in peers if not (addons / name / "__manifest__.py").is_file()]
    if missing:
        raise DevError(f"{', '.join(missing)} not among what was fetched: remove {folder}.")
    return replace(odoo, addons=(*odoo.addons, addons))


def _fetch(peers, folder):
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    pip = [PYTHON, "-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check"]
    with step(f"Fetching {', '.join(peers)} to measure against"):
        command.run([*pip, "--target", partial, *peers.values()], "Fetching modules to measure against", env=os.environ)
    partial.rename(folder)
