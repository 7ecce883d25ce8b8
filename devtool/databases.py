"""Creating, copying and dropping databases together with their filestores.

What a database was made from is kept in its comment, written last: a database without the comment one
expects is half made or out of date, and is made again.
"""

import os
import shutil
import subprocess

from .errors import DevError
from .paths import DATA


class Databases:
    """The databases of one server."""

    def __init__(self, server):
        self.server = server

    def query(self, sql, database="postgres"):
        """Return the rows of a query as lists of strings; raise DevError if it fails."""
        argv = ["psql", "-XAtq", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-c", sql, database]
        answer = subprocess.run(argv, env=self.server.environment(), capture_output=True, text=True, check=False)
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
