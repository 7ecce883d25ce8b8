from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import PolicyCommon

OFFICE = ["Ann", "Cleo", "Cora", "Diane", "Fay", "Lea", "Leo", "Max", "Paula", "Ray", "Rob"]


class TestPolicyAudience(PolicyCommon):
    def test_everybody_in_the_office(self):
        """R043: without departments a policy is for every sales office of its company, and nobody else."""
        support = self._create_department("Support")
        self._create_member("Sue", "support", support)
        self.put_in_force(self.policy)
        self.assertEqual(self.asked(self.policy), OFFICE)

    def test_departments_with_all_below(self):
        """R043: a department stands for itself and everything below it."""
        self.policy.department_ids = self.retail
        self.put_in_force(self.policy)
        self.assertEqual(self.asked(self.policy), ["Ann", "Lea", "Leo", "Ray", "Rob"])

    def test_department_outside_the_offices(self):
        """R043: a department that is named is meant, sales office or not."""
        support = self._create_department("Support")
        self._create_member("Sue", "support", support)
        self.policy.department_ids = support | self.south
        self.put_in_force(self.policy)
        self.assertEqual(self.asked(self.policy), ["Leo", "Ray", "Sue"])

    def test_closed_department_opens_nothing(self):
        """R043: a policy for a department that is closed is not for everybody, and the department stays."""
        self.policy.department_ids = self.south
        self.put_in_force(self.policy)
        asked = self.policy.acknowledgement_ids
        self.south.active = False
        self.env.invalidate_all()
        self.policy._sync_acknowledgements()
        self.assertEqual(self.policy.acknowledgement_ids, asked)
        self.assertFalse(self.as_(self.rep, self.policy).search([("id", "=", self.policy.id)]))
        empty = self._create_department("Closed")
        self._create_policy(code="CLOSED", department_ids=empty.ids)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            empty.unlink()

    def test_only_people_who_can_read(self):
        """R043: nobody is asked who has left, has no user or whose user is closed."""
        self.rep.active = False
        self.colleague.user_id = False
        self.rep_south.user_id.active = False
        self.policy.department_ids = self.retail
        self.put_in_force(self.policy)
        self.assertEqual(self.asked(self.policy), ["Lea", "Leo"])

    def test_each_is_asked_by_an_activity(self):
        """R111: one activity each, for the person themselves, due when the reminder is."""
        with freeze_time("2025-03-03 02:00:00"):
            self.put_in_force(self.policy)
        acknowledgements = self.policy.acknowledgement_ids
        activities = acknowledgements.activity_ids
        self.assertEqual(len(activities), len(OFFICE))
        self.assertEqual(activities.user_id, acknowledgements.user_id)
        self.assertEqual(set(activities.mapped("summary")), {"Read House Rules, version 1"})
        self.assertEqual({str(date) for date in activities.mapped("date_deadline")}, {"2025-03-10"})

    def test_joiners_are_asked(self):
        """R043: whoever is hired, moved in or given a user is asked at once."""
        self.policy.department_ids = self.north
        self.put_in_force(self.policy)
        self._create_member("Nina", "newcomer", self.north, "representative")
        self.rep_south.department_id = self.north
        self.outsider.write({"department_id": self.north.id})
        guest = self.env["hr.employee"].create(
            {"name": "Gus", "company_id": self.company.id, "department_id": self.north.id}
        )
        self.assertEqual(self.asked(self.policy), ["Ann", "Lea", "Nina", "Oscar", "Ray", "Rob"])
        guest.user_id = self.env["res.users"].create(
            {
                "name": "Gus",
                "login": "gus",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.assertIn("Gus", self.asked(self.policy))

    def test_leavers_are_not_asked_any_more(self):
        """R043: archived, moved away or without a user: the question is taken back, what was read stays."""
        self.policy.department_ids = self.north
        self.put_in_force(self.policy)
        self.as_(self.leader, self.policy).action_acknowledge()
        (self.rep | self.leader).active = False
        self.colleague.department_id = self.south
        self.assertEqual(self.asked(self.policy), [])
        acknowledged = self.Acknowledgement.search([("policy_id", "=", self.policy.id)])
        self.assertEqual(acknowledged.employee_id, self.leader)
        self.rep.active = True
        self.assertEqual(self.asked(self.policy), ["Rob"])

    def test_new_user_takes_the_activity_over(self):
        """R111: when an employee gets another user, the activity follows."""
        self.put_in_force(self.policy)
        user = self.rep.user_id.copy({"login": "rob2", "name": "Rob"})
        self.rep.user_id = user
        mine = self.policy.acknowledgement_ids.filtered(lambda record: record.employee_id == self.rep)
        self.assertEqual(mine.activity_ids.user_id, user)

    def test_deleting_somebody_who_was_only_asked(self):
        """R138: core can still delete an employee who has done nothing."""
        self.put_in_force(self.policy)
        newcomer = self._create_member("Nina", "newcomer", self.north)
        self.assertIn("Nina", self.asked(self.policy))
        newcomer.unlink()
        self.assertEqual(self.asked(self.policy), OFFICE)

    def test_room_switched_off(self):
        """R138: nobody is asked before the company uses the policy book, everybody once it does."""
        rooms = self.company.sales_office_room_ids
        self.company.sales_office_room_ids = False
        self.put_in_force(self.policy)
        self._create_member("Nina", "newcomer", self.north)
        self.assertEqual(self.asked(self.policy), [])
        self.company.sales_office_room_ids = rooms
        self.assertEqual(len(self.asked(self.policy)), len(OFFICE) + 1)

    def test_cron_is_idempotent(self):
        """R043: the daily run catches what no hook sees, and a second run changes nothing."""
        self.put_in_force(self.policy)
        self.policy.acknowledgement_ids.filtered(lambda record: record.employee_id == self.rep).unlink()
        self.rep_south.user_id.active = False
        for _turn in range(2):
            self.run_cron()
            self.assertEqual(self.asked(self.policy), [name for name in OFFICE if name != "Ray"])
            self.assertEqual(len(self.policy.acknowledgement_ids.activity_ids), len(OFFICE) - 1)

    def test_reminders(self):
        """R111: reminded after the company's number of days, and again after as many."""
        self.company.sales_office_policy_reminder_days = 3
        self.policy.department_ids = self.south
        with freeze_time("2025-03-03 02:00:00"):
            self.put_in_force(self.policy)
            self.as_(self.leader_south, self.policy).action_acknowledge()
        record = self.policy.acknowledgement_ids.filtered(lambda record: record.employee_id == self.rep_south)
        for day, reminders in ((5, 0), (6, 1), (6, 1), (8, 1), (9, 2)):
            with freeze_time(f"2025-03-{day:02} 03:00:00"):
                self.run_cron()
                self.assertEqual(record.reminder_count, reminders)
        self.assertEqual(record.activity_ids.summary, "Reminder: read House Rules, version 1")
        self.assertEqual(str(record.activity_ids.date_deadline), "2025-03-09")
        self.assertEqual(sum(self.policy.acknowledgement_ids.mapped("reminder_count")), 2)
        self.company.sales_office_policy_reminder_days = 0
        with freeze_time("2025-06-01 03:00:00"):
            self.run_cron()
        self.assertEqual(record.reminder_count, 2)

    def test_many_reminders_in_batches(self):
        """R111: more people than fit into one batch are all reminded once."""
        with freeze_time("2025-03-03 02:00:00"):
            self.put_in_force(self.policy)
        progress = patch.object(type(self.env["ir.cron"]), "_commit_progress", autospec=True)
        with freeze_time("2025-03-20 02:00:00"), progress as commit:
            self.Acknowledgement._remind(batch=4)
        self.assertEqual([call.args[1] for call in commit.call_args_list], [4, 4, 3])
        self.assertEqual(commit.call_args.kwargs, {"remaining": 0})
        self.assertEqual(self.policy.acknowledgement_ids.mapped("reminder_count"), [1] * len(OFFICE))

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_office_policy.ir_cron_policy_ask").method_direct_trigger()
        self.env.invalidate_all()

    def test_new_version_asks_again(self):
        """R061: what was read was the old version; nobody is asked about it any more."""
        self.put_in_force(self.policy)
        self.as_(self.rep, self.policy).action_acknowledge()
        second = self.put_in_force(self.new_version(self.policy))
        self.assertEqual(self.asked(second), OFFICE)
        self.assertEqual(self.asked(self.policy, "acknowledged"), ["Rob"])
        self.assertFalse(self.policy.acknowledgement_ids.activity_ids)
        with self.assertRaisesRegex(UserError, "is Superseded; this needs: In Force"):
            self.as_(self.colleague, self.policy).action_acknowledge()

    def test_supplement_is_read_as_well(self):
        """R101: a supplement asks its audience too."""
        self.policy.department_ids = self.south
        supplement = self.put_in_force(self.supplement(self.put_in_force(self.policy)))
        self.assertEqual(self.asked(supplement), ["Leo", "Ray"])

    def test_constant_queries(self):
        """R111: asking twenty people costs as many queries as asking two."""
        counts = [self._count_queries(size) for size in (2, 20)]
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def _count_queries(self, size):
        department = self._create_department(f"Office {size}", is_sales_office=True)
        users = self.env["res.users"].create(
            [
                {
                    "name": f"P {size} {number}",
                    "login": f"p{size}_{number}",
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                }
                for number in range(size)
            ]
        )
        self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": self.company.id, "department_id": department.id}
                for user in users
            ]
        )
        policy = self.approve(self._create_policy(code=f"SIZE-{size}", department_ids=department.ids))
        policy = self.as_(self.policy_admin, policy)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        policy.action_put_in_force()
        self.env.flush_all()
        count = self.cr.sql_log_count - before
        self.assertEqual(len(self.asked(policy.sudo())), size)
        return count


