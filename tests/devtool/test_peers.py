"""Modules to measure against: named by a benchmark, and missing without harm."""

from devtool import odoo_source, peers
from devtool.errors import DevError

from .common import refusal


def test_a_benchmark_names_its_peers(tmp_path):
    """A dictionary of the file's own, which is never run to be read."""
    path = tmp_path / "measured.py"
    path.write_text("import no_such_module\nPEERS = {'module': 'distribution==1.0'}\n")
    assert peers.wanted(path) == {"module": "distribution==1.0"}
    path.write_text("SIZES = (1, 2)\n")
    assert peers.wanted(path) == {}


def test_what_cannot_be_fetched_is_said(tmp_path, monkeypatch):
    """A failed download leaves no half-filled folder that the next run would take for complete."""

    def refuse(*args, **options):
        raise DevError("the network cannot be reached")

    monkeypatch.setattr(peers, "FOLDER", tmp_path / "peers")
    monkeypatch.setattr(peers.command, "run", refuse)
    odoo = odoo_source.Odoo(tmp_path, (), "19.0")
    assert "network" in refusal(peers.odoo_with, odoo, {"module": "distribution==1.0"})
    assert not (tmp_path / "peers").exists()
