"""A skipped test fails the run; an expected failure does not."""

import os
import subprocess
import sys

import pytest

from devtool.paths import ROOT

SKIPPED = "import pytest\n@pytest.mark.skip\ndef test_it():\n    pass\n"
SKIPPED_FILE = "import pytest\npytest.skip('no', allow_module_level=True)\n"
EXPECTED = "import pytest\n@pytest.mark.xfail\ndef test_it():\n    assert 0\n"
GOOD = "def test_it():\n    pass\n"


@pytest.mark.parametrize(
    ("source", "status"),
    [(GOOD, 0), (EXPECTED, 0), (SKIPPED, 1), (GOOD + SKIPPED.replace("test_it", "test_other"), 1)],
)
@pytest.mark.parametrize("workers", ["0", "2"])
def test_skip_is_failure(tmp_path, source, status, workers):
    """The exit code fails, with and without parallel workers, and pytest's own line is the last."""
    answer = _pytest(tmp_path, source, "-n", workers)
    assert answer.returncode == status
    assert ("a skipped test fails the run" in answer.stdout) == bool(status)
    assert answer.stdout.strip().splitlines()[-1].strip("= ").split()[1].strip(",") in ("passed", "skipped", "xfailed")


def test_skipped_file_is_failure(tmp_path):
    """So does a file skipped as a whole beside a good one."""
    (tmp_path / "test_good.py").write_text(GOOD)
    answer = _pytest(tmp_path, SKIPPED_FILE)
    assert answer.returncode == 1
    assert "SKIPPED test_some.py" in answer.stdout


def _pytest(folder, source, *arguments):
    (folder / "test_some.py").write_text(source)
    argv = [sys.executable, "-m", "pytest", "-p", "devtool.pytest_plugin", "-p", "no:odoo"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*argv, "--rootdir", str(folder), *arguments, str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
