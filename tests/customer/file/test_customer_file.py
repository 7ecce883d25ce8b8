from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..visit.common import NOW, VisitCommon


@freeze_time(NOW)
class TestCustomerFile(VisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        items = cls.env["sales.office.file.item"]
        cls.website, cls.reach, cls.met = items.create(
            [
                {"name": "Website", "evidence": "field", "field_name": "website", "weight": 20},
                {"name": "Reach", "evidence": "reach", "weight": 50},
                {"name": "Met", "evidence": "visit", "weight": 30, "fresh_days": 90},
            ]
        )

    def test_score_and_what_is_missing(self):
        """R033 R113: each item counts with its weight, and what is missing is named."""
        file = self.file()
        self.assertEqual((file.score, file.missing_ids), (50, self.website | self.met))
        self.customer.website = "https://maple.example.com"
        self.plan().action_report("further")
        self.assertEqual((self.file().score, file.missing_ids), (100, self.website.browse()))

    def test_old_evidence(self):
        """R113: a visit that is too long ago counts as missing; an attempt never counts."""
        self.plan().action_report("not_met")
        self.assertIn(self.met, self.file().missing_ids)
        self.plan().action_report("further")
        self.assertNotIn(self.met, self.file().missing_ids)
        with freeze_time("2026-07-01 02:00:00"):
            self.assertIn(self.met, self.file().missing_ids)

    def test_kinds_and_grades(self):
        """R113: what is asked of companies or of good customers only is not missing with others."""
        self.website.write({"kind": "person"})
        self.met.write({"grade": "b"})
        self.assertEqual(self.file().score, 100)
        self.customer.sales_office_grade = "a"
        self.assertEqual(self.file().missing_ids, self.met)
        self.customer.sales_office_grade = "c"
        self.assertEqual(self.file().score, 100)

    def test_every_kind_of_evidence(self):
        """R113: each kind of evidence that can be chosen can be looked for."""
        for evidence, _label in self.met._fields["evidence"].selection:
            if evidence != "need" or "sales.office.need" in self.env:
                self.met.evidence = evidence
                self.met.field_name = "industry_id"
                self.assertIn(self.file().score, range(101))

    def test_shipped_items(self):
        """R113: a company without items of its own goes by those that are shipped."""
        (self.website | self.reach | self.met).unlink()
        items = self.env["sales.office.file.item"]._get_of(self.company)
        self.assertGreater(len(items), 5)
        self.assertFalse(items.company_id)

    def test_saving_a_contact_computes_nothing(self):
        """R113: the score is of the last night until somebody asks anew; saving a contact costs nothing for it."""
        file = self.file()
        with patch.object(type(self.files), "_refresh") as refresh:
            self.customer.write({"website": "https://maple.example.com", "phone": "1"})
            self.env.flush_all()
        refresh.assert_not_called()
        self.assertEqual(file.score, 50)
        self.as_(self.rep, self.customer).action_refresh_sales_office_file()
        self.assertEqual(file.score, 70)

    def test_merged(self):
        """R033 R074: two contacts that turn out to be one have one file, and all visits, complaints and contacts."""
        twin = self.env["res.partner"].create({"name": "Maple Leaf Ltd.", "is_company": True})
        self.file(), self.file(twin)
        visits = self.plan(partner_id=twin.id) | self.plan()
        visits.action_report("further")
        complaint = self.env["sales.office.complaint"].create({"subject": "Late", "partner_id": twin.id})
        self.env["base.partner.merge.automatic.wizard"]._merge((self.customer | twin).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(visits.partner_id | complaint.commercial_partner_id, self.customer)
        self.assertEqual(len(self.files.search([("partner_id", "=", self.customer.id)])), 1)
        self.env.flush_all()
        contacts = self.env["sales.office.contact"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(contacts.mapped("kind"), ["visit", "visit"])

    def test_night(self):
        """R113: the nightly job looks at the customers of the company in batches, and goes on where it was stopped."""
        cron = self.env["ir.cron"]
        with (
            patch.object(type(cron), "_commit_progress", return_value=1000.0),
            patch("odoo.addons.sales_office_policy.models.customer.file.customer_file.BATCH", 1),
        ):
            self.files._cron_refresh()
        files = self.files.search([("company_id", "=", self.company.id)])
        self.assertGreaterEqual(files.partner_id, self.customer | self.oak)
        self.assertNotIn(self.mia, files.partner_id)
        self.assertFalse(self.files._get_due_partners(self.company, "2026-03-01 08:00:00"))
        with patch.object(type(cron), "_commit_progress", return_value=0.0):
            self.files._cron_refresh()

    def test_queries_per_batch(self):
        """R113: as many queries for two customers as for thirty."""

        def count(customers):
            self.files._refresh(customers, self.company)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.files._refresh(customers, self.company)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.website.copy({"evidence": "person"})
        many = self.customer | self.customer.create(
            [{"name": f"Customer {number}", "is_company": True, "user_id": self.rep.user_id.id} for number in range(29)]
        )
        few = count(many[:2])
        self.assertLessEqual(count(many), few + 1)

    def test_who_reads_it(self):
        """R056 R090: who serves the customer, those who lead them, and who works for customers in the office."""
        file = self.file()
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.relations):
            self.assertEqual(self.as_(employee, file).score, 50)
            self.assertEqual(self.as_(employee, self.customer).sales_office_file_score, 50)
        for employee in (self.colleague, self.rep_south, self.leader_south, self.finance, self.director_valley):
            with self.assertRaises(AccessError):
                self.as_(employee, file).read(["score"])
            self.assertFalse(self.as_(employee, self.customer).sales_office_file_score)
        for employee, customer in (
            (self.colleague, self.oak),
            (self.finance, self.oak),
            (self.rep_south, self.customer),
        ):
            with self.assertRaisesRegex(UserError, "kept by who serves the customer"):
                self.as_(employee, customer).action_refresh_sales_office_file()

    def test_portal(self):
        """R090: it is shown to nobody outside."""
        portal = self.env["res.users"].create(
            {
                "name": "Mia",
                "login": "mia",
                "partner_id": self.mia.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.file()
        with self.assertRaises(AccessError):
            self.files.with_user(portal).search([])
        with self.assertRaises(AccessError):
            self.customer.with_user(portal).read(["sales_office_file_score"])

    def test_handed_over(self):
        """R090: the file goes with the customer to who serves them next."""
        file = self.file()
        self.customer.user_id = self.rep_south.user_id
        self.env.flush_all()
        self.assertEqual(self.as_(self.rep_south, file).score, 50)
        with self.assertRaises(AccessError):
            self.as_(self.rep, file).read(["score"])

    def test_two_companies(self):
        """R090: each company keeps a file of its own of a customer it shares."""
        self.rep.user_id.company_ids |= self.company_valley
        self.file()
        self.files._refresh(self.customer, self.company_valley)
        files = self.files.with_context(allowed_company_ids=(self.company | self.company_valley).ids)
        self.assertEqual(len(files.search([("partner_id", "=", self.customer.id)])), 2)
        self.assertEqual(self.as_(self.rep, self.customer).sales_office_file_id.company_id, self.company)

    def test_nobodys_customer(self):
        """R090: no file is kept of a colleague, or of somebody whom nobody serves."""
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        colleague = self.colleague.user_id.partner_id
        colleague.user_id = self.rep.user_id
        for partner in (stranger, colleague):
            with self.assertRaisesRegex(UserError, "who have a salesperson"):
                self.as_(self.rep, partner).action_refresh_sales_office_file()

    def test_links(self):
        """R113: each missing item opens where it is filled in, for somebody who may read the customer."""
        self.file()
        missing = self.as_(self.rep, self.customer).sales_office_missing_ids
        actions = {item: item.with_context(sales_office_customer_id=self.customer.id).action_fill() for item in missing}
        self.assertEqual(actions[self.website]["res_id"], self.customer.id)
        self.assertEqual(actions[self.met]["res_model"], "sales.office.visit")
        for forged in (None, "1", [1], 10**9, True):
            with self.assertRaisesRegex(UserError, "from the customer's file"):
                missing[:1].with_context(sales_office_customer_id=forged).action_fill()

    def test_incomplete_after_the_first_order(self):
        """R033 R113: found so many days after the first order, with what is missing, until the file is better."""
        file = self.file()
        file.first_order_on = "2026-02-01"
        check = self.env.ref("sales_office_policy.check_file_incomplete")
        rows = check._get_detector()(self.rep, date(2026, 1, 1), date(2026, 3, 2))
        self.assertEqual([(row["res_id"], str(row["date"])) for row in rows], [(file.id, "2026-02-15")])
        self.assertIn("Website", rows[0]["reason"])
        file.first_order_on = "2026-02-20"
        self.assertFalse(check._get_detector()(self.rep, date(2026, 1, 1), date(2026, 3, 2)))
        file.write({"first_order_on": "2026-02-01", "score": 60})
        self.assertFalse(check._get_detector()(self.rep, date(2026, 1, 1), date(2026, 3, 2)))


@freeze_time(NOW)
class TestReturnVisit(VisitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_visit_norms = True
        cls.env["sales.office.customer.grade"].create(
            {"company_id": cls.company.id, "grade": "a", "visits": 3, "return_days": 30}
        )
        cls.customer.sales_office_grade = "a"

    def late(self):
        self.env.flush_all()
        check = self.env.ref("sales_office_policy.check_return_visit_late")
        return [row["res_id"] for row in check._get_detector()(self.rep, date(2026, 1, 1), date(2026, 12, 31))]

    def test_by_grade(self):
        """R091: so many days after the customer was met last; every visit moves it on at once."""
        file = self.file()
        self.plan().action_report("further")
        self.assertEqual((str(file.last_visit_on), str(file.return_due)), ("2026-03-02", "2026-04-01"))
        self.assertEqual(file.return_reason, "grade")
        self.env["sales.office.customer.grade"].search([("company_id", "=", self.company.id)]).return_days = 33
        self.assertEqual(str(self.file().return_due), "2026-04-06", "Saturday is no working day")
        self.env["sales.office.customer.grade"].search([("company_id", "=", self.company.id)]).return_days = 30
        self.file()
        with freeze_time("2026-04-01 02:00:00"):
            self.assertTrue(file.is_return_due)
            self.assertEqual(self.late(), [])
            today = self.as_(self.rep, self.env["sales.office.today"])
            lines = today._ask(today._get_return_lines())
            self.assertEqual([line["count"] for line in lines], [1])
        with freeze_time("2026-04-02 02:00:00"):
            self.assertEqual(self.late(), file.ids)
            self.plan(start="2026-04-02 01:00:00").action_report("further")
            self.assertEqual(self.late(), [])

    def test_three_attempts(self):
        """R091: after three documented attempts nobody is late."""
        file = self.file()
        self.plan().action_report("further")
        with freeze_time("2026-04-10 02:00:00"):
            for _number in range(2):
                self.say_why(self.rep, file, "note_attempt", "Called, nobody answers")
            self.assertEqual((file.attempts, self.late()), (2, file.ids))
            self.as_(self.rep, self.customer).action_note_sales_office_attempt()
            self.say_why(self.rep, file, "note_attempt", "Went there, closed")
            self.assertEqual((file.attempts, self.late()), (3, []))
            self.assertFalse(file.is_return_due)

    def test_calls_in_vain(self):
        """R091: a call that nobody took is an attempt like a closed door; one that somebody took is none."""
        file = self.file()
        self.plan().action_report("further")
        with freeze_time("2026-04-10 02:00:00"):
            self.plan(start="2026-04-10 01:00:00").action_report("not_met")
            values = {"summary": "Rooms in May", "employee_id": self.rep.id, "partner_id": self.mia.id}
            calls = self.as_(self.rep, self.env["sales.office.call"])
            for direction, is_unanswered in (("out", True), ("out", False), ("in", True)):
                calls.create({**values, "direction": direction, "is_unanswered": is_unanswered})
            self.assertEqual((file.attempts, self.late()), (2, file.ids))
            call = calls.create({**values, "direction": "out"})
            call.is_unanswered = True
            self.assertEqual((file.attempts, self.late()), (3, []))
            call.is_unanswered = False
            self.assertEqual(file.attempts, 2)
            call.is_unanswered = True
            call.partner_id = self.env["res.partner"].create({"name": "Oak"})  # it was they who were called
            self.assertEqual(file.attempts, 2)

    def test_after_a_delivery(self):
        """R091: working days after a delivery come first where they are nearer, and only until somebody was there."""
        self.company.sales_office_return_delivery_days = 7
        hamper = self.env["product.product"].create({"name": "Hamper", "type": "consu", "taxes_id": False})
        line = {"product_id": hamper.id, "product_uom_qty": 2, "price_unit": 10}
        order = self.as_(self.rep, self.env["sale.order"]).create(
            {"partner_id": self.mia.id, "order_line": [Command.create(line)]}
        )
        with freeze_time("2026-03-01 02:00:00"):
            order.action_confirm()
            order.order_line.qty_delivered = 1
            self.env.flush_all()
            self.assertNotEqual(self.file().return_reason, "delivery")
            order.order_line.qty_delivered = 2
            self.env.flush_all()
        file = self.file()
        self.assertEqual((str(file.return_due), file.return_reason), ("2026-03-10", "delivery"))
        again = order.copy()
        again.action_confirm()
        again.order_line.qty_delivered = 2
        self.env.flush_all()
        self.assertEqual(str(self.file().return_due), "2026-03-10", "another delivery puts nothing off")
        self.plan().action_report("further")
        self.assertEqual(file.return_reason, "grade")

    def test_one_clock(self):
        """R091: holidays do not count, and it waits while whoever serves the customer is on leave."""
        self.company.sales_office_return_delivery_days = 3
        leaves = self.env["resource.calendar.leaves"]
        leaves.create({"name": "Holiday", "date_from": "2026-03-02 16:00:00", "date_to": "2026-03-03 15:59:59"})
        away = {"date_from": "2026-03-04 16:00:00", "date_to": "2026-03-06 15:59:59"}
        with patch.object(type(self.files), "_get_deliveries_since", lambda *args: {self.customer: date(2026, 3, 1)}):
            self.assertEqual(str(self.file().return_due), "2026-03-05")
            leaves.create({"name": "Away", "resource_id": self.rep.resource_id.id, **away})
            self.assertEqual(str(self.file().return_due), "2026-03-09")

    def test_after_a_complaint(self):
        """R091: so many days after a complaint was answered somebody goes there, if the company asks for it."""
        self.company.sales_office_return_complaint_days = 3
        complaint = self.env["sales.office.complaint"].create({"subject": "Late", "partner_id": self.mia.id})
        self.assertNotEqual(self.file().return_reason, "complaint")
        with freeze_time("2026-03-01 02:00:00"):
            complaint.action_acknowledge_by_phone("Ms Mia")
            complaint.action_answer_by_phone("We are sorry")
            self.env.flush_all()
        file = self.file()
        self.assertEqual((str(file.return_due), file.return_reason), ("2026-03-04", "complaint"))
        self.plan(start="2026-03-01 03:00:00").action_report("further")
        self.assertEqual(self.file().return_reason, "grade")

    def test_off(self):
        """R091: nothing is due before the company asks for it."""
        self.company.sales_office_visit_norms = False
        self.plan().action_report("further")
        self.assertFalse(self.file().return_due)

    def test_quarter(self):
        """R091: asked for, planned, made and left, for each customer, and what it would take before it is on."""
        self.company.sales_office_visit_norms = False
        self.plan().action_report("further")
        self.plan().action_report("not_met")
        self.plan(start="2026-03-20 02:00:00", partner_id=self.mia.id)
        self.plan(start="2026-04-20 02:00:00")
        with freeze_time("2026-02-25 02:00:00"):
            self.plan(start="2026-02-25 03:00:00")  # over, and nobody said what came of it
        self.env.flush_all()
        row = self.as_(self.rep, self.env["sales.office.visit.coverage"]).search([])
        self.assertEqual(row.partner_id, self.customer)
        self.assertEqual((row.asked, row.done, row.planned, row.remaining), (3, 1, 1, 1))
        self.assertAlmostEqual(row.weekly, 3 / 13, places=2)
        line = self.env["sales.office.customer.grade"].search([("company_id", "=", self.company.id)])
        self.assertEqual((line.customer_count, line.visit_total), (1, 3))
        for employee in (self.rep_south, self.colleague):
            self.assertFalse(self.as_(employee, self.env["sales.office.visit.coverage"]).search([]))
