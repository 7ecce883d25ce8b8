from odoo import models

from ...organization.rpc.rpc import core_door

#: what was said, by whom, when, and to whom it shows
CONTENT = {
    "attachment_ids", "author_id", "body", "date", "email_from", "is_internal", "message_type", "model", "parent_id",
    "res_id", "subject", "subtype_id",
}  # fmt: skip


class MailMessage(models.Model):
    """Odoo lets people write on messages they sent or received; those about a reported case stay as they were."""

    _inherit = "mail.message"

    @core_door
    def write(self, vals):
        """Let messages about reported cases stay as they were written.

        :raises AccessError: the case is none of the user's to read
        :raises UserError: the case is reported
        """
        if not self.env.su and CONTENT & vals.keys():
            model = "sales.office.violation"
            about = self.sudo().filtered(lambda message: message.model == model)  # sudo: may be unreadable
            about.sudo(False).check_access("read")  # before anything is told about the case
            self.env[model].sudo().browse(about.mapped("res_id")).exists()._check_messages_open()
        return super().write(vals)
