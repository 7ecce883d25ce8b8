"""Publishing in the wrong order, by the wrong person, and after the plan was closed."""

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestPublishDoors(PlanningCommon):
    def test_leader_publishes_no_draft_of_his_own(self):
        """R123 R132: what their manager is still writing a leader neither publishes nor gets agreed thereby."""
        self.assertFalse(self.as_(self.leader, self.target_north).can_publish)
        with self.assertRaisesRegex(UserError, "is still a draft"):
            self.as_(self.leader, self.target_north).action_publish()
        self.as_(self.manager, self.target_north).action_propose()
        self.assertTrue(self.as_(self.leader, self.target_north).can_publish)
        self.as_(self.leader, self.target_north).action_publish()
        self.assertTrue(self.target_north.published_at)

    def test_leaders_own_part_waits_for_his_manager(self):
        """R123: a leader who splits their team's target does not propose their own share to themselves."""
        self.as_(self.manager, self.target_north).action_propose()
        people = self.split_people()
        self.as_(self.leader, self.target_north).action_publish()
        self.assertEqual((people[self.leader].state, people[self.leader].published_at), ("draft", False))
        self.assertEqual(people[self.rep].state, "proposed")
        self.assertFalse(self.as_(self.leader, self.target_north).can_publish)
        self.assertTrue(self.as_(self.manager, self.target_north).can_publish)
        self.as_(self.manager, self.target_north).action_publish()
        self.assertEqual(people[self.leader].state, "proposed")
        self.assertFalse(self.as_(self.manager, self.target_north).can_publish)

    def test_parts_made_after_publishing(self):
        """R132: a team's target published before it was split is published again for its parts."""
        self.as_(self.manager, self.target_north).action_publish()
        self.assertFalse(self.as_(self.leader, self.target_north).can_publish)
        people = self.split_people()
        self.assertTrue(self.as_(self.leader, self.target_north).can_publish)
        self.as_(self.leader, self.target_north).action_publish()
        self.assertTrue(people[self.rep].published_at)

    def test_who_left_is_neither_counted_nor_told(self):
        """R103 R132: a list that shows archived records makes no parts for leavers and asks them nothing."""
        self.colleague.active = False
        target = self.as_(self.manager, self.target_north).with_context(active_test=False)
        parts = target.action_split("equal", "team").sudo()
        self.assertEqual(parts.employee_id, self.rep | self.leader)
        target.action_publish()
        self.assertEqual(self.target_north.acknowledgement_ids.employee_id, self.rep | self.leader)

    def test_who_has_no_post_is_not_asked(self):
        """R132: whoever has an account but no post in the office could not take note."""
        self.colleague.sales_office_role_ids = False
        self.as_(self.manager, self.target_north).action_publish()
        self.assertEqual(self.target_north.acknowledgement_ids.employee_id, self.rep | self.leader)

    def test_closed_plan(self):
        """R102: in a closed plan nothing is proposed, accepted, disputed, taken back or explained, nor waits."""
        people = self.split_people()
        people[self.rep].target_value -= 1
        self.as_(self.leader, people[self.rep]).action_propose()
        self.as_(self.manager, self.plan_).action_close()
        rep, leader = (self.as_(who, people[self.rep]) for who in (self.rep, self.leader))
        for action, args in (
            (rep.action_accept, ()),
            (rep.action_dispute, ["Too much"]),
            (leader.action_take_back, ["Once more"]),
            (self.as_(self.leader, self.target_north).action_accept_difference, ["Never mind"]),
            (self.as_(self.manager, self.target_north).action_publish, ()),
        ):
            with self.assertRaisesRegex(UserError, "The plan of .* is closed"):
                action(*args)
        lines = self.as_(self.rep, self.env["sales.office.today"]).get_lines()
        self.assertNotIn("target_propose", [line["key"] for line in lines])
