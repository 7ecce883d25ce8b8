"""./dev run: Odoo with the add-on and its demo office, on 127.0.0.1."""

import signal
import socket
import subprocess
import zlib

from .. import odoo_process, office
from ..databases import Databases
from ..errors import DevError
from ..paths import LOGS, ROOT, slot
from ..progress import note, say, step
from . import ready

ADDRESS = "127.0.0.1"
LISTENING = "Registry loaded in "


def arguments(parser):
    """--port, --no-demo, --lang."""
    parser.add_argument("--port", type=int, help="port on 127.0.0.1 (default: 8069, another with a slot)")
    parser.add_argument("--no-demo", action="store_true", help="make the database without the demo office")
    parser.add_argument("--lang", choices=("en_US", "zh_CN"), help="switch the demo users to this language")


def main(options):
    """Prepare, start, say where it is and who may log in; end with Ctrl-C."""
    port = options.port or _default_port()
    _check_free(port)
    odoo, server = ready.odoo_and_server()
    name = ready.development_database(server, odoo, demo=False if options.no_demo else None)
    databases = Databases(server)
    if options.lang:
        office.set_language(databases, name, options.lang)
    config = odoo_process.write_config(server, odoo, name, port)
    return _serve(odoo_process.argv(config), odoo_process.environment(server), lambda: _welcome(databases, name, port))


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
            if not _follow_start(process, stream):
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


def _follow_start(process, stream):
    """Copy the log until Odoo answers; return False if it ended before."""
    with step("Starting Odoo"):
        for line in process.stdout:
            stream.write(line)
            _show_trouble(line)
            if LISTENING in line:
                return True
    return False


def _follow(process, stream):
    inside = False
    for line in process.stdout:
        stream.write(line)
        stream.flush()
        if odoo_process.ENTRY.match(line):
            inside = bool(odoo_process.TROUBLE.match(line))
        if inside:
            note(line.rstrip())


def _show_trouble(line):
    if odoo_process.TROUBLE.match(line):
        note(line.rstrip())


def _stop(process):
    """End Odoo; a second Ctrl-C while waiting kills it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()


def _welcome(databases, name, port):
    print(f"\nOdoo is ready: http://{ADDRESS}:{port}/odoo   (database {name})\n")
    for line in (*office.people(databases, name), "", *office.size(databases, name), ""):
        print(line)
    print(end="", flush=True)
