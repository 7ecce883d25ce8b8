"""What every step needs: telling how far it is, running a program, checksums, waiting for another run."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from .paths import LOCKS, LOGS, DevError

STARTED = time.monotonic()
SIGN_OF_LIFE = 15  # seconds
# What a failing program prints, and what that means for the person in front of it.
CAUSES = (
    (r"No space left on device|Disk quota exceeded|not enough free space", "the disk is full: free some space"),
    (
        r"Could not resolve|Temporary failure resolving|Connection refused|Could not connect|Failed to establish"
        r"|Name or service not known|Network is unreachable|Cannot connect to proxy|ProxyError|ENOTFOUND"
        r"|ECONNREFUSED|EAI_AGAIN|Connection timed out|Unable to connect|Unsupported proxy",
        "the network cannot be reached: check the connection and the proxy settings",
    ),
    (r"Hash Sum mismatch|Hashes of expected file|EINTEGRITY", "a download arrived broken"),
    (r"Could not get lock|Unable to lock", "another package manager is running: wait for it to end"),
)


def say(text):
    """Print a line with the time since the command began on standard error: standard output is the command's own."""
    print(f"[{_clock(time.monotonic() - STARTED)}] {text}", file=sys.stderr, flush=True)


def _clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


@contextmanager
def step(text):
    """Announce a long step, give a sign of life while it lasts, and say how long it took."""
    begin, over = time.monotonic(), threading.Event()

    def tick():
        while not over.wait(SIGN_OF_LIFE):
            say(f"{text} ...")

    say(f"{text} ...")
    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    outcome = "stopped after"
    try:
        yield
        outcome = "done in"
    finally:
        over.set()
        ticker.join()
        say(f"{text}: {outcome} {_clock(time.monotonic() - begin)}")


def find_tool(name, package):
    """Return the program's path, or raise a DevError naming the Debian package that has it."""
    path = shutil.which(name)
    if not path:
        raise DevError(f"{name} is missing: apt-get install {package}, then run the same command again.")
    return path


def run(argv, what, **options):
    """Run a program and keep its output in a log file. Return the output; raise DevError if it fails.

    `what` names the step in the error message and the log; options go to subprocess.run.
    """
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **options}
    try:
        answer = subprocess.run([str(arg) for arg in argv], check=False, errors="replace", **options)
    except FileNotFoundError as error:
        raise DevError(f"{what}: {error.filename} is missing; run ./dev setup.") from error
    log = LOGS / f"{re.sub(r'[^a-z0-9]+', '-', what.lower()).strip('-')}.log"
    write_atomic(log, answer.stdout)
    if answer.returncode:
        raise DevError(f"{what} failed: {_cause(answer)} (log: {log}).")
    return answer.stdout


def _cause(answer):
    """Return the known meaning of the output, else its last telling line."""
    lines = [line.strip() for line in answer.stdout.splitlines() if line.strip()]
    return known_cause(answer.stdout) or (lines[-1] if lines else f"exit status {answer.returncode}")


def known_cause(text):
    """Return what a failing program's output means for the person in front of it, None where that is not known."""
    for pattern, meaning in CAUSES:
        if re.search(pattern, text):
            return f"{meaning}, then run the same command again"
    return None


def foreground(argv, **options):
    """Run a program that has the terminal, and return its exit status; Ctrl-C is for the program to handle."""
    process = subprocess.Popen(argv, **options)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


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
