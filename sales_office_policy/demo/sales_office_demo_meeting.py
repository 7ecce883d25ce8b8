from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

from .sales_office_demo import REPS

TALKED_ABOUT = (
    "The shipping company asks for forty rooms in the second week; Li Na answers today.",
    "Two weddings on the same Saturday: the banquet kitchen confirms both halls.",
    "The competitor across the lake lowered its meeting package; we keep ours and add the shuttle.",
    "Whoever visits customers tomorrow draws the contract forms this afternoon.",
    "The lift in the north wing is repaired until Friday; tell arriving groups.",
)


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_meeting_room(self, dice):
        people = ("manager", "leader1", "leader2", *REPS)
        self.env["sales.office.meeting"].create(
            [self._prepare_past_meeting(day, people, dice) for day in self._working_days()]
        )
        tomorrow = next(day for n in range(1, 4) if (day := fields.Date.today() + timedelta(days=n)).weekday() < 5)
        self.env["sales.office.meeting"].create(
            {
                **self._prepare_meeting(tomorrow),
                "attendance_ids": [Command.create({"employee_id": self._employee(login).id}) for login in people],
            }
        )

    def _prepare_meeting(self, day):
        return {
            "kind": "morning",
            "department_id": self._ref("demo_department_market").id,
            "start": self._at(day, 8.25),
            "stop": self._at(day, 8 + 35 / 60),
        }

    def _prepare_past_meeting(self, day, people, dice):
        """A closed meeting: nearly everybody in time, somebody late now and then, somebody with a customer."""
        rows = []
        for login in people:
            state = dice.choices(("present", "late", "excused", "absent"), (92, 5, 2, 1))[0]
            minutes = dice.randint(-12, 0) if state == "present" else dice.randint(3, 15)
            came = state in ("present", "late")
            rows.append(
                {
                    "employee_id": self._employee(login).id,
                    "state": state,
                    "signed_in_at": self._at(day, 8.25 + minutes / 60) if came else False,
                    "marked_by_id": self._user(login if came else "manager").id,
                    "reason": "With a customer since early morning" if state == "excused" else False,
                }
            )
        return {
            **self._prepare_meeting(day),
            "attendance_ids": [Command.create(row) for row in rows],
            "minutes": f"<p>{dice.choice(TALKED_ABOUT)}</p>",
            "state": "closed",
        }
