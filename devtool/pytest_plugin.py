"""A pytest plugin: a skipped test fails the run, because what is skipped proves nothing; and parallel workers begin
with what took longest last time, so that none waits for the other at the end.

A unit of work is a test class, because its tests share what it set up; a test outside of classes is one by itself.
"""

from collections import Counter

import freezegun
import pytest
from xdist.scheduler import LoadScopeScheduling

KEPT_IN = "sales_office/seconds"
# What a test of these takes, for the first run: most take less than a second.
GUESSES = {"tests/lifecycle/": 100, "tests/access/": 20, "tour": 10}

_skipped = []
_seconds = Counter()

# a test's duration is real time, also where the test has stopped the clock
freezegun.configure(extend_ignore_list=["_pytest.timing"])


def unit_of(nodeid):
    """Return the class of a test, or the test itself."""
    return nodeid.rsplit("::", 1)[0] if nodeid.count("::") > 1 else nodeid


class LongestFirst(LoadScopeScheduling):
    """Gives the next worker what is likely to take longest."""

    def __init__(self, config, log=None):
        super().__init__(config, log)
        self.remembered = config.cache.get(KEPT_IN, {})

    def _split_scope(self, nodeid):
        return unit_of(nodeid)

    def _assign_work_unit(self, node):
        self.workqueue.move_to_end(max(self.workqueue, key=self._likely_seconds), last=False)
        super()._assign_work_unit(node)

    def _likely_seconds(self, unit):
        guess = next((seconds for word, seconds in GUESSES.items() if word in unit), 0.5)
        return self.remembered.get(unit, guess * len(self.workqueue[unit]))


def pytest_xdist_make_scheduler(config, log):
    """Called where the work is given out."""
    return LongestFirst(config, log)


def pytest_runtest_logreport(report):
    """Add up what each unit takes, and remember a skipped test; an expected failure (xfail) is not one."""
    _seconds[unit_of(report.nodeid)] += report.duration
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report):
    """Remember a file or class skipped as a whole."""
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Turn a green run with skipped tests into a failed one; the process that gives out the work keeps the seconds."""
    if _skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if not hasattr(session.config, "workerinput"):
        session.config.cache.set(KEPT_IN, {**session.config.cache.get(KEPT_IN, {}), **_seconds})


def pytest_terminal_summary(terminalreporter):
    """Name the skipped tests."""
    if _skipped:
        terminalreporter.section("a skipped test fails the run", red=True)
        for nodeid in sorted(set(_skipped)):
            terminalreporter.line(f"SKIPPED {nodeid}")
