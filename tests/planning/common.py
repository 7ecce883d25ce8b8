"""The office of ``tests/common.py`` with an approved plan of Retail for 2026.

Retail is to invoice 1,200,000 in the year: North 700,000 and South 500,000.
"""

from unittest.mock import patch

from freezegun import freeze_time

from ..commission.common import CommissionCommon


@freeze_time("2026-01-05 02:00:00")
class PlanningCommon(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.targets = cls.env["sales.office.target"]
        cls.plan_ = cls.env["sales.office.plan"].create({"department_id": cls.retail.id, "year": 2026})
        cls.target = cls._create_target(cls.retail, 1200000)
        cls.as_(cls, cls.manager, cls.plan_).action_propose()
        cls.as_(cls, cls.director, cls.plan_).action_approve()
        parts = cls.as_(cls, cls.manager, cls.target).action_split("hand", "team")
        cls.target_north = parts.filtered(lambda t: t.department_id == cls.north).sudo()
        cls.target_south = (parts - cls.target_north).sudo()
        cls.target_north.target_value, cls.target_south.target_value = 700000, 500000

    @classmethod
    def _create_target(cls, department, value, employee=None, **values):
        return cls.targets.create(
            {
                "plan_id": cls.plan_.id,
                "department_id": department.id,
                "employee_id": employee and employee.id,
                "date_from": "2026-01-01",
                "target_value": value,
                **values,
            }
        )

    def split_people(self):
        """Return the year targets {employee: target} of North's sellers: Ann, Lea and Rob."""
        parts = self.as_(self.manager, self.target_north).action_split("equal", "team").sudo()
        return {part.employee_id: part for part in parts}

    def refresh(self):
        """Have the job of the night do its work, without committing."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60):
            self.targets._cron_refresh()

    def first_of(self, target, kind):
        """Split in time down to ``kind`` and return the first part of that kind."""
        while target.period_type != kind:
            target = target.action_split("equal")[0]
        return target
