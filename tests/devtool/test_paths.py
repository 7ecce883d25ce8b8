"""SALES_OFFICE_SLOT: two checkouts on one .odoo/ keep out of each other's way."""

import pytest

from devtool import paths, run

from .common import refusal


def test_slot_is_a_suffix(monkeypatch):
    """Without a slot names stay as they are."""
    monkeypatch.delenv("SALES_OFFICE_SLOT", raising=False)
    assert paths.slot() == ""
    monkeypatch.setenv("SALES_OFFICE_SLOT", "anna2")
    assert paths.slot() == "_anna2"


@pytest.mark.parametrize("name", ["Anna", "a-b", "test", "template_x", "zh_x", "x" * 21, "a;b"])
def test_slot_that_would_clash_is_refused(monkeypatch, name):
    """A slot never makes the name of another database."""
    monkeypatch.setenv("SALES_OFFICE_SLOT", name)
    assert "SALES_OFFICE_SLOT" in refusal(paths.slot)


def test_slots_have_ports_of_their_own(monkeypatch):
    """The port belongs to the slot, and stays the same."""
    ports = []
    for name in ("", "anna", "bert", "anna"):
        monkeypatch.setenv("SALES_OFFICE_SLOT", name)
        ports.append(run._default_port())
    assert ports[0] == 8069
    assert ports[1] == ports[3]
    assert len(set(ports)) == 3
