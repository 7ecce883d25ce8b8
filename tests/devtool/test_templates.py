"""The database of the tests is furnished once, for as long as what is in it is the same."""

import pytest

from devtool import templates


class FakeDatabases:
    """Remembers comments and copies."""

    def __init__(self):
        self.comments = {"sales_office_test": "installed"}
        self.copied = []

    def __call__(self, _server):
        return self

    def comment(self, name):
        return self.comments.get(name)

    def set_comment(self, name, text):
        self.comments[name] = text

    def copy(self, source, target):
        self.copied.append((source, target))


@pytest.fixture
def databases(state, monkeypatch):
    """A server on which the add-on is installed, for a checkout without a slot."""
    monkeypatch.delenv("SALES_OFFICE_SLOT", raising=False)
    fake = FakeDatabases()
    monkeypatch.setattr(templates, "Databases", fake)
    monkeypatch.setattr(templates, "installed_for_tests", lambda server, odoo: "sales_office_test")
    monkeypatch.setattr(templates, "static_digest", lambda: "scripts")
    monkeypatch.setattr(templates, "_furnish", lambda *arguments: None)
    return fake


def times_made(databases, *browser):
    """Ask for it with and without a browser, one after the other; return how often it was made."""
    for wanted in browser:
        assert templates.furnished_for_tests(None, None, browser=wanted) == "sales_office_office"
    return len(databases.copied)


@pytest.mark.parametrize(
    ("browser", "times"),
    [((True, True), 1), ((False, False), 1), ((True, False), 1), ((False, True), 2)],
)
def test_furnished_once(databases, browser, times):
    """Bundles for a browser do no harm to who needs none; who needs them does not go without."""
    assert times_made(databases, *browser) == times
    assert set(databases.copied) == {("sales_office_test", "sales_office_office")}


def test_another_installation_or_script_is_furnished_anew(databases, monkeypatch):
    """It has what the installation and the browser would have now."""
    assert times_made(databases, True) == 1
    databases.set_comment("sales_office_test", "installed again")
    assert times_made(databases, True) == 2
    monkeypatch.setattr(templates, "static_digest", lambda: "other scripts")
    assert times_made(databases, True, True) == 3
