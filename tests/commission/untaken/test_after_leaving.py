"""Ray has left: 1,000 of March, which is locked at 100, were credited on 10 April, when he was in no plan any more."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import APRIL, MARCH, MAY
from .untaken_common import UntakenCommon


@freeze_time("2026-06-03 02:00:00")
class TestAfterLeaving(UntakenCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls()
        invoice = cls.invoice(cls.ray, "2026-03-10", 1000)
        cls.march = office.lock(office.settle(MARCH, cls.ray, cls.own_plan))
        office.leave()
        cls.note = office.reverse(invoice, "2026-04-10")

    def test_14_a_credit_note_after_leaving(self):
        """R134: 1,000 of March locked; Ray leaves the plan on 31 March; credited on 10 April: -100 in the list, and
        his colleagues do not see it."""
        self.assertEqual(self.march.net, 100)
        self.assertFalse(self.settle(APRIL, self.ray, self.own_plan))
        expected = [("left", self.note.name, -1000, -100)]
        self.assertEqual(self.found(), expected)
        for who, seen in ((self.director, expected), (self.ray, expected), (self.leader_south, expected)):
            self.assertEqual(self.found(who), seen)
        for who in (self.rep, self.leader, self.clerk, self.policy_admin, self.director_valley):
            self.assertEqual(self.found(who), [])

    def test_in_another_plan(self):
        """R134: as long as Ray is in some plan his credit notes are that plan's."""
        self._plan_with_rule(self.ray, basis="invoiced", rate=7, date_from="2026-04-01")
        self.assertEqual(self.found(), [])

    def test_it_goes_by_itself(self):
        """R134: what is put right in the books is not listed any more."""
        row = self.rows()
        self.note.button_draft()
        self.assertEqual(self.found(), [])
        self.assertEqual(row.state, "gone")

    def test_written_off(self):
        """R134: -100 written off stays so, with who, when and why; 50 more are listed as -50; that the books are put
        right gives nothing back; undone, -100 is to be decided again."""
        row = self.rows()
        row.action_write_off(" He left in peace. ")
        self.assertEqual(
            (row.state, row.reason, row.decided_by_id), ("written_off", "He left in peace.", self.finance.user_id)
        )
        self.assertIn("He left in peace.", row.sudo().message_ids.mapped("body")[0])
        self.assertEqual(self.found(), [])
        more = self.refund(self.ray, "2026-04-12", 500)
        self.assertEqual(self.found(), [("left", more.name, -500, -50)])
        more.button_draft()
        self.note.button_draft()
        self.assertEqual(self.found(), [])
        self.note.action_post()
        row.action_undo("He has not.")
        self.assertEqual(self.found(), [("left", self.note.name, -1000, -100)])

    def test_taken_in(self):
        """R134: -100 is on Ray's statement of April, says where it comes from, and is there once however often April
        is computed; nothing is listed any more."""
        self.rows().action_take("Agreed on 2 June.")
        for _time in range(2):
            april = self.settle(APRIL, self.ray, self.own_plan)
            self.assertEqual(self.figures(april), [("correction", -1000, -100)])
        line = april.line_ids
        self.assertEqual((line.name, line.untaken_id.statement_id), ("In No Plan Any More", april))
        self.assertIn(f"{self.note.name} of", line.explanation)
        self.assertIn("Taken in by Fay: Agreed on 2 June.", line.explanation)
        self.assertEqual(line.action_open_source()["res_id"], self.note.id)
        self.lock(april)
        self.assertFalse(self.settle(MAY, self.ray, self.own_plan))
        self.assertEqual(self.found(), [])

    def test_taken_in_and_put_right(self):
        """R134: -100 was taken from Ray by a locked statement, then the credit note goes: +100 is to be decided."""
        self.rows().action_take("Agreed.")
        self.lock(self.settle(APRIL, self.ray, self.own_plan))
        self.note.button_draft()
        self.assertEqual(self.found(), [("left", self.note.name, 1000, 100)])

    def test_a_deleted_credit_note(self):
        """R134: what was taken in keeps saying what it was when the credit note is deleted, and is given back."""
        name = self.note.name
        self.rows().action_take("Agreed.")
        april = self.lock(self.settle(APRIL, self.ray, self.own_plan))
        self.note.button_draft()
        self.note.with_context(force_delete=True).unlink()
        self.assertEqual([row.amount for row in self.rows()], [100])
        april.invalidate_recordset()
        self.assertIn(f"{name} of", april.line_ids.explanation)

    def test_undone_under_way(self):
        """R134: Ray has confirmed April with -100; finance takes it back: April is a draft without it, and gone,
        since nothing else is in it; the list has -100 again."""
        row = self.rows()
        row.action_take("Agreed.")
        april = self.settle(APRIL, self.ray, self.own_plan)
        self.as_(self.finance, april).action_submit()
        self.as_(self.ray, april).action_confirm()
        row.action_undo("He disagrees.")
        self.assertFalse(april.exists())
        self.assertEqual(self.found(), [("left", self.note.name, -1000, -100)])

    def test_not_undone_when_locked(self):
        """R134: what a locked statement has taken in stays."""
        row = self.rows()
        row.action_take("Agreed.")
        self.lock(self.settle(APRIL, self.ray, self.own_plan))
        with self.assertRaisesRegex(UserError, "is locked: reopen it first"):
            row.action_undo("No.")

    def test_no_plan_pays(self):
        """R134: the plan ended long ago, so that nothing would ever take it in."""
        self.own_plan.sudo().write({"state": "closed", "date_to": "2026-03-31"})
        with freeze_time("2026-12-03 02:00:00"):
            row = self.rows().filtered(lambda row: row.kind == "left")
            with self.assertRaisesRegex(UserError, "No plan makes statements for Ray any more"):
                row.action_take("Agreed.")

    def test_who(self):
        """R134 R135: finance and directors decide, with a reason, once, and nobody about himself."""
        row = self.rows()
        for employee in (self.ray, self.leader_south, self.manager):
            for act in ("action_write_off", "action_take", "action_undo"):
                with self.subTest(who=employee.name, act=act), self.assertRaisesRegex(AccessError, "Only finance"):
                    getattr(self.as_(employee, row), act)("Mine.")
            with self.assertRaisesRegex(AccessError, "Only finance"):
                self.as_(employee, self.untaken).action_refresh()
        with self.assertRaisesRegex(UserError, "Say why"):
            row.action_write_off("  ")
        self.as_(self.director, row).action_write_off("Small.")
        with self.assertRaisesRegex(UserError, "decided otherwise meanwhile"):
            row.action_write_off("Small.")

    def test_not_by_hand(self):
        """R135: nobody writes, makes or deletes one."""
        row = self.rows()
        for employee in (self.ray, self.manager, self.director, self.finance):
            own = self.as_(employee, row)
            with self.subTest(who=employee.name):
                for act in (lambda own=own: own.write({"amount": 1}), own.unlink):
                    with self.assertRaises(AccessError):
                        act()

    def test_today(self):
        """R134: finance and the director are reminded until it is decided."""
        row = self.rows()
        for counts in ([1, 1, None], [None, None, None]):
            lines = []
            for employee in (self.finance, self.director, self.manager):
                page = self.as_(employee, self.env["sales.office.today"]).get_lines()
                lines.append(next((line["count"] for line in page if line["key"] == "in_no_statement"), None))
            self.assertEqual(lines, counts)
            row.filtered(lambda row: row.state == "open").action_write_off("Small.")

    def test_dialog(self):
        """R134: the buttons of the list ask why, and the row opens its credit note."""
        row = self.rows()
        self.assertEqual(row.action_open_source()["res_id"], self.note.id)
        states = []
        dialog = self.as_(self.finance, self.env["sales.office.untaken.take"])
        dialog.create({"untaken_id": row.id, "reason": "Agreed."}).action_apply()
        states.append(row.state)
        for operation in ("undo", "write_off"):
            self.say_why(self.finance, row, operation, "Agreed.")
            states.append(row.state)
        self.assertEqual(states, ["taken", "open", "written_off"])

    def test_refreshed_by_the_software(self):
        """R134: the nightly job finds it, and finance finds it by looking again."""
        self.untaken.action_refresh()
        self.assertEqual(self.untaken.search_count([("state", "=", "open")]), 1)
