"""How a log is written while somebody only reads."""


def write_log(model, add):
    """Call ``add(model)`` with the empty ``model`` (sudo) in an environment that can write.

    Odoo answers requests that only read, such as ``web_read`` of a form or a download, on a replica where one
    is configured. Writing there would fail, and Odoo would run the whole request again on the primary database
    with a warning in its log. So the entry is written to the primary, by a cursor of its own, as soon as the
    reading is over and before the answer leaves; if that fails, so does the request. Everywhere else the entry
    belongs to the transaction that shows what is logged.
    """
    model = model.sudo()  # sudo: nobody has the right to write a log
    env = model.env
    if not env.cr.readonly:
        add(model)
        return

    @env.cr.postcommit.add
    def _write_to_primary():
        with env.registry.cursor() as cr:
            add(model.with_env(env(cr=cr)))
