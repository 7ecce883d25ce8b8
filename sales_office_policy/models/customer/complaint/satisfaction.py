from datetime import timedelta

from odoo import api, fields, models

TEMPLATE = "sales_office_policy.mail_template_{}_rating"


class SalesOfficeSatisfaction(models.AbstractModel):
    """Asks customers what they think, each at most once in so many days, whatever it is about (R114, R131).

    The links go by e-mail from a queue and are kept nowhere: Odoo's own request leaves them in the record's thread,
    where whoever reads it could rate in the customer's place.
    """

    _name = "sales.office.satisfaction"
    _description = "Asking Customers for a Rating"

    @api.model
    def _ask(self, records, kind):
        """Ask the customers of these records (sudo) for a rating, in a constant number of queries but for the mails.

        :param records: of a thread with ``partner_id`` and ``company_id``
        :param str kind: of the template
        :return: ``{record: why its customer is not asked}``, those asked left out
        """
        today = fields.Date.context_today(self)
        asked, refused, parties = records.browse(), {}, self.env["res.partner"].sudo()
        for record in records:
            party = record.partner_id.commercial_partner_id
            since = today - timedelta(days=record.company_id.sales_office_rating_days)
            last = party.sales_office_rating_asked_on
            if not record.partner_id.email:
                refused[record] = self.env._("The customer has no e-mail address.")
            elif party in parties or last and last > since:
                refused[record] = self.env._("The customer was asked for a rating a short time ago.")
            else:
                asked |= record
                parties |= party
        if asked:
            template = self.env.ref(TEMPLATE.format(kind)).sudo()  # sudo: whoever asks writes no templates
            # given to the template, not asked for in it: Odoo tries out a template on any record when it is saved
            template = template.with_context(sales_office_rating_tokens=self._get_tokens(asked))
            for company, theirs in asked.grouped("company_id").items():
                template.with_company(company).send_mail_batch(theirs.ids)
            parties.sales_office_rating_asked_on = today
        return refused

    @api.model
    def _get_tokens(self, records):
        """Return ``{record id: token of its customer's link}`` of these records (sudo): of a rating that waits, or of
        a new one, as ``_rating_get_access_token`` does for one record, in a constant number of queries.
        """
        ratings = self.env["rating.rating"].sudo()  # sudo: nobody of the house reads a link that was not used
        waiting = ratings.search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids), ("consumed", "=", False)]
        )
        known = {(rating.res_id, rating.partner_id): rating for rating in waiting[::-1]}
        asked = {record: (record.id, record._rating_get_partner()) for record in records}
        new = [record for record in records if asked[record] not in known]
        made = ratings.create(
            [
                {
                    "partner_id": asked[record][1].id,
                    "rated_partner_id": record._rating_get_operator().id,
                    "res_model_id": self.env["ir.model"]._get_id(record._name),
                    "res_id": record.id,
                    "is_internal": False,
                }
                for record in new
            ]
        )
        known |= {asked[record]: rating for record, rating in zip(new, made, strict=True)}
        return {record.id: known[asked[record]].access_token for record in records}

    @api.model
    def _cron_ask_delivered(self, batch=50):
        """Ask the customers of orders that were delivered completely in the last two weeks, where it is switched on."""
        companies = self.env["res.company"].search(
            [("sales_office_room_ids.code", "=", "customer"), ("sales_office_rating_delivery", "=", True)]
        )
        self._ask_all(self._find_delivered(companies), "delivery", batch)

    @api.model
    def _cron_ask_visited(self, batch=50):
        """Ask customers who were visited again in the last two weeks, where it is switched on (R131)."""
        companies = self.env["res.company"].search(
            [("sales_office_room_ids.code", "=", "customer"), ("sales_office_rating_visit", "=", True)]
        )
        self._ask_all(self._find_visited(companies), "visit", batch)

    def _ask_all(self, records, kind, batch):
        """Ask the customers of these records (sudo) in batches, each of which is done when it is told so."""
        self.env["ir.cron"]._commit_progress(remaining=len(records))
        for start in range(0, len(records), batch):
            some = records[start : start + batch]
            self._ask(some, kind)
            if not self.env["ir.cron"]._commit_progress(len(some)):
                return

    @api.model
    def _find_visited(self, companies):
        """Return the return visits of the companies (sudo) that were reported a day to two weeks ago, not asked of yet.

        A return visit is one to somebody who had ordered before. Whoever complained on it is asked once that is
        answered, and whoever was not met not at all.
        """
        today = fields.Date.context_today(self)
        visits = self.env["sales.office.visit"].sudo()  # sudo: by the scheduler
        visits = visits.search(
            [
                ("state", "=", "done"),
                ("outcome", "not in", ("not_met", "complained")),
                ("reported_at", ">=", today - timedelta(days=14)),
                ("reported_at", "<", today),
                ("company_id", "in", companies.ids),
                ("partner_id", "!=", False),
            ],
            order="id desc",
        )
        files = self.env["sales.office.customer.file"].sudo()  # sudo: since when they order
        files = files.search(
            [("partner_id", "in", visits.partner_id.commercial_partner_id.ids), ("first_order_on", "!=", False)]
        )
        first = {(file.partner_id, file.company_id): file.first_order_on for file in files}
        returned = visits.filtered(
            lambda visit: (
                (since := first.get((visit.partner_id.commercial_partner_id, visit.company_id)))
                and since < visit.planned_start.date()
            )
        )
        return returned - self._find_rated(returned)

    @api.model
    def _find_delivered(self, companies):
        """Return the orders of the companies (sudo) whose last delivery is a day to two weeks old, not asked of yet."""
        today = fields.Date.context_today(self)
        lines = self.env["sale.order.line"].sudo()  # sudo: by the scheduler
        orders = lines.search(
            [
                ("sales_office_delivered_on", ">=", today - timedelta(days=14)),
                ("sales_office_delivered_on", "<", today),
                ("company_id", "in", companies.ids),
                ("state", "=", "sale"),
            ]
        ).order_id
        delivered = orders.filtered(lambda order: order._is_delivered() and order.sales_office_delivered_on < today)
        return delivered - self._find_rated(delivered)

    @api.model
    def _find_rated(self, records):
        """Return those of the records (sudo) that their customers were asked about before."""
        ratings = self.env["rating.rating"].sudo()  # sudo: whether there is one
        known = ratings._read_group([("res_model", "=", records._name), ("res_id", "in", records.ids)], ["res_id"])
        return records.browse(res_id for (res_id,) in known)
