"""Where a log is written while somebody only reads."""

from contextlib import contextmanager


@contextmanager
def open_log(records):
    """Give ``records`` (sudo) in an environment that can write.

    Odoo answers requests that only read, such as ``web_read`` of a form or a download, on a replica where one
    is configured. Writing there would fail, and Odoo would run the whole request again on the primary database
    with a warning in its log. So the entry goes to the primary by a cursor of its own and is committed at
    once. Everywhere else it belongs to the transaction that shows what is logged: who gets nothing to see
    because that failed has not opened anything.
    """
    records = records.sudo()  # sudo: nobody has the right to write a log
    if not records.env.cr.readonly:
        yield records
        return
    with records.env.registry.cursor() as cr:
        yield records.with_env(records.env(cr=cr))
        records.env.flush_all()
