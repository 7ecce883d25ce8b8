"""The doors through which a price reaches the customer, and they accept it. R053 R096."""

from urllib.parse import urlencode

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import Form

from ...json_rpc import JsonRpcCase
from ..common import PriceCommon

REFUSED = "the customer gets this price only once it is approved"


class DoorsCommon(PriceCommon):
    def assert_refused(self):
        return self.assertRaisesRegex(UserError, REFUSED)


class TestPriceDoors(DoorsCommon):
    def assert_falls_no_further(self):
        return self.assertRaisesRegex(UserError, "its price falls no further without an approval")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls()
        cls.order = office.quote((cls.night, 10, 8), require_signature=True, require_payment=True)
        cls.mine = office.as_(cls.rep, cls.order)

    def approve(self):
        self.as_(self.leader, self.ask(self.order)).action_approve()

    def test_sending(self):
        """R053: neither the dialog that sends, nor its message, nor marking as sent gets past the limit."""
        with self.assert_refused():
            self.mine.action_quotation_send()
        with self.assert_refused():
            self.mine.action_quotation_sent()
        with self.assert_refused():
            self.mine.with_context(mark_so_as_sent=True).message_post(body="Here it is")
        with self.assert_refused():
            self.mine.write({"state": "sent"})
        self.approve()
        action = self.mine.action_quotation_send()
        Form(self.env["mail.compose.message"].with_user(self.rep.user_id).with_context(**action["context"]))
        self.mine.with_context(mark_so_as_sent=True).message_post(body="Here it is")
        self.assertEqual(self.order.state, "sent")

    def test_printing(self):
        """R053: it is not printed, by none of the reports of quotations; what is approved is."""
        reports = self.env["ir.actions.report"].search([("model", "=", "sale.order")])
        self.assertGreater(len(reports), 1)
        for report in reports:
            with self.subTest(report.report_name), self.assert_refused():
                self.as_(self.rep, report)._render_qweb_html(report.report_name, self.order.ids)
        self.approve()
        self.as_(self.rep, reports)._render_qweb_html("sale.report_saleorder", self.order.ids)

    def test_sharing(self):
        """R053: preview, share link and payment link wait too."""
        with self.assert_refused():
            self.mine.action_preview_sale_order()
        context = {"active_model": "sale.order", "active_id": self.order.id}
        self.rep.user_id.group_ids += self.env.ref("account.group_account_invoice")
        for model in ("portal.share", "payment.link.wizard"):
            with self.subTest(model), self.assert_refused():
                self.as_(self.rep, self.env[model]).with_context(**context).default_get(["res_id"])
        self.rep.user_id.group_ids += self.env.ref("base.group_partner_manager")
        share = {"res_model": "sale.order", "res_id": self.order.id, "partner_ids": [Command.set(self.customer.ids)]}
        with self.assert_refused():
            self.as_(self.rep, self.env["portal.share"]).create(share)
        self.approve()
        self.mine.action_preview_sale_order()
        self.as_(self.rep, self.env["portal.share"]).create(share)

    def test_contract(self):
        """R053: no contract, which is printed with all prices, is made of it either."""
        with self.assert_refused():
            self.mine.action_make_contract()
        self.approve()
        self.assertTrue(self.mine.action_make_contract()["res_id"])

    def test_address(self):
        """R053: nobody gets the customer's address over RPC, by no field of a dialog either; the customer keeps it."""
        share = {"res_model": "sale.order", "res_id": self.order.id}
        fields = {"res_model": {}, "res_id": {}, "share_link": {}}
        other = self.as_(self.rep, self.quote())
        self.rep.user_id.group_ids += self.env.ref("base.group_partner_manager")
        dialogs = self.as_(self.rep, self.env["portal.share"])
        dialog = dialogs.create(
            {"res_model": "sale.order", "res_id": other.id, "partner_ids": [Command.set(self.customer.ids)]}
        )
        for door in (
            self.mine.get_portal_url,
            lambda: self.mine.get_portal_url(report_type="pdf"),
            lambda: dialogs.onchange(share, ["res_id"], fields),
            lambda: dialog.write({"res_id": self.order.id}),
        ):
            with self.assert_refused():
                door()
        self.assertIn("access_token", other.get_portal_url())
        portal = self.env["res.users"].create(
            {
                "name": "Maple",
                "login": "maple",
                "partner_id": self.customer.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.order.write({"state": "sent"})
        self.order.message_subscribe(self.customer.ids)
        self.assertIn("access_token", self.order.with_user(portal).get_portal_url())
        self.approve()
        self.assertIn("access_token", self.mine.get_portal_url())
        dialog.res_id = self.order.id
        self.assertIn("access_token", dialog.share_link)

    def test_confirming(self):
        """R053: button, list, RPC, a written state: none confirms what was not approved."""
        with self.assert_refused():
            self.mine.action_confirm()
        with self.assert_refused():
            (self.mine + self.as_(self.rep, self.quote())).action_confirm()
        with self.assert_refused():
            self.mine.write({"state": "sale"})
        with self.assert_refused():
            self.mine.with_context(send_email=True)._validate_order()
        self.approve()
        self.mine.action_confirm()
        self.assertEqual((self.order.state, self.order.sales_office_price_given), ("sale", "approved"))

    def test_price_and_state_at_once(self):
        """R053: a discount written together with the state is judged as it will be."""
        order = self.as_(self.rep, self.quote())
        line = Command.update(order.order_line.id, {"discount": 50})
        with self.assert_refused():
            order.write({"order_line": [line], "state": "sale"})

    def test_importing(self):
        """R053: a file that brings confirmed orders is refused like the button."""
        line = Command.create({"product_id": self.night.id, "product_uom_qty": 1, "discount": 50})
        values = {"partner_id": self.customer.id, "order_line": [line], "state": "sale"}
        with self.assert_falls_no_further():
            self.as_(self.rep, self.env["sale.order"]).create(values)
        names = ["partner_id", "state", "order_line/product_id", "order_line/price_unit"]
        rows = [[self.customer.name, "sale", self.night.name, "10"]]
        result = self.as_(self.rep, self.env["sale.order"]).load(names, rows)
        self.assertIn("without an approval", result["messages"][0]["message"])

    def test_signature_and_payment_wait(self):
        """R053: while it is not approved there is nothing to sign or pay, and no payment begins."""
        self.assertFalse(self.order._has_to_be_signed())
        self.assertFalse(self.order._has_to_be_paid())
        self.approve()
        self.assertTrue(self.order._has_to_be_signed())
        self.assertTrue(self.order._has_to_be_paid())
        self.order.order_line.discount = 9
        self.assertFalse(self.order._has_to_be_signed())

    def test_customers_act_stands(self):
        """R096: what another module confirms as superuser is confirmed, kept as not approved, and a finding."""
        check = self.env.ref("sales_office_policy.check_price_unapproved")
        self.as_(self.policy_admin, check).mode = "notify"
        self.order.action_confirm()
        self.assertEqual((self.order.state, self.order.sales_office_price_given), ("sale", "unapproved"))
        self.assertIn("a price that nobody approved", self.order.message_ids[:1].body)
        today = Date.context_today(self.rep)
        check.run(today, today)
        finding = self.env["sales.office.finding"].search([("check_id", "=", check.id)])
        self.assertEqual((finding.employee_id, finding.state), (self.rep, "open"))
        self.assertIn("8 % off, which nobody had approved", finding.reason)
        for employee, reads in ((self.leader, True), (self.manager, True), (self.rep, True), (self.colleague, False)):
            self.assertEqual(self.as_(employee, finding).has_access("read"), reads, employee.name)
        self.assertEqual(self.state(self.order), "beyond")
        self.approve()
        self.assertEqual(self.order.sales_office_price_given, "approved")
        check.run(today, today)
        self.assertEqual(finding.state, "withdrawn")

    def test_confirmed_prices_do_not_fall(self):
        """R096: prices and terms of a confirmed order do not fall beyond limits; within them they may."""
        self.approve()
        self.mine.action_confirm()
        for values in ({"discount": 9}, {"price_unit": 80}):
            with self.assert_falls_no_further(), self.env.cr.savepoint():
                self.as_(self.rep, self.order.order_line).write(values)
        with self.assert_falls_no_further(), self.env.cr.savepoint():
            off = {"order_id": self.order.id, "product_id": self.hall.id, "discount": 50}
            self.as_(self.rep, self.env["sale.order.line"]).create(off)
        self.as_(self.rep, self.order.order_line).discount = 4
        self.as_(self.leader, self.order.order_line).discount = 10

    def test_flags_of_a_confirmed_line(self):
        """R096: what was ordered is no expense and no down payment because who sells says so; finance's charges are."""
        self.approve()
        self.mine.action_confirm()
        for flag in ("is_expense", "is_downpayment"):
            with self.subTest(flag), self.assert_falls_no_further(), self.env.cr.savepoint():
                self.as_(self.rep, self.order.order_line).write({flag: True, "price_unit": 1})
            cheap = {"order_id": self.order.id, "product_id": self.hall.id, "price_unit": 1, flag: True}
            with self.subTest(flag), self.assert_falls_no_further(), self.env.cr.savepoint():
                self.as_(self.rep, self.env["sale.order.line"]).create(cheap)
            self.env["sale.order.line"].create(cheap)  # as the software charges an expense
        judged = {group.key for group in self.order._judge_price().quotation.groups}
        self.assertEqual(judged, {str(self.night.id)})

    def test_kept_by_nobody(self):
        """R096: nobody writes over RPC that a price was approved."""
        for write in (self.mine.write, self.mine.create):
            with self.assertRaisesRegex(AccessError, "not entered by hand"):
                write({"sales_office_price_given": "approved"})

    def test_taken_back(self):
        """R096: an order that is a quotation again has given nothing yet."""
        self.approve()
        self.mine.action_confirm()
        self.order._action_cancel()
        self.order.action_draft()
        self.assertFalse(self.order.sales_office_price_given)


class TestPricePayment(DoorsCommon):
    def setUp(self):
        super().setUp()
        self.order = self.quote((self.night, 10, 8), require_payment=True, prepayment_percent=1)

    def pay(self, reference):
        provider = self.env["payment.provider"].create(
            {"name": "Bank", "code": "none", "state": "test", "company_id": self.company.id}
        )
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_card").id,
                "amount": self.order.amount_total,
                "currency_id": self.order.currency_id.id,
                "partner_id": self.customer.id,
                "sale_order_ids": [Command.set(self.order.ids)],
                "reference": reference,
            }
        )

    def test_payment_waits(self):
        """R053: no page begins a payment of what is not approved."""
        with self.assertRaisesRegex(ValidationError, "still being reviewed"):
            self.pay("early")
        self.as_(self.leader, self.ask(self.order)).action_approve()
        self.assertEqual(self.pay("late").sale_order_ids, self.order)

    def test_what_was_paid_stands(self):
        """R096: the approval ends between payment and confirmation: the order is confirmed, and a finding."""
        approval = self.ask(self.order)
        self.as_(self.leader, approval).action_approve()
        transaction = self.pay("paid")
        approval.valid_until = "2020-01-01"
        transaction.state = "done"
        transaction._check_amount_and_confirm_order()
        self.assertEqual((self.order.state, self.order.sales_office_price_given), ("sale", "unapproved"))


