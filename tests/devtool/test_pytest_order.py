"""With parallel workers the longest work begins first, and is remembered from the last run."""

import json
import os
import subprocess
import sys

from devtool.paths import ROOT
from devtool.pytest_plugin import KEPT_IN, unit_of

TESTS = """
import time, unittest
def note(name):
    with open({log!r}, "a") as stream:
        stream.write(name + " ")
class TestA(unittest.TestCase):
    def test_1(self):
        note("A")
    def test_2(self):
        time.sleep(0.4)
class TestB(unittest.TestCase):
    def test_1(self):
        note("B")
        time.sleep(1.2)
def test_c():
    note("C")
"""


def test_units():
    """Tests of a class stay together; others go by themselves."""
    assert unit_of("tests/x/test_y.py::TestZ::test_1") == "tests/x/test_y.py::TestZ"
    assert unit_of("tests/x/test_y.py::test_1") == "tests/x/test_y.py::test_1"


def test_longest_first(tmp_path):
    """The first run goes by the number of tests, the second by what it took."""
    log = tmp_path / "log"
    (tmp_path / "test_some.py").write_text(TESTS.format(log=str(log)))
    argv = [sys.executable, "-m", "pytest", "-p", "no:odoo", "-p", "devtool.pytest_plugin", "-n", "1", "-q"]
    argv += ["--rootdir", str(tmp_path), "-o", f"cache_dir={tmp_path / 'cache'}", str(tmp_path)]
    for _run in range(2):
        subprocess.run(argv, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert log.read_text().split() == ["A", "B", "C", "B", "A", "C"]
    seconds = json.loads((tmp_path / "cache" / "v" / KEPT_IN).read_text())
    assert sorted(seconds) == ["test_some.py::TestA", "test_some.py::TestB", "test_some.py::test_c"]
    assert seconds["test_some.py::TestB"] > 0.3
