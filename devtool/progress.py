"""Progress on standard error, so that standard output stays the command's own."""

import sys
import threading
import time
from contextlib import contextmanager

STARTED = time.monotonic()
QUIET_SECONDS = 15  # without a terminal, a sign of life this often


def clock(seconds):
    """Return seconds as m:ss."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def say(text):
    """Print one line, headed by the time since the command began."""
    print(f"[{clock(time.monotonic() - STARTED)}] {text}", file=sys.stderr, flush=True)


def note(text):
    """Print one line without the clock."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text):
    """Announce a long step, show the elapsed time while it lasts, and its total at the end."""
    begin = time.monotonic()
    over = threading.Event()
    say(f"{text} ...")
    ticker = threading.Thread(target=_tick, args=(text, begin, over), daemon=True)
    ticker.start()
    try:
        yield
    except BaseException:
        over.set()
        ticker.join()
        say(f"{text}: stopped after {clock(time.monotonic() - begin)}")
        raise
    over.set()
    ticker.join()
    say(f"{text}: done in {clock(time.monotonic() - begin)}")


def _tick(text, begin, over):
    terminal = sys.stderr.isatty()
    while not over.wait(1 if terminal else QUIET_SECONDS):
        elapsed = clock(time.monotonic() - begin)
        if terminal:
            print(f"\r  {text} ... {elapsed} ", end="", file=sys.stderr, flush=True)
        else:
            say(f"{text} ... {elapsed}")
    if terminal:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
