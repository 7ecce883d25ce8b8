"""Rewards and sanctions of an employee in one timeline."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from ..common import ConductCommon


class TestConductEntry(ConductCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Entry = cls.env["sales.office.conduct.entry"]

    def _reward(self, employee, state="approved", amount=200):
        reward_type = self.env.ref("sales_office_policy.reward_type_suggestion")
        return self.env["sales.office.reward"].create(
            {
                "employee_id": employee.id,
                "type_id": reward_type.id,
                "reason": "Good idea.",
                "amount": amount,
                "state": state,
                "proposer_id": self.leader.user_id.id,
            }
        )

    def _sanction(self, employee, **values):
        return self._close_past(
            employee, "2026-01-05", **{"sanction": "fine", "fine_amount": 50, "points": 2, **values}
        )

    def test_only_what_is_final(self):
        """R099: approved and paid rewards, closed cases with a sanction; with totals."""
        self._reward(self.rep), self._reward(self.rep, "paid")
        for state in ("draft", "proposed", "refused", "cancelled"):
            self._reward(self.rep, state)
        self._sanction(self.rep)
        self._sanction(self.rep, sanction=False)
        self._reported()
        groups = self.as_(self.rep, self.Entry)._read_group(
            [("employee_id", "=", self.rep.id)], ["direction"], ["amount:sum", "points:sum", "__count"]
        )
        self.assertEqual(sorted(groups), [("reward", 400, 0, 2), ("sanction", -50, 2, 1)])

    def test_follows_the_records(self):
        """R099: a reward that is approved is there at once, and opens."""
        reward = self._reward(self.rep, "proposed")
        domain = [("employee_id", "=", self.rep.id)]
        self.assertFalse(self.Entry.search(domain))
        self.as_(self.manager, reward).action_approve()
        entry = self.as_(self.rep, self.Entry).search(domain)
        self.assertEqual(entry.action_open_source()["res_id"], reward.id)
        self.assertEqual((entry.name, entry.outcome), (reward.type_id.name, "Bonus"))

    def test_seen_by_scope(self):
        """R099 R135: own, led, director; through grouping and the employee's button no more than that."""
        self._reward(self.rep), self._sanction(self.rep)
        seeing = self.rep, self.leader, self.manager, self.director
        blind = self.colleague, self.leader_south, self.clerk, self.finance, self.policy_admin, self.director_valley
        for employee, count in [*((e, 2) for e in seeing), *((e, 0) for e in blind)]:
            with self.subTest(employee=employee.name):
                entries = self.as_(employee, self.Entry)
                domain = [("employee_id", "=", self.rep.id)]
                self.assertEqual(entries.search_count(domain), count)
                self.assertEqual(sum(n for _e, n in entries._read_group(domain, ["employee_id"], ["__count"])), count)
                public = self.as_(employee, self.env["hr.employee.public"].browse(self.rep.id))
                if employee != self.director_valley:
                    self.assertEqual(public.sales_office_conduct_entry_count, count)
                    self.assertEqual(len(public.sales_office_conduct_entry_ids), count)

    def test_the_tab_on_the_employee(self):
        """R099: who leads them finds it on the public form; for others there is neither tab nor field to read."""
        self._reward(self.rep), self._sanction(self.rep)
        public = self.env["hr.employee.public"]
        arch = self.as_(self.leader, public).get_view(view_type="form")["arch"]
        self.assertIn("sales_office_conduct_entry_ids", arch)
        spec = {"sales_office_conduct_entry_ids": {"fields": {"name": {}, "amount": {}, "points": {}}}}
        for employee, expected in ((self.leader, [200, -50]), (self.colleague, [])):
            (read,) = self.as_(employee, public.browse(self.rep.id)).web_read(spec)
            amounts = [entry["amount"] for entry in read["sales_office_conduct_entry_ids"]]
            self.assertEqual(sorted(amounts, reverse=True), expected)
        outsider = self.env["res.users"].create(
            {"name": "Otto", "login": "otto", "group_ids": [Command.set(self.env.ref("base.group_user").ids)]}
        )
        arch = public.with_user(outsider).get_view(view_type="form")["arch"]
        self.assertNotIn("sales_office_conduct_entry_ids", arch)
        with self.assertRaises(AccessError):
            public.with_user(outsider).browse(self.rep.id).read(["sales_office_conduct_entry_count"])

    def test_no_list_of_employees_tells_more(self):
        """R099: not by export of employees, nor read by somebody else after one who may see it."""
        self._reward(self.rep)
        (self.leader | self.colleague).user_id.group_ids += self.env.ref("base.group_allow_export")
        name = self.env.ref("sales_office_policy.reward_type_suggestion").name
        for employee, expected in ((self.leader, name), (self.colleague, "")):
            seen = self.as_(employee, self.env["hr.employee.public"].browse(self.rep.id))
            self.assertEqual(seen.export_data(["sales_office_conduct_entry_ids/name"])["datas"], [[expected]])

    def test_a_rise_is_in_no_total(self):
        """R099: what is paid more each month is not added to what was paid once."""
        reward = self._reward(self.rep)
        reward.type_id = self.env.ref("sales_office_policy.reward_type_rise")
        reward.amount = 300
        self.assertEqual(self.Entry.search([("reward_id", "=", reward.id)]).amount, 0)

    def test_a_moved_user_breaks_nothing(self):
        """R099: the timeline stores nothing, so nothing of it is written when an employee changes."""
        self._reward(self.rep)
        self.rep.department_id = self.south
        self.rep.user_id = False
        self.env.flush_all()
        self.assertFalse(self.Entry.search([("employee_id", "=", self.rep.id)]).user_id)

    def test_speed(self):
        """R099: the buttons of many employees cost as much as those of one."""
        people = self.rep | self.colleague | self.rep_south
        for employee in people:
            self._reward(employee), self._sanction(employee)
        seen = self.as_(self.director, self.env["hr.employee.public"].browse(people.ids))
        seen[:1].mapped("sales_office_conduct_entry_count")  # warms the caches of the registry
        counts = []
        for some in (seen[:1], seen):
            self.env.flush_all()
            seen.invalidate_recordset(["sales_office_conduct_entry_count"])
            before = self.env.cr.sql_log_count
            some.mapped("sales_office_conduct_entry_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
