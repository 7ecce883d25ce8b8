"""./dev stop: stop the private PostgreSQL server, which otherwise goes on for the next run."""

from .. import paths, postgres


def arguments(parser):
    """No arguments."""


def main(options):
    """Stop the server, if it runs."""
    if paths.STATE.exists():
        postgres.stop()
