"""The Debian packages a command needs: installed as root, else named in one line."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import command, missing_script, postgres_programs, stamps
from .errors import DevError
from .progress import say, step


@dataclass(frozen=True)
class Package:
    """A Debian package: how to see that what it brings is there, and what it is for."""

    found: Callable
    purpose: str
    optional: bool = False  # ./dev works without it


def _tool(*names):
    return lambda: any(shutil.which(name) for name in names)


def _font(word):
    return lambda: any(word in path.name for path in Path("/usr/share/fonts").rglob("*"))


def _library(word):
    argv = ["/sbin/ldconfig", "-p"]
    return lambda: word in subprocess.run(argv, capture_output=True, text=True, check=False).stdout


def _venv():
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _postgres():
    return bool(os.environ.get("PGHOST") or postgres_programs.bindir())


def _npm():
    return bool(os.environ.get("ODOO_HOME") or missing_script.ARCHIVE.is_file() or shutil.which("npm"))


PACKAGES = {
    "python3-venv": Package(_venv, "the Python environment"),
    "postgresql": Package(_postgres, "the database"),
    "npm": Package(_npm, "one script that the Odoo package lacks"),
    "libmagic1": Package(_library("libmagic.so"), "file types"),
    "wkhtmltopdf": Package(_tool("wkhtmltopdf"), "printing PDF", optional=True),  # not in newer suites
    "fonts-noto-cjk": Package(_font("NotoSansCJK"), "printing Chinese", optional=True),
    "chromium": Package(_tool("chromium", "chromium-browser", "google-chrome"), "browser tests"),
}
BROWSER = {"chromium"}


def ensure(browser=False):
    """Install what is missing; the browser only where the command needs one."""
    wanted = [name for name in PACKAGES if browser or name not in BROWSER]
    missing = [name for name in wanted if not PACKAGES[name].found() and not stamps.is_done(f"without-{name}", name)]
    if not missing:
        return
    rights = _rights()
    if rights is None and all(PACKAGES[name].optional for name in missing):
        say(f"Going on without {_listed(missing)}")
        return
    if rights is None:
        raise DevError(
            f"Missing: {_listed(missing)}. As root, run this, then the same command again: "
            f"apt-get update && apt-get install -y --no-install-recommends {' '.join(missing)}"
        )
    if not shutil.which("apt-get"):
        raise DevError(f"This machine has no apt-get: install by hand {_listed(missing)}.")
    _install(missing, rights)


def _listed(names):
    return ", ".join(f"{name} (for {PACKAGES[name].purpose})" for name in names)


def _rights():
    """Return the command prefix that may install packages, None if this user may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        argv = ["sudo", "-n", "true"]
        if subprocess.run(argv, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _install(missing, rights):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step("Refreshing the system's package lists"):
        command.run([*rights, "apt-get", "update"], "apt-get update", env=environment)
    known = [name for name in missing if not PACKAGES[name].optional or _is_known(name)]
    for name in set(missing) - set(known):
        say(f"This Debian has no {name}: going on without {PACKAGES[name].purpose}")
        stamps.mark_done(f"without-{name}", name)
    if known:
        with step(f"Installing system packages: {', '.join(known)}"):
            command.run([*rights, "dpkg", "--configure", "-a"], "dpkg --configure", env=environment)
            argv = [*rights, "apt-get", "install", "-y", "--no-install-recommends", *known]
            command.run(argv, "apt-get install", env=environment)


def _is_known(name):
    argv = ["apt-cache", "policy", name]
    answer = subprocess.run(argv, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    return "Candidate:" in answer.stdout and "Candidate: (none)" not in answer.stdout
