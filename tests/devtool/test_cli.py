"""The command line: every error a person can meet is one line and exit code 1."""

import errno
import os
import subprocess
import sys

import pytest

from devtool import cli, upkeep
from devtool.paths import PYTHON, ROOT, DevError


def raising(error):
    """Return a command that fails with the given error."""

    def main(options):
        raise error

    return main


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (DevError("Port 8069 is taken: choose another."), 1, "./dev: Port 8069 is taken: choose another."),
        (OSError(errno.ENOSPC, "No space left"), 1, "./dev: The disk is full: free some space"),
        (PermissionError(errno.EACCES, "denied", "/x"), 1, "./dev: No right to write /x"),
        (KeyboardInterrupt(), 130, "Interrupted; run the same command again to go on."),
    ],
)
def test_errors_are_one_line(monkeypatch, capsys, error, status, line):
    """No traceback, the line on standard error, and an exit code that stops a script."""
    monkeypatch.setattr(upkeep, "reset", raising(error))
    assert cli.main(["reset"]) == status
    printed = capsys.readouterr().err.strip()
    assert printed.startswith(line)
    assert len(printed.splitlines()) == 1


def test_unknown_error_is_not_hidden(monkeypatch):
    """A mistake of ours keeps its traceback."""
    monkeypatch.setattr(upkeep, "reset", raising(OSError(errno.EIO, "strange")))
    with pytest.raises(OSError, match="strange") as caught:
        cli.main(["reset"])
    assert caught.value.errno == errno.EIO


@pytest.mark.parametrize("name", sorted(cli.IN_VENV))
def test_what_needs_libraries_runs_in_the_environment(monkeypatch, name):
    """A fresh machine has Python only: the environment is made first, and the command begun again in it."""
    begun = []

    def execv(path, argv):
        begun.append((path, *map(str, argv)))
        raise SystemExit

    monkeypatch.setattr(cli.environment, "prepare", lambda: begun.append("prepared"))
    monkeypatch.setattr(cli.sys, "prefix", "/usr")
    monkeypatch.setattr(cli.os, "execv", execv)
    with pytest.raises(SystemExit):
        cli.main([name])
    assert begun == ["prepared", (PYTHON, str(PYTHON), str(ROOT / "dev"), name)]


def test_without_command_help_is_shown(capsys):
    """./dev alone lists the commands."""
    assert cli.main([]) == 2
    printed = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if name not in printed] == []


def test_dev_is_a_program():
    """The script itself starts, from any folder, with nothing but Python."""
    environment = {"PATH": os.environ["PATH"]}
    argv = [sys.executable, "-I", str(ROOT / "dev"), "--help"]
    answer = subprocess.run(argv, cwd="/", env=environment, capture_output=True, text=True, check=True)
    assert "start Odoo with the add-on" in answer.stdout
