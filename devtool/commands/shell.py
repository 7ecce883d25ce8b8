"""./dev shell: Odoo's shell on the development database."""

from .. import command, odoo_process
from ..databases import Databases
from ..errors import DevError
from . import ready


def arguments(parser):
    """--db names another database than the development one."""
    parser.add_argument("--db", metavar="NAME", help="database (default: the one of ./dev run)")


def main(options):
    """Give the shell the terminal, or the script on standard input. Changes stay only with env.cr.commit()."""
    odoo, server = ready.odoo_and_server()
    name = options.db or ready.development_database(server, odoo)
    if Databases(server).comment(name) is None:
        raise DevError(f"There is no database {name}: name another with --db, or make it with ./dev run.")
    config = odoo_process.write_config(server, odoo, name)
    argv = odoo_process.argv(config, "shell", "--no-http", "--log-level=warn")
    return command.foreground(argv, env=odoo_process.environment(server))
