from freezegun import freeze_time

from .common import ContractCommon


@freeze_time("2026-03-02 02:00:00")
class TestContractReport(ContractCommon):
    def _print(self, contract):
        report = self.as_(self.rep, self.env["ir.actions.report"])
        html, _kind = report._render_qweb_html("sales_office_policy.report_contract", contract.ids)
        return html.decode()

    def test_says_what_was_agreed(self):
        """R130: the printed contract has its number as a code, both parties, the terms and the clauses of its kind."""
        page = self._print(self.ready())
        for text in ("CT-", "Harbour Hotel", "Lotus Travel", "60,000.00", "30 % with the order", "Each party keeps"):
            self.assertIn(text, page)
        self.assertIn("<svg", page)
        self.assertNotIn("Draft, not to be signed", page)

    def test_says_what_is_sold(self):
        """R130: the contract of a quotation lists what the quotation does, with prices, as it was then."""
        order = self.order()
        order.order_line.discount = 5
        contract = self.contracts.browse(order.action_make_contract()["res_id"])
        order.order_line.product_uom_qty = 20
        page = self._print(contract)
        self.assertRegex(page, r"10 Units at .*100\.00 less 5 %, .*950\.00")

    def test_a_draft_says_so(self):
        """R130: what is not settled says on the paper that it is a draft."""
        self.assertIn("Draft, not to be signed", self._print(self.contract()))

    def test_in_the_language_of_the_customer(self):
        """R130: labels are in the customer's language, the wording is what was written."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["sales_office_policy"], ["zh_CN"])
        self.customer.lang = "zh_CN"
        page = self._print(self.ready())
        self.assertIn("买方", page)
        self.assertIn("30 % with the order", page)
