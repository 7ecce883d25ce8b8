"""What somebody tries over RPC who may not: forged contexts, values that buttons set, other people's sales."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .test_achievement import AchievementCommon

MARCH = {"period_type": "month", "date_from": "2026-03-01", "target_value": 100}


@freeze_time("2026-03-20 02:00:00")
class TestTargetDoors(AchievementCommon):
    def setUp(self):
        super().setUp()
        self.values = {**MARCH, "plan_id": self.plan_.id}

    def test_a_form_does_not_say_what_others_sell(self):
        """R103: a leader who types a stranger into a new target, or into a saved one, learns nothing of their sales."""
        self.invoice(self.rep_south, "2026-03-02", 777)
        saved = self.month(self.rep)
        self.env.flush_all()
        fields = {"achieved_value": {}, "progress": {}, "forecast_value": {}, "employee_id": {}}
        values = {**self.values, "employee_id": self.rep_south.id, "metric": "invoiced"}
        for target in (self.targets, saved):
            answer = self.as_(self.leader, target).onchange(values, ["employee_id"], fields)["value"]
            self.assertFalse(any(answer.get(name) for name in ("achieved_value", "progress", "forecast_value")))

    def test_no_stranger_by_context(self):
        """R045 R083: a context gives a leader no target for another team's seller."""
        targets = self.as_(self.leader, self.targets)
        target = targets.with_context(default_employee_id=self.rep_south.id).create(
            {**self.values, "employee_id": self.rep.id}
        )
        self.assertEqual(target.sudo().employee_id, self.rep)
        with self.assertRaises(AccessError):
            targets.with_context(default_employee_id=self.rep_south.id).create(
                {**self.values, "department_id": self.north.id}
            )
        with self.assertRaises(AccessError):
            targets.with_context(default_department_id=self.north.id).create(
                {**self.values, "employee_id": self.rep_south.id, "metric": "margin"}
            )

    def test_no_stranger_by_his_department(self):
        """R045 R083: the department of a person's target is their own, whatever is sent along."""
        target = self._create_target(self.north, 5, self.rep, metric="margin")
        self.as_(self.manager, target).write({"employee_id": self.rep_south.id, "department_id": self.north.id})
        self.assertEqual(target.department_id, self.south)

    def test_the_owner_does_not_measure_himself(self):
        """R050: a manager does not enter the satisfaction their own department reached; the director does."""
        target = self._create_target(self.retail, 90, metric="satisfaction")
        with self.assertRaises(AccessError):
            self.as_(self.manager, target).manual_value = 99
        self.as_(self.director, target).manual_value = 70
        self.as_(self.manager, self._create_target(self.north, 90, metric="satisfaction")).manual_value = 80
        draft = self.env["sales.office.plan"].create({"department_id": self.retail.id, "year": 2026})
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.targets).create(
                {
                    "plan_id": draft.id,
                    "department_id": self.retail.id,
                    "date_from": "2026-01-01",
                    "metric": "satisfaction",
                    "target_value": 90,
                    "manual_value": 99,
                }
            )

    def test_nobody_hangs_parts_on_others_targets(self):
        """R103: a leader cannot make their manager's published target differ from its parts."""
        retail = self._create_target(self.retail, 100, metric="margin")
        retail.published_at = "2026-01-05 02:00:00"
        target = self._create_target(self.north, 5, self.rep, metric="margin")
        with self.assertRaises(AccessError):
            self.as_(self.leader, target).parent_id = retail
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.targets).create(
                {
                    "plan_id": self.plan_.id,
                    "parent_id": retail.id,
                    "metric": "margin",
                    "employee_id": self.colleague.id,
                    "date_from": "2026-01-01",
                    "target_value": 5,
                }
            )

    def test_what_is_agreed_is_not_deleted_with_its_whole(self):
        """R123: deleting a whole does not take along what people accepted."""
        target = self.split_people()[self.rep]
        self.as_(self.leader, target).action_propose()
        self.as_(self.rep, target).action_accept()
        with self.assertRaisesRegex(UserError, "Take it back first"):
            self.as_(self.manager, self.target_north).unlink()
        self.as_(self.leader, target).action_take_back("Once more")
        self.as_(self.manager, self.target_north).unlink()
        self.assertFalse(target.exists())

    def test_a_reason_is_forgotten_with_another_part(self):
        """R103: a part that is added changes the difference, so its reason has to be given again."""
        people = self.split_people()
        people[self.rep].target_value -= 10000
        self.as_(self.leader, self.target_north).action_accept_difference("A new colleague comes in May")
        newcomer = self._create_member("Newcomer", "newcomer", self.north, "representative")
        self.as_(self.leader, self.targets).create(
            {
                "plan_id": self.plan_.id,
                "parent_id": self.target_north.id,
                "employee_id": newcomer.id,
                "date_from": "2026-01-01",
                "target_value": 5000,
            }
        )
        self.assertEqual((self.target_north.difference, self.target_north.difference_reason), (5000, False))
