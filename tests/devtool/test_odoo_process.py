"""Odoo's log and configuration."""

import configparser

from devtool import odoo_process
from devtool.odoo_source import Odoo
from devtool.postgres import Server

LOG = """\
2026-01-02 03:04:05,678 1 INFO db odoo.modules: 1 WARNING in words is none
2026-01-02 03:04:05,679 1 WARNING db py.warnings: old
  File "x.py", line 1
2026-01-02 03:04:05,680 1 INFO db odoo.modules: fine
2026-01-02 03:04:05,681 1 CRITICAL ? odoo.sql_db: bad
"""


def test_troubles_are_found_with_their_lines():
    """The level counts, not the word; a traceback belongs to its entry."""
    found = odoo_process.troubles_in(LOG)
    assert [line.split(" ")[-1] for line in found] == ["old", "1", "bad"]


def test_configuration_is_private_and_complete(state, tmp_path):
    """The file has a password's rights, serves this machine only, and shows no list of databases."""
    odoo = Odoo(tmp_path, (tmp_path / "addons",), "19.0")
    path = odoo_process.write_config(Server("host", "5433", "me", "secret"), odoo, "some_db", 8123)
    assert path.stat().st_mode & 0o777 == 0o600
    options = configparser.RawConfigParser()
    options.read(path)
    found = dict(options["options"])
    assert found["http_interface"] == "127.0.0.1"
    assert found["list_db"] == "False"
    assert (found["db_name"], found["db_password"], found["http_port"]) == ("some_db", "secret", "8123")
    assert found["addons_path"].startswith(f"{tmp_path / 'addons'},")


def test_sub_command_comes_before_its_configuration(tmp_path):
    """Odoo reads the sub-command as its first word."""
    assert odoo_process.argv(tmp_path, "shell", "--no-http")[3:] == ["shell", "-c", str(tmp_path), "--no-http"]
    assert odoo_process.argv(tmp_path, "-i", "x")[3:] == ["-c", str(tmp_path), "-i", "x"]
