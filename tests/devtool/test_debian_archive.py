"""Fetching Odoo: nothing is fetched twice, nothing broken is kept, nothing half unpacked is used."""

import shutil
import subprocess

import pytest

from devtool import odoo_source

from .common import refusal

PACKAGES = (*odoo_source.FROM_FOREIGN_SUITE, *odoo_source.FROM_OWN_SUITE)

# plays apt-get: `update` does nothing, `--print-uris` tells checksums, `download` copies and keeps count
APT = r"""
cut_off() { head -c 50 "$1" > "$(basename "$1")"; }
mode=; wanted=
for word; do
  case $word in
    -o*) ;;
    update|indextargets|download|--print-uris) mode=$word ;;
    -*) ;;
    *) wanted="$wanted $word" ;;
  esac
done
case $mode in
  indextargets) . /etc/os-release; echo "Packages main $VERSION_CODENAME mirror:/archive/" ;;
  --print-uris) for p in $wanted; do
      f=$(basename ARCHIVE/${p}_*.deb)
      echo "'u' $f 1 SHA256:$(sha256sum ARCHIVE/$f | cut -d' ' -f1)"; done ;;
  download) for p in $wanted; do echo $p >> COUNT; DELIVER ARCHIVE/${p}_*.deb .; done ;;
esac
"""


@pytest.fixture
def archive(state, program, tmp_path_factory):
    """A tiny archive of real packages and an apt-get that serves it. Return a way to count downloads."""
    place = tmp_path_factory.mktemp("archive")
    for name in PACKAGES:
        tree = place / name
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "DEBIAN" / "control").write_text(
            f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.com>\nDescription: x\n"
        )
        (tree / "usr").mkdir()
        (tree / "usr" / name).write_text(name)
        subprocess.run(["dpkg-deb", "-b", str(tree), str(place / f"{name}_1_all.deb")], check=True, capture_output=True)

    def serve(deliver="cp"):
        script = APT.replace("ARCHIVE", str(place)).replace("COUNT", str(place / "count")).replace("DELIVER", deliver)
        program("apt-get", script)

    def downloads():
        count = place / "count"
        return count.read_text().split() if count.exists() else []

    serve()
    downloads.serve = serve
    return downloads


def test_everything_is_fetched_and_unpacked(state, archive):
    """The prefix holds what all packages bring, and a second call does nothing."""
    prefix = odoo_source.ensure_prefix()
    assert sorted(path.name for path in (prefix / "usr").iterdir()) == sorted(PACKAGES)
    odoo_source.ensure_prefix()
    assert sorted(archive()) == sorted(PACKAGES)


def test_broken_file_is_fetched_again(state, archive):
    """A truncated download is replaced, the good ones stay."""
    odoo_source.ensure_prefix()
    shutil.rmtree(state / "prefix")
    broken = state / "downloads" / "odoo-19_1_all.deb"
    broken.write_bytes(broken.read_bytes()[:100])
    odoo_source.ensure_prefix()
    assert archive().count("odoo-19") == 2
    assert len(archive()) == len(PACKAGES) + 1
    assert (state / "prefix" / "usr" / "odoo-19").is_file()


def test_download_that_arrives_broken_is_refused(state, archive):
    """A wrong checksum is one line, and neither the file nor a prefix is left behind."""
    archive.serve(deliver="cut_off")
    assert "arrived broken" in refusal(odoo_source.ensure_prefix)
    assert not (state / "downloads" / "odoo-19_1_all.deb").exists()
    assert not (state / "prefix").exists()
    archive.serve()
    assert (odoo_source.ensure_prefix() / "usr" / "odoo-19").is_file()


def test_interrupted_unpacking_starts_anew(state, archive):
    """A prefix without its last mark is not trusted, and the half of another run is cleared away."""
    odoo_source.ensure_prefix()
    (state / "prefix" / "unpacked.json").unlink()
    (state / "prefix" / "usr" / "odoo-19").unlink()
    (state / "prefix.999").mkdir()
    prefix = odoo_source.ensure_prefix()
    assert (prefix / "usr" / "odoo-19").is_file()
    assert not (state / "prefix.999").exists()
    assert len(archive()) == len(PACKAGES)


def test_unpacked_prefix_needs_no_download(state, archive, monkeypatch):
    """Once unpacked, not even apt is asked."""
    odoo_source.ensure_prefix()
    monkeypatch.setenv("PATH", str(state))
    assert odoo_source.ensure_prefix() == state / "prefix"


def test_no_debian_archive_names_the_way_out(state, program):
    """On another system the line tells of ODOO_HOME."""
    program("apt-get", "exit 0")
    assert "set ODOO_HOME" in refusal(odoo_source.ensure_prefix)
