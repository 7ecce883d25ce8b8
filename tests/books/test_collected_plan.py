"""How PostgreSQL goes about following money where it expects next to nothing, as in books that begin."""

import re
from unittest.mock import patch

from odoo.tools import SQL

from ..commission.common import MARCH
from .common import BooksQuestions

#: rows that PostgreSQL has put aside: looked at one by one for each row of something else, they are squared
PUT_ASIDE = frozenset({"CTE Scan", "Materialize", "WorkTable Scan"})
#: the steps of following money, each as long as there are payments
STEPS = frozenset({"hop", "link", "onward", "running", "side", "touched"})
UNHASHED = re.compile(r"(?<!hashed )SubPlan \d")


class TestCollectedPlan(BooksQuestions):
    def setUp(self):
        super().setUp()
        invoice = self.invoice(self.rep, MARCH[0], 1000)
        self.pay(invoice, MARCH[0], 400)

    def _explain(self):
        """Return the nodes of the plan of what Rob collected in March."""
        for table in sorted({node["Relation Name"] for node in self._plan() if "Relation Name" in node}):
            # rows of other tests that were rolled back are still there for who guesses how many there are
            self.env.cr.execute(SQL("CLUSTER %s USING %s", SQL.identifier(table), SQL.identifier(f"{table}_pkey")))
        return self._plan()

    def _plan(self):
        Books, asked = type(self.env["sales.office.books"]), []
        answer = Books._ask

        def remember(books, query):
            asked.append(query)
            return answer(books, query)

        self.env.invalidate_all()
        with patch.object(Books, "_ask", remember):
            self.assertEqual(self.value("collected"), 400)
        [[[plan]]] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", asked[-1]))
        return list(self._walk(plan["Plan"]))

    def _walk(self, node):
        yield node
        for child in node.get("Plans", ()):
            yield from self._walk(child)

    def _find_squares(self, nodes):
        """Return what is compared row by row with each row of something else."""
        loops = [node["Plans"] for node in nodes if node["Node Type"] == "Nested Loop"]
        inner = [node for _outer, *rest in loops for node in rest if node["Node Type"] in PUT_ASIDE]
        scans = [scan for node in inner for scan in self._walk(node) if scan["Node Type"] == "CTE Scan"]
        return {scan["CTE Name"] for scan in scans} & STEPS

    def test_nothing_is_squared(self):
        """R134: twice as many payments take twice as long to follow, where PostgreSQL expects next to none."""
        nodes = self._explain()
        self.assertIn("touched", {node.get("CTE Name") for node in nodes})
        self.assertFalse(self._find_squares(nodes))
        filters = " ".join(str(node.get(kind, "")) for node in nodes for kind in ("Filter", "Join Filter"))
        self.assertNotRegex(filters, UNHASHED)
