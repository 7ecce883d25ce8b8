from datetime import timedelta

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_licence_days = fields.Integer(
        string="Days Before Expiry",
        default=30,
        help="How long before a customer's licence expires somebody is told.",
    )
    sales_office_report_hours = fields.Float(
        string="After-report Within",
        default=24.0,
        help="Hours after an emergency, or an urgent decision, within which the report has to be there.",
    )
    sales_office_letter_days = fields.Integer(
        string="Days to Handle a Letter",
        default=3,
        help="An incoming letter is to be handled within this many working days of its office.",
    )
    sales_office_complaint_days = fields.Integer(
        string="Days to Answer a Complaint",
        default=1,
        help="Whoever looks after a complaint is to answer the customer within this many working days.",
    )

    _sales_office_licence_days_positive = models.Constraint(
        "CHECK (sales_office_licence_days >= 0)", "The days before expiry cannot be negative."
    )
    _sales_office_report_hours_positive = models.Constraint(
        "CHECK (sales_office_report_hours > 0)", "The after-report needs some time."
    )
    _sales_office_register_days = models.Constraint(
        "CHECK (sales_office_letter_days BETWEEN 0 AND 365 AND sales_office_complaint_days BETWEEN 0 AND 365)",
        "The days to handle letters and complaints lie between 0 and 365.",
    )

    def _get_sales_office_licence_days(self):
        """Return today, and the last day on which a paper counts as expiring."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return today, today + timedelta(days=self.sudo().sales_office_licence_days)  # sudo: a number, no secret

    def _get_sales_office_clerks(self):
        """Return the users of the clerks of this company's offices (sudo)."""
        # sudo: whom to tell does not depend on who causes it
        offices = (
            self.env["hr.department"]
            .sudo()
            .search([("is_sales_office", "=", True), ("company_id", "in", [*self.ids, False])], order="id")
        )
        return offices.sales_office_clerk_id.user_id.filtered(lambda u: u.active and self in u.company_ids)
