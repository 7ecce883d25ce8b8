"""Odoo 19 from Debian's archive, fetched with apt on private state and unpacked, never installed.

The archive's address is the machine's own: apt tells which one it uses. Nothing of the system's package
lists or sources is touched, and no rights are needed.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from . import command
from .errors import DevError
from .paths import DOWNLOADS, PREFIX, TMP
from .progress import step
from .stamps import sha256, write_atomic

FOREIGN_SUITE = "sid"  # the only suite that carries Odoo 19
FROM_FOREIGN_SUITE = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-glyphicons-halflings",
    "fonts-ocr-b",
)
# the foreign suite's has another layout, in which every icon of Odoo disappears
FROM_OWN_SUITE = ("fonts-font-awesome",)
CHECKSUMS = DOWNLOADS / "checksums.json"
UNPACKED = PREFIX / "unpacked.json"


def ensure_prefix():
    """Fill .odoo/prefix with Odoo and what it links to. Return the prefix."""
    checksums = _read(CHECKSUMS)
    if checksums and _read(UNPACKED) == checksums:
        return PREFIX
    if not checksums or any(sha256(DOWNLOADS / name) != known for name, known in checksums.items()):
        checksums = _download()
    _unpack(checksums)
    return PREFIX


def _read(path):
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return None


def _download():
    """Fetch the packages that are not there yet. Return {file name: sha256}."""
    checksums = {}
    archive, suite = _own_archive()
    with step("Downloading Odoo 19 (125 MB)"):
        for name, packages in ((FOREIGN_SUITE, FROM_FOREIGN_SUITE), (suite, FROM_OWN_SUITE)):
            options = _private_apt(archive, name)
            command.run(["apt-get", *options, "update"], f"Reading the package list of {name}")
            known = _known_checksums(options, packages)
            _fetch(options, known)
            checksums.update(dict(known.values()))
    write_atomic(CHECKSUMS, json.dumps(checksums, indent=1, sort_keys=True))
    return checksums


def _own_archive():
    """Return the address and the suite that this machine's apt uses for Debian itself."""
    facts = dict(
        line.rstrip().replace('"', "").split("=", 1)
        for line in Path("/etc/os-release").read_text().splitlines()
        if "=" in line
    )
    names = {facts.get("VERSION_CODENAME"), "stable", "oldstable", "testing", FOREIGN_SUITE, "unstable"}
    fields = "$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI)"
    rows = (
        subprocess.run(
            ["apt-get", "indextargets", "--no-release-info", "--format", fields],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.splitlines()
        if shutil.which("apt-get")
        else []
    )
    for row in rows:
        created_by, component, release, address = row.split(" ", 3)
        if (created_by, component) == ("Packages", "main") and release in names and facts.get("ID") == "debian":
            return address, release
    raise DevError("No Debian archive is configured here: set ODOO_HOME to a folder that holds Odoo 19.")


def _private_apt(archive, suite):
    """Return apt's options for one suite of the archive, with state of its own under .odoo/."""
    base = TMP / f"apt-{suite}"
    for folder in ("lists/partial", "cache/archives/partial"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    keyrings = sorted(Path("/usr/share/keyrings").glob("debian-archive-keyring.[gp][pg]*"))
    signed = f"[signed-by={keyrings[0]}] " if keyrings else ""
    sources = base / "sources.list"
    sources.write_text(f"deb {signed}{archive} {suite} main\n")
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State::Lists": base / "lists",
        "Dir::Cache": base / "cache",
        "APT::Sandbox::User": "",
        "APT::Update::Error-Mode": "any",
        "APT::Update::Post-Invoke-Success::": "",
        "Acquire::Retries": 3,
    }
    return [f"-o{key}={value}" for key, value in settings.items()]


def _known_checksums(options, packages):
    """Return {package: (file name, sha256)} as the archive's signed list says."""
    text = command.run(["apt-get", *options, "download", "--print-uris", *packages], "Looking up the Odoo packages")
    known = {}
    for line in text.splitlines():
        parts = line.split(" ")
        if len(parts) == 4 and parts[3].startswith("SHA256:"):
            known[parts[1].split("_")[0]] = (parts[1], parts[3].removeprefix("SHA256:"))
    if set(known) != set(packages):
        raise DevError(f"The archive lacks {', '.join(sorted(set(packages) - set(known)))}: set ODOO_HOME instead.")
    return known


def _fetch(options, known):
    """Download what is not there with the right checksum, first beside, then in its place."""
    wanted = [package for package, (file, digest) in known.items() if sha256(DOWNLOADS / file) != digest]
    if not wanted:
        return
    beside = TMP / "debs"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    command.run(["apt-get", *options, "download", *wanted], "Downloading Odoo 19", cwd=beside)
    for package in wanted:
        file, digest = known[package]
        if sha256(beside / file) != digest:
            raise DevError(f"{file} arrived broken: run the same command again.")
        (beside / file).replace(DOWNLOADS / file)


def _unpack(checksums):
    """Unpack all packages into a fresh folder and put it in the place of the old one."""
    fresh = PREFIX.with_name(f"prefix.{os.getpid()}")
    for leftover in PREFIX.parent.glob("prefix.*"):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        with step("Unpacking Odoo 19"):
            for file in checksums:
                command.run(["dpkg-deb", "-x", DOWNLOADS / file, fresh], "Unpacking Odoo 19")
            (fresh / UNPACKED.name).write_text(json.dumps(checksums))
            shutil.rmtree(PREFIX, ignore_errors=True)
            fresh.rename(PREFIX)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
