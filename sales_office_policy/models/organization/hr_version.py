from odoo import models


class HrVersion(models.Model):
    _name = "hr.version"
    _inherit = ["hr.version", "sales.office.scope.source.mixin"]
