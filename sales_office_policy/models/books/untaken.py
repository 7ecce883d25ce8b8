from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from . import money
from .books import ENTRIES
from .scope import Conditions, Scope


class Late(NamedTuple):
    """Days after those on which documents of a user, and an employee's shares of orders, counted for ``index``."""

    index: int
    user_id: int | None
    employee_id: int
    date_from: date
    date_to: date
    #: of which days the invoice is, or the one that a credit note corrects
    document_from: date
    document_to: date
    #: whether credit notes that name no invoice belong here
    unlinked: bool


class SalesOfficeBooks(models.AbstractModel):
    """What nobody's windows reach: entries that came too late, without an employee, or without money."""

    _inherit = "sales.office.books"

    @api.model
    def _get_late(self, company, metric, asked):
        """Return ``[(index, document id, day, amount, quantity)]`` of payments and credit notes, in one query.

        :param asked: ``[(Conditions, [Late])]``
        """
        self.env.flush_all()
        entries = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s AS filter, entry.* FROM (%s) entry", number, self._get_late_entries(company, metric, *of_one)
            )
            for number, of_one in enumerate(asked)
        )
        rows = [(number, *late) for number, (_conditions, windows) in enumerate(asked) for late in windows]
        casts = ("int", "int", "int", "int", "date", "date", "date", "date", "bool")
        columns = zip(casts, zip(*rows, strict=True), strict=True)
        query = SQL(
            """
            SELECT asked.index, entry.document_id, entry.day, SUM(entry.amount * credit.part),
                   SUM(entry.quantity * credit.part)
              FROM (%(entries)s) entry
              JOIN account_move move ON move.id = entry.document_id
         LEFT JOIN account_move corrected ON corrected.id = move.reversed_entry_id
         LEFT JOIN sales_office_credit_split split ON split.order_id = entry.order_id
        CROSS JOIN LATERAL (SELECT CASE WHEN entry.order_id IS NULL THEN 1 ELSE split.percent / 100 END) credit(part)
              JOIN unnest(%(columns)s) AS asked(
                   filter, index, user_id, employee_id, date_from, date_to, document_from, document_to, unlinked)
                ON asked.filter = entry.filter AND entry.day BETWEEN asked.date_from AND asked.date_to
               AND CASE WHEN entry.order_id IS NULL THEN asked.user_id = entry.user_id
                        ELSE asked.employee_id = split.employee_id END
               AND CASE WHEN move.move_type = 'out_refund' AND corrected.id IS NULL AND move.invoice_date > document_to
                        THEN asked.unlinked
                        ELSE COALESCE(corrected.invoice_date, move.invoice_date) BETWEEN document_from AND document_to
                        END
          GROUP BY 1, 2, 3
          ORDER BY 1, 3, 2
            """,
            entries=entries,
            columns=SQL(", ").join(SQL(f"%s::{cast}[]", list(column)) for cast, column in columns),
        )
        return self._ask(query)

    def _get_late_entries(self, company, metric, conditions, windows):
        return ENTRIES[metric](self.env, Scope.of(company, windows, conditions))

    @api.model
    def _get_ownerless(self, company, date_from, date_to):
        """Return ``[(document id, user id, day, amount)]`` of what was invoiced by users who were nobody's that day."""
        stays = [stay for stay in self.env["sales.office.membership"]._get_stays(company) if stay.user_id]
        self.env.flush_all()
        query = SQL(
            """
            SELECT entry.document_id, entry.user_id, MIN(entry.day), SUM(entry.amount)
              FROM (%(entries)s) entry
             WHERE entry.order_id IS NULL AND entry.user_id IS NOT NULL
               AND NOT EXISTS (
                   SELECT FROM unnest(%(users)s::int[], %(firsts)s::date[], %(lasts)s::date[])
                               AS stay(user_id, first, last)
                    WHERE stay.user_id = entry.user_id AND entry.day BETWEEN stay.first AND stay.last)
          GROUP BY 1, 2
          ORDER BY 1, 2
            """,
            entries=ENTRIES["invoiced"](self.env, self._get_everything(company, date_from, date_to)),
            users=[stay.user_id for stay in stays],
            firsts=[stay.first for stay in stays],
            lasts=[stay.last for stay in stays],
        )
        return self._ask(query)

    @api.model
    def _get_unfollowed(self, company, date_from, date_to):
        """Return ``[(document id, user id, invoice date, amount without taxes)]`` of what settled invoices although it
        is neither money nor a credit note, a vendor bill or a write-off.

        That is what ends on an account of the balance sheet and is matched with nothing there, or goes on beyond the
        depth to which money is followed.
        """
        self.env.flush_all()
        scope = self._get_everything(company, date_from, date_to)
        accounts = money.get_money_accounts(self.env, scope.companies)
        query = SQL(
            """
            WITH RECURSIVE %(arrivals)s, %(lost)s
            SELECT bill.id, bill.invoice_user_id, bill.invoice_date, %(amount)s
              FROM lost
              JOIN account_move bill ON bill.id = lost.move_id
             WHERE bill.amount_total != 0 AND bill.invoice_date BETWEEN %(date_from)s AND %(date_to)s
               AND bill.move_type != 'out_refund'
          ORDER BY 1
            """,
            arrivals=money.get_arrivals(scope.companies, accounts, date_from),
            lost=money.get_lost(accounts),
            amount=scope.rounded(SQL("bill.amount_untaxed_signed * lost.amount / bill.amount_total")),
            date_from=date_from,
            date_to=date_to,
        )
        return self._ask(query)

    def _get_everything(self, company, date_from, date_to):
        return Scope(company, Scope.companies_of(company), None, date_from, date_to, [], Conditions())
