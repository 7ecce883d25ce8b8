from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    # leads: answered, followed, channel
    sales_office_response_hours = fields.Float(related="company_id.sales_office_response_hours", readonly=False)
    sales_office_stale_days = fields.Integer(related="company_id.sales_office_stale_days", readonly=False)
    sales_office_channel_mode = fields.Selection(related="company_id.sales_office_channel_mode", readonly=False)
    # complaints and ratings
    sales_office_complaint_minor_hours = fields.Float(
        related="company_id.sales_office_complaint_minor_hours", readonly=False
    )
    sales_office_complaint_serious_hours = fields.Float(
        related="company_id.sales_office_complaint_serious_hours", readonly=False
    )
    sales_office_complaint_urgent_hours = fields.Float(
        related="company_id.sales_office_complaint_urgent_hours", readonly=False
    )
    sales_office_complaint_minor_days = fields.Integer(
        related="company_id.sales_office_complaint_minor_days", readonly=False
    )
    sales_office_complaint_serious_days = fields.Integer(
        related="company_id.sales_office_complaint_serious_days", readonly=False
    )
    sales_office_complaint_urgent_days = fields.Integer(
        related="company_id.sales_office_complaint_urgent_days", readonly=False
    )
    sales_office_complaint_wait_days = fields.Integer(
        related="company_id.sales_office_complaint_wait_days", readonly=False
    )
    sales_office_complaint_check_days = fields.Integer(
        related="company_id.sales_office_complaint_check_days", readonly=False
    )
    sales_office_complaint_repeat_days = fields.Integer(
        related="company_id.sales_office_complaint_repeat_days", readonly=False
    )
    sales_office_complaint_mailbox = fields.Char(related="company_id.sales_office_complaint_mailbox", readonly=False)
    sales_office_rating_days = fields.Integer(related="company_id.sales_office_rating_days", readonly=False)
    sales_office_rating_visit = fields.Boolean(related="company_id.sales_office_rating_visit", readonly=False)
    sales_office_rating_delivery = fields.Boolean(related="company_id.sales_office_rating_delivery", readonly=False)
    # market
    sales_office_risk_days = fields.Integer(related="company_id.sales_office_risk_days", readonly=False)
    # visits, customer files, grades
    sales_office_visit_distance = fields.Boolean(related="company_id.sales_office_visit_distance", readonly=False)
    sales_office_visit_counts = fields.Boolean(related="company_id.sales_office_visit_counts", readonly=False)
    sales_office_visit_report_days = fields.Integer(related="company_id.sales_office_visit_report_days", readonly=False)
    sales_office_visit_norms = fields.Boolean(related="company_id.sales_office_visit_norms", readonly=False)
    sales_office_return_delivery_days = fields.Integer(
        related="company_id.sales_office_return_delivery_days", readonly=False
    )
    sales_office_return_complaint_days = fields.Integer(
        related="company_id.sales_office_return_complaint_days", readonly=False
    )
    sales_office_file_days = fields.Integer(related="company_id.sales_office_file_days", readonly=False)
    sales_office_file_score = fields.Integer(related="company_id.sales_office_file_score", readonly=False)
    sales_office_grade_proposals = fields.Boolean(related="company_id.sales_office_grade_proposals", readonly=False)
    sales_office_grade_days = fields.Integer(related="company_id.sales_office_grade_days", readonly=False)
