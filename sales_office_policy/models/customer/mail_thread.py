import re

from odoo import api, models

from ..organization.rpc.rpc import core_door

#: how answers begin that mailboxes give by themselves, where their headers do not say so
SUBJECT = re.compile(r"\s*(auto(matic)?[ -]?(reply|response)|out of (the )?office|自动回复|自動回覆)", re.IGNORECASE)


class MailThread(models.AbstractModel):
    """Incoming mails that a machine wrote are known as such (R074): whoever is away has not answered."""

    _inherit = "mail.thread"

    @core_door
    @api.model
    def message_parse(self, message, save_original=False):
        """Read an e-mail, and whether a mailbox wrote it by itself, by its headers (RFC 3834) or its subject."""
        values = super().message_parse(message, save_original=save_original)
        said = (message.get("Auto-Submitted") or "no").strip().lower()
        replied = message.get("X-Autoreply") or message.get("X-Autorespond")
        if said != "no" or replied or SUBJECT.match(values.get("subject") or ""):
            values["sales_office_is_automatic"] = True
        return values

    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"sales_office_is_automatic"}
