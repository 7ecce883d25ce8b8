from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .violation.notice import STAGES

SUBJECT = "sales.office.violation"


class ResCompany(models.Model):
    """The company's letters about cases."""

    _inherit = "res.company"

    sales_office_notice_automatic = fields.Boolean(string="Send Letters")
    sales_office_notice_template_id = fields.Many2one(
        "mail.template", string="Notice of a Case", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )
    sales_office_decision_template_id = fields.Many2one(
        "mail.template", string="Decision of a Case", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )
    sales_office_appeal_template_id = fields.Many2one(
        "mail.template", string="Decision on the Appeal", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )
    sales_office_annulment_template_id = fields.Many2one(
        "mail.template", string="Annulment of a Case", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )

    @api.constrains(*(setting for setting, _shipped in STAGES.values()))
    def _check_sales_office_letters(self):
        for company in self:
            letters = (company[setting] for setting, _shipped in STAGES.values())
            if any(letter and letter.sudo().model != SUBJECT for letter in letters):
                raise ValidationError(self.env._("Choose a letter that is about cases."))
