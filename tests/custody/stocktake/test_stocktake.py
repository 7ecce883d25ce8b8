from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import CustodyCommon


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
class TestStocktake(CustodyCommon):
    """Contract, book and poster are kept in the cabinet, the seal in the safe."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.contract | cls.book | cls.poster).home_location = "Cabinet"
        cls.seal.home_location = "Safe"
        cls.stocktakes = cls.env["sales.office.document.stocktake"]

    def open(self, location="Cabinet", department=None, clerk=None):
        values = {"location": location, "department_id": (department or self.sales).id}
        return self.as_(clerk or self.clerk, self.stocktakes).create(values)

    def scan(self, stocktake, document):
        return stocktake.action_scan(document.reference)

    def results(self, stocktake):
        return {line.document_id.name: line.result for line in stocktake.sudo().line_ids}

    def line(self, stocktake, document):
        return stocktake.line_ids.filtered(lambda line: line.document_id == document.with_env(line.env))

    def test_everything_expected_is_listed(self):
        """R016: a count starts with what the books say should lie there."""
        self.hand_out(self.book, self.rep)
        self.as_(self.clerk, self.poster).action_report_missing("Torn off")
        with Form(self.as_(self.clerk, self.stocktakes)) as form:
            form.location = " Cabinet "
        stocktake = form.record
        self.assertEqual(stocktake.department_id, self.sales)
        self.assertEqual(stocktake.opened_by_id, self.clerk.user_id)
        self.assertEqual(
            self.results(stocktake),
            {"Framework contract": "unseen", "Telephone book": "on_loan", "House rules": "known_missing"},
        )
        self.assertEqual((stocktake.expected_count, stocktake.found_count, stocktake.unsettled_count), (1, 0, 1))
        self.assertFalse(stocktake.progress)

    def test_scan(self):
        """R016: each scan says whether the paper belongs here."""
        stocktake = self.open()
        self.hand_out(self.book, self.rep)
        self.as_(self.clerk, self.poster).action_report_missing("Torn off")
        for document, level, text in (
            (self.contract, "success", "where it belongs"),
            (self.contract, "info", "already"),
            (self.seal, "warning", "Its place: Safe"),
            (self.book, "warning", "on loan to Rob"),
            (self.poster, "warning", "reported missing"),
        ):
            with self.subTest(document.name):
                answer = self.scan(stocktake, document)
                self.assertEqual(answer["level"], level)
                self.assertIn(text, answer["text"])
        self.assertEqual(
            self.results(stocktake),
            {
                "Framework contract": "found",
                "Contract seal": "misplaced",
                "Telephone book": "lent_here",
                "House rules": "missing_here",
            },
        )
        self.assertEqual((stocktake.progress, stocktake.unsettled_count), (100, 3))

    def test_codes_that_are_refused(self):
        stocktake = self.open()
        foreign = self._create_document("Valley book", self.sales_valley, "record_book", reference="VALLEY-1")
        self.as_(self.director, self.book).action_destroy("Full")
        for code, text in (
            ("NONE", "No document"),
            ("", "No document"),
            (foreign.reference, "No document"),
            (self.book.reference, "destroyed"),
        ):
            with self.subTest(code), self.assertRaisesRegex(UserError, text):
                stocktake.action_scan(code)

    def test_settled_one_by_one(self):
        """R016: each difference is settled by what changes the document itself, once."""
        stocktake = self.open()
        self.hand_out(self.book, self.rep)
        self.as_(self.clerk, self.poster).action_report_missing("Torn off")
        spare = self._create_document("Spare", self.sales, "contract", home_location="Attic")
        for document in (self.seal, self.book, self.poster, spare):
            self.scan(stocktake, document)
        with self.assertRaisesRegex(UserError, "still to settle"):
            stocktake.action_close()
        self.line(stocktake, self.contract).action_report_missing()
        self.line(stocktake, self.seal).action_put_back()
        self.line(stocktake, spare).action_move_here()
        self.line(stocktake, self.book).action_take_back()
        self.line(stocktake, self.poster).action_report_found()
        self.assertEqual(
            (self.contract.state, self.book.state, self.poster.state), ("missing", "available", "available")
        )
        self.assertEqual((self.seal.home_location, spare.home_location), ("Safe", "Cabinet"))
        self.assertIn("stock-take of Cabinet", self.contract.message_ids[:1].body)
        with self.assertRaisesRegex(UserError, "settled already"):
            self.line(stocktake, self.seal).action_move_here()
        stocktake.action_close()
        self.assertEqual((stocktake.state, stocktake.closed_by_id), ("closed", self.clerk.user_id))

    def test_reported_missing_then_found(self):
        """R016: what turns up before the end is found again instead of missing."""
        stocktake = self.open()
        stocktake.action_report_missing()
        self.assertEqual(set((self.contract | self.book | self.poster).mapped("state")), {"missing"})
        self.assertFalse(stocktake.unsettled_count)
        self.scan(stocktake, self.book)
        self.assertEqual(self.line(stocktake, self.book).result, "missing_here")
        self.line(stocktake, self.book).action_report_found()
        self.assertEqual(self.book.state, "available")

    def test_label_unreadable(self):
        stocktake = self.open()
        self.line(stocktake, self.contract).action_found()
        self.assertEqual(self.results(stocktake)["Framework contract"], "found")

    def test_handed_out_while_counting(self):
        """R016: what the desk lends meanwhile is neither looked for nor reported missing."""
        stocktake = self.open()
        self.hand_out(self.contract, self.rep)
        stocktake.action_report_missing()
        self.assertEqual(self.contract.state, "on_loan")
        self.assertEqual(self.results(stocktake)["Framework contract"], "on_loan")

    def test_closed_is_locked(self):
        """R016: a closed count takes neither scans nor settlements, from nobody."""
        stocktake = self.open("Safe")
        self.scan(stocktake, self.seal)
        stocktake.action_close()
        line = self.line(stocktake, self.seal)
        for action in (
            lambda: self.scan(stocktake, self.contract),
            stocktake.action_close,
            stocktake.action_cancel,
            stocktake.action_report_missing,
            line.action_found,
            line.action_move_here,
            line.action_put_back,
            line.action_take_back,
            line.action_report_found,
            line.action_report_missing,
        ):
            with self.assertRaisesRegex(UserError, "closed"):
                action()

    def test_nobody_writes_by_hand(self):
        stocktake = self.open()
        line = self.line(stocktake, self.contract)
        for employee in (self.clerk, self.leader, self.director, self.policy_admin):
            with self.subTest(employee.name):
                with self.assertRaises(AccessError):
                    self.as_(employee, stocktake).write({"location": "Attic"})
                with self.assertRaises(AccessError):
                    self.as_(employee, line).write({"result": "found"})
                with self.assertRaises(AccessError):
                    self.as_(employee, line).unlink()
        values = {"location": "Attic", "department_id": self.sales.id}
        for forged in (
            {"state": "closed"},
            {"opened_by_id": self.rep.user_id.id},
            {"line_ids": [Command.link(line.id)]},
        ):
            with self.subTest(forged), self.assertRaises(AccessError):
                self.as_(self.clerk, self.stocktakes).create({**values, **forged})
        forged = self.as_(self.clerk, self.stocktakes).with_context(default_state="closed").create(values)
        self.assertEqual(forged.state, "open")

    def test_only_the_clerk_counts(self):
        """R016: others may read at most, also over RPC."""
        stocktake = self.open()
        line = self.line(stocktake, self.contract)
        for employee in (self.rep, self.leader, self.director, self.relations, self.rep_valley):
            with self.subTest(employee.name):
                with self.assertRaises(AccessError):
                    self.open("Attic", clerk=employee)
                with self.assertRaises(AccessError):
                    self.scan(self.as_(employee, stocktake), self.contract)
                for action in ("action_close", "action_cancel", "action_report_missing"):
                    with self.assertRaises(AccessError):
                        getattr(self.as_(employee, stocktake), action)()
                with self.assertRaises(AccessError):
                    self.as_(employee, line).action_report_missing()
        events = self._create_department("Events", is_sales_office=True)
        clerk = self._create_member("Cai", "clerk_events", events, "clerk")
        with self.assertRaises(AccessError):
            self.open("Attic", clerk=clerk)

    def test_leaders_read_what_they_may_see(self):
        """R022: a count tells a leader of no document outside their departments."""
        self.seal.department_id = self.sales
        stocktake = self.open(department=self.north)
        self.scan(stocktake, self.seal)
        self.assertEqual(self.results(stocktake), {"Framework contract": "unseen", "Contract seal": "misplaced"})
        self.env.invalidate_all()
        self.assertEqual(self.as_(self.leader, stocktake).line_ids.document_id.sudo(), self.contract)
        self.env.invalidate_all()
        self.assertEqual(len(self.as_(self.director, stocktake).line_ids), 2)
        self.assertFalse(self.as_(self.leader_south, self.stocktakes).search([]))
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.stocktakes).search([])

    def test_one_count_at_a_time(self):
        first = self.open()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.open(department=self.north)
        self.assertTrue(self.open("Safe"))
        first.action_cancel()
        self.assertTrue(self.open())

    def test_empty_place(self):
        stocktake = self.open("Nowhere")
        self.assertEqual((stocktake.expected_count, stocktake.progress), (0, 100))
        stocktake.action_report_missing()
        stocktake.action_close()

    def test_other_company_and_office_not_expected(self):
        self._create_document("Valley book", self.sales_valley, "record_book", home_location="Cabinet")
        events = self._create_department("Events", is_sales_office=True, parent_id=self.sales.id)
        self._create_document("Events book", events, "record_book", home_location="Cabinet")
        self.assertEqual(len(self.open().line_ids), 3)

    def test_counted_document_is_kept(self):
        self.open()
        with self.assertRaisesRegex(UserError, "stock-take"):
            self.as_(self.clerk, self.contract).unlink()

    def test_places_are_proposed(self):
        places = self.as_(self.clerk, self.stocktakes).get_locations()
        self.assertEqual(places[:1], ["Cabinet"])
        self.assertIn("Safe", places)

    def test_cost_does_not_grow(self):
        """R016: opening, a scan and closing take as many queries for forty papers as for four."""
        counts = []
        for size in (4, 40):
            place = f"Shelf {size}"
            documents = [
                self._create_document(f"Paper {n}", self.north, "contract", home_location=place) for n in range(size)
            ]
            stocktake = self.stocktakes
            costs = []

            def measure(step, costs=costs):
                self.env.flush_all()
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                result = step()
                self.env.flush_all()
                costs.append(self.env.cr.sql_log_count - start)
                return result

            stocktake = measure(lambda place=place: self.open(place))
            measure(lambda stocktake=stocktake, document=documents[0]: self.scan(stocktake, document))
            for document in documents[1:]:
                self.scan(stocktake, document)
            measure(stocktake.action_close)
            counts.append(costs)
        for few, many in zip(*counts, strict=True):
            self.assertLessEqual(many, few)
