from odoo import api, models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    """Something to do about a case is for those who may read it: its name and its mail tell whom it is about."""

    _inherit = "mail.activity"

    @api.constrains("user_id", "res_model", "res_id")
    def _check_reads_case(self):
        Violation = self.env["sales.office.violation"].sudo()  # sudo: asked of each user below
        about = self.filtered(lambda a: a.res_model == Violation._name and a.res_id and a.user_id)
        cases = Violation.browse(about.mapped("res_id"))  # read all at once
        for user, case in zip((activity.user_id for activity in about), cases, strict=True):
            if user == case.user_id:
                continue
            read = case.with_context(allowed_company_ids=case.company_id.ids).with_user(user)
            if case.company_id not in user.company_ids or not read.has_access("read"):
                raise UserError(self.env._("%(name)s may not read this case. Ask somebody who may.", name=user.name))
