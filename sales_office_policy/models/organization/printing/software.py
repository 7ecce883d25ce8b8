"""Writing as the software itself, where nobody may learn who set something off."""

from contextlib import contextmanager

from odoo import SUPERUSER_ID


@contextmanager
def as_software(records):
    """Lend ``records`` in the software's own environment, and write all that was done there before it ends.

    Odoo writes what is still pending, such as fields that follow from others, in the name of whoever made the
    request. Here it bears the software's: in ``create_uid`` and ``write_uid``, as the author of messages, and as
    the time at which only the software did something. No tracking, which is written when the request ends.
    """
    records.env.flush_all()  # what the user left pending before is their own
    context = {"allowed_company_ids": records.env.context.get("allowed_company_ids", []), "tracking_disable": True}
    lent = records.with_env(records.env(user=SUPERUSER_ID, su=True, context=context))
    yield lent
    lent.env.flush_all()
