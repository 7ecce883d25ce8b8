from ..common import CustodyCommon

FIELDS = ["reference", "name", "category_id", "department_id", "confidentiality"]


class TestImport(CustodyCommon):
    """The clerk imports their paper book with Odoo's own import."""

    def rows(self, size):
        return [
            ["", f"Paper {n}", self.book.category_id.name, "Sales / Retail / North", "Internal"] for n in range(size)
        ]

    def load(self, rows, fields=FIELDS):
        return self.as_(self.clerk, self.env["sales.office.document"]).load(fields, rows)

    def count(self):
        return self.env["sales.office.document"].search_count([("company_id", "=", self.company.id)])

    def test_bad_rows_are_named_and_nothing_is_left(self):
        """R015: of 500 rows with 20 bad ones each bad one is named, and not one document is made."""
        before = self.count()
        rows = self.rows(500)
        bad = range(20, 500, 25)
        for number, row in enumerate(bad):
            match number % 4:
                case 0:
                    rows[row][2] = "No such category"
                case 1:
                    rows[row][4] = "Top secret"
                case 2:
                    rows[row][0] = self.book.reference
                case 3:
                    rows[row][3] = "No such department"
        result = self.load(rows)
        self.assertFalse(result["ids"])
        named = {message["rows"]["from"] for message in result["messages"] if message["type"] == "error"}
        self.assertEqual(named, set(bad))
        self.assertEqual(self.count(), before)

    def test_messages_say_what_is_wrong(self):
        rows = self.rows(6)
        rows[1][0] = self.book.reference
        rows[3][0] = rows[4][0] = "BOOK-7"
        rows[5][1] = ""
        messages = {m["rows"]["from"]: m["message"] for m in self.load(rows)["messages"]}
        self.assertEqual(set(messages), {1, 4, 5})
        self.assertIn(self.book.reference, messages[1])
        self.assertIn("BOOK-7", messages[4])

    def test_numbered_in_one_go(self):
        """R015: references are drawn once for all rows, in order."""
        result = self.load(self.rows(50))
        documents = self.env["sales.office.document"].browse(result["ids"])
        self.assertFalse([m for m in result["messages"] if m["type"] == "error"])
        numbers = [int(reference.removeprefix("DOC-")) for reference in documents.mapped("reference")]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 50)))

    def test_given_references_stay(self):
        rows = self.rows(3)
        rows[1][0] = "BOOK-7"
        documents = self.env["sales.office.document"].browse(self.load(rows)["ids"])
        self.assertEqual(documents[1].reference, "BOOK-7")
        self.assertTrue(all(documents.mapped("reference")))

    def test_state_is_not_imported(self):
        """R015: a file neither lends nor destroys anything."""
        rows = [[*row, "On Loan"] for row in self.rows(2)]
        result = self.load(rows, [*FIELDS, "state"])
        self.assertFalse(result["ids"])
        self.assertIn("not entered by hand", result["messages"][0]["message"])

    def test_numbers_take_no_query_each(self):
        """R015: a hundred numbers take as many queries as two."""
        Document = self.as_(self.clerk, self.env["sales.office.document"])
        Document._next_references(2)  # rights are read once
        for size in (2, 100):
            with self.assertQueryCount(2):
                self.assertEqual(len(Document._next_references(size)), size)
        self.assertEqual(Document._next_references(0), [])
