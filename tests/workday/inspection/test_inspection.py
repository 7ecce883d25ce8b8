from base64 import b64encode
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ...common import SalesOfficeCommon

MONDAY = date(2025, 3, 3)
#: an image of one pixel
PIXEL = b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
)


class InspectionCommon(SalesOfficeCommon):
    """Cleo, the clerk, named by Lea, walks through North on Monday 3 March 2025: to Lea, Rob and Ann."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspections = cls.env["sales.office.inspection"]
        cls.lines = cls.env["sales.office.inspection.line"]
        cls.item_desk = cls.env.ref("sales_office_policy.inspection_item_desk")
        cls.item_document = cls.env.ref("sales_office_policy.inspection_item_document")

    def order(self, by=None, department=None, inspector=None, **values):
        """Return an inspection (as superuser) ordered by a member of the office."""
        inspection = self.as_(by or self.leader, self.inspections).create(
            {
                "department_id": (department or self.north).id,
                "date": MONDAY,
                "inspector_id": (inspector or self.clerk).id,
                **values,
            }
        )
        return inspection.sudo()

    def line(self, inspection, employee, item=None):
        """Return the line of a person and an item."""
        return inspection.line_ids.filtered(
            lambda line: line.employee_id == employee and line.item_id == (item or self.item_desk)
        )

    def mark(self, inspection, employee, item=None, **values):
        """Mark something as found, as the inspector; return the line as superuser."""
        line = self.line(inspection, employee, item)
        self.as_(inspection.inspector_id, line).write({"result": "finding", **values})
        return line

    def end(self, inspection):
        self.as_(inspection.inspector_id, inspection).action_done()


@freeze_time("2025-03-03 06:00:00")
class TestInspection(InspectionCommon):
    def test_everything_in_order_at_first(self):
        """R018 R024: a line for each person and item, in order until marked otherwise."""
        inspection = self.order()
        self.assertEqual(set(inspection.line_ids.employee_id.mapped("name")), {"Lea", "Rob", "Ann"})
        self.assertEqual(inspection.line_ids.item_id, self.env["sales.office.inspection.item"].search([]))
        self.assertEqual(set(inspection.line_ids.mapped("result")), {"ok"})
        self.assertEqual(inspection.line_ids.mapped("date"), [MONDAY] * 12)

    def test_who_is_inspected(self):
        """R018: everybody in the department and below, but neither the inspector nor those above who ordered it."""
        whole = self.order(self.manager, self.retail, self.rep)
        self.assertEqual(set(whole.line_ids.employee_id.mapped("name")), {"Lea", "Ann", "Leo", "Ray"})
        office = self.order(self.clerk, self.sales, self.clerk)
        names = {"Max", "Cora", "Fay", "Paula", "Lea", "Rob", "Ann", "Leo", "Ray"}
        self.assertEqual(set(office.line_ids.employee_id.mapped("name")), names)

    def test_who_orders(self):
        """R018: who leads the department orders and names anybody; the clerk walks, too; nobody else orders."""
        self.order(self.leader, inspector=self.leader)
        self.order(self.manager, inspector=self.relations)
        self.order(self.director, self.sales, self.rep)
        self.order(self.clerk)
        for by, department, inspector in (
            (self.rep, self.north, self.rep),
            (self.leader, self.south, self.leader),
            (self.leader, self.retail, self.leader),
            (self.relations, self.north, self.relations),
            (self.policy_admin, self.north, self.policy_admin),
            (self.clerk, self.north, self.rep),
            (self.clerk, self.sales_valley, self.clerk),
            (self.director_valley, self.north, self.director_valley),
        ):
            with self.subTest(by.name, department=department.name), self.assertRaises(AccessError):
                self.order(by, department, inspector)

    def test_inspector_of_another_company(self):
        """R135: the inspector works in the company."""
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            self.order(inspector=self.rep_valley)

    def test_inspector_without_user(self):
        """R018: an inspector who could mark nothing is refused."""
        nobody = self.env["hr.employee"].create(
            {"name": "Una", "department_id": self.north.id, "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "The inspector needs a user, to mark what"):
            self.order(inspector=nobody)

    def test_mark(self):
        """R018 R024: the inspector marks with one tap, adds what they found and a photo, or takes the mark back."""
        inspection = self.order()
        line = self.as_(self.clerk, self.line(inspection, self.rep))
        line.action_finding()
        line.write({"remark": "Cups all over", "photo": PIXEL})
        self.assertEqual((line.result, line.remark), ("finding", "Cups all over"))
        self.assertTrue(line.photo)
        self.assertEqual(self.as_(self.clerk, inspection).finding_count, 1)
        line.action_in_order()
        self.assertEqual((line.result, line.remark, line.photo), ("ok", False, False))

    def test_another_finding(self):
        """R018: two things of one kind at one desk are two findings."""
        inspection = self.order()
        self.mark(inspection, self.rep, remark="Left drawer")
        self.as_(self.clerk, self.line(inspection, self.rep)).action_another()
        self.assertEqual(self.line(inspection, self.rep).mapped("result"), ["finding", "finding"])
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.line(inspection, self.rep)[0]).action_another()

    def test_only_the_inspector_marks(self):
        """R018: neither who ordered it nor the inspected, and nobody what is not theirs to write."""
        inspection = self.order()
        line = self.line(inspection, self.rep)
        for employee in (self.rep, self.colleague, self.leader, self.director, self.leader_south):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, line).action_finding()
        own = self.as_(self.clerk, line)
        for vals in (
            {"employee_id": self.colleague.id},
            {"violation_type_id": False},
            {"withdrawn_at": "2025-03-03"},
            {"inspection_id": inspection.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                own.write(vals)
        for method in ("unlink", lambda record: record.create({"inspection_id": inspection.id})):
            with self.assertRaises(AccessError):
                getattr(own, method)() if isinstance(method, str) else method(own)

    def test_nobody_inspects_himself(self):
        """R018: not even when their line got there."""
        inspection = self.order(inspector=self.rep)
        self.assertNotIn(self.rep, inspection.line_ids.employee_id)
        smuggled = self.lines.create(
            {"inspection_id": inspection.id, "employee_id": self.rep.id, "item_id": self.item_desk.id}
        )
        with self.assertRaises(AccessError):
            self.as_(self.rep, smuggled).action_finding()

    def test_done_is_locked(self):
        """R018: once done nothing changes any more."""
        inspection = self.order()
        line = self.mark(inspection, self.rep)
        for employee in (self.leader, self.rep, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, inspection).action_done()
        self.end(inspection)
        own = self.as_(self.clerk, line)
        for locked in (own.action_in_order, own.action_another, lambda: own.write({"remark": "More"})):
            with self.assertRaisesRegex(UserError, "This inspection is over and locked"):
                locked()
        with self.assertRaisesRegex(UserError, "This inspection is over and locked"):
            self.end(inspection)
        with self.assertRaisesRegex(UserError, "This inspection is over and locked"):
            self.as_(self.leader, inspection).unlink()
        with self.assertRaisesRegex(UserError, "This inspection is over and locked"):
            self.as_(self.leader, inspection).note = "Later"
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.order()).state = "done"

    def test_plan_changes_before_the_walk(self):
        """R018: department and inspector change until something is marked."""
        inspection = self.order(self.manager)
        self.as_(self.manager, inspection).department_id = self.south
        self.assertEqual(set(inspection.line_ids.employee_id.mapped("name")), {"Leo", "Ray"})
        with self.assertRaises(AccessError):
            self.as_(self.clerk, inspection).inspector_id = self.rep
        self.mark(inspection, self.rep_south)
        with self.assertRaisesRegex(UserError, "The inspection has begun, so it stays"):
            self.as_(self.manager, inspection).department_id = self.north
        with self.assertRaisesRegex(UserError, "The inspection has begun, so it stays"):
            self.as_(self.manager, inspection).unlink()

    def test_nobody_follows(self):
        """R018 R135: who ordered a walk through which department is told to no other user of Odoo."""
        self.inspections = self.inspections.with_context(tracking_disable=False)
        self.assertFalse(self.order().message_follower_ids)

    def test_who_sees(self):
        """R018 R135: the inspected their own lines, once it is done; leaders their people's; inspectors their walks."""
        inspection = self.order()
        other = self.order(inspector=self.relations)
        self.assertEqual(self.as_(self.clerk, self.inspections).search([]).ids, inspection.ids)
        self.assertEqual(self.as_(self.clerk, self.lines).search([]).inspection_id.ids, inspection.ids)
        self.assertFalse(self.as_(self.rep, self.lines).search([]))
        self.end(inspection)
        self.assertEqual(self.as_(self.rep, self.lines).search([]).employee_id.ids, self.rep.ids)
        self.assertFalse(self.as_(self.rep, self.inspections).search([]))
        self.assertEqual(set(self.as_(self.leader, self.inspections).search([]).ids), {inspection.id, other.id})
        for employee in (self.leader_south, self.rep_south, self.director_valley):
            with self.subTest(employee.name):
                self.assertFalse(self.as_(employee, self.inspections).search([]))
                self.assertFalse(self.as_(employee, self.lines).search([]))

    def test_leader_does_not_touch_the_walk_about_himself(self):
        """R018: a leader who is inspected sees the walk through their department, and changes nothing."""
        inspection = self.order(self.manager, self.north, self.clerk)
        line = self.mark(inspection, self.leader)
        seen = self.as_(self.leader, inspection)
        self.assertTrue(seen.display_name)
        with self.assertRaises(AccessError):
            seen.unlink()
        with self.assertRaises(AccessError):
            seen.inspector_id = self.leader
        self.end(inspection)
        with self.assertRaises(AccessError):
            self.as_(self.leader, line).action_withdraw("I was away")

    def test_withdraw(self):
        """R018: who stands above takes a wrong finding back, once it is done, with a reason."""
        inspection = self.order()
        line = self.mark(inspection, self.rep)
        with self.assertRaisesRegex(UserError, "The inspection is still in progress"):
            self.as_(self.leader, line).action_withdraw("Not his desk")
        self.end(inspection)
        for employee in (self.rep, self.clerk, self.colleague, self.leader_south):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, line).action_withdraw("Not his desk")
        with self.assertRaisesRegex(UserError, "Say why the finding is taken back"):
            self.as_(self.leader, line).action_withdraw(" ")
        with self.assertRaisesRegex(UserError, "There is no finding to take back"):
            self.as_(self.leader, self.line(inspection, self.colleague)).action_withdraw("Nothing there")
        self.say_why(self.leader, line, "withdraw", "Not his desk")
        self.assertEqual((line.withdrawn_by_id, line.withdrawal_reason), (self.leader.user_id, "Not his desk"))
        self.assertFalse(self.as_(self.leader, inspection).finding_count)

    def test_walk(self):
        """R018: the walk opens the lines of this inspection by person; Today leads there."""
        inspection = self.order()
        action = self.as_(self.clerk, inspection).action_walk()
        self.assertEqual(action["domain"], [("inspection_id", "=", inspection.id)])
        lines = self.as_(self.clerk, self.env["sales.office.today"]).get_lines()
        self.assertIn("inspection", [line["key"] for line in lines])
        self.end(inspection)
        lines = self.as_(self.clerk, self.env["sales.office.today"]).get_lines()
        self.assertNotIn("inspection", [line["key"] for line in lines])

    def test_form(self):
        """R018: the clerk begins a walk in the form: day and inspector are filled in."""
        with Form(self.as_(self.clerk, self.inspections)) as form:
            self.assertEqual(form.department_id, self.sales)
            self.assertEqual(form.inspector_id, self.clerk)
        self.assertEqual(form.record.sudo().date, MONDAY)

    def test_items_of_the_company(self):
        """R024: items are configurable; one of another company, or archived, is not looked at."""
        self.item_desk.active = False
        posture = self.env.ref("sales_office_policy.violation_type_posture")
        vals = {"name": "Feet are on the floor", "category": "other", "violation_type_id": posture.id}
        items = self.env["sales.office.inspection.item"]
        ours = self.as_(self.policy_admin, items).create({**vals, "company_id": self.company.id}).sudo()
        theirs = items.create({**vals, "company_id": self.company_valley.id})
        inspection = self.order()
        self.assertIn(ours, inspection.line_ids.item_id)
        self.assertFalse((self.item_desk | theirs) & inspection.line_ids.item_id)
        with self.assertRaises(AccessError):
            self.as_(self.director, ours).name = "Feet"

    def test_queries(self):
        """R018: an inspection of many people takes as many queries as one of a few."""
        counts = []
        for size in (2, 3, 12):
            team = self._create_department(f"Team {size}", parent_id=self.sales.id)
            self.env["hr.employee"].create(
                [{"name": f"{size}/{n}", "department_id": team.id, "company_id": self.company.id} for n in range(size)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.order(self.director, team)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
