from datetime import timedelta

from odoo import api, fields, models
from odoo.api import NewId
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc
from .contacted_lead import GROUP


class SalesOfficeContactedPartner(models.AbstractModel):
    """When somebody was in contact with a customer last, as far as the reader may know, and what comes next (R074)."""

    _name = "sales.office.contacted.partner"
    _description = "Sales Office Contacted Partner"

    sales_office_last_contact_at = fields.Datetime(
        string="Last Contact",
        compute="_compute_sales_office_last_contact_at",
        search="_search_sales_office_last_contact_at",
        groups=GROUP,
        help="The last mail, call, meeting, visit, quotation or answer to a complaint with anybody of the company, "
        "among those you may know of.",
    )
    sales_office_next_step = fields.Char(
        string="Next Step",
        compute="_compute_sales_office_next_step",
        search="_search_sales_office_next_step",
        groups=GROUP,
        help="The next activity that somebody planned with this contact, or the next step of an open opportunity with "
        "it that you may read.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_last_contact_at(self):
        saved = self._filter_contacted()
        last = self._get_readable_contacts()._get_last_contacts(saved) if saved else {}
        for partner in self:
            partner.sales_office_last_contact_at = last.get(partner.id)

    @api.depends_context("uid", "allowed_company_ids", "lang", "tz")
    def _compute_sales_office_next_step(self):
        saved = self._filter_contacted()
        steps = saved._get_next_steps() if saved else {}
        meeting = self.env._("Meeting with the Customer")
        for partner in self:
            day, summary = steps.get(partner.id, (False, False))
            partner.sales_office_next_step = day and join_title(format_date(self.env, day), summary or meeting)

    @api.model
    def _search_sales_office_last_contact_at(self, operator, value):
        if operator not in ("<", "<=", ">", ">=") and not (operator == "in" and set(value) == {False}):
            return NotImplemented
        Contact = self._get_readable_contacts()
        if not Contact.has_access("read"):
            return Domain.FALSE
        ever = Domain(
            "commercial_partner_id", "in", Contact._search([("partner_id", "!=", False)]).select("partner_id")
        )
        if operator == "in":
            return ~ever
        moment = fields.Datetime.to_datetime(value)
        moment += timedelta(seconds=1) if operator in (">", "<=") else timedelta()
        found = Contact._search([("partner_id", "!=", False), ("date", ">=", moment)]).select("partner_id")
        since = Domain("commercial_partner_id", "in", found)
        return since if operator in (">", ">=") else ever & ~since

    @api.model
    def _search_sales_office_next_step(self, operator, value):
        """Find whom something is planned with, or nothing; by its words nobody looks for it."""
        if operator != "in" or set(value) != {False}:
            return NotImplemented

        def to_sql(model, alias, query):
            partner, steps = model._field_to_sql(alias, "id", query), self._select_customer_steps()
            return SQL("%s NOT IN (SELECT partner_id FROM (%s) step WHERE partner_id IS NOT NULL)", partner, steps)

        return Domain.custom(to_sql=to_sql)

    @rpc(one=True)
    def action_open_sales_office_contacts(self):
        """Open the contacts with this customer that the user may read."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_contact_action")
        return action | {"domain": [("partner_id", "=", self.commercial_partner_id.id)], "context": {}}

    @api.model
    def _get_readable_contacts(self):
        """Return the contacts as the user's own, also where the software asks on the way to something else."""
        return self.env["sales.office.contact"].sudo(False)

    def _filter_contacted(self):
        """Return the saved ones of these contacts, where the current company uses the room."""
        uses = self.env.company._sales_office_uses("customer")
        return self.filtered(lambda partner: uses and not isinstance(partner.id, NewId))

    def _get_next_steps(self):
        """Return ``{partner id: (day, what)}``: planned with the contact, or about a lead that the user reads."""
        query = SQL(
            """SELECT DISTINCT ON (step.partner_id) step.partner_id, step.on_day, step.summary
                 FROM (%s) step ORDER BY step.partner_id, step.on_day""",
            self._select_customer_steps(self.ids),
        )
        return {partner_id: (day, summary) for partner_id, day, summary in self.env.execute_query(query)}

    @api.model
    def _select_customer_steps(self, ids=None):
        """Return a SELECT of ``(partner_id, on_day, summary)``: planned with a contact, or about a lead that the user
        reads.

        :param ids: of the contacts it is about; of all without them
        """
        Lead, steps = self.env["crm.lead"].sudo(False), self.env["crm.lead"]._select_steps()
        asked = Domain("partner_id", "in", ids) if ids is not None else Domain("partner_id", "!=", False)
        readable = SQL("SELECT NULL::integer WHERE FALSE")
        if Lead.has_access("read"):
            readable = Lead._search(asked & Domain("active", "=", True) & Domain("won_status", "=", "pending")).select()
        return SQL(
            """
            SELECT lead.partner_id, planned.on_day, planned.summary
              FROM (%(steps)s) planned JOIN crm_lead lead ON lead.id = planned.lead_id
             WHERE lead.id IN (%(readable)s)
         UNION ALL
            SELECT activity.res_id, activity.date_deadline,
                   COALESCE(NULLIF(activity.summary, ''), kind.name->>%(lang)s, kind.name->>'en_US')
              FROM mail_activity activity
         LEFT JOIN mail_activity_type kind ON kind.id = activity.activity_type_id
             WHERE activity.res_model = 'res.partner' AND activity.active
               AND activity.automated IS NOT TRUE AND activity.date_deadline >= %(today)s
               AND (%(all)s OR activity.res_id = ANY(%(ids)s))
            """,
            steps=steps,
            readable=readable,
            lang=self.env.lang or "en_US",
            today=fields.Date.context_today(self),
            all=ids is None,
            ids=list(ids or ()),
        )
