from functools import partial

from odoo import fields, models


class MailMessage(models.Model):
    """Tells a new message to the lists of what it is about.

    Odoo goes through the lists of all models that have messages whenever one is written, and with ours there are nearly
    twice as many.
    """

    _inherit = "mail.message"

    # Odoo's own, made for this database alone: other databases of the process may be without us
    res_id = fields.Many2oneReference()

    #: the lists of messages as Odoo keeps them, and by their model; of this registry
    _sales_office_lists = (), {}

    def _post_model_setup__(self):
        """Let the field of what a message is about go through the lists of that model only.

        It stays a field of Odoo's class: another module that changes it need know nothing of this.
        """
        result = super()._post_model_setup__()
        field = self._fields["res_id"]
        field._update_inverses = partial(_update_lists, field)
        return result


def _update_lists(field, messages, value):
    """Add messages (any of whose ``res_id`` is the value) to the lists that were read, or are of a new record."""
    lists = _get_lists(field, messages) if value else {}
    for name, about in messages.grouped(field.model_field).items() if lists else ():
        for listed in lists.get(name, ()):
            record = messages.env[name].browse(value)
            known = listed._get_cache(record.env).get(record.id)
            if known is None and record.id:  # it is read when somebody asks for it
                continue
            added = about.filtered_domain(listed.get_comodel_domain(record))
            if added:
                listed._update_cache(record, tuple(dict.fromkeys((*(known or ()), *added._ids))))


def _get_lists(field, messages):
    """Return ``{model: its lists of messages}``."""
    lists = messages.pool.field_inverses[field]
    known, by_model = messages._sales_office_lists
    if known is not lists:
        by_model = {}
        for listed in lists:
            by_model.setdefault(listed.model_name, []).append(listed)
        type(messages)._sales_office_lists = lists, by_model
    return by_model
