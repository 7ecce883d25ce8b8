"""Amounts are rounded to what a currency can pay, whichever its smallest coin is."""

from decimal import Decimal
from unittest.mock import patch

from odoo.tools import SQL

from odoo.addons.sales_office_policy.models.books.scope import Conditions, Scope

from ..commission.common import MARCH
from .common import BooksQuestions


class TestRounding(BooksQuestions):
    def test_smallest_coins(self):
        """R134: 7.125 is 7.13 in cents, 7.15 in five cents, 7.1250 in tenths of a mil, 7 in yen, 10 in tens."""
        scope = Scope(self.company, [self.company.id], None, *MARCH, [], Conditions())
        for coin, expected in (("0.01", "7.13"), ("0.05", "7.15"), ("0.0001", "7.125"), ("1", "7"), ("10", "10")):
            with self.subTest(coin=coin), patch.object(Scope, "step_of", return_value=Decimal(coin)):
                for amount, rounded in (("7.125", expected), ("-7.125", f"-{expected}")):
                    query = SQL("SELECT %s", scope.rounded(SQL("%s", Decimal(amount))))
                    self.assertEqual(self.env.execute_query(query), [(float(rounded),)])  # as Odoo reads numbers
