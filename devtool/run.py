"""./dev run: Odoo with the add-on and its demo office, on 127.0.0.1; ./dev shell: Odoo's shell on its database."""

import signal
import socket
import subprocess
import sys
import textwrap
import zlib

from . import environment, odoo_process, office, postgres, templates
from .paths import LOGS, ROOT, DevError, slot
from .postgres import Databases
from .tools import foreground, say, step

ADDRESS = "127.0.0.1"
LISTENING = "Registry loaded in "


def run(options):
    """Prepare, start, say where it is and who may log in; end with Ctrl-C."""
    port = options.port or _default_port()
    _check_free(port)
    odoo, server = environment.prepare(), postgres.ensure()
    lang = options.lang or "en_US"
    name = templates.for_development(server, odoo, demo=False if options.no_demo else None, lang=lang)
    databases = Databases(server)
    office.set_address(databases, name, f"http://{ADDRESS}:{port}")
    config = odoo_process.write_config(server, odoo, name, port)
    return _serve(
        odoo_process.argv(config), odoo_process.environment(server), lambda: _welcome(databases, name, port, lang)
    )


def shell(options):
    """Give Odoo's shell the terminal, or the script on standard input. Changes stay only with env.cr.commit()."""
    odoo, server = environment.prepare(), postgres.ensure()
    name = options.db or templates.for_development(server, odoo)
    if Databases(server).comment(name) is None:
        raise DevError(f"There is no database {name}: name another with --db, or make it with ./dev run.")
    config = odoo_process.write_config(server, odoo, name)
    argv = odoo_process.argv(config, "shell", "--no-http", "--log-level=warn")
    return foreground(argv, env=odoo_process.environment(server))


def _default_port():
    """Return 8069, or a port of the slot's own."""
    return 8069 if not slot() else 8100 + zlib.crc32(slot().encode()) % 800


def _check_free(port):
    """Raise the line that says what to do when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError as error:
            raise DevError(f"Port {port} is for root only: choose one from 1024, ./dev run --port 8070") from error
        except (OSError, OverflowError) as error:
            raise DevError(f"Port {port} is taken or no port: choose another, ./dev run --port 8070") from error


def _serve(argv, environment, welcome):
    """Run Odoo until it ends; its log goes to a file, warnings and errors to the terminal too."""
    log = LOGS / f"run{slot()}.log"
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(argv, env=environment, cwd=ROOT, text=True, errors="replace", **pipes)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        with open(log, "w", encoding="utf-8") as stream:
            with step("Starting Odoo"):
                started = _follow(process, stream, until=LISTENING)
            if not started:
                raise DevError(f"Odoo did not start (log: {log}).")
            welcome()
            say(f"Full log: {log}. Stop with Ctrl-C.")
            _follow(process, stream)
        return 0 if process.wait() in (0, -signal.SIGTERM) else 1
    except KeyboardInterrupt:
        say("Stopping")
        return 0
    finally:
        _stop(process)


def _follow(process, stream, until=None):
    """Copy the log, and show its troubles, until a line has the words, which is returned, or the process ends."""
    is_trouble = odoo_process.Troubles()
    for line in process.stdout:
        stream.write(line)
        stream.flush()
        if is_trouble(line):
            print(line.rstrip(), file=sys.stderr, flush=True)
        if until and until in line:
            return True
    return False


def _stop(process):
    """End Odoo; a second Ctrl-C while waiting kills it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()


def _welcome(databases, name, port, lang):
    print(f"\nOdoo is ready: http://{ADDRESS}:{port}/odoo   (database {name})\n")
    print(textwrap.fill(office.summary(databases, name), 110), end="\n\n")
    print("\n".join(office.people(databases, name, lang)), end="\n\n", flush=True)
