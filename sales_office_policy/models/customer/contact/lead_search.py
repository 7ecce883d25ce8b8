from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class SalesOfficeContact(models.Model):
    """How leads are found and sorted by when somebody was in contact about them (R074, R137).

    Few of them by the indexes, lead by lead. For very many that takes longer than reading all that was exchanged with
    them: then each place is read once for all that are asked for, and PostgreSQL chooses by their number whether it
    goes by the index.
    """

    _inherit = "sales.office.contact"

    @api.model
    def _get_contacted_since(self, moment):
        """Return the leads that somebody was in contact about since ``moment`` (naive UTC), as a domain.

        The indexes are asked for each lead that the rest of the domain leaves: it is to leave few.
        """
        of_leads, of_customers = self._get_halves()

        def to_sql(model, alias, query):
            self._flush_contacts()
            return SQL(
                """(EXISTS (SELECT FROM (%(of_leads)s) contact
                             WHERE contact.lead_id = %(lead)s AND contact.date >= %(moment)s)
                    OR EXISTS (SELECT FROM (%(of_customers)s) contact
                                WHERE contact.partner_id = %(company)s AND contact.lead_id IS NULL
                                  AND contact.date >= %(moment)s))""",
                lead=model._field_to_sql(alias, "id", query),
                company=self._join_customer(model, alias, query),
                of_leads=of_leads,
                of_customers=of_customers,
                moment=moment,
            )

        return Domain.custom(to_sql=to_sql)

    def _get_halves(self):
        """Return the contacts that may be about a lead, and those that may be about a customer only, as SELECTs."""
        places = self._get_sources()
        of_leads = self._unite([place for place in places if place.about != "customer"])
        return of_leads, self._unite([place for place in places if place.about != "lead"])

    def _join_customer(self, model, alias, query):
        """Join the contact of leads to a query, and return SQL of the company it belongs to."""
        person = query.make_alias(alias, "sales_office_customer")
        partner = model._field_to_sql(alias, "partner_id", query)
        query.add_join("LEFT JOIN", person, "res_partner", SQL("%s = %s", SQL.identifier(person, "id"), partner))
        return SQL.identifier(person, "commercial_partner_id")

    @api.model
    def _join_last(self, model, alias, query, leads=None):
        """Join when the last contact about each lead was to a query, and return SQL of it (naive UTC; NULL: never).

        :param model: the leads' model
        :param alias: of the leads in ``query``
        :param Query leads: the leads to look at, at least those that ``query`` finds; without it, what it finds so far
        """
        last = query.make_alias(alias, "sales_office_last_contact")
        if last not in query._joins:  # once for what is searched and what is sorted
            self._flush_contacts()
            table, leads = (alias, query) if leads is None else (leads.table, leads)
            customer = self._join_customer(model, table, leads)
            asked = leads.subselect(SQL.identifier(table, "id"), SQL("%s AS customer_id", customer))
            query.add_join(
                "LEFT JOIN",
                last,
                SQL("(%s)", self._select_last(asked)),
                SQL("%s = %s", SQL.identifier(last, "lead_id"), model._field_to_sql(alias, "id", query)),
            )
        return SQL.identifier(last, "date")

    @api.model
    def _select_last(self, asked):
        """Return a SELECT of ``(lead_id, date)``: the last contact about each lead, or with its customer.

        :param SQL asked: a SELECT of ``(id, customer_id)``: which leads, and the company each is with
        """
        places = self._get_sources()
        parts = [
            SQL("SELECT lead_id, date FROM (%s) contact WHERE lead_id IN (SELECT id FROM asked)", place.sql)
            for place in places
            if place.about != "customer"
        ]
        parts += [
            SQL(
                "SELECT asked.id, contact.date FROM (%s) contact JOIN asked ON asked.customer_id = contact.partner_id "
                "WHERE contact.lead_id IS NULL",
                place.sql,
            )
            for place in places
            if place.about != "lead"
        ]
        return SQL(
            "WITH asked AS %s SELECT lead_id, MAX(date) AS date FROM (%s) contact GROUP BY lead_id",
            asked,
            SQL(" UNION ALL ").join(parts),
        )
