"""Running other programs: output into a log file, and a failure told in one line."""

import os
import re
import shutil
import subprocess
import tempfile

from .errors import DevError
from .paths import LOGS

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


def find_tool(name, package):
    """Return the program's path, or raise a DevError naming the Debian package that has it."""
    path = shutil.which(name)
    if not path:
        raise DevError(f"{name} is missing: apt-get install {package}, then run the same command again.")
    return path


def run(argv, what, **options):
    """Run a program with its output in a log file. Return the output; raise DevError if it fails.

    `what` names the step in the error message; options go to subprocess.run.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{re.sub(r'[^a-z0-9]+', '-', what.lower()).strip('-')}.log"
    with tempfile.TemporaryFile() as output:
        status = _call(argv, what, output, options)
        output.seek(0)
        text = output.read().decode(errors="replace")
    _keep(log, text)
    if status:
        raise DevError(f"{what} failed: {_cause(text, status)} (log: {log}).")
    return text


def foreground(argv, **options):
    """Run a program that has the terminal, and return its exit status; Ctrl-C is for the program to handle."""
    process = subprocess.Popen(argv, **options)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def _call(argv, what, output, options):
    """Run the program to its end and return its exit status; a missing one is a DevError."""
    options.setdefault("stdin", subprocess.DEVNULL)
    try:
        options = {"stdout": output, "stderr": subprocess.STDOUT, **options}
        return subprocess.run([str(argument) for argument in argv], check=False, **options).returncode
    except FileNotFoundError as error:
        raise DevError(f"{what}: {error.filename} is missing; run ./dev setup.") from error


def _keep(log, text):
    """Write the log under its name; another user's older log of that name may be in the way."""
    partial = log.with_suffix(f".{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(log)


def _cause(text, status):
    """Return the known meaning of the output, else its last telling line."""
    for pattern, meaning in CAUSES:
        if re.search(pattern, text):
            return f"{meaning}, then run the same command again"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else f"exit status {status}"
