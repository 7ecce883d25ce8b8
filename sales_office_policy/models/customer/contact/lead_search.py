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

    def _get_halves(self, places=None):
        """Return the contacts that may be about a lead, and those that may be about a customer only, as SELECTs.

        :param places: out of :meth:`_get_sources`: where to look; everywhere, if left out
        """
        places = self._get_sources() if places is None else places
        of_leads = self._unite([place for place in places if place.about != "customer"])
        return of_leads, self._unite([place for place in places if place.about != "lead"])

    def _join_customer(self, model, alias, query):
        """Join the contact of leads to a query, and return SQL of the company it belongs to."""
        person = query.make_alias(alias, "sales_office_customer")
        partner = model._field_to_sql(alias, "partner_id", query)
        query.add_join("LEFT JOIN", person, "res_partner", SQL("%s = %s", SQL.identifier(person, "id"), partner))
        return SQL.identifier(person, "commercial_partner_id")

    @api.model
    def _get_contacted_of_many(self, moment=None):
        """Return the leads that somebody was in contact about since ``moment`` (naive UTC), or ever, as a domain.

        What was exchanged about all leads that the user may read is read once.
        """

        def to_sql(model, alias, query):
            readable = model.with_context(active_test=False)._search([])
            last = self._select_last(model, readable.table, readable, moment)
            return SQL("%s IN (SELECT lead_id FROM (%s) last)", model._field_to_sql(alias, "id", query), last)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _join_last(self, model, alias, query):
        """Join when the last contact was about each lead that a query finds so far; return SQL of it (naive UTC)."""
        last = query.make_alias(alias, "sales_office_last_contact")
        query.add_join(
            "LEFT JOIN",
            last,
            SQL("(%s)", self._select_last(model, alias, query)),
            SQL("%s = %s", SQL.identifier(last, "lead_id"), model._field_to_sql(alias, "id", query)),
        )
        return SQL.identifier(last, "date")

    @api.model
    def _select_last(self, model, alias, query, moment=None):
        """Return a SELECT of ``(lead_id, date)``: the last contact about each lead that a query finds, or with its
        customer; since ``moment`` (naive UTC), if one is given.
        """
        self._flush_contacts()
        customer = self._join_customer(model, alias, query)
        asked = query.subselect(SQL.identifier(alias, "id"), SQL("%s AS customer_id", customer))
        since = SQL("contact.date >= %s", moment) if moment else SQL("TRUE")
        places = self._get_sources()
        parts = [
            SQL(
                "SELECT lead_id, date FROM (%s) contact WHERE lead_id IN (SELECT id FROM asked) AND %s",
                *(place.sql, since),
            )
            for place in places
            if place.about != "customer"
        ]
        parts += [
            SQL(
                "SELECT asked.id, contact.date FROM (%s) contact JOIN asked ON asked.customer_id = contact.partner_id "
                "WHERE contact.lead_id IS NULL AND %s",
                *(place.sql, since),
            )
            for place in places
            if place.about != "lead"
        ]
        return SQL(
            "WITH asked AS %s SELECT lead_id, MAX(date) AS date FROM (%s) contact GROUP BY lead_id",
            asked,
            SQL(" UNION ALL ").join(parts),
        )
