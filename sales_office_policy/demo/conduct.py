from datetime import timedelta

from odoo import fields, models

CLOSED = (
    # who, type, working day since the first of last month, what happened, sanction, fine, points, occurrence
    ("rep2", "late_arrival", 3, "Signed in at 08:21.", "warning", 0, 1, 1),
    ("rep2", "late_arrival", 9, "Signed in at 08:34 without a word.", "fine", 20, 1, 2),
    ("rep2", "late_arrival", 16, "Signed in at 08:26.", "fine", 20, 1, 3),
    ("rep5", "abuse", 11, "Shouted at the banquet captain in front of guests.", "fine", 100, 10, 1),
    ("rep1", "desk_untidy", 14, "Cups and old papers on the desk at closing time.", "warning", 0, 1, 1),
)


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_conduct_room(self, dice):
        self._load_closed_cases()
        today = fields.Date.today()
        self._report("leader1", "rep3", "document_overdue", today, "Customer file still in his bag this morning.")
        heard = self._report("leader2", "rep6", "meeting_late", today, "Came into the meeting at 08:27.")
        heard.with_user(self._user("rep6")).action_answer(
            "I was on the telephone with the bride's family and told my colleague to say so."
        )
        decided = self._report("leader2", "rep4", "private_business", today, "Printed 80 pages for a private party.")
        decided.with_user(self._user("rep4")).action_answer("It was on a Sunday; I paid for the paper.")
        decided.with_user(self._user("manager")).action_decide(
            decided.proposed_sanction, decided.proposed_fine_amount, ""
        )
        self._load_verdicts()
        self._load_incident()

    def _load_closed_cases(self):
        """What went through the whole procedure last month: a repeated offence climbs its ladder."""
        days = self._working_days()
        self.env["sales.office.violation"].create(
            [
                {
                    "employee_id": self._employee(login).id,
                    "type_id": self._violation_type(code).id,
                    "date": days[offset],
                    "description": facts,
                    "reporter_id": self._reporter(login).id,
                    "occurrence": occurrence,
                    "sanction": sanction,
                    "fine_amount": fine,
                    "points": points,
                    "decided_by_id": self._user("manager").id,
                    "decided_at": self._at(days[offset] + timedelta(days=5), 10),
                    "answer_deadline": self._at(days[offset] + timedelta(days=3), 23),
                    "appeal_deadline": self._at(days[offset] + timedelta(days=10), 23),
                    "state": "closed",
                }
                for login, code, offset, facts, sanction, fine, points, occurrence in CLOSED
            ]
        )

    def _report(self, reporter, login, code, day, facts):
        """Return a case that its reporter wrote and handed in."""
        case = (
            self.env["sales.office.violation"]
            .with_user(self._user(reporter))
            .create(
                {
                    "employee_id": self._employee(login).id,
                    "type_id": self._violation_type(code).id,
                    "date": day,
                    "description": facts,
                }
            )
        )
        case.action_report()
        return case.sudo()

    def _violation_type(self, code):
        return self.env.ref(f"sales_office_policy.violation_type_{code}")

    def _reporter(self, login):
        """Return the user of the person's team leader."""
        return self._employee(login).department_id.manager_id.user_id
