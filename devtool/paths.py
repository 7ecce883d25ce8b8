"""Where everything lives. All that ./dev makes is in two ignored folders, .odoo/ and .venv/."""

import os
import re
from pathlib import Path

from .errors import DevError

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

DOWNLOADS = STATE / "downloads"
PREFIX = STATE / "prefix"
DATA = STATE / "data"
LOGS = STATE / "logs"
CONFIGS = STATE / "config"
LOCKS = STATE / "locks"
STAMPS = STATE / "stamps"
TMP = STATE / "tmp"


def slot():
    """Return the suffix that keeps two checkouts on one .odoo/ apart ('' or '_name')."""
    name = os.environ.get("SALES_OFFICE_SLOT", "").strip()
    if not re.fullmatch(r"(?!(test|office|run|bench|template|lifecycle))[a-z0-9_]{0,20}", name):
        raise DevError("SALES_OFFICE_SLOT: at most 20 characters of a-z, 0-9 and _, and not a word of ours as test.")
    return f"_{name}" if name else ""


def make_folders():
    """Create the ignored folders; they are cheap, so every command does it."""
    for folder in (STATE, DOWNLOADS, DATA, LOGS, CONFIGS, LOCKS, STAMPS, TMP):
        folder.mkdir(parents=True, exist_ok=True)
