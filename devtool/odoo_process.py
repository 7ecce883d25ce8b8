"""Starting Odoo: its configuration file, its one-shot runs, and what its log says."""

import os
import re
import subprocess

from . import odoo_source
from .paths import CONFIGS, DATA, LOGS, PYTHON, ROOT, STATE, DevError
from .tools import known_cause, write_atomic

#: the beginning of an entry of the log, with its level
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ ([A-Z]+) ")
TROUBLES = {"WARNING", "ERROR", "CRITICAL"}
NOT_FROM_THE_SHELL = ("ODOO_RC", "OPENERP_SERVER", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONSTARTUP")


def write_config(server, odoo, database, port=None):
    """Write the configuration file for one database and return its path."""
    addons = ",".join(str(path) for path in (*odoo.addons, ROOT))
    lines = [
        "[options]",
        f"addons_path = {addons}",
        f"data_dir = {DATA}",
        f"db_host = {server.host}",
        f"db_port = {server.port}",
        f"db_user = {server.user}",
        *([f"db_password = {server.password}"] if server.password else []),
        f"db_name = {database}",
        f"dbfilter = ^{re.escape(database)}$",
        "list_db = False",
        "http_interface = 127.0.0.1",
        f"http_port = {port or 8069}",
        "max_cron_threads = 1",
        "limit_time_real = 3600",
        "limit_time_cpu = 3600",
    ]
    path = CONFIGS / f"{database}.conf"
    write_atomic(path, "\n".join(lines) + "\n")
    path.chmod(0o600)
    return path


def environment(server):
    """Return the process environment for Odoo: the server's, without what could lead it elsewhere.

    This checkout's Odoo comes first on the path: a .venv shared by a link may know another one. Compiled modules are
    kept beside the state, which halves the time any process of Odoo takes to begin.
    """
    found = {name: value for name, value in server.environment().items() if name not in NOT_FROM_THE_SHELL}
    found["PYTHONPATH"] = os.pathsep.join([str(odoo_source.locate().site), str(ROOT)])
    found["PYTHONPYCACHEPREFIX"] = str(STATE / "pycache")
    found["PATH"] = f"{PYTHON.parent}{os.pathsep}{found['PATH']}"
    return found


def argv(config, *arguments):
    """Return the command that runs Odoo; a sub-command of Odoo comes first, then its configuration."""
    first = list(arguments[:1]) if arguments and not str(arguments[0]).startswith("-") else []
    return [str(PYTHON), "-m", "odoo", *first, "-c", str(config), *map(str, arguments[len(first) :])]


def update(server, config, what, *arguments):
    """Install or update modules and stop. Return the log lines of level WARNING or worse."""
    log = LOGS / f"{config.stem}.log"
    command = argv(config, *arguments, "--stop-after-init", "--no-http", "--max-cron-threads=0")
    with open(log, "w", encoding="utf-8") as stream:
        pipes = {"stdin": subprocess.DEVNULL, "stdout": stream, "stderr": subprocess.STDOUT}
        status = subprocess.run(command, env=environment(server), cwd=ROOT, check=False, **pipes).returncode
    text = log.read_text(encoding="utf-8", errors="replace")
    troubles = troubles_in(text)
    if status:
        tail = "\n".join(troubles or text.splitlines()[-15:])
        cause = known_cause(tail)
        raise DevError(f"{what} failed: {cause}." if cause else f"{what} failed (log: {log}):\n{tail}")
    return troubles


def troubles_in(text):
    """Return the entries of level WARNING or worse in an Odoo log, each with the lines that belong to it."""
    is_trouble = Troubles()
    return [line for line in text.splitlines() if is_trouble(line)]


class Troubles:
    """Says of line after line of a log whether it belongs to an entry of level WARNING or worse."""

    def __init__(self):
        self.inside = False

    def __call__(self, line):
        if entry := ENTRY.match(line):
            self.inside = entry[1] in TROUBLES
        return self.inside
