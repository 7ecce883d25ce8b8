from odoo import api, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        """Ask for the names of records of ours at once: Odoo asks for one after the other."""
        for model_name, activities in self.grouped("res_model").items():
            model = self.env.get(model_name) if model_name else None
            if model is not None and model._original_module == "sales_office_policy":
                model.browse(filter(None, activities.mapped("res_id"))).mapped("display_name")
        return super()._compute_res_name()
