from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from ...common import SalesOfficeCommon


class TestMemberMixin(SalesOfficeCommon):
    def _values(self, **values):
        return {"employee_id": self.leader.id, "deputy_id": self.rep.id, "date_to": "2100-01-01", **values}

    def test_nobody_chooses_who_sees_a_record(self):
        """R135: department, user and company of a person's record follow from the employee, whatever is sent."""
        Deputy = self.as_(self.leader, self.env["sales.office.deputy"])
        for forged in (
            {"department_id": self.south.id},
            {"user_id": self.rep_south.user_id.id},
            {"company_id": self.company_valley.id},
        ):
            with self.subTest(forged=forged):
                with self.assertRaises(AccessError):
                    Deputy.create(self._values(**forged))
                deputy = Deputy.create(self._values())
                with self.assertRaises(AccessError):
                    deputy.write(forged)

    def test_defaults_in_the_context_choose_nothing(self):
        """R135: the same by defaults, which come with any request."""
        Deputy = self.as_(self.leader, self.env["sales.office.deputy"]).with_context(
            default_department_id=self.south.id,
            default_user_id=self.rep_south.user_id.id,
            default_company_id=self.company_valley.id,
        )
        deputy = Deputy.create(self._values())
        self.assertEqual(deputy.department_id, self.north)
        self.assertEqual(deputy.user_id, self.leader.user_id)
        self.assertEqual(deputy.company_id, self.company)

    def test_department_of_a_day_that_is_over(self):
        """R134: Rob's department is edited in place today; a gift of last week is North's, one of today South's."""
        self.env["sales.office.membership"]._bring_up_to_date()
        today = fields.Date.context_today(self.rep)
        self.rep.department_id = self.south
        guest = self.env["res.partner"].create({"name": "Azure"})
        Gift = self.env["sales.office.gift"]
        gifts = Gift.create(
            [
                {"employee_id": self.rep.id, "date": day, "partner_id": guest.id, "description": "Tea", "value": 10}
                for day in (today - timedelta(days=7), today)
            ]
        )
        self.assertEqual(gifts.mapped("department_id.name"), ["North", "South"])

    def test_company_and_department_stay_when_somebody_moves(self):
        """R135: who moves to another company or department does not take their old records along."""
        deputy = self.env["sales.office.deputy"].create(self._values())
        self.leader.write({"department_id": self.south.id})
        self.leader.user_id.company_ids |= self.company_valley
        self.leader.company_id = self.company_valley
        self.assertEqual(deputy.company_id, self.company)
        self.assertEqual(deputy.department_id, self.north)
