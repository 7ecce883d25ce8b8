from odoo import api, models


class MailActivity(models.Model):
    """Reading what is to be done about a secret document is opening it (R022)."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "sales.office.document.annex"]
    _annex_content = frozenset({"feedback", "note"})

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        query = super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
        if not bypass_access:
            self._log_found(domain, query)
        return query
