"""The script that Debian stripped from its Odoo package; without it every page logs an error."""

import base64
import hashlib
import os
import shutil
import tarfile

from . import command
from .errors import DevError
from .paths import DOWNLOADS, TMP
from .progress import step

PACKAGE, VERSION = "@mediapipe/selfie_segmentation", "0.1.1675465747"
SHA512 = "IxYxNhwE5VwOm52L1yoFWYLP7q9Pd+NJjzOC5tlepfvEGaY3o9hslhUrx9BgseqdfZtKSDtd/4NfCSMjNzQalA=="
MEMBER = "package/selfie_segmentation.js"
PLACE = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
ARCHIVE = DOWNLOADS / "selfie_segmentation.tgz"


def ensure(site):
    """Put the script into the Odoo under `site`, if it is not there."""
    target = site / PLACE
    if target.is_file():
        return
    if _sha512() != SHA512:
        _download()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}")
    with tarfile.open(ARCHIVE) as archive:
        partial.write_bytes(archive.extractfile(MEMBER).read())
    partial.replace(target)


def _sha512():
    if not ARCHIVE.is_file():
        return ""
    return base64.b64encode(hashlib.sha512(ARCHIVE.read_bytes()).digest()).decode()


def _download():
    """Fetch the package with npm, which knows its registry."""
    npm = command.find_tool("npm", "npm")
    folder = TMP / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with step("Fetching one script the Odoo package lacks"):
        argv = [npm, "pack", "--silent", f"{PACKAGE}@{VERSION}", "--cache", folder / "cache"]
        command.run(argv, "npm pack", cwd=folder)
        found = sorted(folder.glob("*.tgz"))
        if not found:
            raise DevError("npm fetched nothing: run the same command again.")
        found[0].replace(ARCHIVE)
    if _sha512() != SHA512:
        ARCHIVE.unlink()
        raise DevError("selfie_segmentation arrived broken from npm: run the same command again.")
