"""What is done stays done, and two runs do not get in each other's way."""

import hashlib
import multiprocessing
import time

from devtool import tools


def test_sha256_of_missing_file_is_empty(state):
    """A file that is not there never has the right checksum."""
    assert tools.sha256(state / "none") == ""
    (state / "some").write_bytes(b"x")
    assert tools.sha256(state / "some") == hashlib.sha256(b"x").hexdigest()


def test_write_leaves_nothing_beside(state):
    """The file is replaced as a whole, without leftovers."""
    target = state / "folder" / "file"
    tools.write_atomic(target, "old")
    tools.write_atomic(target, "new")
    assert target.read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def _hold(ready):
    with tools.lock("one"):
        ready.set()
        time.sleep(0.5)


def test_lock_waits_for_the_other_process(state, capsys):
    """The second one waits, says so, and goes on when the first is through."""
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    other = context.Process(target=_hold, args=(ready,))
    other.start()
    assert ready.wait(10)
    begin = time.monotonic()
    with tools.lock("one"):
        waited = time.monotonic() - begin
    other.join()
    assert waited > 0.2
    assert "Waiting for another ./dev that holds one" in capsys.readouterr().err
