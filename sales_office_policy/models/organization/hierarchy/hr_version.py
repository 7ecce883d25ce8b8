from odoo import models


class HrVersion(models.Model):
    _name = "hr.version"
    _inherit = ["hr.version", "sales.office.scope.source.mixin"]
    _scope_source_fields = frozenset({"active", "date_version", "department_id", "employee_id"})
