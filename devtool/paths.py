"""Where everything lives, what ./dev makes in two ignored folders, .odoo/ and .venv/; the one error a person sees."""

import errno
import os
import re
from pathlib import Path


class DevError(Exception):
    """Something outside our code is in the way. The message is one clear line that says what to do."""


ROOT = Path(__file__).resolve().parent.parent
ADDON_NAME = "sales_office_policy"
ADDON = ROOT / ADDON_NAME
TESTS = ROOT / "tests"
BENCHMARKS = ROOT / "benchmarks"
REQUIREMENTS = ROOT / "docs" / "requirements.csv"
LOCK_FILE = ROOT / "requirements.lock"

# Several git worktrees may share these two by symbolic links; resolved, so that all agree on one path.
STATE = (ROOT / ".odoo").resolve()
VENV = (ROOT / ".venv").resolve()
PYTHON = VENV / "bin" / "python"

FOLDERS = DOWNLOADS, DATA, LOGS, CONFIGS, LOCKS, STAMPS, TMP = [
    STATE / name for name in ("downloads", "data", "logs", "config", "locks", "stamps", "tmp")
]
PREFIX = STATE / "prefix"


def slot():
    """Return the suffix that keeps two checkouts on one .odoo/ apart ('' or '_name')."""
    name = os.environ.get("SALES_OFFICE_SLOT", "").strip()
    if not re.fullmatch(r"(?!(test|office|run|bench|template|lifecycle|zh))[a-z0-9_]{0,20}", name):
        raise DevError("SALES_OFFICE_SLOT: at most 20 characters of a-z, 0-9 and _, and not a word of ours as test.")
    return f"_{name}" if name else ""


def explain_os_error(error):
    """Turn an OSError into a DevError where the cause is known, else return it unchanged."""
    if error.errno == errno.ENOSPC:
        return DevError("The disk is full: free some space, then run the same command again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return DevError(
            f"No right to write {error.filename}: give this user the checkout (chown -R) or clone again, then re-run."
        )
    return error
