"""A pytest plugin: a skipped test fails the run, because what is skipped proves nothing."""

import freezegun
import pytest

_skipped = []

# a test's duration is real time, also where the test has stopped the clock
freezegun.configure(extend_ignore_list=["_pytest.timing"])


def pytest_runtest_logreport(report):
    """Remember a skipped test; an expected failure (xfail) is not one."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report):
    """Remember a file or class skipped as a whole."""
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Turn a green run with skipped tests into a failed one."""
    if _skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Name the skipped tests."""
    if _skipped:
        terminalreporter.section("a skipped test fails the run", red=True)
        for nodeid in sorted(set(_skipped)):
            terminalreporter.line(f"SKIPPED {nodeid}")
