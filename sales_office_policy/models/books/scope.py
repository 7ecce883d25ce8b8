"""What one reading of the books asks for, and which of its entries pass."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL


class Conditions(NamedTuple):
    """What an entry must fulfil. Readings with equal ones share their sums.

    ``goods`` asks for what was sold, on a line of an invoice or an order alike (paths begin with ``product_id``), and
    reaches in proportion what stands for a whole order: down payments, deductions and discounts on the order.
    ``documents`` asks for the rest, on lines of invoices or, where orders count, of orders.
    """

    goods: Domain = Domain.TRUE
    documents: Domain = Domain.TRUE
    #: a customer's first months that count; 0: all of them
    new_customer_months: int = 0
    #: the other way round: customers that are not new any more
    existing_customers: bool = False
    #: ``((first day, last day), ...)`` of invoices on whose date their credit notes count; the others have their own
    credited_days: tuple = ()
    #: of invoices, what is unpaid of instalments due before that day counts as nothing, as what was written off does
    unpaid_since: date | None = None
    #: units and cost are asked for as well, which costs time
    in_units: bool = False

    @property
    def key(self):
        """Return what tells conditions apart; a domain itself cannot be hashed."""
        return (repr(self.goods), repr(self.documents), *self[2:])


class Scope(NamedTuple):
    """Which documents a reading looks at."""

    company: BaseModel  # ``res.company``
    #: ids of the company and the branches below it
    companies: list[int]
    #: None: whoever sold
    users: list[int] | None
    date_from: date
    date_to: date
    #: ``[(user id, first day, time zone)]`` of the sales offices in which sellers worked; None: the company's
    zones: list[tuple]
    conditions: Conditions

    @classmethod
    def of(cls, company, windows, conditions=Conditions(), zones=()):  # noqa: B008 immutable
        """Return the scope in which the answers to all windows lie."""
        return cls(
            company,
            cls.companies_of(company),
            list({window.user_id for window in windows if window.user_id}),
            min(window.date_from for window in windows),
            max(window.date_to for window in windows),
            list(zones),
            conditions,
        )

    @staticmethod
    def companies_of(company):
        """Return the ids of a company and the branches below it."""
        return [company.id, *company._get_sales_office_branch_ids()]

    @staticmethod
    def step_of(company):
        """Return the smallest amount of a company's currency."""
        return Decimal(str(company.currency_id.rounding))

    @property
    def step(self):
        """The smallest amount of the company's currency, as a ``Decimal``."""
        return self.step_of(self.company)

    def rounded(self, amount):
        """Return an ``SQL`` amount rounded to what the company's currency can pay."""
        _sign, digits, exponent = self.step.normalize().as_tuple()
        if digits == (1,):  # as nearly all are; three times as fast
            return SQL("ROUND((%s)::numeric, %s)", amount, -exponent)
        return SQL("ROUND(((%s) / %s)::numeric) * %s", amount, self.step, self.step)

    def passing(self, env, model_name, domain):
        """Return the condition that the row ``line`` of a model is in a domain."""
        if domain.is_true():
            return SQL("TRUE")
        Line = env[model_name].with_context(active_test=False)
        return SQL("line.id IN %s", Line._search(domain).subselect())
