from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common import NOW, ComplaintCommon


@freeze_time(NOW)
class TestRating(ComplaintCommon):
    def test_asked_on_closing(self):
        """R114: closing asks the customer, by a mail whose link stays nowhere."""
        complaint = self.closed()
        self.assertTrue(complaint.rating_asked_at)
        token = self.rating(complaint).access_token
        self.assertNotIn(token, "".join(complaint.message_ids.filtered("subtype_id").mapped("body")))

    def test_link_in_the_mail(self):
        """R114: the mail has the link of the customer's rating."""
        complaint = self.closed()
        mail = self.env["mail.mail"].sudo().search([("model", "=", complaint._name), ("res_id", "=", complaint.id)])
        self.assertIn(f"/rate/{self.rating(complaint).access_token}/5", "".join(mail.mapped("body_html")))

    def test_trying_a_template_asks_nobody(self):
        """R138: Odoo tries out a template on any record when it is saved or installed; nobody is asked by that."""
        self._deliver("2026-03-02 02:00:00")
        self.answered()
        before = self.env["rating.rating"].sudo().search_count([])
        for kind in ("complaint", "delivery"):
            template = self.env.ref(f"sales_office_policy.mail_template_{kind}_rating").sudo()
            template.body_html += " "
        self.assertEqual(self.env["rating.rating"].sudo().search_count([]), before)

    def test_good(self):
        """R114: what the customer thinks stands on the complaint, and it stays closed."""
        complaint = self.closed()
        self.rate(complaint, 5, "Thank you")
        self.assertEqual((complaint.rating, complaint.rating_feedback), (5, "Thank you"))
        self.assertEqual(complaint.state, "closed")

    def test_bad_opens_it_again(self):
        """R114: a bad rating opens it again, with a clock of its own, for whoever looks after it."""
        complaint = self.closed()
        with freeze_time("2026-03-05 02:00:00"):
            self.rate(complaint, 1, "Nobody took the night off")
        self.assertEqual((complaint.state, complaint.rating), ("reopened", 1))
        self.assertEqual(str(complaint.resolve_by)[:10], "2026-03-12")
        self.assertIn("Nobody took the night off", complaint.reopen_reason)
        self.assertIn(self.relations.user_id, complaint.activity_ids.user_id)

    def test_colleagues_open_what_a_customer_opened_again(self):
        """R114: what a visitor of the page of ratings gives somebody to do is shown to whoever reads the complaint."""
        complaint = self.closed()
        self.rate(complaint, 1)
        activities = complaint.activity_ids
        self.assertTrue(activities)
        self.assertFalse(activities.create_uid & self.env.ref("base.public_user"))
        self.as_(self.relations, activities).mapped("create_uid.partner_id.name")

    def test_link_used_twice(self):
        """R114: the first answer by a link stands; opened again it changes nothing."""
        complaint = self.closed()
        self.rate(complaint, 5)
        self.rate(complaint, 1, "Changed my mind")
        self.assertEqual((complaint.rating, complaint.state), (5, "closed"))
        self.assertEqual(self.rating(complaint).rating, 5)

    def test_link_used_by_somebody_else(self):
        """R114: nobody of the house rates in the customer's place, by the link or over RPC."""
        complaint = self.closed()
        rating = self.rating(complaint)
        for employee in (self.relations, self.rep, self.director):
            with self.assertRaisesRegex(AccessError, "said by the customer"):
                complaint.with_user(employee.user_id).sudo().rating_apply(5, token=rating.access_token)
        with self.assertRaises(AccessError):
            self.as_(self.relations, complaint).rating_apply(5, token=rating.access_token)
        other = self.closed(partner_id=self.env["res.partner"].create({"name": "Oak", "email": "a@oak.example.com"}).id)
        with self.assertRaises(AccessError):
            other.with_user(self.env.ref("base.public_user")).sudo().rating_apply(1, rating=rating)

    def test_ratings_are_closed(self):
        """R114: nobody of the house writes or makes a rating of a complaint, or reads a link that was not used."""
        complaint = self.closed()
        ratings = self.as_(self.relations, self.env["rating.rating"])
        self.assertFalse(ratings.search([("res_model", "=", complaint._name)]))
        with self.assertRaises(AccessError):
            ratings.browse(self.rating(complaint).id).read(["access_token"])
        with self.assertRaises(AccessError):
            ratings.browse(self.rating(complaint).id).write({"rating": 5, "consumed": True})
        model = self.env["ir.model"]._get_id(complaint._name)
        with self.assertRaises(AccessError):
            ratings.create({"res_model_id": model, "res_id": complaint.id, "rating": 5, "consumed": True})
        self.rate(complaint, 3, "Well")
        self.assertEqual(ratings.search([("res_model", "=", complaint._name)]).feedback, "Well")
        colleague = self.as_(self.colleague, self.env["rating.rating"])
        self.assertFalse(colleague.search([("res_model", "=", complaint._name)]))
        self.assertFalse(colleague.search([("feedback", "=", "Well")]))

    def test_not_too_often(self):
        """R131: a customer is asked once in so many days, whatever it is about; it is said why they were not."""
        first, second = self.closed(), self.closed()
        self.assertTrue(first.rating_asked_at)
        self.assertFalse(second.rating_asked_at)
        self.assertIn("a short time ago", second.rating_missed)
        with freeze_time("2026-07-02 02:00:00"):
            third = self.closed()
        self.assertTrue(third.rating_asked_at)

    def test_asked_later(self):
        """R114: who could not be asked when it was closed is asked later, once; nobody about what was no complaint."""
        complaint, address = self.answered(), self.customer.email
        self.customer.email = False
        mine = self.as_(self.relations, complaint)
        mine.action_close()
        self.assertIn("no e-mail address", complaint.rating_missed)
        self.customer.email = address
        for _again in range(2):
            mine.action_ask_rating()
            self.assertEqual((bool(complaint.rating_asked_at), complaint.rating_missed), (True, False))
            self.assertEqual(len(self.rating(complaint)), 1)
        none = self.as_(self.relations, self.complain())
        none.action_discard("Advertising")
        with self.assertRaisesRegex(UserError, "was no complaint"):
            none.action_ask_rating()

    def test_archived_customer(self):
        """R114: a contact that was archived meanwhile keeps nobody from closing."""
        complaint = self.answered()
        self.customer.active = False
        self.as_(self.relations, complaint).action_close()
        self.assertEqual(complaint.state, "closed")

    def _deliver(self, moment):
        product = self.env["product.product"].create({"name": "Hall", "type": "service", "invoice_policy": "delivery"})
        with freeze_time(moment):
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.customer.id,
                    "user_id": self.rep.user_id.id,
                    "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 1})],
                }
            )
            order.action_confirm()
            order.order_line.qty_delivered = 1
            self.env.flush_all()
        return order

    def test_after_delivery(self):
        """R131: where it is switched on, the customer is asked on the day after all was delivered, once."""
        order = self._deliver("2026-03-02 02:00:00")
        satisfaction = self.env["sales.office.satisfaction"].sudo()
        with freeze_time("2026-03-03 02:00:00"):
            self.run_job(satisfaction._cron_ask_delivered)
            self.assertFalse(self.rating(order), "off at first")
            self.company.sales_office_rating_delivery = True
            self.run_job(satisfaction._cron_ask_delivered)
            self.run_job(satisfaction._cron_ask_delivered)
        self.assertEqual(len(self.rating(order)), 1)

    def test_bad_delivery(self):
        """R131: a customer who is not content with a delivery has complained."""
        order = self._deliver("2026-03-02 02:00:00")
        self.company.sales_office_rating_delivery = True
        with freeze_time("2026-03-03 02:00:00"):
            self.run_job(self.env["sales.office.satisfaction"].sudo()._cron_ask_delivered)
            self.rate(order, 1, "A projector was missing")
        complaint = self.complaints.search([("order_id", "=", order.id)])
        self.assertEqual((complaint.text, complaint.partner_id), ("A projector was missing", self.customer))
        self.assertEqual(complaint.employee_id, self.relations)

    def visited(self, outcome="further"):
        """Return a visit of Rob's, reported on Monday, to a customer who had ordered before."""
        with freeze_time("2026-02-02 02:00:00"):
            self._deliver("2026-02-02 02:00:00").date_order = "2026-02-02 02:00:00"
        visit = self.as_(self.rep, self.env["sales.office.visit"]).create(
            {"partner_id": self.customer.id, "employee_id": self.rep.id, "planned_start": NOW}
        )
        visit.action_report(outcome)
        self.env["sales.office.customer.file"]._refresh(self.customer, self.company)
        return self.seen(visit)

    def ask_visited(self):
        with freeze_time("2026-03-03 02:00:00"):
            self.run_job(self.env["sales.office.satisfaction"].sudo()._cron_ask_visited)

    def test_after_a_return_visit(self):
        """R091 R131: where it is switched on, who ordered before and was visited again is asked on the day after."""
        visit = self.visited()
        self.ask_visited()
        self.assertFalse(self.rating(visit), "off at first")
        self.company.sales_office_rating_visit = True
        self.ask_visited()
        self.ask_visited()
        rating = self.rating(visit)
        self.assertEqual((len(rating), rating.partner_id, rating.rated_partner_id.id), (1, self.customer, False))

    def test_not_after_other_visits(self):
        """R131: not who was not met, nor who complained, nor who was asked a short time ago, nor who orders first."""
        self.company.sales_office_rating_visit = True
        for outcome in ("not_met", "complained"):
            visit = self.visited(outcome)
            self.ask_visited()
            self.assertFalse(self.rating(visit))
        visit = self.visited()
        self.customer.sales_office_rating_asked_on = "2026-02-20"
        self.ask_visited()
        self.assertFalse(self.rating(visit))
        self.customer.sales_office_rating_asked_on = False
        self.env["sales.office.customer.file"].search([("partner_id", "=", self.customer.id)]).first_order_on = False
        self.ask_visited()
        self.assertFalse(self.rating(visit))

    def test_links_of_visits_and_deliveries_are_closed(self):
        """R114 R131: who was there, or sold it, neither reads the customer's link nor rates in their place."""
        self.company.sales_office_rating_visit = self.company.sales_office_rating_delivery = True
        visit = self.visited()
        self.ask_visited()
        order = self._deliver("2026-03-02 02:00:00")
        self.customer.sales_office_rating_asked_on = False
        with freeze_time("2026-03-03 02:00:00"):
            self.run_job(self.env["sales.office.satisfaction"].sudo()._cron_ask_delivered)
        ratings = self.as_(self.rep, self.env["rating.rating"])
        for record in (visit, order):
            with self.subTest(record._name):
                link, about = self.rating(record), [("res_model", "=", record._name), ("res_id", "=", record.id)]
                self.assertTrue(link.access_token)
                self.assertFalse(ratings.search(about))
                self.assertFalse(ratings.search([("access_token", "=", link.access_token)]))
                with self.assertRaises(AccessError):
                    ratings.browse(link.id).read(["access_token"])
                with self.assertRaises(AccessError):
                    ratings.browse(link.id).write({"rating": 5, "consumed": True})
                with self.assertRaises(AccessError):
                    model = self.env["ir.model"]._get_id(record._name)
                    ratings.create({"res_model_id": model, "res_id": record.id, "rating": 5, "consumed": True})
                self.rate(record, 4, "Well done")
                self.assertEqual(ratings.search(about).feedback, "Well done")
        self.assertFalse(self.as_(self.colleague, ratings).search([("res_model", "=", visit._name)]))

    def test_bad_visit(self):
        """R131: a customer who was not helped has complained; the link is used once, and not by who was there."""
        self.company.sales_office_rating_visit = True
        visit = self.visited()
        self.ask_visited()
        with self.assertRaises(AccessError):
            rating = self.rating(visit).with_user(self.rep.user_id).sudo()
            visit.with_user(self.rep.user_id).sudo().rating_apply(5, rating=rating)
        with freeze_time("2026-03-03 02:00:00"):
            self.rate(visit, 1, "He knew nothing of our order")
            self.rate(visit, 5)
        complaint = self.complaints.search([("res_model", "=", visit._name), ("res_id", "=", visit.id)])
        self.assertEqual((complaint.text, complaint.employee_id), ("He knew nothing of our order", self.relations))

    def test_links_together(self):
        """R131: the links of many records are found or made in as many queries as those of a few, and stay the same."""
        satisfaction = self.env["sales.office.satisfaction"].sudo()
        complaints = self.complaints.union(*(self.complain() for _number in range(12)))
        counts = []
        for some in (complaints[:3], complaints[3:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            tokens = satisfaction._get_tokens(some)
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(satisfaction._get_tokens(some), tokens)
            self.assertEqual(tokens, {one.id: one._rating_get_access_token() for one in some})
        self.assertLessEqual(counts[1], counts[0])

    def test_room_off(self):
        """R114: without the room ratings of orders are Odoo's own."""
        order = self._deliver("2026-03-02 02:00:00")
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_customer")
        token = order._rating_get_access_token()
        rating = order.with_user(self.rep.user_id).sudo().rating_apply(5, token=token)
        self.assertEqual(rating.rating, 5)

    def test_costs(self):
        """R079: what was credited because of it, by the books; drafts count for nothing."""
        self._load_chart_of_accounts(self.company)
        notes = self.env["account.move"].create(
            [
                {
                    "move_type": "out_refund",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-03-02",
                    "invoice_line_ids": [Command.create({"name": "A night", "price_unit": price, "tax_ids": []})],
                }
                for price in (300, 50)
            ]
        )
        notes[0].action_post()
        complaint = self.closed()
        mine = self.as_(self.relations, complaint)
        mine.action_add_credit_note(notes[0].name)
        mine.action_add_credit_note(notes[0].name)
        self.assertEqual((mine.cost, mine.credit_notes), (300, notes[0].display_name))
        for number in ("RINV/2026/99999", notes[1].name or "/"):
            with self.assertRaisesRegex(UserError, "no credit note of that number"):
                mine.action_add_credit_note(number)
        with self.assertRaises(AccessError):
            mine.write({"credit_note_ids": notes.ids})
        with self.assertRaises(AccessError):
            self.as_(self.rep, complaint).action_add_credit_note(notes[0].name)

    def test_asked_in_constant_queries(self):
        """R131: asking many customers costs the questions about them once, beside the mails."""
        partners = self.env["res.partner"].create(
            [{"name": f"Guest {n}", "email": f"guest{n}@example.com"} for n in range(12)]
        )
        complaints = self.complaints.browse()
        for partner in partners:
            complaints |= self.answered(partner_id=partner.id)
        counts = []
        for some in (complaints[:2], complaints[2:]):
            some.mapped("partner_id.commercial_partner_id.sales_office_rating_asked_on")
            self.customer.search([("id", "in", some.partner_id.ids)]).sales_office_rating_asked_on = "2026-03-02"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sales.office.satisfaction"].sudo()._ask(some.sudo(), "complaint")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
