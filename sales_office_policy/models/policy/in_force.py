from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..organization.rpc.rpc import rpc
from .policy import ADMIN, DIRECTOR


class SalesOfficePolicy(models.Model):
    _inherit = "sales.office.policy"

    @rpc
    def action_put_in_force(self):
        """Put approved versions in force and archive the ones they supersede, in one transaction.

        Policy administrator or director. Refused before the effective date (``UserError``);
        without one it becomes today. The supplements go with the version they belong to.

        :raises AccessError: neither policy administrator nor director
        :raises UserError: not approved, or its day has not come
        """
        self._check_post(ADMIN, DIRECTOR)
        for policy in self.sorted("version"):
            policy._check_state("approved")
            policy.sudo()._put_in_force()  # sudo: the state is closed to ordinary writes, the right was checked above
        self.sudo()._sync_acknowledgements()
        return True

    @api.model
    def _cron_put_in_force(self):
        """Put approved versions in force on their date, by the clock of each company."""
        approved = self.search([("state", "=", "approved"), ("effective_date", "!=", False)], order="version, id")
        pending = approved.filtered(
            lambda policy: (
                policy.company_id._sales_office_uses("policy")
                and policy.effective_date <= policy.company_id._get_sales_office_today()
                and not policy._get_obstacle()
            )
        )
        self.env["ir.cron"]._commit_progress(remaining=len(pending))
        for policy in pending:
            policy.action_put_in_force()
            self.env["ir.cron"]._commit_progress(1)

    def _put_in_force(self):
        self.ensure_one()
        today = self.company_id._get_sales_office_today()
        if obstacle := self._get_obstacle():
            raise UserError(obstacle)
        if self.effective_date and self.effective_date > today:
            raise UserError(
                self.env._(
                    "%(policy)s comes into force on %(date)s. Until then the present rules apply.",
                    policy=self.display_name,
                    date=format_date(self.env, self.effective_date),
                )
            )
        vals = {"state": "in_force", "in_force_on": today, "effective_date": self.effective_date or today}
        if not self.parent_id:
            previous = self._get_version_in_force()
            archived = previous | previous.supplement_ids.filtered(lambda policy: policy.state == "in_force")
            archived.write({"state": "superseded", "superseded_on": today})
            archived.flush_recordset(["state"])  # the unique index allows one version in force at any moment
            archived._close_activities()
            vals["supersedes_id"] = previous.id or self.supersedes_id.id
        self.write(vals)

    def _get_obstacle(self):
        """Return why this version can never come into force as things stand, or an empty string."""
        self.ensure_one()
        if self.parent_id and self.parent_id.state != "in_force":
            return self.env._(
                "%(policy)s is not in force, so nothing can be added to it.", policy=self.parent_id.display_name
            )
        previous = self.browse() if self.parent_id else self._get_version_in_force()
        if previous.version > self.version:
            return self.env._("A later version is in force already: %(policy)s.", policy=previous.display_name)
        return ""
