"""The office of ``receivable/common.py`` in which every promise of the room is broken.

On Monday, 18 May 2026, Rob gave a price away that the customer accepted, won a deal that nobody ordered, promised a
delivery for Wednesday that never came, let the paper of a contract lie and signed another one without a mandate; the
customer promised to pay on Wednesday and did not, and Cleo, the clerk, kept a paper to herself. It is 1 June.
"""

from freezegun import freeze_time

from odoo.fields import Command

from .receivable.common import ReceivableCommon

PAYMENT = "30 % with the order, the rest on arrival"


class BusyOffice(ReceivableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls()
        with freeze_time("2026-05-18 02:00:00"):
            cls._sell(office)
            cls._sign(office)
            office.item(cls.old, cls.rep).action_promise("2026-05-20")
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _sell(cls, office):
        limit = {"post": "representative", "max_discount": 5, "reaction": "block", "company_id": cls.company.id}
        cls.env["sales.office.discount.limit"].create(limit)
        if "stock.warehouse" in cls.env:  # with sale_stock
            cls.env["stock.warehouse"].create({"name": "Harbour", "code": "HARB", "company_id": cls.company.id})
        goods = {"name": "Hamper", "type": "consu", "list_price": 100, "taxes_id": False}
        cls.hamper = cls.env["product.product"].create(goods)
        cls.given_away, cls.undelivered = (
            cls._order(office, price, commitment_date=day) for price, day in ((80, False), (100, "2026-05-20 04:00:00"))
        )
        for order in cls.given_away | cls.undelivered:
            order.sudo().action_confirm()  # as for a customer who signed
        lead = {"name": "Annual meeting", "type": "opportunity", "partner_id": cls.customer.id}
        cls.deal = office.as_(cls.rep, cls.env["crm.lead"]).create(lead)
        cls.deal.action_set_won()

    @classmethod
    def _order(cls, office, price, quantity=3, **values):
        """Return a quotation of Rob's for hampers."""
        line = {"product_id": cls.hamper.id, "product_uom_qty": quantity, "price_unit": price, "tax_ids": False}
        return office.as_(cls.rep, cls.env["sale.order"]).create(
            {"partner_id": cls.customer.id, "order_line": [Command.create(line)], **values}
        )

    @classmethod
    def _sign(cls, office):
        mandate = {"employee_id": cls.manager.id, "max_amount": 100000}
        office.as_(cls.director, cls.env["sales.office.mandate"]).create(mandate).action_grant()
        values = {
            "partner_id": cls.customer.id,
            "kind_id": cls.env.ref("sales_office_policy.contract_kind_sale").id,
            "amount": 6000,
            "payment": PAYMENT,
            "delivery": "Twenty rooms from 4 to 8 May",
        }
        names = ("Unfiled", "Unreceived", "Unmandated")
        contracts = office.as_(cls.rep, cls.env["sales.office.contract"]).create(
            [values | {"name": name} for name in names]
        )
        cls.unfiled, cls.unreceived, cls.unmandated = contracts
        contracts.action_review()
        for contract in contracts[:2]:
            contract.action_sign(cls.manager, "2026-05-18")
        cls.unmandated.action_sign(cls.rep, "2026-05-18", "The customer signed at the fair.")
        for contract in contracts[1:]:
            office.as_(cls.clerk, contract).action_file()
        office.as_(cls.finance, cls.unmandated).action_receive()
