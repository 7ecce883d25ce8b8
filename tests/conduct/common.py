"""A type of its own for the conduct tests, and short ways through a case."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ..common import SalesOfficeCommon


class ConductCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clause = cls.env.ref("sales_office_policy.clause_punctuality")
        cls.type = cls._create_type("Napping", (1, "warning", 0, 1), (2, "fine", 50, 2), (4, "written_warning", 100, 4))
        cls.Violation = cls.env["sales.office.violation"]

    @classmethod
    def _create_type(cls, name, *steps, **values):
        """Return a type with a ladder of (occurrence, sanction, fine, points)."""
        names = ("occurrence", "sanction", "fine_amount", "points")
        return cls.env["sales.office.violation.type"].create(
            {
                "name": name,
                "code": name.lower(),
                "clause_id": cls.clause.id,
                "step_ids": [Command.create(dict(zip(names, step, strict=True))) for step in steps],
                **values,
            }
        )

    @classmethod
    def _create_case(cls, employee, reporter=None, **values):
        """Return a suspected case about ``employee``; without a reporter it is one that a check made."""
        return cls.Violation.create(
            {
                "employee_id": employee.id,
                "type_id": cls.type.id,
                "date": fields.Date.today(),
                "description": "Asleep at the desk.",
                "reporter_id": reporter.user_id.id if reporter else False,
                **values,
            }
        )

    def _report(self, case, reporter):
        """Let ``reporter`` write the case up and hand it in."""
        case.reporter_id = reporter.user_id
        self.as_(reporter, case).action_report()
        return case

    def _reported(self, employee=None, reporter=None, **values):
        """Return a reported case, by the leader about the representative unless told otherwise."""
        case = self._create_case(employee or self.rep, **values)
        return self._report(case, reporter or self.leader)

    def _answered(self, **values):
        case = self._reported(**values)
        self.as_(case.employee_id, case).action_answer("I was thinking.")
        return case

    def _decided(self, decider=None, sanction="warning", fine_amount=0, reason="Heard.", **values):
        case = self._answered(**values)
        self.as_(decider or self.manager, case).action_decide(sanction, fine_amount, reason)
        return case

    def _closed(self, **values):
        case = self._decided(**values)
        self.as_(case.employee_id, case).action_accept()
        return case

    def _close_past(self, employee, *dates, **values):
        """Return closed cases of the past as the books hold them."""
        return self.Violation.create(
            [
                {
                    "employee_id": employee.id,
                    "type_id": self.type.id,
                    "date": date,
                    "description": "Before.",
                    "state": "closed",
                    **values,
                }
                for date in dates
            ]
        )

    def _days_ago(self, days):
        return fields.Date.today() - timedelta(days=days)
