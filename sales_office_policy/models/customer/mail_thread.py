import logging
import re

from odoo import api, models

from ..organization.rpc.rpc import core_door

_logger = logging.getLogger(__name__)

#: how answers begin that mailboxes give by themselves, where their headers do not say so
SUBJECT = re.compile(r"\s*(auto(matic)?[ -]?(reply|response)|out of (the )?office|自动回复|自動回覆)", re.IGNORECASE)


class MailThread(models.AbstractModel):
    """Incoming mails that a machine wrote are known as such (R074): whoever is away has not answered, nor does a robot
    complain (R051).
    """

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

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        """Let no mail that a machine wrote begin a complaint: an answer by itself, a mail that came back, a robot's."""
        found = super()._routing_check_route(message, message_dict, route, raise_exception=raise_exception)
        if not found or not message_dict.get("sales_office_is_automatic"):
            return found
        model, thread_id = found[:2]
        if model != "sales.office.complaint" or thread_id:
            return found
        _logger.info("Ignored mail %s: a machine wrote it, so it is no complaint", message_dict.get("message_id"))
        return False

    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"sales_office_is_automatic"}
