"""The Debian packages a command needs: installed as root, else named in one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import command, postgres_programs
from .errors import DevError
from .progress import step


def _has_tool(name):
    return lambda: bool(shutil.which(name))


def _has_font(word):
    fonts = Path("/usr/share/fonts")
    return lambda: fonts.is_dir() and any(word in path.name for path in fonts.rglob("*"))


def _has_library(word):
    def found():
        listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
        return word in listing

    return found


def _has_venv():
    try:
        import ensurepip  # noqa: PLC0415,F401  Debian splits it off: its absence is what we look for
        import venv  # noqa: PLC0415,F401
    except ImportError:
        return False
    return True


def _has_chromium():
    return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))


# package -> (how to see that it is there, what for)
NEEDED = {
    "python3-venv": (_has_venv, "the Python environment"),
    "postgresql": (lambda: postgres_programs.bindir() is not None, "the database"),
    "npm": (_has_tool("npm"), "one script the Odoo package lacks"),
    "libmagic1": (_has_library("libmagic.so"), "file types"),
    "chromium": (_has_chromium, "browser tests"),
    "fonts-noto-cjk": (_has_font("NotoSansCJK"), "Chinese text"),
    "wkhtmltopdf": (_has_tool("wkhtmltopdf"), "printed PDF"),
}
OPTIONAL = {"wkhtmltopdf"}  # newer suites dropped it; reports are readable as HTML too


def ensure(names=tuple(NEEDED)):
    """Install the packages among `names` that are missing."""
    missing = [name for name in names if not NEEDED[name][0]()]
    if "PGHOST" in os.environ and "postgresql" in missing:
        missing.remove("postgresql")
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise DevError(f"This machine has no apt-get: install by hand what stands for {', '.join(missing)}.")
    _install(missing)


def _install(missing):
    rights = _rights(missing)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step("Refreshing the system's package lists"):
        command.run([*rights, "apt-get", "update"], "apt-get update", env=environment)
    known = [name for name in missing if name not in OPTIONAL or _is_known(name)]
    if not known:
        return
    with step(f"Installing system packages: {', '.join(known)}"):
        command.run([*rights, "dpkg", "--configure", "-a"], "dpkg configure", env=environment)
        argv = [*rights, "apt-get", "install", "-y", "--no-install-recommends", *known]
        command.run(argv, "apt-get install", env=environment)


def _is_known(name):
    answer = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
    return "Candidate:" in answer and "Candidate: (none)" not in answer


def _rights(missing):
    """Return the command prefix that may install packages, or raise the line that says what to run."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        if subprocess.run(["sudo", "-n", "true"], check=False, **quiet).returncode == 0:
            return ["sudo", "-n"]
    reasons = ", ".join(f"{name} ({NEEDED[name][1]})" for name in missing)
    print(f"Missing: {reasons}", file=sys.stderr)
    raise DevError(
        "As root, run: apt-get update && apt-get install -y --no-install-recommends "
        f"{' '.join(missing)}  - then this command again."
    )
