"""What the tests of ./dev share: a folder instead of .odoo/, and programs that only play a part."""

import os

import pytest

from devtool import environment, odoo_process, odoo_source, paths, postgres, tools

USERS = {
    environment: ["STATE", "STAMPS"],
    odoo_process: ["CONFIGS"],
    odoo_source: ["DOWNLOADS", "PREFIX", "TMP", "UNPACKED", "SITE", "SCRIPT"],
    paths: ["STATE", "DOWNLOADS", "PREFIX", "DATA", "LOGS", "CONFIGS", "LOCKS", "STAMPS", "TMP"],
    postgres: ["STATE", "DATA"],
    tools: ["LOGS", "LOCKS"],
}


@pytest.fixture
def state(tmp_path, monkeypatch):
    """Let ./dev keep all it makes in a temporary folder. Return that folder."""
    real = paths.STATE
    for module, names in USERS.items():
        for name in names:
            monkeypatch.setattr(module, name, tmp_path / getattr(module, name).relative_to(real))
    monkeypatch.setattr(environment, "FOLDERS", [tmp_path / path.relative_to(real) for path in paths.FOLDERS])
    environment.make_folders()
    return tmp_path


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Return a function that puts a shell script on the PATH, before the real programs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def make(name, script):
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return make
