from datetime import timedelta

from odoo import api, fields, models

from ..organization.rpc.rpc import core_door


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_day_lookback = fields.Integer(
        string="Days Looked Back",
        default=31,
        help="Every night the status of this many days is compared with attendances, leave and schedules again.",
    )
    sales_office_day_since = fields.Date(
        string="Day Status Since",
        help="Nothing is known about the days before: set to the day on which the room is switched on.",
    )

    _sales_office_day_lookback_positive = models.Constraint(
        "CHECK (sales_office_day_lookback >= 1)", "Look back at least one day."
    )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Say from which day on the status of days is kept."""
        companies = super().create(vals_list)
        companies._begin_sales_office_days()
        return companies

    @core_door
    def write(self, vals):
        """Say anew from which day on the status of days is kept, when the room or that setting changes."""
        result = super().write(vals)
        if not {"sales_office_room_ids", "sales_office_day_since", "sales_office_day_lookback"}.isdisjoint(vals):
            self._begin_sales_office_days()
        return result

    def _begin_sales_office_days(self):
        """Have the status of the days looked back made, from the day on which the room was first switched on."""
        companies = self.filtered(lambda company: company._sales_office_uses("workday"))
        for company in companies.filtered(lambda company: not company.sales_office_day_since):
            company.sales_office_day_since = fields.Date.context_today(company)
        if companies:
            members = self.env["hr.employee"]._get_workday_members(companies=companies)
            self.env["sales.office.day.task"]._enqueue_members(members.filtered("active"))

    def _get_sales_office_oldest_day(self):
        """Return the first day whose status is made by itself."""
        self.ensure_one()
        first = fields.Date.today() - timedelta(days=self.sales_office_day_lookback)
        return max(first, self.sales_office_day_since or first)
