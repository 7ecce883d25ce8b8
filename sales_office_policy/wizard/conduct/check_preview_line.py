from odoo import fields, models


class SalesOfficeCheckPreviewLine(models.TransientModel):
    """What one check would find about one employee; about all together for who may not see whom."""

    _name = "sales.office.check.preview.line"
    _description = "Check Now: Preview"
    _inherit = "sales.office.reader.mixin"
    _order = "new_count desc, withdrawn_count desc, id"

    preview_id = fields.Many2one("sales.office.check.preview", required=True, index=True, ondelete="cascade")
    check_id = fields.Many2one("sales.office.check", required=True, ondelete="cascade")
    mode = fields.Selection(related="check_id.mode")
    employee_id = fields.Many2one("hr.employee", ondelete="cascade")
    employee_count = fields.Integer(string="Employees")
    new_count = fields.Integer(string="New", help="Found now and not before, or found again after it had withdrawn.")
    known_count = fields.Integer(string="Known", help="Found before already; stays as it is.")
    suspicion_count = fields.Integer(string="Suspicions", help="Suspected cases that would be made or come back.")
    withdrawn_count = fields.Integer(string="Withdrawn", help="Found before and no longer shown by the facts.")
    facts = fields.Text()
