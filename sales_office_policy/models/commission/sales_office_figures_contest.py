from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.tools import SQL

from ..meeting.sales_office_figures import Period


class SalesOfficeFigures(models.AbstractModel):
    """What the participants of a contest brought in, untaxed, one query per metric (R126)."""

    _inherit = "sales.office.figures"

    def _get_contest_values(self, metric, participants):
        """Return ``{participant id: value}`` in the contest's period; who brought in nothing is left out.

        Days are those of the participant's time zone. Reads past access, as the whole model.

        :param str metric: see ``METRICS`` of the contest
        :param participants: participants (sudo) of one contest
        """
        contest = participants.contest_id
        if not participants:
            return {}
        self.env["sale.order"].flush_model()  # what reads new customers leaves it to the orders
        people = self._get_contest_people(participants, contest.date_from, contest.date_to)
        period = Period(participants.employee_id, contest.date_from, contest.date_to, people)
        column, read = {
            "invoiced": ("invoiced_amount", self._get_invoice_rows),
            "ordered": ("orders_amount", self._get_order_rows),
            "collected": ("collected_amount", self._get_untaxed_cash_rows),
            "quantity": ("quantity", self._get_quantity_rows),
            "new_customers": ("new_customers", self._get_customer_rows),
            "margin": ("margin", self._get_margin_rows),
        }[metric]
        return {row["employee_id"]: row[column] or 0 for row in read(period)}

    def _get_contest_people(self, participants, date_from, date_to):
        """Return the table ``person`` of the queries, with the ids of participants in place of employees."""
        begin, end = datetime.combine(date_from, time.min), datetime.combine(date_to + timedelta(days=1), time.min)
        rows = []
        for participant in participants:
            localize = pytz.timezone(participant.employee_id._get_tz() or "UTC").localize
            bounds = [localize(at).astimezone(pytz.utc).replace(tzinfo=None) for at in (begin, end)]
            rows.append((participant.id, participant.seller_id.id, participant.company_id.id, *bounds))
        return SQL(
            "unnest(%s::int[], %s::int[], %s::int[], %s::timestamp[], %s::timestamp[])"
            " AS person(employee_id, user_id, company_id, start, stop)",
            *(list(column) for column in zip(*rows, strict=True)),
        )

    def _get_untaxed_cash_rows(self, period):
        untaxed = SQL("COALESCE(move.amount_untaxed_signed / NULLIF(move.amount_total_signed, 0), 0)")
        return self._get_cash_rows(period, untaxed)

    def _get_quantity_rows(self, period):
        """Sum invoiced less credited quantities of products in their own unit; a down payment is no product."""
        self.env["account.move.line"].flush_model()
        return self._query(
            """
            SELECT person.employee_id,
                   SUM(CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END * line.quantity
                       * COALESCE(unit.factor / NULLIF(own_unit.factor, 0), 1)) AS quantity
              FROM %(people)s
              JOIN account_move move
                ON move.invoice_user_id = person.user_id AND move.company_id = person.company_id
               AND move.invoice_date BETWEEN %(date_from)s AND %(date_to)s
              JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
         LEFT JOIN uom_uom own_unit ON own_unit.id = template.uom_id
             WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
               AND line.is_downpayment IS NOT TRUE
          GROUP BY 1
            """,
            period,
        )

    def _get_margin_rows(self, period):
        """Sum the margin of confirmed orders by order date, at the order's own exchange rate."""
        self.env["sale.order"].flush_model()
        return self._query(
            """
            SELECT person.employee_id, SUM(sale.margin / COALESCE(NULLIF(sale.currency_rate, 0), 1)) AS margin
              FROM %(people)s
              JOIN sale_order sale
                ON sale.user_id = person.user_id AND sale.company_id = person.company_id
               AND sale.date_order >= person.start AND sale.date_order < person.stop
             WHERE sale.state = 'sale'
          GROUP BY 1
            """,
            period,
        )
