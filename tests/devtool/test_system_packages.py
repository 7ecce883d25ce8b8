"""System packages: installed with rights, named in one line without."""

import pytest

from devtool import environment

from .common import refusal


@pytest.fixture
def packages(state, monkeypatch):
    """Three packages, of which one is there; an ordinary user without sudo."""
    found = {
        "here": (lambda: True, "nothing"),
        "missing": (lambda: False, "a purpose"),
        "nice": (lambda: False, "comfort"),
    }
    monkeypatch.setattr(environment, "PACKAGES", found)
    monkeypatch.setattr(environment, "OPTIONAL", {"nice"})
    monkeypatch.setattr(environment, "_rights", lambda: None)
    return found


def test_ordinary_user_is_told_the_command(packages):
    """One line with the very command, naming only what is missing."""
    assert refusal(environment.ensure_packages).endswith("apt-get install -y --no-install-recommends missing nice")


def test_ordinary_user_goes_on_without_the_optional(packages, capsys):
    """What is only comfortable stops nobody."""
    del packages["missing"]
    environment.ensure_packages()
    assert "Going on without nice (for comfort)" in capsys.readouterr().err


def test_root_installs_what_is_missing(packages, monkeypatch, program, state):
    """The lists are refreshed first; a package this Debian does not have is skipped and not tried again."""
    monkeypatch.setattr(environment, "_rights", list)
    calls = state / "calls"
    program("apt-get", f'echo "$@" >> {calls}')
    program("dpkg", "exit 0")
    program("apt-cache", "echo '  Candidate: (none)'")
    environment.ensure_packages()
    assert calls.read_text().splitlines() == ["update", "install -y --no-install-recommends missing"]
    packages["missing"] = packages["here"]
    environment.ensure_packages()
    assert len(calls.read_text().splitlines()) == 2


def test_browser_is_needed_by_tests_only(packages, monkeypatch):
    """Who only runs Odoo needs no browser."""
    packages.clear()
    packages["chromium"] = (lambda: False, "browser tests")
    environment.ensure_packages()
    assert "chromium" in refusal(environment.ensure_packages, browser=True)
