"""The PostgreSQL server: the one PGHOST names, else a private one under .odoo/ on a Unix socket; and its databases.

The private server trusts its socket, whose folder only its owner may enter, and runs with fsync=off: fast,
and good only for data that can be made again. PostgreSQL refuses to run as root; as root it runs as the
user `postgres`, and where that user cannot reach the checkout its files lie in that user's home instead.
A server that was broken off (the machine went down) may have lost what it had not written: it is made anew.

What a database was made from is kept in its comment, written last: a database without the comment one
expects is half made or out of date, and is made again.
"""

import getpass
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .paths import DATA, STATE, DevError
from .tools import digest, find_tool, lock, run, step

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
        path = os.pathsep.join(map(str, filter(None, (os.environ.get("PATH"), bindir()))))
        found = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user, "PATH": path}
        return {**os.environ, **found, **({"PGPASSWORD": self.password} if self.password else {})}

    def psql(self, sql, database="postgres"):
        """Run a query and return the finished process; its output has a line a row, 0x1f between the columns."""
        psql = "psql" if bindir() else find_tool("psql", "postgresql-client")
        argv = [psql, "-XAtq", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-c", sql, database]
        return subprocess.run(argv, env=self.environment(), capture_output=True, text=True, check=False)


def bindir():
    """Return the folder with PostgreSQL's server programs (the newest version), or None."""
    folders = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    folders = sorted(folders, key=lambda folder: float(folder.parent.name), reverse=True)
    if tool := shutil.which("pg_config"):
        answer = subprocess.run([tool, "--bindir"], capture_output=True, text=True, check=False)
        folders += [Path(answer.stdout.strip())] if not answer.returncode else []
    folders += map(Path, filter(None, os.environ.get("PATH", "").split(os.pathsep)))
    wanted = ("initdb", "pg_ctl", "postgres")
    return next((folder for folder in folders if all((folder / name).exists() for name in wanted)), None)


def ensure():
    """Return a server that answers, starting the private one if need be."""
    if os.environ.get("PGHOST"):
        return _named_server()
    programs = bindir()
    if not programs:
        raise DevError("PostgreSQL is missing: apt-get install postgresql, or set PGHOST to a running server.")
    with lock("postgres"):
        home = _home(programs)
        server = Server(str(_socket_folder(home)), PORT, USER)
        argv = [programs / "pg_isready", "-q", "-h", server.host, "-p", server.port]
        if subprocess.run(argv, check=False).returncode:
            _start(server, programs, home)
    return server


def stop(remove=False):
    """Stop the private server; with remove, delete its files too."""
    programs = bindir()
    if not programs:
        return
    with lock("postgres"):
        home = _home(programs)
        _stop_at(home, programs)
        if remove:
            shutil.rmtree(home if STATE in home.parents else home.parent, ignore_errors=True)


def _named_server():
    given = os.environ
    user = given.get("PGUSER") or getpass.getuser()
    server = Server(given["PGHOST"], given.get("PGPORT", "5432"), user, given.get("PGPASSWORD", ""))
    if user == "postgres":
        raise DevError("Odoo refuses the database user postgres: set PGUSER to another one that may create databases.")
    answer = server.psql("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    if answer.returncode:
        said = (answer.stderr.strip().splitlines() or ["no answer"])[0].removeprefix("psql: error: ")
        raise DevError(f"The PostgreSQL server that PGHOST names cannot be used: {said}")
    if answer.stdout.strip() != "t":
        raise DevError(f"The database user {user} may not create databases: ALTER ROLE {user} CREATEDB.")
    return server


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
    if subprocess.run(["test", "-x", str(STATE)], cwd="/", check=False, **owner).returncode == 0:
        return STATE / name
    home = Path(pwd.getpwuid(owner["user"]).pw_dir if owner else "/var/tmp")
    return (home if home.is_dir() else Path("/var/tmp")) / f"sales_office-{digest(str(STATE))}" / name


def _socket_folder(home):
    """Return the folder of the socket; a path over 107 bytes would not be one."""
    folder = home / "socket"
    if len(str(folder / f".s.PGSQL.{PORT}").encode()) < 100:
        return folder
    return Path("/tmp") / f"sales_office-{os.geteuid()}-{digest(str(home))}"


def _start(server, programs, home):
    """Start the private server; one that is half made, or was broken off, is made anew."""
    _sweep_abandoned(programs)
    owner = _owner()
    if not (home / "data" / "ready").exists() or _was_broken_off(programs, home, owner):
        _create(programs, home, owner)
    _make_private(Path(server.host), owner)
    with step("Starting the private PostgreSQL server"):
        argv = [programs / "pg_ctl", "start", "-w", "-t", "60", "-D", home / "data", "-l", home / "server.log"]
        argv += ["-o", f"-k {server.host} -p {server.port}"]
        run(argv, "Starting PostgreSQL", cwd="/", start_new_session=True, **owner)


def _was_broken_off(programs, home, owner):
    """Return whether the server ended without being stopped: its mark is there, and no process is."""
    if not (home / "data" / "postmaster.pid").exists():
        return False
    argv = [programs / "pg_ctl", "status", "-D", home / "data"]
    return subprocess.run(argv, cwd="/", check=False, capture_output=True, **owner).returncode != 0


def _create(programs, home, owner):
    """Make the server's data folder; the file `ready` is written last."""
    with step("Creating the private PostgreSQL server"):
        shutil.rmtree(home, ignore_errors=True)
        _make_private(home, owner)
        (home / ABANDONED).write_text(str(STATE))
        argv = [programs / "initdb", "-D", home / "data", "-U", USER, "--auth=trust", "--encoding=UTF8"]
        run([*argv, "--locale=C.UTF-8", "--no-sync"], "Creating the PostgreSQL server", cwd="/", **owner)
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
    for marker in Path(pwd.getpwuid(_owner()["user"]).pw_dir).glob(f"sales_office-*/*/{ABANDONED}"):
        if not Path(marker.read_text()).exists():
            _stop_at(marker.parent, programs)
            shutil.rmtree(marker.parent.parent, ignore_errors=True)


class Databases:
    """The databases of one server, each with its filestore."""

    def __init__(self, server):
        self.server = server

    def query(self, sql, database="postgres"):
        """Return the rows of a query as lists of strings; raise DevError if it fails."""
        answer = self.server.psql(sql, database)
        if answer.returncode:
            lines = answer.stderr.strip().splitlines() or ["no answer"]
            raise DevError(f"PostgreSQL refused: {lines[0]} (if the server is damaged: ./dev reset --all)")
        return [line.split("\x1f") for line in answer.stdout.splitlines()]

    def names(self, prefix):
        """Return the names of the databases that begin with the prefix."""
        rows = self.query("SELECT datname FROM pg_database ORDER BY 1")
        return [name for (name,) in rows if name.startswith(prefix)]

    def comment(self, name):
        """Return what the database was made from, '' if it is half made, None if it is not there."""
        rows = self.query(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database "
            f"WHERE datname = {literal(name)}"
        )
        return rows[0][0] if rows else None

    def set_comment(self, name, text):
        """Remember what the database was made from."""
        self.query(f"COMMENT ON DATABASE {identifier(name)} IS {literal(text)}")

    def drop(self, name):
        """Drop the database and its filestore, disconnecting whoever uses it."""
        self.query(f"DROP DATABASE IF EXISTS {identifier(name)} WITH (FORCE)")
        shutil.rmtree(filestore(name), ignore_errors=True)

    def copy(self, source, target):
        """Make `target` a copy of the database `source`; files of the filestore are shared by hard links."""
        self.drop(target)
        self.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = {literal(source)} AND pid <> pg_backend_pid()"
        )
        self.query(f"CREATE DATABASE {identifier(target)} TEMPLATE {identifier(source)}")
        if filestore(source).is_dir():
            shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def filestore(name):
    """Return the folder of a database's files."""
    return DATA / "filestore" / name


def identifier(name):
    """Quote a name for SQL."""
    return '"{}"'.format(name.replace('"', '""'))


def literal(text):
    """Quote a string for SQL."""
    return "'{}'".format(text.replace("'", "''"))
