"""A draft applied to a past period and compared, before anybody approves it. It is 10 June 2026."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import CommissionCommon


class SimulationCommon(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-05-10", 12000)
        cls.invoice(cls.colleague, "2026-05-31", 1000)
        cls.invoice(cls.colleague, "2026-04-30", 500)

    def draft(self, employees, **values):
        return self._create_plan(
            "Next Year",
            employees,
            date_from="2026-07-01",
            **{
                "rule_ids": [Command.create({"name": "Sales", "rate": 6})],
                "member_ids": [
                    Command.create({"employee_id": employee.id, "date_from": "2026-07-01"}) for employee in employees
                ],
                **values,
            },
        )

    def simulate(self, plan, employee=None, **values):
        Simulation = self.env["sales.office.commission.simulation"].with_user((employee or self.director).user_id)
        simulation = Simulation.create({"plan_id": plan.id, "month": "2026-05-15", **values})
        simulation.action_simulate()
        return simulation

    def figures(self, simulation):
        return {
            line.employee_id.name: (line.current_amount, line.simulated_amount, line.difference)
            for line in simulation.line_ids.sudo()
        }


@freeze_time("2026-06-10 02:00:00")
class TestSimulation(SimulationCommon):
    def test_new_version(self):
        """R133: May: 12,000 and 1,000 at 5 % are 600 and 50. Tiers of 4 % from 0, 9 % from 10,000 would make it
        400 + 180 = 580 and 40."""
        action = self.as_(self.director, self.plan).action_new_version()
        version = self.env["sales.office.commission.plan"].browse(action["res_id"])
        version.rule_ids.write(
            {
                "tier_by": "base",
                "tier_ids": [Command.create({"threshold": t, "rate": r}) for t, r in ((0, 4), (10000, 9))],
            }
        )
        simulation = self.simulate(version)
        self.assertEqual(simulation.compare_plan_ids, self.plan)
        self.assertEqual(self.figures(simulation), {"Rob": (600, 580, -20), "Ann": (50, 40, -10), "Lea": (0, 0, 0)})
        line = simulation.line_ids.filtered(lambda line: line.employee_id == self.rep)
        self.assertEqual(line.current_text, "May 2026, Invoiced sales: 12,000.00 × 5 % = 600.00")
        self.assertEqual(line.simulated_text, "May 2026, Invoiced sales: 10,000.00 × 4 % + 2,000.00 × 9 % = 580.00")

    def test_plan_that_begins_later(self):
        """R133: members from July on count for all of May: 6 % of 12,000 = 720 against 600; Ann is not in it."""
        simulation = self.simulate(self.draft(self.rep))
        self.assertEqual(simulation.period, "May 2026")
        self.assertEqual(self.figures(simulation), {"Rob": (600, 720, 120), "Ann": (50, 0, -50), "Lea": (0, 0, 0)})

    def test_joined_within(self):
        """R133: who is in the draft from 20 May on has nothing of their 12,000 of 10 May."""
        draft = self.draft(
            self.rep, member_ids=[Command.create({"employee_id": self.rep.id, "date_from": "2026-05-20"})]
        )
        self.assertEqual(self.figures(self.simulate(draft))["Rob"], (600, 0, -600))

    def test_two_rows_of_one_member(self):
        """R133: in from July to August and again from October on: once in May."""
        rows = [("2026-07-01", "2026-08-31"), ("2026-10-01", False)]
        draft = self.draft(
            self.rep,
            member_ids=[
                Command.create({"employee_id": self.rep.id, "date_from": first, "date_to": last})
                for first, last in rows
            ],
        )
        self.assertEqual(self.figures(self.simulate(draft))["Rob"], (600, 720, 120))

    def test_several_periods(self):
        """R133: April and May: 5 % of 1,500 = 75 for Ann against 6 % = 90, a line of words for each month."""
        simulation = self.simulate(self.draft(self.colleague), period_count=2)
        self.assertEqual(simulation.period, "April 2026 – May 2026")
        self.assertEqual(self.figures(simulation)["Ann"], (75, 90, 15))
        texts = simulation.line_ids.filtered(lambda line: line.employee_id == self.colleague).simulated_text
        self.assertEqual(
            texts.splitlines(),
            ["April 2026, Sales: 500.00 × 6 % = 30.00", "May 2026, Sales: 1,000.00 × 6 % = 60.00"],
        )

    def test_quarter_against_months(self):
        """R133: a quarterly plan is compared over the whole quarter: April to June of both."""
        simulation = self.simulate(self.draft(self.colleague, period_type="quarter"))
        self.assertEqual(self.figures(simulation)["Ann"], (75, 90, 15))

    def test_limits(self):
        """R133: 6 % of 12,000 = 720, at most 500; 1,000 x 6 % = 60, at least 100."""
        draft = self.draft(self.rep | self.colleague, cap_amount=500, draw_amount=100)
        figures = self.figures(self.simulate(draft))
        self.assertEqual((figures["Rob"], figures["Ann"]), ((600, 500, -100), (50, 100, 50)))

    def test_nothing_is_written(self):
        """R133: no plan, member, rule, statement or message is left behind, and the draft is as it was."""
        draft = self.draft(self.rep)
        names = ("commission.plan", "commission.plan.member", "commission.rule", "commission.tier", "statement")
        models = [self.env["mail.message"]] + [self.env[f"sales.office.{name}"] for name in names]
        before = [model.search_count([]) for model in models]
        self.simulate(draft)
        self.assertEqual([model.search_count([]) for model in models], before)
        self.assertEqual(draft.member_ids.date_from.isoformat(), "2026-07-01")

    def test_manager_sees_whom_he_leads(self):
        """R133: the manager of Retail compares their people, not the clerk's department; a director all."""
        self.plan.sudo().member_ids.create(
            {"plan_id": self.plan.id, "employee_id": self.clerk.id, "date_from": "2026-05-01"}
        )
        draft = self.draft(self.rep)
        self.assertEqual(set(self.figures(self.simulate(draft, self.manager))), {"Rob", "Ann", "Lea"})
        self.assertIn("Cleo", self.figures(self.simulate(draft)))

    def test_who_may(self):
        """R133: leaders, representatives, finance and the policy administrator simulate nothing."""
        draft = self.draft(self.rep)
        for employee in (self.leader, self.rep, self.finance, self.policy_admin, self.outsider):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.simulate(draft, employee)

    def test_own_dialog_only(self):
        """R133: a director's comparison is not read by a manager, nor are its amounts typed in."""
        simulation = self.simulate(self.draft(self.rep))
        lines = simulation.line_ids.with_user(self.manager.user_id)
        with self.assertRaises(AccessError):
            lines.mapped("simulated_amount")
        self.assertFalse(lines.search([]))
        with self.assertRaises(AccessError):
            simulation.line_ids.write({"simulated_amount": 1})

    def test_other_company(self):
        """R133: plans of the valley are neither simulated nor compared by the harbour's director."""
        valley = self._create_plan("Valley", self.rep_valley)
        with self.assertRaises(AccessError):
            self.simulate(valley)
        simulation = self.simulate(self.draft(self.rep), compare_plan_ids=[Command.set(valley.ids)])
        self.assertNotIn(valley, simulation.sudo().compare_plan_ids)

    def test_what_cannot_be_compared(self):
        """R133: not a month to come, nor a plan without rules."""
        with self.assertRaisesRegex(UserError, "has not begun"):
            self.simulate(self.draft(self.rep), month="2026-07-15")
        with self.assertRaisesRegex(UserError, "at least one rule"):
            self.simulate(self.draft(self.rep, rule_ids=[]))

    def test_archived_employee(self):
        """R133: who left in between is compared all the same."""
        draft = self.draft(self.rep)
        self.rep.active = False
        self.assertEqual(self.figures(self.simulate(draft))["Rob"], (600, 720, 120))

    def test_queries_do_not_grow(self):
        """R133: as many queries for five members as for two, but for what creating a batch of lines needs."""
        counts = []
        few = self.rep | self.colleague
        for employees in (few, few | self.leader | self.rep_south | self.leader_south):
            draft = self.draft(employees)
            self.simulate(draft)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.simulate(draft)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)  # the people of a second team
