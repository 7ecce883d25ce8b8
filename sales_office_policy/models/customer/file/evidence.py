from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..visit.visit import NOT_MET


class SalesOfficeCustomerFile(models.Model):
    """What shows that an item is in the file: one method ``_find_x`` for each kind of evidence, of many customers."""

    _inherit = "sales.office.customer.file"

    @api.model
    def _get_evidence(self, items, partners, company):
        """Return ``{item: ids of the customers that have it}`` (sudo); alike items are asked for once."""
        asked = {}
        for item in items:
            key = (item.evidence, item.field_name, item.fresh_days)
            if key not in asked:
                asked[key] = getattr(self, f"_find_{item.evidence}")(item, partners, company)
        return {item: asked[item.evidence, item.field_name, item.fresh_days] for item in items}

    def _find_address(self, item, partners, company):
        return set(partners.filtered(lambda partner: partner.street and partner.city)._ids)

    def _find_reach(self, item, partners, company):
        return set(partners.filtered(lambda p: p.phone or p.email)._ids) | self._find_person(item, partners, company)

    def _find_person(self, item, partners, company):
        """A contact of the company who can be reached."""
        reached = Domain("phone", "!=", False) | Domain("email", "!=", False)
        people = Domain("parent_id", "in", partners.ids) & Domain("is_company", "=", False) & reached
        groups = self.env["res.partner"].sudo()._read_group(people, ["parent_id"])
        return {parent.id for (parent,) in groups}

    def _find_vat(self, item, partners, company):
        return set(partners.filtered("vat")._ids)

    def _find_invoicing(self, item, partners, company):
        partners.bank_ids.mapped("bank_id")  # of all at once
        return set(partners.filtered(lambda partner: not partner.sales_office_invoicing_missing)._ids)

    def _find_licence(self, item, partners, company):
        today = fields.Date.context_today(self)
        valid = Domain("date_expiry", "=", False) | Domain("date_expiry", ">=", today)
        papers = Domain("partner_id", "in", partners.ids) & Domain("company_id", "=", company.id) & valid
        groups = self.env["sales.office.partner.licence"].sudo()._read_group(papers, ["partner_id"])
        return {partner.id for (partner,) in groups}

    def _find_field(self, item, partners, company):
        return set(partners.filtered(item.field_name)._ids)

    def _find_visit(self, item, partners, company):
        last = self._get_last_visits(partners, company)
        since = self._get_fresh_since(item)
        return {partner.id for partner, moment in last.items() if not since or moment >= since}

    def _find_need(self, item, partners, company):
        """Needs on an opportunity of the customer, looked at recently enough."""
        domain = Domain("lead_id.partner_id.commercial_partner_id", "in", partners.ids)
        if since := self._get_fresh_since(item):
            domain &= Domain("write_date", ">=", since)
        leads = self.env["sales.office.need"].sudo().search_fetch(domain, ["lead_id"]).lead_id
        return set(leads.partner_id.commercial_partner_id._ids)

    @api.model
    def _get_fresh_since(self, item):
        return item.fresh_days and fields.Datetime.now() - timedelta(days=item.fresh_days)

    @api.model
    def _get_last_visits(self, partners, company):
        """Return ``{customer: when somebody met them last}``, whoever did."""
        return self._get_latest(partners, company, Domain("outcome", "!=", NOT_MET))

    @api.model
    def _get_latest(self, partners, company, domain):
        """Return ``{customer: begin of the latest reported visit}`` of those in a domain, to any of their people."""
        made = Domain("state", "=", "done") & Domain("company_id", "=", company.id) & domain
        whose = Domain("partner_id.commercial_partner_id", "in", partners.ids)
        groups = self.env["sales.office.visit"].sudo()._read_group(made & whose, ["partner_id"], ["planned_start:max"])
        latest = {}
        for partner, moment in groups:
            customer = partner.commercial_partner_id
            latest[customer] = max(moment, latest.get(customer, moment))
        return latest
