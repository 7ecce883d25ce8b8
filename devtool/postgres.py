"""The PostgreSQL server: the one PGHOST names, else a private one under .odoo/ on a Unix socket.

The private server trusts its socket, whose folder only its owner may enter, and runs with fsync=off: fast,
and good only for data that can be made again. PostgreSQL refuses to run as root; as root it runs as the
user `postgres`, and where that user cannot reach the checkout its files lie in that user's home instead.
A server that was broken off (the machine went down) may have lost what it had not written: it is made anew.
"""

import getpass
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import command, postgres_programs
from .errors import DevError
from .paths import STATE
from .progress import step
from .stamps import digest, lock

USER = "sales_office"
PORT = "5432"  # only the name of the socket's file: the private server listens on no network port
ABANDONED = "checkout.path"
SETTINGS = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
max_locks_per_transaction = 512
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 30min
logging_collector = off
"""


@dataclass(frozen=True)
class Server:
    """How to reach the server."""

    host: str
    port: str
    user: str
    password: str = ""

    def environment(self):
        """Return the process environment in which psql, createdb and the tests find the server."""
        bindir = postgres_programs.bindir()
        path = os.environ.get("PATH", "")
        found = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user}
        if self.password:
            found["PGPASSWORD"] = self.password
        return {**os.environ, **found, "PATH": f"{path}{os.pathsep}{bindir}" if bindir else path}


def ensure():
    """Return a server that answers, starting the private one if need be."""
    if os.environ.get("PGHOST"):
        return _named_server()
    programs = postgres_programs.bindir()
    if not programs:
        raise DevError("PostgreSQL is missing: apt-get install postgresql, or set PGHOST to a running server.")
    with lock("postgres"):
        home = _home(programs)
        server = Server(str(_socket_folder(home)), PORT, USER)
        if not _answers(server, programs):
            _start(server, programs, home)
    return server


def stop(remove=False):
    """Stop the private server; with remove, delete its files too."""
    programs = postgres_programs.bindir()
    if not programs:
        return
    with lock("postgres"):
        home = _home(programs)
        _stop_at(home, programs)
        if remove:
            shutil.rmtree(home if STATE in home.parents else home.parent, ignore_errors=True)


def _named_server():
    environ = os.environ
    server = Server(
        environ["PGHOST"],
        environ.get("PGPORT", "5432"),
        environ.get("PGUSER") or getpass.getuser(),
        environ.get("PGPASSWORD", ""),
    )
    if server.user == "postgres":
        raise DevError("Odoo refuses the database user postgres: set PGUSER to another one that may create databases.")
    answer = _psql(server, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    if answer.returncode:
        said = (answer.stderr.strip().splitlines() or ["no answer"])[0].removeprefix("psql: error: ")
        raise DevError(f"The PostgreSQL server that PGHOST names cannot be used: {said}")
    if answer.stdout.strip() != "t":
        raise DevError(f"The database user {server.user} may not create databases: ALTER ROLE {server.user} CREATEDB.")
    return server


def _psql(server, query):
    psql = command.find_tool("psql", "postgresql-client") if not postgres_programs.bindir() else "psql"
    argv = [psql, "-XAtc", query, "postgres"]
    return subprocess.run(argv, env=server.environment(), capture_output=True, text=True, check=False)


def _owner():
    """Return the keyword arguments that make a subprocess run as the server's user."""
    if os.geteuid():
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError as error:
        raise DevError("The system user postgres is missing: apt-get install --reinstall postgresql.") from error
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _home(programs):
    """Return the folder of the private server: under .odoo/ if its user can get there."""
    name = f"postgres-{programs.parent.name}" if programs.parent.name.isdigit() else "postgres"
    owner = _owner()
    reach = subprocess.run(["test", "-x", str(STATE)], cwd="/", check=False, **owner)
    if reach.returncode == 0:
        return STATE / name
    home = Path(pwd.getpwuid(owner["user"]).pw_dir if owner else "/var/tmp")
    if not home.is_dir():
        home = Path("/var/tmp")
    return home / f"sales_office-{digest(str(STATE))}" / name


def _socket_folder(home):
    """Return the folder of the socket; a path over 107 bytes would not be one."""
    folder = home / "socket"
    if len(str(folder / f".s.PGSQL.{PORT}").encode()) < 100:
        return folder
    return Path("/tmp") / f"sales_office-{os.geteuid()}-{digest(str(home))}"


def _answers(server, programs):
    argv = [programs / "pg_isready", "-q", "-h", server.host, "-p", server.port]
    return subprocess.run(argv, check=False).returncode == 0


def _start(server, programs, home):
    _sweep_abandoned(programs)
    owner = _owner()
    if not (home / "data" / "ready").exists() or _was_broken_off(programs, home, owner):
        _create(server, programs, home, owner)
    socket = Path(server.host)
    _make_private(socket, owner)
    with step("Starting the private PostgreSQL server"):
        options = f"-k {socket} -p {server.port}"
        argv = [programs / "pg_ctl", "start", "-w", "-t", "60", "-D", home / "data", "-l", home / "server.log", "-o"]
        command.run([*argv, options], "Starting PostgreSQL", cwd="/", start_new_session=True, **owner)


def _was_broken_off(programs, home, owner):
    """Return whether the server ended without being stopped: its mark is there, and no process is."""
    if not (home / "data" / "postmaster.pid").exists():
        return False
    argv = [programs / "pg_ctl", "status", "-D", home / "data"]
    return subprocess.run(argv, cwd="/", check=False, capture_output=True, **owner).returncode != 0


def _create(server, programs, home, owner):
    """Make the server's data folder; the file `ready` is written last."""
    with step("Creating the private PostgreSQL server"):
        shutil.rmtree(home, ignore_errors=True)
        _make_private(home, owner)
        (home / ABANDONED).write_text(str(STATE))
        argv = [programs / "initdb", "-D", home / "data", "-U", USER, "--auth=trust", "--encoding=UTF8"]
        command.run([*argv, "--locale=C.UTF-8", "--no-sync"], "Creating the PostgreSQL server", cwd="/", **owner)
        with open(home / "data" / "postgresql.conf", "a", encoding="utf-8") as stream:
            stream.write(SETTINGS)
        (home / "data" / "ready").touch()


def _make_private(folder, owner):
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if owner:
        os.chown(folder, owner["user"], owner["group"])


def _stop_at(home, programs):
    if (home / "data" / "postmaster.pid").exists():
        argv = [programs / "pg_ctl", "stop", "-m", "fast", "-D", home / "data"]
        subprocess.run(argv, cwd="/", check=False, capture_output=True, **_owner())


def _sweep_abandoned(programs):
    """Stop and delete servers outside a checkout whose checkout is gone."""
    if os.geteuid():
        return
    base = Path(pwd.getpwuid(_owner()["user"]).pw_dir)
    for marker in base.glob(f"sales_office-*/*/{ABANDONED}"):
        if not Path(marker.read_text()).exists():
            _stop_at(marker.parent, programs)
            shutil.rmtree(marker.parent.parent, ignore_errors=True)
