"""Rewards: who proposes, who decides, who sees what."""

from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ...common import SalesOfficeCommon


class TestReward(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reward = cls.env["sales.office.reward"]
        cls.bonus = cls.env.ref("sales_office_policy.reward_type_contract")
        cls.star = cls.env.ref("sales_office_policy.reward_type_star")

    def _draft(self, author=None, employee=None, **values):
        """Return a draft by the leader about the representative unless told otherwise."""
        return (
            self.as_(author or self.leader, self.Reward)
            .create(
                {
                    "employee_id": (employee or self.rep).id,
                    "type_id": self.bonus.id,
                    "reason": "Won the fair.",
                    **values,
                }
            )
            .sudo()
        )

    def _proposed(self, author=None, **values):
        reward = self._draft(author, **values)
        self.as_(author or self.leader, reward).action_propose()
        return reward

    def _approved(self, **values):
        reward = self._proposed(**values)
        self.as_(self.manager, reward).action_approve()
        return reward

    def test_the_way_of_a_reward(self):
        """R059: proposed by the leader, approved by the manager above them, told to the employee in their language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.user_id.lang = "zh_CN"
        with Form(self.as_(self.leader, self.Reward)) as form:
            form.employee_id = self.rep
            form.type_id = self.bonus
            self.assertEqual(form.amount, 500)
            form.amount = 800
            form.reason = "Won the fair."
        reward = form.record
        self.assertEqual(reward.proposer_id, self.leader.user_id)
        reward.action_propose()
        self.assertEqual(reward.state, "proposed")
        self.as_(self.manager, reward).action_approve()
        self.assertEqual((reward.state, reward.decided_by_id), ("approved", self.manager.user_id))
        told = reward.sudo().message_ids.filtered(lambda m: self.rep.user_id.partner_id in m.partner_ids)
        self.assertEqual(len(told), 1)
        self.assertIn("Won the fair.", told.body)
        self.assertNotIn("You are rewarded", told.body)

    def test_many(self):
        """R059: chosen in a list, rewards are proposed, approved or refused together; what cannot be is left out."""
        first, own = self._draft(), self._draft()
        bare, foreign = self._draft(amount=0), self._draft(author=self.manager)

        def do(employee, rewards, operation):
            return self.as_(employee, rewards).with_context(operation=operation).action_for_many()

        message = do(self.leader, first | own | bare | foreign, "propose")["params"]["message"]
        self.assertIn("has no amount yet", message)
        self.assertIn("is proposed by whoever wrote it", message)
        self.assertIn("Left out: 2", do(self.manager, first | bare | foreign, "approve")["params"]["message"])
        self.assertEqual((first | own | bare | foreign).mapped("state"), ["approved", "proposed", "draft", "draft"])
        dialog = self.env["sales.office.reason"].with_context(**do(self.manager, own, "refuse")["context"])
        self.as_(self.manager, dialog).create({"text": "Too early."}).action_confirm()
        self.assertEqual((own.state, own.refusal_reason), ("refused", "Too early."))
        with self.assertRaisesRegex(UserError, "is decided by somebody else above who proposed it"):
            do(self.leader, self._proposed(), "approve")

    def test_many_are_told_by_the_queue(self):
        """R059: however many are decided at once, the queries stay the same; each person has a note of their own."""
        people = self.rep | self.colleague | self.leader_south | self.rep_south

        def decide(count, operation, *words):
            rewards = self.Reward.union(
                *(self._proposed(author=self.manager, employee=people[n % len(people)]) for n in range(count))
            )
            judged = self.as_(self.director, rewards)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            getattr(judged, f"action_{operation}")(*words)
            self.env.flush_all()
            return rewards, self.env.cr.sql_log_count - before

        for operation, *words in (("approve",), ("refuse", "Not this year.")):
            with self.subTest(operation=operation):
                decide(8, operation, *words)  # warm
                (_few, small), (many, large) = (decide(n, operation, *words) for n in (8, 40))
                self.assertLessEqual(large, small + 2, "many cost as much as some")
                told = many.message_ids.filtered(lambda note: self.manager.user_id.partner_id in note.partner_ids)
                self.assertEqual(len(told), 40)
        waiting = self.env["mail.message.schedule"].search([("mail_message_id", "in", told.ids)])
        self.assertEqual(len(waiting), 40)
        waiting._send_notifications()
        self.assertEqual(told.notified_partner_ids, self.manager.user_id.partner_id)
        self.assertIn("Not this year.", told[0].body)

    def test_an_honour_is_a_badge(self):
        """R059: the badge is the employee's once the honour is approved, not before, and once."""
        reward = self._proposed(type_id=self.star.id)
        badges = self.env["gamification.badge.user"]
        mine = [("user_id", "=", self.rep.user_id.id), ("badge_id", "=", self.star.badge_id.id)]
        self.assertFalse(badges.search(mine))
        self.as_(self.manager, reward).action_approve()
        self.assertEqual(badges.search(mine), reward.badge_user_id)
        self.assertNotIn("fair", badges.search(mine).comment)
        with self.assertRaisesRegex(UserError, "is Approved; this needs: Proposed"):
            self.as_(self.director, reward).action_approve()
        self.assertEqual(badges.search_count(mine), 1)

    def test_nobody_decides_his_own_proposal(self):
        """R046: neither the manager nor the director approves what they proposed; they countersign each other."""
        by_manager, by_director = self._proposed(self.manager), self._proposed(self.director)
        for author, reward in ((self.manager, by_manager), (self.director, by_director)):
            with self.assertRaisesRegex(AccessError, "You proposed this reward"):
                self.as_(author, reward).action_approve()
        self.as_(self.director, by_manager).action_approve()
        self.as_(self.manager, by_director).action_approve()
        self.assertEqual((by_manager.state, by_director.state), ("approved", "approved"))

    def test_a_manager_beside_the_proposer_does_not_decide(self):
        """R046: who approves stands above the proposer, too, not only above the employee."""
        other = self._create_member("Mona", "mona", self.sales, "manager")
        reward = self._proposed()
        reward.proposer_id = other.user_id
        with self.assertRaisesRegex(AccessError, "above the proposer"):
            self.as_(self.manager, reward).action_approve()

    def test_nobody_rewards_himself_or_his_superior(self):
        """R046: nor a colleague, nor somebody of another leader's team, nor of another company."""
        for author, employee in (
            (self.leader, self.leader),
            (self.leader, self.manager),
            (self.leader, self.rep_south),
            (self.leader, self.rep_valley),
            (self.director, self.director),
            (self.rep, self.colleague),
            (self.clerk, self.rep),
            (self.finance, self.rep),
        ):
            with self.subTest(author=author.name, employee=employee.name), self.assertRaises(AccessError):
                self._draft(author, employee)
        about_manager = self._proposed(self.director, employee=self.manager)
        for employee in (self.manager, self.leader):
            with self.assertRaises(AccessError):
                self.as_(employee, about_manager).action_approve()

    def test_leaders_beside_do_not_decide(self):
        """R046: another team's leader, the clerk and finance decide nothing, over RPC neither."""
        reward = self._proposed()
        for employee in (self.leader_south, self.clerk, self.finance, self.rep, self.outsider, self.director_valley):
            for action in (lambda r: r.action_approve(), lambda r: r.action_refuse("No.")):
                with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                    action(self.as_(employee, reward))
        self.assertEqual(reward.state, "proposed")

    def test_a_deputy_decides(self):
        """R059: who stands in for the manager approves in their place."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader_south.id,
                "date_from": "2020-01-01",
                "date_to": "2099-12-31",
            }
        )
        reward = self._proposed()
        self.as_(self.leader_south, reward).action_approve()
        self.assertEqual(reward.state, "approved")

    def test_refused_with_reasons(self):
        """R059: the proposer is told why, the employee sees nothing of it."""
        reward = self._proposed()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.manager, reward).action_refuse(" ")
        self.say_why(self.manager, reward, "refuse", "Not signed yet.")
        self.assertEqual((reward.state, reward.refusal_reason), ("refused", "Not signed yet."))
        self.assertEqual(reward.message_ids.partner_ids, self.leader.user_id.partner_id)
        self.assertFalse(self.as_(self.rep, self.Reward).search([("id", "=", reward.id)]))

    def test_the_employee_sees_it_once_approved(self):
        """R135: not as a draft or proposal; nor does finance."""
        draft, proposed, approved = self._draft(), self._proposed(), self._approved()
        for employee in (self.rep, self.finance):
            found = self.as_(employee, self.Reward).search([("employee_id", "=", self.rep.id)])
            self.assertEqual(found.ids, approved.ids)
        self.assertEqual(self.as_(self.manager, self.Reward).search([("can_decide", "=", True)]).ids, proposed.ids)
        self.assertTrue(draft)

    def test_decided_is_locked(self):
        """R059: after the proposal nothing is changed by hand, whoever writes."""
        reward = self._approved()
        for employee in (self.rep, self.leader, self.manager, self.director, self.finance):
            for change in (
                lambda r: r.write({"amount": 5000}),
                lambda r: r.write({"state": "draft"}),
                lambda r: r.unlink(),
            ):
                with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                    change(self.as_(employee, reward))

    def test_closed_fields_are_not_typed(self):
        """R059: neither state nor proposer, neither by create, write, nor defaults of the context."""
        for values in ({"state": "approved"}, {"proposer_id": self.manager.user_id.id}, {"kind": "bonus"}):
            with self.assertRaises(AccessError):
                self._draft(**values)
            with self.assertRaises(AccessError):
                self.as_(self.leader, self._draft()).write(values)
        forged = self.as_(self.leader, self.Reward).with_context(
            default_state="approved", default_proposer_id=self.manager.user_id.id
        )
        reward = forged.create({"employee_id": self.rep.id, "type_id": self.bonus.id, "reason": "Mine."})
        self.assertEqual((reward.state, reward.proposer_id), ("draft", self.leader.user_id))

    def test_withdrawn_to_be_changed(self):
        """R059: the proposer takes it back, changes it or deletes it; nobody else."""
        reward = self._proposed()
        with self.assertRaises(AccessError):
            self.as_(self.manager, reward).action_withdraw()
        mine = self.as_(self.leader, reward)
        mine.action_withdraw()
        with self.assertRaisesRegex(UserError, "is Draft; this needs: Proposed"):
            self.as_(self.manager, reward).action_approve()
        mine.amount = 300
        mine.unlink()
        self.assertFalse(reward.exists())

    def test_a_bonus_needs_an_amount(self):
        reward = self._draft(amount=0)
        with self.assertRaisesRegex(UserError, "amount of the bonus"):
            self.as_(self.leader, reward).action_propose()

    def test_linked_to_a_result(self):
        """R059: an opportunity the author may read, of the same company; opened from the reward."""
        lead = self.env["crm.lead"].create({"name": "Fair", "user_id": self.rep.user_id.id})
        hidden = self.env["crm.lead"].create({"name": "Other", "user_id": self.rep_south.user_id.id})
        reward = self._draft(reference=f"crm.lead,{lead.id}")
        self.assertEqual(reward.reference, lead)
        self.assertEqual(reward.action_open_source()["res_id"], lead.id)
        with self.assertRaises(AccessError):
            self._draft(reference=f"crm.lead,{hidden.id}")
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            self._draft(reference=f"crm.lead,{lead.id + 1000}")

    def test_a_changed_type_changes_nothing_decided(self):
        """R059: a reward keeps its kind and amount."""
        reward = self._approved()
        self.bonus.write({"kind": "welfare", "amount": 1})
        self.assertEqual((reward.kind, reward.amount), ("bonus", 500))

    def test_today(self):
        """R059: what waits for the manager is on their page, not on the proposer's."""
        self._proposed()
        for employee, expected in ((self.manager, 1), (self.leader, 0), (self.rep, 0)):
            lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
            counts = [line["count"] for line in lines if line["key"] == "conduct_reward"]
            self.assertEqual(sum(counts), expected)

    def test_paid_outside_by_finance(self):
        """R059: a benefit is paid by finance alone, and not before it is approved."""
        reward = self._proposed(type_id=self.env.ref("sales_office_policy.reward_type_welfare").id, amount=50)
        with self.assertRaisesRegex(UserError, "is Proposed; this needs: Approved"):
            self.as_(self.finance, reward).sudo(False).with_user(self.env.ref("base.user_root")).action_pay()
        self.as_(self.manager, reward).action_approve()
        with self.assertRaises(AccessError):
            self.as_(self.manager, reward).action_pay()
        lines = self.as_(self.finance, self.env["sales.office.today"]).get_lines()
        self.assertEqual([line["count"] for line in lines if line["key"] == "conduct_benefit"], [1])
        self.as_(self.finance, reward).action_pay()
        self.assertEqual(reward.state, "paid")

    def test_taken_back(self):
        """R059: by somebody who may decide it, once, with reasons; employee and proposer are told."""
        reward = self._approved()
        for employee in (self.rep, self.leader, self.leader_south, self.finance, self.director_valley):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, reward).action_cancel("No.")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.manager, reward).action_cancel("")
        self.say_why(self.manager, reward, "cancel", "The fair was cancelled.")
        self.assertEqual((reward.state, reward.cancelled_by_id), ("cancelled", self.manager.user_id))
        told = reward.message_ids.filtered(lambda m: "The fair was cancelled." in m.body).partner_ids
        self.assertEqual(told, (self.rep | self.leader).user_id.partner_id)
        self.assertEqual(self.as_(self.rep, reward).cancel_reason, "The fair was cancelled.")
        with self.assertRaisesRegex(UserError, "is Taken Back; this needs: Approved, Paid"):
            self.as_(self.manager, reward).action_cancel("Again.")

    def test_only_what_was_approved_is_taken_back(self):
        """R059: a proposal is refused or withdrawn instead."""
        for reward in (self._draft(), self._proposed()):
            with self.assertRaisesRegex(UserError, "this needs: Approved, Paid"):
                self.as_(self.manager, reward).action_cancel("No.")

    def test_the_badge_goes_with_the_honour(self):
        """R059: an honour that was taken back leaves no badge."""
        reward = self._approved(type_id=self.star.id)
        badge = reward.badge_user_id
        self.as_(self.manager, reward).action_cancel("A mistake.")
        self.assertFalse(badge.exists())

    def test_somebody_who_left_is_still_rewarded(self):
        """R059: without a user there is nobody to tell and no badge, but the reward stands."""
        reward = self._proposed(type_id=self.star.id)
        self.rep.user_id.active = False
        self.rep.active = False
        self.as_(self.manager, reward).action_approve()
        self.assertEqual((reward.state, reward.badge_user_id.ids), ("approved", []))

    def test_nothing_leaks_to_colleagues(self):
        """R135: not by id, grouping, export, chatter, name search nor through the badge."""
        reward = self._approved(type_id=self.star.id)
        others = self.colleague | self.leader_south | self.clerk | self.policy_admin
        others.user_id.group_ids += self.env.ref("base.group_allow_export")
        for employee in others:
            seen = self.as_(employee, reward)
            with self.subTest(employee=employee.name):
                self.assertFalse(seen.search_count([("id", "=", reward.id)]))
                self.assertFalse(seen._read_group([("id", "=", reward.id)], ["type_id"], ["amount:sum"]))
                self.assertNotIn(reward.id, [found for found, _name in seen.name_search("")])
                for read in (
                    lambda r: r.read(["reason"]),
                    lambda r: r.export_data(["reason"]),
                    lambda r: r.message_post(body="Well done"),
                    lambda r: r.message_ids.read(["body"]),
                ):
                    with self.assertRaises(AccessError):
                        read(seen)
        messages = self.env["mail.message"].with_user(self.colleague.user_id)
        self.assertFalse(messages.search([("model", "=", reward._name), ("res_id", "=", reward.id)]))

    def test_a_type_in_use_is_archived_instead_of_deleted(self):
        """R059: and no longer offered."""
        self._draft()
        with self.assertRaises(ForeignKeyViolation), mute_logger("odoo.sql_db"):
            self.bonus.unlink()
            self.env.flush_all()

    def test_another_companys_type_is_refused(self):
        """R059: types of one company are not used in another."""
        foreign = self.bonus.copy({"company_id": self.company_valley.id})
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            self._draft(type_id=foreign.id)

    def test_he_who_moved_is_decided_where_he_was(self):
        """R059: the department of the reward's day says who decides, not today's."""
        reward = self._proposed()
        self.rep.department_id = self.south
        self.assertEqual(reward.department_id, self.north)
        self.as_(self.manager, reward).action_approve()
        self.assertFalse(self.as_(self.leader_south, self.Reward).search([("id", "=", reward.id)]))
