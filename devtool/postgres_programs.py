"""Where PostgreSQL's server programs are on this machine."""

import os
import shutil
import subprocess
from pathlib import Path


def bindir():
    """Return the folder with initdb and pg_ctl (the newest version), or None."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True):
        if _is_server(folder):
            return folder
    for folder in filter(None, (_from_pg_config(), *map(Path, os.environ.get("PATH", "").split(os.pathsep)))):
        if _is_server(folder):
            return folder
    return None


def _version(folder):
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _from_pg_config():
    tool = shutil.which("pg_config")
    if not tool:
        return None
    answer = subprocess.run([tool, "--bindir"], capture_output=True, text=True, check=False)
    return Path(answer.stdout.strip()) if answer.returncode == 0 else None


def _is_server(folder):
    return all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres"))
