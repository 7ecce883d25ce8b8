from datetime import timedelta

from odoo import fields, models


class SalesOfficeDemo(models.AbstractModel):
    """Questions and tasks in each state: decided, waiting, acted on first, assigned, disputed."""

    _inherit = "sales.office.demo"

    def _load_instructions(self, customers):
        leader, manager = self._user("leader1"), self._user("manager")
        settled = self._ask("rep1", "Upgrade for a regular guest?", "May we upgrade the delegation to suites?")
        settled.with_user(leader).action_decide("agreed", "Yes, two suites, no charge.")
        settled.with_user(self._user("rep1")).action_close()
        self._ask("rep2", "Ten percent on the framework contract?", "They ask for ten percent from 300 nights.")
        order = self.env["sale.order"].search(
            [("user_id", "=", self._user("rep3").id), ("state", "=", "draft")], limit=1
        )
        self._ask(
            "rep3",
            "Who serves this customer?",
            "Another team says the customer is theirs.",
            urgency="urgent",
            **({"res_model": "sale.order", "res_id": order.id, "is_disputed": True} if order else {}),
        )
        emergency = self._draft_question(
            "rep4", "Banquet hall flooded", "A pipe broke an hour before the wedding.", "emergency"
        )
        emergency.action_act("Moved the wedding to the garden hall.")
        day = fields.Date.today() + timedelta(days=7)
        employees = self._employee("rep1") | self._employee("rep2")
        tasks = (
            self.env["sales.office.instruction"]
            .with_user(manager)
            .action_assign(
                employees.ids,
                "Visit the largest customers",
                "Visit your five largest customers and note what they need.",
                day,
            )
        )
        tasks[0].with_user(self._user("rep1")).action_report("Five visits made; two ask for new rates.")

    def _draft_question(self, login, name, question, urgency="normal", **values):
        """Return a question as its author has it."""
        instructions = self.env["sales.office.instruction"].with_user(self._user(login))
        vals = {"employee_id": self._employee(login).id, "name": name, "question": question, "urgency": urgency}
        return instructions.create({**vals, **values})

    def _ask(self, *args, **values):
        instruction = self._draft_question(*args, **values)
        instruction.action_ask()
        return instruction
