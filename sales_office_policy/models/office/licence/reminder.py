from odoo import api, models
from odoo.fields import Domain


class SalesOfficePartnerLicence(models.Model):
    """Reminding whoever serves the customer that a paper expires."""

    _inherit = "sales.office.partner.licence"

    @api.model
    def _cron_remind(self, batch=500):
        """Tell once of every paper about to expire; can be stopped and started again at any point."""
        companies = self.env["res.company"].search([("sales_office_room_ids.code", "=", "office")])
        due = self.with_context(allowed_company_ids=companies.ids)._get_expiring_domain()
        domain = due & Domain("reminded", "=", False) & Domain("company_id", "in", companies.ids)
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))
        while licences := self.search(domain, limit=batch, order="id"):
            licences._remind()
            if not self.env["ir.cron"]._commit_progress(len(licences)):
                return

    @api.model
    def _get_expiring_domain(self):
        """Return the papers that expire soon or have expired."""
        return Domain(self._search_state("in", ["expiring", "expired"]))

    def _remind(self):
        """Give a to-do to the salesperson, or to the clerk where there is none (sudo); an e-mail each costs queries."""
        self.reminded = True
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        model_id = self.env["ir.model"]._get_id(self._name)
        told = {licence: licence._get_reminded_user() for licence in self}
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": todo.id if todo else False,
                    "summary": licence.with_context(lang=user.lang)._get_reminder_summary(),
                    "automated": True,
                    "date_deadline": licence.date_expiry,
                    "user_id": user.id,
                    "res_model_id": model_id,
                    "res_id": licence.id,
                }
                for licence, user in told.items()
                if user
            ]
        )

    def _get_reminder_summary(self):
        return self.env._("Ask for the new paper: %(paper)s", paper=self.display_name)

    def _get_reminded_user(self):
        """Return the salesperson if he is a member who works here, else the clerk of an office of the company."""
        user, company = self.user_id, self.company_id
        if user.active and company in user.company_ids and user.has_group("sales_office_policy.group_member"):
            return user
        return company._get_sales_office_clerks()[:1]
