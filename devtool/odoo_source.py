"""Which Odoo is used: the one ODOO_HOME names, else Debian's, fetched with apt and unpacked, never installed.

The archive's address is the machine's own: apt tells which one it uses. Nothing of the system's package
lists or sources is touched, and no rights are needed.
"""

import base64
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from .paths import DOWNLOADS, PREFIX, TMP, DevError
from .tools import find_tool, lock, run, sha256, step, write_atomic

VERSION = 19
FOREIGN_SUITE = "sid"  # the only suite that carries Odoo 19
FROM_FOREIGN_SUITE = (
    *("odoo-19", "libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-roboto-unhinted"),
    *("fonts-montserrat", "fonts-inconsolata", "fonts-glyphicons-halflings", "fonts-ocr-b"),
)
# the foreign suite's has another layout, in which every icon of Odoo disappears
FROM_OWN_SUITE = ("fonts-font-awesome",)
UNPACKED = PREFIX / "unpacked.json"
SITE = PREFIX / "usr/lib/python3/dist-packages"
# the script that Debian stripped from its Odoo package; without it every page logs an error
SCRIPT = SITE / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
NPM_PACKAGE, MEMBER = "@mediapipe/selfie_segmentation@0.1.1675465747", "package/selfie_segmentation.js"
SHA512 = "IxYxNhwE5VwOm52L1yoFWYLP7q9Pd+NJjzOC5tlepfvEGaY3o9hslhUrx9BgseqdfZtKSDtd/4NfCSMjNzQalA=="


@dataclass(frozen=True)
class Odoo:
    """An Odoo to run on: `site` goes on the Python path, `addons` are its add-on folders."""

    site: Path
    addons: tuple
    version: str

    def key(self):
        """Return what a database made with this Odoo depends on."""
        return [self.version, str(self.site), sha256(self.site / "odoo" / "release.py"), sha256(UNPACKED)]


def locate():
    """Return the Odoo to use, fetching it first if nothing else is named."""
    if named := os.environ.get("ODOO_HOME"):
        return inspect(Path(named).expanduser().resolve(), "ODOO_HOME")
    with lock("odoo"):
        ensure_prefix()
        if not SCRIPT.is_file():
            _fetch_script()
    return inspect(SITE, str(PREFIX))


def inspect(site, origin):
    """Return the Odoo in a source checkout or site-packages folder; anything but version 19 is an error."""
    release = site / "odoo" / "release.py"
    if not release.is_file():
        raise DevError(f"{origin} ({site}) holds no Odoo: name the folder that has odoo/release.py in it.")
    match = re.search(r"^version_info\s*=\s*\(\s*(\d+)\s*,\s*(\d+)", release.read_text(), re.M)
    version = f"{match[1]}.{match[2]}" if match else "unknown"
    if not match or int(match[1]) != VERSION:
        raise DevError(f"{origin} ({site}) holds Odoo {version}, but Odoo {VERSION} is needed.")
    addons = [site / "odoo" / "addons", site / "addons"]
    return Odoo(site, tuple(path for path in addons if path.is_dir()), version)


def ensure_prefix():
    """Fill .odoo/prefix with Odoo and what it links to; what was unpacked is noted last. Return the prefix."""
    if not UNPACKED.is_file():
        with step("Downloading Odoo 19 (125 MB)"):
            archive, suite = _own_archive()
            checksums = {**_fetch(archive, FOREIGN_SUITE, FROM_FOREIGN_SUITE), **_fetch(archive, suite, FROM_OWN_SUITE)}
        with step("Unpacking Odoo 19"):
            _unpack(checksums)
    return PREFIX


def _own_archive():
    """Return the address and the suite that this machine's apt uses for Debian itself."""
    facts = platform.freedesktop_os_release()
    suites = {facts.get("VERSION_CODENAME"), "stable", "oldstable", "testing", FOREIGN_SUITE, "unstable"}
    if facts.get("ID") == "debian" and shutil.which("apt-get"):
        fields = "$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI)"
        argv = ["apt-get", "indextargets", "--no-release-info", "--format", fields]
        for row in subprocess.run(argv, capture_output=True, text=True, check=False).stdout.splitlines():
            created_by, component, release, address = row.split(" ", 3)
            if (created_by, component) == ("Packages", "main") and release in suites:
                return address, release
    raise DevError("No Debian archive is configured here: set ODOO_HOME to a folder that holds Odoo 19.")


def _fetch(archive, suite, packages):
    """Download what is not there with the checksum of the archive's signed list. Return {file name: SHA-256}."""
    options = _private_apt(archive, suite)
    run(["apt-get", *options, "update"], f"Reading the package list of {suite}")
    text = run(["apt-get", *options, "download", "--print-uris", *packages], "Looking up the Odoo packages")
    rows = re.findall(r"^\S+ (([^\s_]+)_\S+) \d+ SHA256:(\w+)$", text, re.MULTILINE)
    known = {package: (file, checksum) for file, package, checksum in rows}
    if set(known) != set(packages):
        raise DevError(f"The archive lacks {', '.join(sorted(set(packages) - set(known)))}: set ODOO_HOME instead.")
    wanted = [package for package, (file, checksum) in known.items() if sha256(DOWNLOADS / file) != checksum]
    if wanted:
        beside = _empty_folder("debs")
        run(["apt-get", *options, "download", *wanted], "Downloading Odoo 19", cwd=beside)
    for package in wanted:
        file, checksum = known[package]
        if sha256(beside / file) != checksum:
            raise DevError(f"{file} arrived broken: run the same command again.")
        (beside / file).replace(DOWNLOADS / file)
    return dict(known.values())


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


def _unpack(checksums):
    """Unpack all packages into a fresh folder and put it in the place of the old one."""
    for leftover in PREFIX.parent.glob("prefix.*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = PREFIX.with_name(f"prefix.{os.getpid()}")
    for file in checksums:
        run(["dpkg-deb", "-x", DOWNLOADS / file, fresh], "Unpacking Odoo 19")
    (fresh / UNPACKED.name).write_text(json.dumps(checksums))
    shutil.rmtree(PREFIX, ignore_errors=True)
    fresh.rename(PREFIX)


def _fetch_script():
    """Fetch the missing script with npm, which knows its registry."""
    npm, folder = find_tool("npm", "npm"), _empty_folder("npm")
    with step("Fetching one script the Odoo package lacks"):
        run([npm, "pack", "--silent", NPM_PACKAGE, "--cache", folder / "cache"], "npm pack", cwd=folder)
    archive = next(folder.glob("*.tgz"), None)
    content = archive.read_bytes() if archive else b""
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != SHA512:
        raise DevError("selfie_segmentation arrived broken from npm: run the same command again.")
    with tarfile.open(archive) as members:
        write_atomic(SCRIPT, members.extractfile(MEMBER).read().decode())


def _empty_folder(name):
    folder = TMP / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
