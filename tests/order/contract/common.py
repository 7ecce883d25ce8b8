from odoo.fields import Command

from ...common import SalesOfficeCommon


class ContractCommon(SalesOfficeCommon):
    """The office on Monday, 2 March 2026, 10:00: Rob looks after Lotus Travel; Max, his manager, may sign 100,000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contracts = cls.env["sales.office.contract"]
        cls.kind = cls.env.ref("sales_office_policy.contract_kind_sale")
        cls.framework = cls.env.ref("sales_office_policy.contract_kind_framework")
        cls.customer = cls.env["res.partner"].create(
            {"name": "Lotus Travel", "is_company": True, "user_id": cls.rep.user_id.id}
        )
        cls.room = cls.env["product.product"].create({"name": "Room", "list_price": 100, "taxes_id": False})

    def mandate(self, employee=None, amount=100000, by=None, grant=True, **values):
        """Return Max's mandate, granted by the director today."""
        values = {"employee_id": (employee or self.manager).id, "max_amount": amount, **values}
        mandate = self.as_(by or self.director, self.env["sales.office.mandate"]).create(values)
        if grant:
            mandate.action_grant()
        return mandate

    def contract(self, by=None, **values):
        """Return a complete draft of Rob's, with the wording of its kind."""
        vals = {
            "name": "Rooms in May",
            "partner_id": self.customer.id,
            "kind_id": self.kind.id,
            "amount": 60000,
            "payment": "30 % with the order, the rest on arrival",
            "delivery": "Twenty rooms from 4 to 8 May",
            **values,
        }
        return self.as_(by or self.rep, self.contracts).create(vals)

    def ready(self, **values):
        """Return a contract of Rob's that can be signed."""
        contract = self.contract(**values)
        contract.action_review()
        if contract.state == "review":
            self.as_(self.manager, contract).action_approve()
        return contract

    def signed(self, day="2026-03-02", signatory=None, **values):
        """Return a contract of Rob's that Max signed by his mandate."""
        if not self.env["sales.office.mandate"].search([("employee_id", "=", self.manager.id)]):
            self.mandate()
        contract = self.ready(**values)
        contract.action_sign(signatory or self.manager, day)
        return contract

    def filed(self, **values):
        contract = self.signed(**values)
        self.as_(self.clerk, contract).action_file()
        return contract

    def order(self, quantity=10, **values):
        """Return a quotation of Rob's for rooms at 100 each."""
        line = {"product_id": self.room.id, "product_uom_qty": quantity, "price_unit": 100, "tax_ids": False}
        return self.as_(self.rep, self.env["sale.order"]).create(
            {"partner_id": self.customer.id, "order_line": [Command.create(line)], **values}
        )

    def _today(self, employee):
        """Return what somebody's page says about orders: ``{key: line}``."""
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "order"}
