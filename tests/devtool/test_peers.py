"""Modules to measure against: named by a benchmark, and missing without harm."""

from devtool import bench, odoo_source
from devtool.paths import DevError

from .common import refusal


def test_a_benchmark_names_its_peers(tmp_path):
    """A dictionary of the file's own, which is never run to be read."""
    path = tmp_path / "measured.py"
    path.write_text("import no_such_module\nPEERS = {'module': 'distribution==1.0'}\n")
    assert bench.peers(path) == {"module": "distribution==1.0"}
    path.write_text("SIZES = (1, 2)\n")
    assert bench.peers(path) == {}


def test_what_cannot_be_fetched_is_said(tmp_path, monkeypatch):
    """A failed download leaves no half-filled folder that the next run would take for complete."""

    def refuse(*args, **options):
        raise DevError("the network cannot be reached")

    monkeypatch.setattr(bench, "PEERS", tmp_path / "peers")
    monkeypatch.setattr(bench, "run", refuse)
    odoo = odoo_source.Odoo(tmp_path, (), "19.0")
    assert "network" in refusal(bench.with_peers, odoo, {"module": "distribution==1.0"})
    assert not (tmp_path / "peers").exists()
