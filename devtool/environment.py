"""What needs the network, so that the rest works without: Debian packages, Odoo, .venv as requirements.lock says."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from . import odoo_source, postgres
from .paths import FOLDERS, LOCK_FILE, PYTHON, ROOT, STAMPS, STATE, VENV, DevError
from .tools import digest, lock, run, say, sha256, step, write_atomic

STAMP = VENV / "installed.key"
NEEDED_BYTES = 4 * 1024**3


def _tool(*names):
    return lambda: any(shutil.which(name) for name in names)


def _library(word):
    return lambda: word in subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout


#: Debian package: how to see that what it brings is there, and what that is for
PACKAGES = {
    "python3-venv": (lambda: all(map(importlib.util.find_spec, ("venv", "ensurepip"))), "the Python environment"),
    "postgresql": (lambda: os.environ.get("PGHOST") or postgres.bindir(), "the database"),
    "npm": (
        lambda: os.environ.get("ODOO_HOME") or odoo_source.SCRIPT.is_file() or shutil.which("npm"),
        "one script that the Odoo package lacks",
    ),
    "libmagic1": (_library("libmagic.so"), "file types"),
    "wkhtmltopdf": (_tool("wkhtmltopdf"), "printing PDF"),
    "fonts-noto-cjk": (lambda: any(Path("/usr/share/fonts").rglob("*NotoSansCJK*")), "printing Chinese"),
    "chromium": (_tool("chromium", "chromium-browser", "google-chrome"), "browser tests"),
}
#: ./dev works without these; newer suites lack the first
OPTIONAL = {"wkhtmltopdf", "fonts-noto-cjk"}
BROWSER = {"chromium"}


def prepare(browser=False):
    """Make system packages, Odoo and the Python environment ready, and a browser if asked. Return the Odoo."""
    make_folders()
    if not STAMP.is_file() and shutil.disk_usage(STATE).free < NEEDED_BYTES:
        raise DevError(f"Less than 4 GB are free where {STATE} is: free some space, then run this again.")
    ensure_packages(browser)
    odoo = odoo_source.locate()
    with lock("venv"):
        _ensure_venv(odoo)
    return odoo


def make_folders():
    """Create the ignored folders; they are cheap, so every command does it."""
    for folder in FOLDERS:
        folder.mkdir(parents=True, exist_ok=True)


def ensure_packages(browser=False):
    """Install what is missing, with rights, or name it in one line; the browser only where the command needs one."""
    wanted = [name for name in PACKAGES if browser or name not in BROWSER]
    missing = [name for name in wanted if not PACKAGES[name][0]() and not _without(name).exists()]
    if not missing:
        return
    rights, listed = _rights(), ", ".join(f"{name} (for {PACKAGES[name][1]})" for name in missing)
    if rights is None and OPTIONAL.issuperset(missing):
        say(f"Going on without {listed}")
    elif rights is None:
        raise DevError(
            f"Missing: {listed}. As root, run this, then the same command again: "
            f"apt-get update && apt-get install -y --no-install-recommends {' '.join(missing)}"
        )
    elif not shutil.which("apt-get"):
        raise DevError(f"This machine has no apt-get: install by hand {listed}.")
    else:
        _install(missing, rights)


def _rights():
    """Return the command prefix that may install packages, None if this user may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"] if sudo and not sudo.returncode else None


def _install(missing, rights):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    with step(f"Installing system packages: {', '.join(missing)}"):
        run([*rights, "apt-get", "update"], "apt-get update", env=environment)
        for name in OPTIONAL.intersection(missing):
            policy = run(["apt-cache", "policy", name], "apt-cache policy", env=environment)
            if not re.search(r"Candidate: (?!\(none\))", policy):
                say(f"This Debian has no {name}: going on without {PACKAGES[name][1]}")
                _without(name).touch()
                missing.remove(name)
        if missing:
            run([*rights, "dpkg", "--configure", "-a"], "dpkg --configure", env=environment)
            argv = [*rights, "apt-get", "install", "-y", "--no-install-recommends", *missing]
            run(argv, "apt-get install", env=environment)


def _without(name):
    """Return the file that says that this Debian does not have the package."""
    return STAMPS / f"without-{name}"


def _ensure_venv(odoo):
    """Make .venv hold the locked packages and see the given Odoo; pip repairs a half-filled one."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    key = digest(sha256(LOCK_FILE), sys.version_info[:2])
    if not (STAMP.is_file() and STAMP.read_text() == key and PYTHON.exists()):
        STAMP.unlink(missing_ok=True)
        with step("Installing the Python packages of requirements.lock"):
            if not ((VENV / "lib" / version).is_dir() and PYTHON.exists() and (VENV / "bin" / "pip").exists()):
                run([sys.executable, "-m", "venv", "--clear", VENV], "Creating the Python environment")
            environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
            run([PYTHON, "-m", "pip", "install", "--requirement", LOCK_FILE], "pip install", env=environment)
        write_atomic(STAMP, key)
    # For editors and hand-typed commands; an environment shared by a link keeps pointing to its own checkout's Odoo.
    path = VENV / "lib" / version / "site-packages" / "odoo_source.pth"
    if not (ROOT / ".venv").is_symlink() and not (path.is_file() and path.read_text() == f"{odoo.site}\n"):
        write_atomic(path, f"{odoo.site}\n")
