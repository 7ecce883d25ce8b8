"""Python code, judged by ruff and by pylint-odoo's mandatory OCA checks."""

import subprocess

from ..paths import ADDON_NAME, PYTHON, ROOT


def ruff():
    """Return what ruff finds wrong (settings in pyproject.toml)."""
    return _tool("ruff", "check", "--quiet", "--output-format=concise", ".")


def ruff_format():
    """Return the files that ruff would format otherwise."""
    return _tool("ruff", "format", "--check", "--quiet", "--output-format=concise", ".")


def pylint_odoo():
    """Return what pylint-odoo finds wrong (settings in .pylintrc)."""
    return [line for line in _tool("pylint", "--rcfile=.pylintrc", ADDON_NAME) if not line.startswith("*****")]


def fix():
    """Let ruff mend what it can."""
    _tool("ruff", "check", "--quiet", "--fix", ".")
    _tool("ruff", "format", "--quiet", ".")


def _tool(name, *arguments):
    """Run a tool of .venv in the checkout and return its output's lines; a silent failure is a line too."""
    argv = [str(PYTHON), "-m", name, *arguments]
    answer = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    lines = [line for line in (answer.stdout + answer.stderr).splitlines() if line.strip()]
    if answer.returncode and not lines:
        return [f"{name} ended with status {answer.returncode} and said nothing"]
    return lines if answer.returncode else []