class TestPolicyAcknowledgement(PolicyCommon):
    def setUp(self):
        super().setUp()
        self.put_in_force(self.policy)

    def acknowledgement(self, employee):
        return self.policy.acknowledgement_ids.filtered(lambda record: record.employee_id == employee)

    def test_once_with_its_time(self):
        """R111: acknowledged for oneself, at that moment; a second click changes nothing."""
        mine = self.as_(self.rep, self.policy)
        self.assertTrue(mine.to_acknowledge)
        with freeze_time("2025-03-05 02:00:00"):
            mine.action_acknowledge()
        with freeze_time("2025-03-06 02:00:00"):
            mine.action_acknowledge()
        record = self.acknowledgement(self.rep)
        self.assertEqual((record.state, str(record.acknowledged_at)), ("acknowledged", "2025-03-05 02:00:00"))
        self.assertFalse(record.activity_ids)
        self.assertEqual(self.asked(self.policy, "acknowledged"), ["Rob"])
        self.env.invalidate_all()
        self.assertFalse(mine.to_acknowledge)
        self.assertEqual(mine.my_acknowledged_at, record.acknowledged_at)

    def test_nobody_else_does_it(self):
        """R111: neither the rep's leader nor the director or the administrator can do it for them."""
        for employee in (self.leader, self.director, self.policy_admin, self.rep):
            record = self.as_(employee, self.acknowledgement(self.rep))
            with self.subTest(employee.name), self.assertRaises(AccessError):
                record.write({"state": "acknowledged", "acknowledged_at": "2025-01-01 00:00:00"})
            with self.subTest(employee.name), self.assertRaises(AccessError):
                record.unlink()
            with self.subTest(employee.name), self.assertRaises(AccessError):
                record.create({"policy_id": self.policy.id, "employee_id": self.rep.id})
        self.assertEqual(self.acknowledgement(self.rep).state, "asked")

    def test_who_is_not_meant(self):
        """R043: there is nothing to confirm outside the audience."""
        policy = self.put_in_force(self._create_policy(code="SOUTH", department_ids=self.south.ids))
        for employee in (self.rep, self.director_valley, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, policy).action_acknowledge()
        with self.assertRaisesRegex(UserError, "does not apply to you, so there is nothing"):
            self.as_(self.director, policy).action_acknowledge()

    def test_reading_before_being_asked(self):
        """R138: with the room off one may still confirm a policy that is in force."""
        self.acknowledgement(self.rep).unlink()
        self.as_(self.rep, self.policy).action_acknowledge()
        self.assertEqual(self.acknowledgement(self.rep).state, "acknowledged")

    def test_who_sees_who_has_not(self):
        """R111: a leader sees their people, a representative themselves, the other company nobody."""
        seen = {
            self.rep: ["Rob"],
            self.leader: ["Ann", "Lea", "Rob"],
            self.manager: ["Ann", "Lea", "Leo", "Max", "Ray", "Rob"],
            self.director: ["Ann", "Cleo", "Cora", "Diane", "Fay", "Lea", "Leo", "Max", "Paula", "Ray", "Rob"],
            self.policy_admin: ["Paula"],
            self.director_valley: [],
        }
        for employee, names in seen.items():
            with self.subTest(employee.name):
                found = self.as_(employee, self.Acknowledgement).search([("policy_id", "=", self.policy.id)])
                self.assertEqual(sorted(found.sudo().employee_id.mapped("name")), names)

    def test_progress(self):
        """R111: the figures follow the scope; the administrator sees them for everybody."""
        self.as_(self.rep, self.policy).action_acknowledge()
        self.as_(self.rep_south, self.policy).action_acknowledge()
        for employee, expected in (
            (self.leader, (1, 3)),
            (self.manager, (2, 6)),
            (self.director, (2, 11)),
            (self.policy_admin, (2, 11)),
        ):
            policy = self.as_(employee, self.policy)
            with self.subTest(employee.name):
                self.assertEqual((policy.acknowledged_count, policy.asked_count), expected)
        policy = self.as_(self.leader, self.policy)
        self.assertAlmostEqual(policy.acknowledged_percent, 100 / 3)
        action = policy.action_view_acknowledgements()
        waiting = self.as_(self.leader, self.Acknowledgement).search([*action["domain"], ("state", "=", "asked")])
        self.assertEqual(sorted(waiting.employee_id.mapped("name")), ["Ann", "Lea"])
        self.assertEqual(action["context"], {"search_default_asked": 1})

    def test_a_leader_can_open_what_his_people_read(self):
        """R043: a policy for a department below oneself can be read, but is not to be confirmed."""
        team = self._create_department("Night", parent_id=self.north.id)
        self._create_member("Nat", "night", team, "representative")
        policy = self.put_in_force(self._create_policy(code="NIGHT", department_ids=team.ids))
        acknowledgement = self.as_(self.leader, self.Acknowledgement).search([("policy_id", "=", policy.id)])
        self.assertEqual(acknowledgement.display_name, "House Rules, version 1: Nat")
        self.assertEqual(acknowledgement.action_open_policy()["res_id"], policy.id)
        self.assertFalse(self.as_(self.leader, policy).to_acknowledge)
        with self.assertRaises(AccessError):
            self.as_(self.colleague, policy).read(["name"])

    def test_archive_is_readable(self):
        """R043: members read versions in force and archived ones, of their own company."""
        second = self.put_in_force(self.new_version(self.policy))
        third = self.new_version(second)
        Policy = self.env["sales.office.policy"]
        house = [("code", "=", "HOUSE")]
        self.assertEqual(self.as_(self.rep, Policy).search(house).ids, [second.id, self.policy.id])
        self.assertEqual(self.as_(self.manager, Policy).search(house).ids, [third.id, second.id, self.policy.id])
        self.assertFalse(self.as_(self.rep_valley, Policy).search(house))
        self.assertIn("Everybody is on time.", self.as_(self.rep, second).body_html)
        with self.assertRaises(AccessError):
            self.as_(self.outsider, Policy).search(house)

    def test_what_one_has_read_stays_readable(self):
        """R043: somebody who moved away can still open what they once confirmed."""
        policy = self.put_in_force(self._create_policy(code="NORTH", department_ids=self.north.ids))
        self.as_(self.rep, policy).action_acknowledge()
        (self.rep | self.colleague).department_id = self.south
        self.env.flush_all()
        self.assertEqual(self.as_(self.rep, policy).name, "House Rules")
        with self.assertRaises(AccessError):
            self.as_(self.colleague, policy).read(["name"])
