"""Remembering what is done: checksums, stamps written last, and locks between two runs."""

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager

from .paths import LOCKS, STAMPS
from .progress import step


def sha256(path):
    """Return the hex SHA-256 of a file, '' if it is not there."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def digest(*parts):
    """Return a short key for any JSON-able parts."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def is_done(name, key):
    """Say whether the step `name` was finished for exactly this key."""
    path = STAMPS / name
    return path.is_file() and path.read_text() == key


def mark_done(name, key):
    """Remember that the step `name` is finished for this key."""
    write_atomic(STAMPS / name, key)


def write_atomic(path, text):
    """Write a text file so that a reader sees the old or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


@contextmanager
def lock(name):
    """Hold the lock `name` against other runs of ./dev on the same .odoo/; wait for it if taken."""
    LOCKS.mkdir(parents=True, exist_ok=True)
    with open(LOCKS / name, "w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with step(f"Waiting for another ./dev that holds {name}"):
                fcntl.flock(stream, fcntl.LOCK_EX)
        yield
