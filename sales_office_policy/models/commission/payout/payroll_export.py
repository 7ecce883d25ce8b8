from odoo import fields, models


class SalesOfficePayrollExport(models.Model):
    """Who took which month's payroll figures out as a file; nobody writes or deletes it (R036)."""

    _name = "sales.office.payroll.export"
    _description = "Payroll Export"
    _inherit = "sales.office.reader.mixin"
    _order = "exported_at desc, id desc"
    _rec_name = "date_from"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    exported_at = fields.Datetime(required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    file_type = fields.Selection([("xlsx", "Excel"), ("csv", "CSV")], string="Format", required=True, readonly=True)
    employee_count = fields.Integer(string="Employees", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
