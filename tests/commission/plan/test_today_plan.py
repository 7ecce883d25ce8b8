from ..common import CommissionCommon


class TestTodayPlan(CommissionCommon):
    def _count(self, employee):
        """Return how many plans wait for the employee on their Today page."""
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line["count"] for line in lines}.get("commission_plan_approve", 0)

    def test_waits_for_a_director(self):
        """R133: a draft that is ready waits for directors, unless they are paid by it, and for nobody else."""
        self._create_plan("Without rules", self.rep).rule_ids.unlink()
        self.assertEqual(self._count(self.director), 0)
        plan = self._create_plan("Ready", self.rep)
        self.assertEqual(
            [self._count(who) for who in (self.director, self.manager, self.policy_admin, self.rep)], [1, 0, 0, 0]
        )
        self._create_plan("Own", self.rep | self.director)
        self.assertEqual(self._count(self.director), 1)
        self.as_(self.director, plan).action_approve()
        self.assertEqual(self._count(self.director), 0)
