from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import CustodyCommon

NOW = "2025-03-04 02:00:00"  # Tuesday 10:00 in Shanghai
LATER = "2025-03-04 02:00:30"


class TestDesk(CustodyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.barcode = "BADGEROB"
        cls.colleague.barcode = "BADGEANN"
        cls.clerk.barcode = "BADGECLEO"
        cls.rep_valley.barcode = "BADGEVIC"

    def setUp(self):
        super().setUp()
        self.start_clock(NOW)

    def start_clock(self, moment):
        clock = freeze_time(moment)
        clock.start()
        self.addCleanup(clock.stop)

    def desk(self, employee=None):
        return self.as_(employee or self.clerk, self.env["sales.office.document.desk"])

    def scan(self, code, borrower=None, **values):
        return self.desk().scan(code, borrower.id if borrower else False, **values)

    def test_badge_then_document_then_back(self):
        """R015 R017: a badge and a label hand out, the label alone takes back."""
        answer = self.scan("BADGEROB")
        self.assertEqual((answer["kind"], answer["borrower"]["id"]), ("borrower", self.rep.id))
        answer = self.scan(self.contract.reference, self.rep)
        self.assertEqual((answer["kind"], answer["level"]), ("handed_out", "success"))
        self.assertIn("Rob", answer["text"])
        self.assertEqual(self.contract.holder_id, self.rep)
        self.assertEqual([row["id"] for row in answer["borrower"]["held"]], self.contract.ids)
        self.assertEqual(answer["desk"]["counts"]["on_loan"], 1)
        self.start_clock(LATER)
        answer = self.scan(self.contract.reference)
        self.assertEqual((answer["kind"], self.contract.state), ("taken_back", "available"))
        self.assertIn("Rob", answer["text"])

    def test_badge_signs_for_the_paper(self):
        """R015: the badge that chose the borrower is their receipt; a wrong one, or a PIN, hands out without."""
        self.rep.pin = "4711"
        for badge, receipt in (("BADGEROB", "badge"), ("BADGEANN", False), ("4711", False)):
            with self.subTest(badge):
                document = self._create_document(f"Paper {badge}", self.north, "record_book")
                self.scan(document.reference, self.rep, badge=badge)
                self.assertEqual((document.holder_id, document.loan_ids.receipt), (self.rep, receipt))

    def test_scanned_twice_quickly(self):
        """R015: the same label read twice neither takes back what was just given nor gives it again."""
        self.scan(self.contract.reference, self.rep)
        answer = self.scan(self.contract.reference, self.rep)
        self.assertEqual((answer["kind"], answer["level"]), ("slip", "warning"))
        self.assertEqual(self.contract.holder_id, self.rep)
        self.start_clock(LATER)
        self.scan(self.contract.reference, self.rep)
        answer = self.scan(self.contract.reference, self.rep)
        self.assertEqual((answer["kind"], self.contract.state), ("slip", "available"))
        self.assertEqual(len(self.contract.loan_ids), 1)

    def test_document_without_a_borrower(self):
        answer = self.scan(self.contract.reference)
        self.assertEqual((answer["kind"], answer["level"]), ("here", "info"))
        self.assertIn(self.contract.home_location, answer["text"])
        self.assertEqual(self.contract.state, "available")

    def test_code_typed_otherwise(self):
        """A label typed small, or in the wide letters of a Chinese keyboard, is the same label."""
        self.contract.reference = "DOC-77"
        for code in ("doc-77", " DOC-77 ", "ＤＯＣ－７７"):
            with self.subTest(code):
                self.assertEqual(self.scan(code)["document_id"], self.contract.id)

    def test_codes_that_are_refused(self):
        """R015: foreign offices, destroyed papers and wrong badges are named; another company's are unknown."""
        foreign = self._create_document("Valley book", self.sales_valley, "record_book", reference="VALLEY-1")
        events = self._create_department("Events", is_sales_office=True)
        other = self._create_document("Events book", events, "record_book", reference="EVENTS-1")
        self.as_(self.director, self.book).action_destroy("Full")
        self.poster.action_report_missing("Torn off")
        self.colleague.active = False
        for code, text in (
            ("NO-SUCH-CODE", "Nothing here"),
            ("  ", "Scan a badge"),
            (foreign.reference, "Nothing here has the code or name VALLEY-1"),
            (other.reference, "office Events"),
            (self.book.reference, "destroyed"),
            (self.poster.reference, "missing"),
            ("BADGEVIC", "Nothing here has the code or name BADGEVIC"),
            ("BADGEANN", "no longer works"),
            ("BADGECLEO", "themselves"),
        ):
            with self.subTest(code), self.assertRaisesRegex(UserError, text) as caught:
                self.scan(code, self.rep)
            self.assertNotIn("Valley book", str(caught.exception))

    def test_refusals_of_the_document_come_through(self):
        """R022: the desk lends to nobody whom the class keeps out."""
        with self.assertRaisesRegex(UserError, "Rob may not have"):
            self.scan(self.seal.reference, self.rep)

    def test_same_label_in_two_companies(self):
        twin = self._create_document("Twin", self.sales_valley, "record_book", reference=self.book.reference)
        self.assertEqual(self.scan(self.book.reference)["document_id"], self.book.id)
        clerk = self._create_member("Cui", "clerk_valley", self.sales_valley, "clerk")
        self.assertEqual(self.desk(clerk).scan(self.book.reference)["document_id"], twin.id)

    def test_found_by_title_and_name(self):
        answer = self.scan("house")
        self.assertEqual([row["id"] for row in answer["documents"]], self.poster.ids)
        answer = self.scan("Rob")
        self.assertEqual((answer["kind"], answer["borrower"]["name"]), ("borrower", "Rob"))
        answer = self.scan("o")
        self.assertEqual(answer["kind"], "found")
        self.assertIn("Rob", [person["name"] for person in answer["people"]])
        self.assertNotIn("Vic", [person["name"] for person in answer["people"]])

    def test_lists(self):
        """R017: who holds what, what is due today, what is overdue, who waits."""
        self.hand_out(self.contract, self.rep)
        self.hand_out(self.book, self.colleague)
        self.as_(self.leader, self.poster).action_request()
        self.as_(self.clerk, self.seal).action_report_missing("Not in the safe")
        desk = self.desk().get_desk()
        self.assertEqual(desk["counts"], {"on_loan": 2, "missing": 1, "overdue": 0, "due_today": 2, "requests": 1})
        self.assertEqual({holder["name"]: holder["count"] for holder in desk["holders"]}, {"Rob": 1, "Ann": 1})
        self.assertEqual(desk["requests"][0]["borrower"], "Lea")
        self.start_clock("2025-03-05 02:00:00")
        self.env.invalidate_all()
        desk = self.desk().get_desk()
        self.assertEqual((desk["counts"]["overdue"], desk["counts"]["due_today"]), (2, 0))
        self.assertTrue(all(row["overdue"] for row in desk["overdue"]))

    def test_copies(self):
        """R015 R017: a copy out counts as one paper, and comes back by its own label or row, never the original."""
        copy = self.as_(self.clerk, self.contract).action_give_copy(self.rep).sudo()
        desk = self.desk().get_desk()
        self.assertEqual((desk["counts"]["on_loan"], desk["counts"]["due_today"]), (0, 1))
        self.assertEqual([(holder["name"], holder["count"]) for holder in desk["holders"]], [("Rob", 1)])
        [row] = self.scan("BADGEROB")["borrower"]["held"]
        self.assertEqual((row["loan_id"], row["reference"]), (copy.id, f"{self.contract.reference}/1"))
        answer = self.desk().take_back(row["loan_id"], self.rep.id)
        self.assertEqual((answer["kind"], copy.state, self.contract.state), ("taken_back", "returned", "available"))
        self.assertFalse(answer["borrower"]["held"])
        with self.assertRaisesRegex(UserError, "not with Rob any more"):
            self.desk().take_back(row["loan_id"], self.rep.id)
        second = self.as_(self.clerk, self.contract).action_give_copy(self.rep).sudo()
        answer = self.scan(f"{self.contract.reference}/2")
        self.assertEqual((answer["kind"], second.state), ("taken_back", "returned"))
        self.assertIn("copy 2", answer["text"])

    def test_row_of_nothing(self):
        """A row that names no loan, or one of another office, ends none."""
        with self.assertRaisesRegex(UserError, "Only what was lent"):
            self.desk().take_back(self.loans.search([], order="id desc", limit=1).id + 1000)
        events = self._create_department("Events", is_sales_office=True)
        clerk = self._create_member("Cai", "clerk_events", events, "clerk")
        loan = self.hand_out(self.contract, self.rep)
        with self.assertRaises(AccessError):
            self.desk(clerk).take_back(loan.id)
        self.assertEqual(loan.state, "on_loan")

    def test_kept_for_somebody_else(self):
        """R015: the desk says whose turn it is, and lets the clerk give a reason to pass them over."""
        self.as_(self.leader, self.contract).action_request()
        self.as_(self.colleague, self.contract).action_request()
        [row] = self.desk().get_desk()["requests"]
        self.assertEqual((row["borrower"], row["next"], row["waiting"]), ("Lea", "Lea", 1))
        answer = self.scan(self.contract.reference, self.rep)
        self.assertEqual(
            (answer["kind"], answer["code"], answer["borrower_id"]), ("kept", self.contract.reference, self.rep.id)
        )
        self.assertIn("kept for Lea", answer["text"])
        self.assertEqual(self.contract.state, "available")
        answer = self.scan(answer["code"], self.rep, reason="Lea is ill")
        self.assertEqual((answer["kind"], self.contract.holder_id), ("handed_out", self.rep))
        [row] = answer["desk"]["due_today"]
        self.assertEqual((row["next"], row["waiting"]), ("Lea", 1))

    def test_only_who_keeps_papers(self):
        """R015: the desk opens for the clerk, whatever another role calls over RPC."""
        for employee in (
            self.rep,
            self.leader,
            self.manager,
            self.director,
            self.relations,
            self.finance,
            self.policy_admin,
            self.outsider,
            self.director_valley,
        ):
            desk = self.desk(employee)
            for call in (
                desk.get_desk,
                lambda desk=desk: desk.scan("BADGEROB"),
                lambda desk=desk: desk.get_borrower(1),
                lambda desk=desk: desk.take_back(1),
            ):
                with self.subTest(employee.name), self.assertRaises(AccessError):
                    call()

    def test_nothing_of_other_offices(self):
        events = self._create_department("Events", is_sales_office=True)
        clerk = self._create_member("Cai", "clerk_events", events, "clerk")
        self.hand_out(self.contract, self.rep)
        desk = self.desk(clerk).get_desk()
        self.assertEqual(desk["counts"]["on_loan"], 0)
        self.assertFalse(desk["holders"] or desk["due_today"])
        self.assertFalse(self.desk(clerk).get_borrower(self.rep.id)["borrower"]["held"])

    def test_borrower_of_another_company(self):
        """R015: whom another company employs is not named, not even as that."""
        with self.assertRaises(AccessError):
            self.desk().get_borrower(self.rep_valley.id)
        with self.assertRaisesRegex(UserError, "“employee_id” has to be"):
            self.desk().get_borrower(self.rep_valley.id + 100000)

    def _fill(self, size):
        """Lend and ask for so many papers more, each to and by somebody else."""
        people = self.env["hr.employee"].create(
            [{"name": f"Guest {n}", "company_id": self.company.id, "department_id": self.north.id} for n in range(size)]
        )
        for number, person in enumerate(people):
            document = self._create_document(f"Paper {number}", self.north, "contract")
            self.hand_out(document, person)
            self.loans.create({"document_id": document.id, "employee_id": self.rep_south.id})

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def test_cost_does_not_grow(self):
        """R017: opening the desk and scanning take as many queries with many papers out as with few."""
        counts = []
        self.start_clock(NOW)
        for size in (2, 20):
            self._fill(size)
            document = self._create_document("Scanned", self.north, "contract")
            self.scan("House")  # rights and rules are read once
            load = self._count(self.desk().get_desk)
            scan = self._count(lambda document=document: self.scan(document.reference, self.rep))
            self.take_back(document)
            counts.append((load, scan))
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[0][0], 40)
