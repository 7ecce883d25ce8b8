"""Who changed which penalty, from what to what, and the director's approval where the company wants it."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from ..common import ConductCommon


class PenaltyChangeCommon(ConductCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["sales.office.policy"].create(
            {
                "name": "House Rules",
                "code": "HOUSE",
                "company_id": cls.company.id,
                "clause_ids": [Command.create({"number": "1.1", "name": "Naps", "text": "None at work."})],
            }
        )
        cls.type.write({"company_id": cls.company.id, "clause_id": cls.policy.clause_ids.id})
        cls.Change = cls.env["sales.office.penalty.change"]
        cls.Change.search([]).unlink()

    def _raise(self, amount, employee=None):
        """Let the policy administrator change the fine of the second occurrence."""
        kind = self.as_(employee or self.policy_admin, self.type)
        step = kind.step_ids.filtered(lambda step: step.occurrence == 2)
        kind.write({"step_ids": [Command.update(step.id, {"fine_amount": amount})]})
        return self._changes()[:1]

    def _changes(self):
        return self.Change.search([("type_id", "=", self.type.id)])

    def _get_fine(self):
        return self.type.step_ids.filtered(lambda step: step.occurrence == 2).fine_amount


class TestHistory(PenaltyChangeCommon):
    def test_change(self):
        """R136: a change counts at once, and it is kept who made it, from what to what."""
        change = self._raise(80)
        self.assertEqual((self._get_fine(), change.state), (80, "counts"))
        self.assertEqual(change.changed_by_id, self.policy_admin.user_id)
        self.assertRegex(change.before_text, "From 2: Fine, .*50")
        self.assertRegex(change.after_text, "From 2: Fine, .*80")
        self.assertIn("12 months", change.after_text)

    def test_form(self):
        """R136: what is typed on the form is kept as one change, whatever else is typed with it."""
        with Form(self.as_(self.policy_admin, self.type)) as form:
            form.name = "Snoring"
            form.window_months = 6
            with form.step_ids.edit(0) as step:
                step.points = 3
            with form.step_ids.new() as step:
                step.occurrence = 3
                step.sanction = "written_warning"
        change = self._changes()
        self.assertEqual(len(change), 1)
        self.assertEqual((change.before["window_months"], change.after["window_months"]), (12, 6))
        self.assertEqual([row[0] for row in change.after["steps"]], [1, 2, 3, 4])

    def test_no_penalty(self):
        """R136: what is no penalty leaves no trace there, nor does what stays the same."""
        self.as_(self.policy_admin, self.type).write({"name": "Snoring", "severity": "serious"})
        self.as_(self.policy_admin, self.type).write({"window_months": 12})
        self.assertFalse(self._changes())

    def test_single_steps(self):
        """R136: steps changed, added or taken out over RPC are kept as well."""
        steps = self.as_(self.policy_admin, self.type.step_ids)
        steps[-1:].unlink()
        steps[0].write({"points": 2})
        steps.with_context(default_type_id=self.type.id).create({"occurrence": 9, "sanction": "dismissal"})
        self.assertEqual(len(self._changes()), 3)
        self.assertEqual([len(change.after["steps"]) for change in self._changes()], [3, 2, 2])
        self.assertEqual([len(change.before["steps"]) for change in self._changes()], [2, 2, 3])

    def test_new(self):
        """R136: a new kind and a copy of one begin their history."""
        copy = self.as_(self.policy_admin, self.type).copy()
        change = self.Change.search([("type_id", "=", copy.id)])
        self.assertEqual((change.before_text, change.state), ("(new)", "counts"))
        self.assertTrue(copy.active)

    def test_nobody_writes_it(self):
        """R135: the history is read by managers and the policy administrator, and written by nobody."""
        change = self._raise(80)
        for employee in (self.rep, self.leader, self.clerk, self.finance, self.director_valley, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, change).read(["after_text"])
        for employee in (self.manager, self.director, self.policy_admin):
            with self.subTest(employee.name):
                self.assertTrue(self.as_(employee, change).after_text)
                with self.assertRaises(AccessError):
                    self.as_(employee, change).write({"after": {}})
                with self.assertRaises(AccessError):
                    self.as_(employee, change).unlink()
                with self.assertRaises(AccessError):
                    self.as_(employee, self.Change).create({"type_id": self.type.id})

    def test_members_read_the_table(self):
        """R136: whoever may read the table still does, without its history."""
        arch = self.as_(self.rep, self.type).get_view(view_type="form")["arch"]
        self.assertNotIn("change_ids", arch)
        self.assertTrue(self.as_(self.rep, self.type).read(["name", "step_ids"]))


class TestApproval(PenaltyChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_penalty_approval = True

    def test_waits(self):
        """R136: a change waits, the old penalty counts until a director approves, and then the new one."""
        self._close_past(self.rep, self._days_ago(20))
        case = self._answered()
        change = self._raise(80)
        self.assertEqual((change.state, self._get_fine(), case.proposed_fine_amount), ("proposed", 50, 50))
        self.assertEqual(self.as_(self.policy_admin, self.type).waiting_change_id, change)
        self.as_(self.director, change).action_approve()
        self.env.invalidate_all()
        self.assertEqual((change.state, self._get_fine(), case.proposed_fine_amount), ("counts", 80, 80))
        self.assertEqual(change.decided_by_id, self.director.user_id)
        self.assertFalse(self.as_(self.policy_admin, self.type).waiting_change_id)

    def test_decided_stays(self):
        """R136: nothing that was decided changes."""
        self._close_past(self.rep, self._days_ago(20))
        case = self._decided(sanction="fine", fine_amount=50)
        self.as_(self.director, self._raise(80)).action_approve()
        self.assertEqual((case.fine_amount, case.points), (50, 2))

    def test_rest_counts(self):
        """R136: a name changed along with the penalties is changed at once."""
        kind = self.as_(self.policy_admin, self.type)
        kind.write({"name": "Snoring", "window_months": 6})
        self.assertEqual((self.type.name, self.type.window_months), ("Snoring", 12))
        self.assertEqual(self._changes().after["window_months"], 6)

    def test_who(self):
        """R061: a director approves; not who made the change, nobody else, nor a director of another company."""
        change = self._raise(80)
        for employee in (self.rep, self.leader, self.clerk, self.manager, self.policy_admin, self.director_valley):
            for do in ("action_approve", "action_refuse"):
                with self.subTest(employee.name, do=do), self.assertRaises(AccessError):
                    getattr(self.as_(employee, change), do)(*(["No."] if do == "action_refuse" else []))
        self.director.user_id.group_ids |= self.env.ref("sales_office_policy.group_policy_admin")
        own = self._raise(90, self.director)
        self.assertEqual((change.state, own.state), ("withdrawn", "proposed"))
        with self.assertRaisesRegex(AccessError, "You made this change"):
            self.as_(self.director, own).action_approve()
        self.assertEqual(self._get_fine(), 50)

    def test_refused_and_withdrawn(self):
        """R136: refused with a reason, or withdrawn by who made it, the penalties stay; it is over then."""
        refused = self._raise(80)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.director, refused).action_refuse(" ")
        self.say_why(self.director, refused, "refuse", "Too much.")
        self.assertEqual((refused.state, refused.refusal_reason), ("refused", "Too much."))
        withdrawn = self._raise(90)
        with self.assertRaisesRegex(AccessError, "Only whoever made this change"):
            self.as_(self.manager, withdrawn).action_withdraw()
        self.as_(self.policy_admin, withdrawn).action_withdraw()
        for change in (refused, withdrawn):
            with self.assertRaisesRegex(UserError, "this needs: Waits for Approval"):
                self.as_(self.director, change).action_approve()
        self.assertEqual(self._get_fine(), 50)

    def test_new_kind(self):
        """R136: a new kind is archived until it is approved, and counts from then on."""
        kind = self.as_(self.policy_admin, self.env["sales.office.violation.type"]).create(
            {
                "name": "Yawning",
                "code": "yawning",
                "clause_id": self.policy.clause_ids.id,
                "company_id": self.company.id,
                "step_ids": [Command.create({"occurrence": 1, "sanction": "warning"})],
            }
        )
        change = self.Change.search([("type_id", "=", kind.id)])
        self.assertEqual((kind.active, change.state), (False, "proposed"))
        with self.assertRaises(AccessError):
            self.as_(self.manager, change).action_approve()
        self.as_(self.director, change).action_approve()
        self.assertTrue(kind.active)

    def test_no_way_around(self):
        """R135: neither steps one by one, nor archives, contexts, companies, the setting or the room lead around it."""
        kind, steps = self.as_(self.policy_admin, self.type), self.as_(self.policy_admin, self.type.step_ids)
        Step = steps.browse()
        for do in (
            lambda: steps[1].write({"fine_amount": 1}),
            lambda: steps[-1:].unlink(),
            lambda: Step.create({"type_id": kind.id, "occurrence": 9, "sanction": "warning"}),
            lambda: Step.with_context(default_type_id=kind.id).create({"occurrence": 9, "sanction": "warning"}),
            lambda: (
                steps[1].with_context(violation_ladder_whole=True, sales_office_tariff=True).write({"fine_amount": 1})
            ),
        ):
            with self.assertRaisesRegex(UserError, "A director approves the penalties of"):
                do()
        room = self.env.ref("sales_office_policy.room_conduct")
        self.company.sales_office_room_ids -= room
        kind.action_archive()
        kind.write({"company_id": False})
        kind.with_context(sales_office_tariff="whole").write({"window_months": 1})
        self.env.invalidate_all()
        self.assertEqual((kind.active, kind.company_id, kind.window_months), (True, self.company, 12))
        self.company.sales_office_room_ids += room
        with self.assertRaisesRegex(AccessError, "Only a director, or who manages access rights"):
            settings = self.as_(self.policy_admin, self.env["sales.office.settings"])
            with Form(settings) as form:
                form.sales_office_penalty_approval = False
        self.assertEqual(len(self._changes().filtered(lambda change: change.state == "proposed")), 1)

    def test_comes_from_elsewhere(self):
        """R135: what comes to be used by a company that wants approval waits, wherever it comes from."""
        self.company.sales_office_penalty_approval = False
        self.company_valley.sales_office_penalty_approval = True
        self.as_(self.policy_admin, self.type).write({"company_id": False, "window_months": 1})
        self.env.invalidate_all()
        self.assertEqual((self.type.company_id, self.type.window_months), (self.company, 12))
        self.assertEqual(self._changes().state, "proposed")

    def test_not_deleted(self):
        """R135: what counts is archived by the same way, so nobody deletes it instead; what waits still can be."""
        kind = self.as_(self.policy_admin, self.type)
        with self.assertRaisesRegex(UserError, "so it is not deleted: archive it"):
            kind.unlink()
        kind.action_archive()
        self.as_(self.director, self._changes()[:1]).action_approve()
        kind.unlink()
        self.assertFalse(kind.exists())

    def test_faulty(self):
        """R136: what is no ladder is refused when it is typed, not when it is approved."""
        first = self.type.step_ids.filtered(lambda step: step.occurrence == 1)
        with self.assertRaisesRegex(ValidationError, "The first step must be from occurrence 1"):
            self.as_(self.policy_admin, self.type).write({"step_ids": [Command.delete(first.id)]})
        self.assertFalse(self._changes())

    def test_changed_since(self):
        """R136: where the ladder was changed otherwise meanwhile, the change is proposed anew."""
        change = self._raise(80)
        self.type.window_months = 3
        with self.assertRaisesRegex(UserError, "have been changed since"):
            self.as_(self.director, change).action_approve()

    def test_shared(self):
        """R136: what every company uses waits as well, where one of them wants it."""
        self.type.company_id = False
        self.assertEqual((self._raise(80).state, self._get_fine()), ("proposed", 50))

    def test_shared_by_whom(self):
        """R061: what companies share is approved by who is a director in each that wants it, or whom they named."""
        self.company_valley.sales_office_penalty_approval = True
        self.type.company_id = False
        change = self._raise(80)
        message = "is a director in each, or whom they named"
        for director in (self.director, self.director_valley):
            with self.assertRaisesRegex(AccessError, f"{self.company_valley.name}.*{message}"):
                self.as_(director, change).action_approve()
            self.assertFalse(self.as_(director, change).can_decide)
            self.assertFalse(self.as_(director, self.Change).search([("can_decide", "=", True)]))
        judge = self._name_judge(self.company)
        with self.assertRaisesRegex(AccessError, message):
            change.with_user(judge).action_approve()
        self._name_judge(self.company_valley, judge)
        self.assertEqual(self.Change.with_user(judge).search([("can_decide", "=", True)]), change)
        today = self.env["sales.office.today"].with_user(judge)
        self.assertIn("conduct_penalty", [line["key"] for line in today.get_lines()])
        change.with_user(judge).action_approve()
        self.assertEqual((change.state, self._get_fine(), change.decided_by_id), ("counts", 80, judge))
        self.assertEqual(change.with_user(judge).state, "counts")

    def test_shared_director_of_each(self):
        """R061: a director in each of them decides; the post in one and work in the other is not enough."""
        self.company_valley.sales_office_penalty_approval = True
        self.type.company_id = False
        change = self._raise(80)
        self.director.user_id.company_ids |= self.company_valley
        self.assertFalse(self.as_(self.director, change).can_decide)
        post = self.director.sales_office_role_ids
        self.env["hr.employee"].create(
            {
                "name": "Di in the valley",
                "user_id": self.director.user_id.id,
                "company_id": self.company_valley.id,
                "sales_office_role_ids": [Command.set(post.ids)],
            }
        )
        self.as_(self.director, change).action_refuse("Too much.")
        self.assertEqual(change.state, "refused")

    def test_shared_by_one(self):
        """R061: where only one of the companies wants it, its director approves, and no other company's."""
        self.type.company_id = False
        change = self._raise(80)
        with self.assertRaisesRegex(AccessError, "approved by a director"):
            self.as_(self.director_valley, change).action_approve()
        self.as_(self.director, change).action_approve()
        self.assertEqual(self._get_fine(), 80)

    def _name_judge(self, company, judge=None):
        both = [Command.set((self.company | self.company_valley).ids)]
        judge = judge or new_test_user(
            self.env, "gina", groups="base.group_user", company_id=self.company.id, company_ids=both
        )
        company.sales_office_judge_id = judge
        return judge

    def test_today(self):
        """R137: it waits on the director's page with its buttons, and for nobody else."""
        change = self._raise(80)

        def lines(employee):
            today = self.as_(employee, self.env["sales.office.today"]).get_lines()
            return [line for line in today if line["key"] == "conduct_penalty"]

        (line,) = lines(self.director)
        self.assertEqual([item["id"] for item in line["items"]], change.ids)
        self.assertIn("80", line["items"][0]["detail"])
        self.assertFalse(lines(self.manager) + lines(self.policy_admin) + lines(self.director_valley))
