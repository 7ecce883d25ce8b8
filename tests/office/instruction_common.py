from ..common import SalesOfficeCommon


class InstructionCommon(SalesOfficeCommon):
    """Rob, led by Lea, Max and Diane, has a customer, an opportunity and a quotation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.instructions = cls.env["sales.office.instruction"]
        rep = cls.rep.user_id
        cls.partner = cls.env["res.partner"].create({"name": "Lotus Travel", "user_id": rep.id})
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Spring fair", "type": "opportunity", "partner_id": cls.partner.id, "user_id": rep.id}
        )
        cls.product = cls.env["product.product"].create({"name": "Room", "type": "service", "list_price": 500})
        cls.order = cls.create_order()

    @classmethod
    def create_order(cls):
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "user_id": cls.rep.user_id.id,
                "order_line": [(0, 0, {"product_id": cls.product.id})],
            }
        )

    def draft(self, employee=None, **values):
        """Return a question (sudo) somebody wrote as themselves."""
        instructions = self.as_(employee or self.rep, self.instructions)
        return instructions.create({"name": "Ten percent?", "question": "May I give ten percent?", **values}).sudo()

    def ask(self, employee=None, **values):
        instruction = self.draft(employee, **values)
        self.as_(employee or self.rep, instruction).action_ask()
        return instruction

    def decide(self, instruction, employee, outcome="agreed", text="Yes, once."):
        self.as_(employee, instruction).action_decide(outcome, text)

    def about(self, record):
        return {"res_model": record._name, "res_id": record.id, "is_disputed": True}
