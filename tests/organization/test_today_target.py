from freezegun import freeze_time

from odoo.fields import Command

from ..common import SalesOfficeCommon


@freeze_time("2026-03-20 02:00:00")
class TestTodayTarget(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["crm.team"].create(
            {
                "name": "North Team",
                "company_id": cls.company.id,
                "department_id": cls.north.id,
                "member_ids": [Command.set((cls.rep | cls.colleague).user_id.ids)],
                "invoiced_target": 20000,
            }
        )

    def _target(self, employee):
        figures = self.as_(employee, self.env["sales.office.today"]).get_figures()
        return [f"{ring['label']}: {ring['value']} {ring['detail']}" for ring in figures if ring["kind"] == "ring"]

    def test_figures_against_target(self):
        """R083: members and those who lead them see the team's month against its target, others do not."""
        for employee in (self.rep, self.leader, self.manager, self.director):
            ring = "Paid invoices this month, North Team: ¥\xa00.00 of ¥\xa020,000.00"
            self.assertEqual(self._target(employee), [ring])
        for employee in (self.rep_south, self.leader_south, self.clerk, self.finance):
            self.assertFalse(self._target(employee))

    def test_no_line_without_target(self):
        """R083: a team without a target has nothing to be measured against."""
        self.team.invoiced_target = 0
        self.assertFalse(self._target(self.rep))
