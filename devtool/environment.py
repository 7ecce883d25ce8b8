"""The Python environment .venv, exactly as requirements.lock says."""

import os
import shutil
import sys

from . import command
from .paths import LOCK_FILE, PYTHON, ROOT, VENV
from .progress import step
from .stamps import digest, lock, sha256, write_atomic

STAMP = VENV / "installed.key"


def ensure(odoo):
    """Make .venv hold the locked packages and see the given Odoo. Return its Python."""
    with lock("venv"):
        key = digest(sha256(LOCK_FILE), sys.version_info[:2])
        if not (STAMP.is_file() and STAMP.read_text() == key and PYTHON.exists()):
            _build(key)
        _point_to(odoo)
    return PYTHON


def _build(key):
    """Fill the environment; pip repairs a half-filled one, so only a strange Python makes it anew."""
    STAMP.unlink(missing_ok=True)
    with step("Creating the Python environment"):
        if VENV.exists() and not _usable():
            shutil.rmtree(VENV)
        if not VENV.exists():
            command.run([sys.executable, "-m", "venv", VENV], "Creating the Python environment")
    with step("Installing the Python packages of requirements.lock"):
        argv = [PYTHON, "-m", "pip", "install", "--requirement", LOCK_FILE]
        command.run(argv, "pip install", env=_pip_environment())
    write_atomic(STAMP, key)


def _usable():
    marker = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return marker.is_dir() and PYTHON.exists() and (VENV / "bin" / "pip").exists()


def _pip_environment():
    return {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def _point_to(odoo):
    """Put Odoo on the environment's Python path, for editors and for hand-typed commands.

    An environment shared by a link keeps pointing to its own checkout's Odoo.
    """
    if (ROOT / ".venv").is_symlink():
        return
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    path = VENV / "lib" / version / "site-packages" / "odoo_source.pth"
    if not path.is_file() or path.read_text() != f"{odoo.site}\n":
        write_atomic(path, f"{odoo.site}\n")
