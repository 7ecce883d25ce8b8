from odoo import fields, models


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_verdicts(self):
        """A decision that the appeal reduced, and a suspension that waits for a second person."""
        today = fields.Date.today()
        reduced = self._hear(
            "rep1", "abuse", today, "Raised his voice at the front desk.", "The desk had given my guest's room away."
        )
        reduced.with_user(self._user("manager")).action_decide(
            reduced.proposed_sanction, reduced.proposed_fine_amount, ""
        )
        reduced.with_user(self._user("rep1")).action_appeal("I apologised the same evening; the desk confirms it.")
        reduced.with_user(self._user("director")).action_decide(
            "fine", 50, "The desk confirms the apology and that the room had been given away.", 2
        )
        reduced.with_user(self._user("rep1")).action_accept()
        waiting = self._hear(
            "rep5", "abuse", today, "Shouted at a trainee until she cried.", "I was under pressure. I am sorry."
        )
        waiting.with_user(self._user("manager")).action_decide(
            "suspension", 0, "The second time within two months, and towards a trainee.", 10
        )

    def _load_incident(self):
        """Two who left a banquet to itself, reported at once; and what a colleague told in confidence."""
        self._tell(
            "leader2", ("rep4", "rep6"), "poor_service", "Both left the banquet at nine; no one saw the guests off."
        )
        self._tell("rep3", ("rep2",), "image_damaged", "Told a client at lunch which of us do not get on.")

    def _tell(self, login, people, code, facts):
        user = self._user(login)
        dialog = (
            self.env["sales.office.incident.report"]
            .with_user(user)
            .create(
                {
                    "employee_ids": [self._employee(person).id for person in people],
                    "type_id": self._violation_type(code).id,
                    "date": fields.Date.today(),
                    "description": facts,
                }
            )
        )
        dialog.action_report()

    def _hear(self, login, code, day, facts, answer):
        """Return a case that the person's leader reported and the person has answered."""
        leader = self._reporter(login).login
        case = self._report(leader, login, code, day, facts)
        case.with_user(self._user(login)).action_answer(answer)
        return case
