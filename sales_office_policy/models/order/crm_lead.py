from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ..organization.local_time import get_utc_time
from ..workday.hours.working_time import add_worked
from .contract.contract import BINDING

#: days in which the hours there are for an order are surely over
REACH = 31


class CrmLead(models.Model):
    """A deal that is won is to be entered as an order within some working hours (R066)."""

    _inherit = "crm.lead"

    @api.model
    def _get_order_missing_domain(self):
        """Return the deals that the current user won in the last days and that no order was entered for.

        But for those by customers with a framework contract, as in :meth:`_filter_orderable`.
        """
        since = get_utc_time(fields.Date.context_today(self) - timedelta(days=REACH), 0, self.env.tz)
        return Domain.custom(to_sql=self._select_unframed) & Domain(
            [
                ("user_id", "=", self.env.uid),
                ("won_status", "=", "won"),
                ("date_closed", ">=", since),
                ("company_id", "in", (self.env.company.id, False)),
                ("order_ids", "not any", [("state", "=", "sale")]),
            ]
        )

    @api.model
    def _get_frame_domain(self):
        return Domain("state", "in", BINDING) & Domain("kind_id.is_framework", "=", True)

    def _select_unframed(self, model, alias, query):
        # sudo: whether there is one, whoever looks after it
        contracts = self.env["sales.office.contract"].sudo()
        contracts.flush_model(["commercial_partner_id", "company_id", "date_to"])
        return SQL(
            """NOT EXISTS (SELECT FROM res_partner person
                              JOIN sales_office_contract frame
                                ON frame.commercial_partner_id = person.commercial_partner_id
                            WHERE person.id = %(partner)s AND frame.id IN (%(frames)s)
                              AND frame.company_id = COALESCE(%(company)s, %(own)s)
                              AND (frame.date_to IS NULL OR frame.date_to >= %(closed)s::date))""",
            partner=model._field_to_sql(alias, "partner_id", query),
            frames=contracts._search(self._get_frame_domain()).select(),
            company=model._field_to_sql(alias, "company_id", query),
            own=self.env.company.id,
            closed=model._field_to_sql(alias, "date_closed", query),
        )

    def _filter_orderable(self):
        """Return those by customers who order anew each time: a framework contract is called off when they like.

        It is one with the company of the deal, and was not over yet when that was won.
        """
        # sudo: whether there is one, whoever looks after it
        contracts = self.env["sales.office.contract"].sudo()
        parties = self.partner_id.commercial_partner_id
        frames = contracts.search(self._get_frame_domain() & Domain("commercial_partner_id", "in", parties.ids))
        frames = frames.grouped("commercial_partner_id")
        return self.filtered(
            lambda lead: not any(map(lead._is_framed_by, frames.get(lead.partner_id.commercial_partner_id, ())))
        )

    def _is_framed_by(self, frame):
        """Return whether the order of this deal is called off a framework contract (sudo) with its customer."""
        if frame.company_id != (self.company_id or self.env.company):
            return False
        return not frame.date_to or frame.date_to >= self.date_closed.date()

    def _get_order_deadlines(self, people):
        """Return ``{lead: until when its order is to be entered}`` (naive UTC), in the salesperson's own working time.

        :param dict people: ``{user: employee}``
        """
        if not self:
            return {}
        worked = timedelta(hours=self.env.company.sales_office_order_hours)
        closed = self.mapped("date_closed")
        employees = self.env["hr.employee"].union(*(people[user] for user in self.user_id))
        first, last = min(closed).date() - timedelta(days=1), max(closed).date() + timedelta(days=REACH)
        shifts = employees._get_sales_office_work_intervals(first, last)
        return {
            lead: add_worked(shifts.get(people[lead.user_id].id, {}), lead.date_closed, worked)
            or lead.date_closed + worked
            for lead in self
        }

    def _get_order_entered(self):
        """Return when the first order of this lead was confirmed; False where none is."""
        orders = self.sudo().order_ids.filtered(lambda order: order.state == "sale")  # sudo: whoever may read it
        return min(orders.mapped("date_order"), default=False)

    def _describe_order_missing(self, deadline):
        return self.env._(
            "%(lead)s was won on %(won)s; the order was to be entered until %(deadline)s.",
            lead=self.name,
            won=format_datetime(self.env, self.date_closed, dt_format="short"),
            deadline=format_datetime(self.env, deadline, dt_format="short"),
        )
