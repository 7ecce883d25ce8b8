"""Files as such: nothing in them is true on one machine only."""

import re
import subprocess

from ..paths import ROOT

# addresses of package archives and paths of one machine; spelled so that this file does not match itself
FOREIGN = re.compile(r"https?://[^\s\"']*(?:debian|pypi|npmjs|pythonhosted)\.|(?<![\w.])/(?:work|root|home)/[\w.]")
TEXT = {
    ".py",
    ".xml",
    ".csv",
    ".md",
    ".rst",
    ".toml",
    ".txt",
    ".in",
    ".lock",
    ".cfg",
    ".js",
    ".scss",
    ".html",
    ".po",
    ".pot",
}
WITHOUT_ENDING = {"dev", "run", ".pylintrc", ".gitignore"}


def nothing_foreign():
    """Return the lines of tracked files that name a package archive or a path of one machine."""
    for path in tracked():
        if path.suffix not in TEXT and path.name not in WITHOUT_ENDING:
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if match := FOREIGN.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {match[0]}... belongs to one machine or registry"


def tracked():
    """Return the files that git tracks or would track; without git, all that are not in a hidden folder."""
    argv = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return [p for p in ROOT.rglob("*") if p.is_file() and not p.relative_to(ROOT).parts[0].startswith(".")]
    return [path for name in answer.stdout.split("\0") if name and (path := ROOT / name).is_file()]
