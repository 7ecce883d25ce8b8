from odoo import api, models

from ..organization.calendar_feed.icalendar import Entry
from ..organization.posts.title import join_title


class SalesOfficeCalendarFeed(models.Model):
    _inherit = "sales.office.calendar.feed"

    @api.model
    def _get_told_elsewhere(self):
        return [*super()._get_told_elsewhere(), "sales.office.visit"]

    @api.model
    def _get_entries(self, start, stop):
        return [*super()._get_entries(start, stop), *self._get_visit_entries(start, stop)]

    def _get_visit_entries(self, start, stop):
        """Return the visits that the current user plans, but for those that are appointments of their own anyway."""
        companies = self.env.companies.filtered(lambda company: company._sales_office_uses("customer"))
        if not companies:
            return []
        visits = self.env["sales.office.visit"].search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "in", companies.ids),
                ("state", "=", "planned"),
                ("planned_start", "<", stop),
                ("planned_stop", ">", start),
            ]
        )
        adopted = visits.filtered(lambda visit: visit.sudo().event_id.res_model not in (False, visit._name))
        return [self._prepare_visit(visit) for visit in visits - adopted]

    def _prepare_visit(self, visit):
        partner = visit.sudo().partner_id  # sudo: who reads a visit knows to whom it is
        return Entry(
            self._get_uid(visit),
            visit.planned_start,
            visit.planned_stop,
            visit._get_event_name(),
            location=join_title(*partner._display_address(without_company=True).split("\n")) if partner else "",
            url=self._get_link(visit),
            changed=visit.write_date,
        )
