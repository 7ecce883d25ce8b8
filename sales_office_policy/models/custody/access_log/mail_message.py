from odoo import api, models


class MailMessage(models.Model):
    """Reading what was written about a secret document is opening it (R022)."""

    _name = "mail.message"
    _inherit = ["mail.message", "sales.office.document.annex"]
    _annex_content = frozenset({"body", "preview", "subject"})
    _annex_fields = ("model", "res_id")

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        query = super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
        if not bypass_access:
            self._log_found(domain, query)
        return query
