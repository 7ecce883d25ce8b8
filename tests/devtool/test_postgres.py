"""The private PostgreSQL server and the databases on it, with a real server of the test's own."""

from pathlib import Path

import pytest

from devtool import postgres
from devtool.postgres import Databases, filestore

from .common import refusal


@pytest.fixture
def server(state, monkeypatch):
    """Start a private server in a temporary folder, and remove it afterwards."""
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)
    yield postgres.ensure()
    home = postgres._home(postgres.bindir())
    postgres.stop(remove=True)
    assert not home.exists()


@pytest.fixture
def databases(server):
    """The databases of that server."""
    return Databases(server)


def test_server_answers_and_is_started_once(server, databases, capsys):
    """A second call finds it running; it is open to its own socket only."""
    assert databases.query("SHOW listen_addresses") == [[""]]
    assert databases.query("SELECT current_user") == [[postgres.USER]]
    capsys.readouterr()
    assert postgres.ensure() == server
    assert capsys.readouterr().err == ""
    assert Path(server.host).stat().st_mode & 0o077 == 0


def test_stopped_server_starts_again_with_its_data(server, databases):
    """./dev stop loses nothing."""
    databases.query("CREATE DATABASE kept")
    postgres.stop()
    postgres.ensure()
    assert databases.comment("kept") == ""


def test_half_made_server_is_made_anew(server, databases):
    """Without its last mark the data folder is not trusted."""
    databases.query("CREATE DATABASE lost")
    postgres.stop()
    (postgres._home(postgres.bindir()) / "data" / "ready").unlink()
    postgres.ensure()
    assert databases.comment("lost") is None


def test_broken_off_server_is_made_anew(server, databases):
    """Without fsync what was not written is lost, a sequence behind its table: such databases are not trusted."""
    databases.query("CREATE DATABASE lost")
    mark = postgres._home(postgres.bindir()) / "data" / "postmaster.pid"
    left = mark.read_text().splitlines()
    postgres.stop()
    mark.write_text("\n".join([str(2**22), *left[1:], ""]))  # of a process that cannot be: ids end below
    postgres.ensure()
    assert databases.comment("lost") is None


def test_comment_tells_what_a_database_was_made_from(databases):
    """None: not there. Empty: half made. Else what it was made from."""
    assert databases.comment("odd'name") is None
    databases.query('CREATE DATABASE "odd\'name"')
    assert databases.comment("odd'name") == ""
    databases.set_comment("odd'name", "key's")
    assert databases.comment("odd'name") == "key's"
    databases.drop("odd'name")
    assert databases.comment("odd'name") is None


def test_copy_brings_rows_and_files_but_not_the_comment(databases):
    """The copy counts as half made until somebody says otherwise; files are shared, not doubled."""
    databases.query("CREATE DATABASE source")
    databases.query("CREATE TABLE t AS SELECT 7 AS x", "source")
    databases.set_comment("source", "finished")
    (filestore("source") / "ab").mkdir(parents=True)
    (filestore("source") / "ab" / "file").write_text("content")
    databases.copy("source", "target")
    assert databases.query("SELECT x FROM t", "target") == [["7"]]
    assert databases.comment("target") == ""
    assert (filestore("target") / "ab" / "file").samefile(filestore("source") / "ab" / "file")
    databases.drop("target")
    assert not filestore("target").exists()
    assert (filestore("source") / "ab" / "file").read_text() == "content"


def test_wrong_query_is_one_line(databases):
    """What PostgreSQL says is passed on, without a traceback."""
    assert refusal(databases.query, "nonsense").startswith("PostgreSQL refused: ")


def test_unreachable_named_server_is_one_line(monkeypatch, tmp_path):
    """PGHOST leads nowhere: no private server is started instead."""
    monkeypatch.setenv("PGHOST", str(tmp_path))
    monkeypatch.setenv("PGUSER", "somebody")
    assert "server that PGHOST names cannot be used" in refusal(postgres.ensure)


def test_named_server_is_used(server, monkeypatch):
    """PGHOST and PGUSER say where, and the user's rights are looked at first."""
    monkeypatch.setenv("PGHOST", server.host)
    monkeypatch.setenv("PGUSER", server.user)
    assert postgres.ensure() == server
    Databases(server).query("CREATE ROLE guest LOGIN")
    monkeypatch.setenv("PGUSER", "guest")
    assert "ALTER ROLE guest CREATEDB" in refusal(postgres.ensure)


def test_superuser_of_debian_is_refused(monkeypatch, tmp_path):
    """Odoo would refuse it later, and less clearly."""
    monkeypatch.setenv("PGHOST", str(tmp_path))
    monkeypatch.setenv("PGUSER", "postgres")
    assert "Odoo refuses the database user postgres" in refusal(postgres.ensure)


def test_missing_postgres_is_one_line(monkeypatch):
    """The line names the package and the other way."""
    monkeypatch.delenv("PGHOST", raising=False)
    monkeypatch.setattr(postgres, "bindir", lambda: None)
    assert "apt-get install postgresql, or set PGHOST" in refusal(postgres.ensure)


def test_long_checkout_path_gets_a_short_socket(tmp_path):
    """A socket's path has at most 107 bytes."""
    folder = postgres._socket_folder(tmp_path / ("x" * 100))
    assert len(str(folder)) < 80
    assert postgres._socket_folder(Path("/a")) == Path("/a/socket")
