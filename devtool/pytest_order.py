"""A pytest plugin for parallel workers: what took longest last time begins first, so that no worker waits at the end.

A unit of work is a test class, because its tests share what it set up; a test outside of classes is one by itself.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

KEPT_IN = "sales_office/seconds"
# What a test of these takes, for the first run: most take less than a second.
GUESSES = {"tests/lifecycle/": 100, "tests/access/": 20, "tour": 10}

_seconds = Counter()


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
    """Add up what each unit takes."""
    _seconds[unit_of(report.nodeid)] += report.duration


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Remember it for the next run; the workers leave that to the process that gives out the work."""
    if not hasattr(session.config, "workerinput"):
        session.config.cache.set(KEPT_IN, {**session.config.cache.get(KEPT_IN, {}), **_seconds})
