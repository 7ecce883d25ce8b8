"""./dev test: how its arguments reach pytest."""

from pathlib import Path

import pytest

from devtool import test as command
from devtool.paths import TESTS, DevError


@pytest.mark.parametrize(
    ("rest", "parallel"),
    [
        ([], True),
        (["-k", "meeting"], True),
        (["--cov=sales_office_policy"], True),
        (["-n", "0"], False),
        (["-n4"], False),
        (["--collect-only"], False),
        (["-s"], False),
    ],
)
def test_workers_unless_the_caller_decides(monkeypatch, rest, parallel):
    """Two workers are the rule; who asks for something else gets it."""
    monkeypatch.setattr(command.os, "cpu_count", lambda: 2)
    assert bool(command._parallel(rest, [])) == parallel


def test_one_file_runs_in_one_process():
    """Copying a database per worker would only cost time."""
    assert command._parallel([], [Path(__file__)]) == []


@pytest.mark.parametrize(
    ("text", "needs"),
    [("self.start_tour(...)", True), ("self.browser_js(...)", True), ("self.url_open(...)", False), (None, True)],
)
def test_bundles_only_for_tests_in_a_browser(tmp_path, text, needs):
    """A file without one does not wait for them; a folder, and the whole, are taken to have one."""
    path = tmp_path / "test_some.py"
    if text:
        path.write_text(text)
    assert command._needs_browser([path if text else tmp_path]) == needs
    assert command._needs_browser([])


def test_paths_count_from_where_the_caller_is(monkeypatch):
    """pytest runs at the top of the checkout, the caller perhaps below it."""
    monkeypatch.chdir(TESTS)
    assert command._absolute(["devtool/test_cli.py::test_x", "-x"]) == [f"{TESTS}/devtool/test_cli.py::test_x", "-x"]
    assert command._absolute(["-k", "devtool", "nowhere"]) == ["-k", "devtool", "nowhere"]
    with pytest.raises(DevError, match="There is no file or folder tests/nowhere"):
        command._absolute(["-k", "a/b", "tests/nowhere::test_x"])
