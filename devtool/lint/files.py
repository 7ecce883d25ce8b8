"""Files as such: nothing in them is true on one machine only."""

import subprocess

from ..paths import ROOT

# addresses of package archives and paths of one machine; spelled so that this file does not match itself
FOREIGN = (
    r"https?://[^[:space:]\"']*(debian|pypi|npmjs|pythonhosted)\.|(^|[^[:alnum:]_.])/(work|root|home)/[[:alnum:]_.]"
)


def nothing_foreign():
    """Return the lines of files, tracked or new, that name a package archive or a path of one machine."""
    argv = ["git", "grep", "--untracked", "-InE", FOREIGN]
    found = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
    return [f"{line[:160]}... belongs to one machine or registry" for line in found]
