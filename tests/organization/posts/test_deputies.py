"""Somebody stands in for a manager for some days, and no longer."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ...common import SalesOfficeCommon

MONDAY = "2026-03-02 02:00:00"  # 10:00 in Shanghai


@freeze_time(MONDAY)
class TestDeputies(SalesOfficeCommon):
    def _deputy(self, manager, deputy, date_from="2026-03-02", date_to="2026-03-04", **vals):
        vals |= {"employee_id": manager.id, "deputy_id": deputy.id, "date_from": date_from, "date_to": date_to}
        return self.env["sales.office.deputy"].create(vals)

    def _leads(self, *employees):
        return self.env["crm.lead"].create([{"name": e.name, "user_id": e.user_id.id} for e in employees])

    def _seen(self, employee, leads):
        return set(self.as_(employee, leads).search([("id", "in", leads.ids)]).mapped("name"))

    def test_begins_and_ends_by_itself(self):
        """R047: the deputy has the scope and the group on these days only."""
        leads = self._leads(self.rep_south)
        deputy = self._deputy(self.leader_south, self.colleague, "2026-03-03", "2026-03-04")
        user = deputy.deputy_user_id
        for day, stands_in in (("02", False), ("03", True), ("04", True), ("05", False)):
            with self.subTest(day=day), freeze_time(f"2026-03-{day} 02:00:00"):
                self.env["sales.office.deputy"]._cron_sync_groups()
                self.env.invalidate_all()
                self.assertEqual(bool(self._seen(self.colleague, leads)), stands_in)
                self.assertEqual(user.has_group("sales_office_policy.group_team_leader"), stands_in)

    def test_the_day_is_the_deputys_own(self):
        """R047: it begins at midnight where the deputy works, not at midnight UTC."""
        deputy = self._deputy(self.leader_south, self.colleague, "2026-03-03", "2026-03-03")
        for moment, stands_in in (
            ("2026-03-02 15:59:00", False),
            ("2026-03-02 16:00:00", True),
            ("2026-03-03 15:59:00", True),
            ("2026-03-03 16:00:00", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(bool(deputy._get_current(deputy.deputy_user_id)), stands_in)

    def test_nobody_makes_himself_a_deputy(self):
        """R047: not by passing a deputyship on to another manager, not while they stand in for somebody."""
        values = {"employee_id": self.leader.id, "deputy_id": self.rep.id, "date_to": "2026-03-04"}
        deputy = self.as_(self.leader, self.env["sales.office.deputy"]).create(values)
        with self.assertRaises(AccessError):
            deputy.employee_id = self.director
        with self.assertRaisesRegex(ValidationError, "Nobody can be their own deputy"):
            deputy.write({"employee_id": self.director.id, "deputy_id": self.leader.id})
        with self.assertRaises(AccessError):
            deputy.deputy_user_id = self.outsider.user_id
        self._deputy(self.manager, self.colleague)
        with self.assertRaisesRegex(ValidationError, "Nobody can be their own deputy"):
            self.as_(self.colleague, self.env["sales.office.deputy"]).create(
                {
                    "employee_id": self.leader_south.id,
                    "deputy_id": self.colleague.id,
                    "date_from": "2026-03-05",
                    "date_to": "2036-03-05",
                }
            )

    def test_never_the_managers_own_or_above(self):
        """R047: the deputy reaches those below, never the manager themselves, their superiors or their own leader."""
        self._deputy(self.manager, self.rep)
        records = {
            person: self._deputy(person, self.clerk, "2026-05-01", "2026-05-02")
            for person in (self.rep_south, self.leader_south, self.leader, self.manager, self.director, self.rep)
        }
        led = {person.name for person, record in records.items() if self.as_(self.rep, record).in_office_scope}
        self.assertEqual(led, {"Ray", "Leo"})
        found = self.as_(self.rep, self.env["sales.office.deputy"]).search([("in_office_scope", "=", True)])
        self.assertEqual(set(found.sudo().employee_id.mapped("name")), {"Ray", "Leo"})
        with self.assertRaises(AccessError):
            self.as_(self.rep, records[self.manager])._check_authority()

    def test_nobody_decides_above_himself(self):
        """R047: authority reaches those led, for the director the company, never oneself."""
        mine, reps = (
            self._deputy(person, self.clerk, "2026-05-01", "2026-05-02") for person in (self.manager, self.rep)
        )
        self.as_(self.manager, reps)._check_authority()
        self.as_(self.director, mine | reps)._check_authority()
        self.as_(self.manager, mine)._check_own()
        for viewer, record in ((self.manager, mine), (self.leader_south, reps), (self.rep, reps)):
            with self.assertRaises(AccessError):
                self.as_(viewer, record)._check_authority()
        with self.assertRaises(AccessError):
            self.as_(self.director, mine)._check_own()

    def test_directors_deputy_is_no_director(self):
        """R082: approvals end with the director, their deputy acts as a manager."""
        self._deputy(self.director, self.manager)
        self._deputy(self.director, self.rep)
        self.assertFalse(self.manager.user_id.has_group("sales_office_policy.group_director"))
        self.assertFalse(self.rep.user_id.has_group("sales_office_policy.group_director"))
        self.assertTrue(self.rep.user_id.has_group("sales_office_policy.group_manager"))

    def test_only_the_place_on_the_ladder_is_lent(self):
        """R047: standing in for a leader who is also policy administrator does not open the settings."""
        self.leader.sales_office_role_ids |= self.env.ref("sales_office_policy.role_policy_admin")
        self._deputy(self.leader, self.rep)
        self.assertTrue(self.rep.user_id.has_group("sales_office_policy.group_team_leader"))
        self.assertFalse(self.rep.user_id.has_group("sales_office_policy.group_policy_admin"))

    def test_deputy_of_two(self):
        """R047: one ends, the other goes on."""
        leads = self._leads(self.rep, self.rep_south)
        self._deputy(self.leader, self.clerk)
        south = self._deputy(self.leader_south, self.clerk)
        self.clerk.sales_office_role_ids = self.env.ref("sales_office_policy.role_representative")
        self._deputy(self.leader, self.clerk)  # the same again, overlapping
        self.assertEqual(self._seen(self.clerk, leads), {"Rob", "Ray"})
        south.sudo().date_to = "2026-03-02"
        with freeze_time("2026-03-03 02:00:00"):
            self.env.invalidate_all()
            self.assertEqual(self._seen(self.clerk, leads), {"Rob"})

    def test_past_deputy_gives_nothing(self):
        """R047: naming somebody for days gone by opens nothing."""
        deputy = self._deputy(self.leader, self.rep, "2026-02-01", "2026-02-02")
        self.assertFalse(deputy.deputy_user_id.has_group("sales_office_policy.group_team_leader"))

    def test_who_can_be_a_deputy(self):
        """R047: a colleague of the company, with a user, in a sales office, and not oneself."""
        no_user = self.env["hr.employee"].create({"name": "Nina", "company_id": self.company.id})
        for somebody, words in (
            (self.leader, "Nobody can be their own deputy"),
            (no_user, "Nina has no user and could not act"),
            (self.outsider, "Oscar does not belong to a sales office"),
            (self.director_valley, "Choose a deputy of the same company"),
        ):
            with self.subTest(somebody=somebody.name), self.assertRaisesRegex(ValidationError, words):
                self._deputy(self.leader, somebody)

    def test_dates_are_ordered(self):
        """R047: the database refuses a last day before the first."""
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._deputy(self.leader, self.rep, "2026-03-04", "2026-03-03")

    def test_a_leader_names_his_own_deputy(self):
        """R047: a leader names their own deputy and one for those they lead, nobody else's."""
        form = Form(self.as_(self.leader, self.env["sales.office.deputy"]))
        form.deputy_id = self.colleague
        form.date_to = "2026-03-06"
        deputy = form.save()
        self.assertEqual(deputy.employee_id, self.leader)
        self.assertEqual(deputy.department_id, self.north)
        self.assertEqual(deputy.display_name, "Ann for Lea")
        Deputy = self.as_(self.leader, self.env["sales.office.deputy"])
        vals = {"deputy_id": self.colleague.id, "date_from": "2026-03-02", "date_to": "2026-03-02"}
        with self.assertRaises(AccessError):
            Deputy.create({**vals, "employee_id": self.leader_south.id})
        with self.assertRaises(AccessError):
            self.as_(self.rep, Deputy).create({**vals, "employee_id": self.rep.id})

    def test_what_began_stays_on_record(self):
        """R047: a deputy that began is ended by its last day, not rewritten or deleted."""
        deputy = self._deputy(self.leader, self.colleague)
        with freeze_time("2026-03-03 02:00:00"):
            mine = self.as_(self.leader, deputy)
            for vals in ({"deputy_id": self.rep.id}, {"date_from": "2026-03-03"}, {"employee_id": self.rep.id}):
                with self.assertRaisesRegex(UserError, "This deputy has begun to act, which stays"):
                    mine.write(vals)
            with self.assertRaisesRegex(UserError, "This deputy has begun to act, which stays"):
                mine.unlink()
            mine.date_to = "2026-03-02"
            self.assertFalse(self.colleague.user_id.has_group("sales_office_policy.group_team_leader"))
        self._deputy(self.leader, self.colleague, "2026-04-01", "2026-04-02").with_user(self.leader.user_id).unlink()

    def test_deleting_takes_the_group(self):
        """R047: a deputy that is deleted on its first day gives its group back."""
        deputy = self._deputy(self.leader, self.colleague)
        self.as_(self.leader, deputy).unlink()
        self.assertFalse(self.colleague.user_id.has_group("sales_office_policy.group_team_leader"))

    def test_the_department_is_that_of_the_day(self):
        """R135: a later move does not hand an old record to the new leader."""
        deputy = self._deputy(self.rep, self.colleague)
        self.rep.create_version({"date_version": "2026-03-10", "department_id": self.south.id})
        later = self._deputy(self.rep, self.colleague, "2026-03-10", "2026-03-11")
        self.assertEqual((deputy.department_id, later.department_id), (self.north, self.south))
        later.date_from = "2026-03-09"
        self.assertEqual(later.department_id, self.north)
        self.assertTrue(self.as_(self.leader, deputy).in_office_scope)
        self.assertFalse(self.as_(self.leader_south, deputy).in_office_scope)

    def test_many_deputies_in_one_pass(self):
        """R047: the hourly job takes as many queries for many deputies as for few."""
        self._deputy(self.leader, self.colleague)
        Deputy = self.env["sales.office.deputy"]
        Deputy._cron_sync_groups()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            Deputy._cron_sync_groups()
        for days in range(1, 8):
            day = self.env["sales.office.deputy"]._fields["date_from"].to_date("2026-03-02") + timedelta(days=days)
            self._deputy(self.leader_south, self.rep_south, day, day)
            self._deputy(self.manager, self.leader, day, day)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            Deputy._cron_sync_groups()
