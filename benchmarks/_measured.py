"""What a piece of work costs this process: time, queries, memory."""

import re
import time
from pathlib import Path
from typing import NamedTuple

SELF = Path("/proc/self")


class Cost(NamedTuple):
    """Memory in MB: what came on top at the peak, and all of the process then (the database server not included)."""

    seconds: float
    queries: int
    more_memory: float
    peak_memory: float


def keep(env):
    """Commit what was made, and have PostgreSQL count it, as it does of what is there for long.

    What a row of its own transaction refers to PostgreSQL looks for again with each change. All of it goes with the
    benchmark's database.
    """
    env.cr.commit()
    env.cr.execute("ANALYZE")


def trust(env):
    """Have PostgreSQL not look for what copied rows refer to, until the next commit: it is there.

    Only where the database's user may say so; elsewhere they are looked for, which takes long.
    """
    env.cr.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
    if env.cr.fetchone() == (True,):
        env.cr.execute("SET LOCAL session_replication_role = replica")


def measured(env, work):
    """Do the work with an empty cache and return its :class:`Cost`."""
    env.flush_all()
    env.invalidate_all()
    (SELF / "clear_refs").write_text("5")  # the peak begins anew
    memory, queries, begin = _memory("VmRSS"), env.cr.sql_log_count, time.perf_counter()
    work()
    seconds = time.perf_counter() - begin
    peak = _memory("VmHWM")
    return Cost(seconds, env.cr.sql_log_count - queries, max(0, peak - memory), peak)


def _memory(name):
    found = re.search(rf"^{name}:\s+(\d+) kB", (SELF / "status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024
