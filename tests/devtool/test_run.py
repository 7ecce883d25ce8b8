"""./dev run: the port, and what the log shows."""

import io
import socket

from devtool import cli, run

from .common import refusal

LOG = """\
2026-01-02 03:04:05,678 1 INFO db odoo.modules: fine
2026-01-02 03:04:05,679 1 ERROR db odoo.http: bad
Traceback (most recent call last):
ValueError
2026-01-02 03:04:05,680 1 INFO db odoo.modules: fine again
"""


class FakeProcess:
    """A process that has printed a log and ended."""

    def __init__(self, text):
        self.stdout = io.StringIO(text)


def test_taken_port_is_one_line(monkeypatch, capsys):
    """Said before anything long begins, with what to do."""
    with socket.socket() as taken:
        taken.bind((run.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert cli.main(["run", "--port", str(port)]) == 1
    assert capsys.readouterr().err == (
        f"./dev: Port {port} is taken or no port: choose another, ./dev run --port 8070\n"
    )


def test_port_out_of_range_is_refused():
    """A number that is no port gives the same line."""
    assert "70000 is taken or no port" in refusal(run._check_free, 70000)


def test_log_is_kept_and_trouble_shown(capsys):
    """The file has everything, the terminal the errors with their tracebacks."""
    stream = io.StringIO()
    run._follow(FakeProcess(LOG), stream)
    assert stream.getvalue() == LOG
    assert capsys.readouterr().err.splitlines() == LOG.splitlines()[1:4]


def test_start_that_fails_is_noticed(capsys):
    """A process that ends without answering has not started."""
    assert not run._follow(FakeProcess(LOG), io.StringIO(), until=run.LISTENING)
    assert run._follow(FakeProcess("... Registry loaded in 1s\n"), io.StringIO(), until=run.LISTENING)