class TestPricePortal(DoorsCommon, JsonRpcCase):
    """What the customer's link shows and does, whoever made it of the token that they read."""

    def setUp(self):
        super().setUp()
        self.order = self.quote((self.night, 10, 8), require_signature=True, require_payment=False)
        self.order._portal_ensure_token()
        # who works with the quotation reads its token by the door of the web client
        (told,) = self.call(self.rep, "sale.order", "read", self.order.ids, ["access_token"])
        self.token = told["access_token"]
        self.authenticate(None, None)

    def _open(self, path="", **options):
        query = urlencode({"access_token": self.token, **options})
        return self.url_open(f"/my/orders/{self.order.id}{path}?{query}")

    def _accept(self):
        signature = {
            "access_token": self.token,
            "name": "Wang",
            "signature": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
        }
        return self.request(f"/my/orders/{self.order.id}/accept", signature)

    def _approve(self):
        self.as_(self.leader, self.ask(self.order)).action_approve()

    def test_customer_signs_after_approval(self):
        """R053: by the link they have from before the customer signs nothing that is not approved, and then they do."""
        self.assertTrue(self._accept()["error"])
        self.assertEqual(self.order.state, "draft")
        self._approve()
        self.assertTrue(self._accept()["force_refresh"])
        self.assertEqual((self.order.state, self.order.sales_office_price_given), ("sale", "approved"))

    def test_customer_chooses_options_online(self):
        """R053: what the customer leaves out online of what is optional voids nothing; less than none is none."""
        section = {"display_type": "line_section", "name": "Options", "is_optional": True, "sequence": 20}
        option = {"product_id": self.hall.id, "product_uom_qty": 1, "sequence": 30}
        self.order.write({"order_line": [Command.create(section), Command.create(option)]})
        self._approve()
        self.as_(self.rep, self.order).action_quotation_sent()
        line = self.order.order_line.filtered(lambda line: line.product_id == self.hall)

        for chosen, quantity in ((3, 3), (-5, 0)):
            values = {"line_id": line.id, "access_token": self.token, "input_quantity": chosen}
            self.request(f"/my/orders/{self.order.id}/update_line_dict", values)
            self.env.invalidate_all()
            self.assertEqual(line.product_uom_qty, quantity)
        self.assertTrue(self._accept()["force_refresh"])
        self.assertEqual((self.order.state, self.order.sales_office_price_given), ("sale", "approved"))

    def test_page_waits(self):
        """R053: while it is not approved no link shows a price: neither the page, nor a PDF, nor a file."""
        for options in ({}, {"report_type": "pdf", "download": "true"}, {"report_type": "html"}):
            with self.subTest(options):
                page = self._open(**options)
                self.assertEqual(page.status_code, 200)
                self.assertIn("still being prepared", page.text)
                self.assertNotIn("920.00", page.text)
        self.assertNotIn("920.00", self._open("/download_edi").text)
        self._approve()
        page = self._open().text
        self.assertIn("920.00", page)
        self.assertIn("Night", page)

    def test_page_of_what_was_sent(self):
        """R053: a price that falls after the quotation was sent is not shown by the link that the customer has."""
        self.order.order_line.discount = 5
        self.as_(self.rep, self.order).action_quotation_sent()
        self.assertIn("950.00", self._open().text)
        self.as_(self.rep, self.order.order_line).discount = 8
        self.assertIn("still being prepared", self._open().text)

    def test_pages_of_who_has_a_login(self):
        """R053: nor do the pages of a customer with a login, or of who works here; foreign ones stay closed."""
        portal = self.env["res.users"].create(
            {
                "name": "Maple",
                "login": "maple",
                "password": "maple",
                "partner_id": self.customer.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.order.order_line.discount = 5
        self.as_(self.rep, self.order).action_quotation_sent()
        self.order.message_subscribe(self.customer.ids)
        self.authenticate(portal.login, portal.login)
        self.assertIn("950.00", self.url_open("/my/quotes").text)
        self.as_(self.rep, self.order.order_line).discount = 8
        page = self.url_open("/my/quotes").text
        self.assertIn(self.order.name, page)
        self.assertNotIn("920.00", page)
        for user, words in ((portal, "still being prepared"), (self.rep.user_id, "still being prepared")):
            self.authenticate(user.login, user.login)
            self.assertIn(words, self.url_open(f"/my/orders/{self.order.id}").text)
        self.authenticate(self.outsider.user_id.login, self.outsider.user_id.login)
        self.assertNotIn(self.order.name, self.url_open(f"/my/orders/{self.order.id}").text)

    def test_page_without_the_room(self):
        """R135: with the room off the customer's page is Odoo's."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertIn("920.00", self._open().text)
