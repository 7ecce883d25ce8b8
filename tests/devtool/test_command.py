"""Running other programs: what their failure means for the person."""

import pytest

from devtool import tools

from .common import refusal


@pytest.mark.parametrize(
    ("output", "meaning"),
    [
        ("cp: error writing: No space left on device", "the disk is full"),
        ("Temporary failure resolving 'archive'", "the network cannot be reached"),
        ("Cannot connect to proxy.", "the network cannot be reached"),
        ("E: Failed to fetch x  Hash Sum mismatch", "a download arrived broken"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "another package manager is running"),
        ("first\nlast words\n\n", "last words"),
    ],
)
def test_failure_says_what_to_do(state, output, meaning):
    """The known causes are told in our words, an unknown one by the last line."""
    assert meaning in refusal(tools.run, ["sh", "-c", f"printf '%s' \"{output}\"; exit 3"], "Trying")


def test_output_is_kept_in_a_log(state):
    """The whole output can be read afterwards."""
    assert tools.run(["echo", "hello"], "Saying hello") == "hello\n"
    assert (state / "logs" / "saying-hello.log").read_text() == "hello\n"


def test_missing_program_is_named(state, monkeypatch):
    """The line names the package that brings the program."""
    monkeypatch.setenv("PATH", str(state))
    assert "npm is missing: apt-get install npm" in refusal(tools.find_tool, "npm", "npm")
    assert "dpkg-deb is missing" in refusal(tools.run, ["dpkg-deb", "--version"], "Unpacking")
