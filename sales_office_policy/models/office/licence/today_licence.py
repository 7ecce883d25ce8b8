from odoo import api, models
from odoo.fields import Domain


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_licence_lines()

    def _get_licence_lines(self):
        """Return the papers that expire: of his own customers for everybody, all of them for the clerk."""
        Licence = self.env["sales.office.partner.licence"]
        domain = Licence._get_expiring_domain()
        if not self.env.user.has_group("sales_office_policy.group_clerk"):
            domain &= Domain("partner_id.user_id", "=", self.env.uid)
        licences = Licence.search(domain)
        if not licences:
            return []
        expired = licences.filtered(lambda licence: licence.state == "expired")
        return [
            self._prepare_line(
                "office",
                "licences",
                self.env._("Customers' papers that expire"),
                self._prepare_action("sales_office_policy.sales_office_partner_licence_action", licences),
                detail=self.env._("%(count)s expired", count=len(expired)) if expired else "",
                count=len(licences),
                icon="fa-id-card-o",
            )
        ]
