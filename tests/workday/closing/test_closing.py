from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .closing_common import FRIDAY, MONDAY, NEXT_MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ClosingCommon


@freeze_time("2025-03-03 09:00:00")  # Monday, five o'clock in the afternoon in Shanghai
class TestClosing(ClosingCommon):
    """Rob has duty on Monday until six, Ann on Tuesday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-03-03 02:00:00"):
            cls.rota = cls._create_rota()
            cls.closing = cls.closings.search([("date", "=", MONDAY)])

    def test_tick_and_finish(self):
        """R010: the person on duty ticks every item and finishes the list, which is locked then."""
        own = self.as_(self.rep, self.closing)
        with self.assertRaisesRegex(UserError, "Lights are off"):
            own.action_done()
        own.line_ids[0].action_tick()
        self.assertEqual((own.settled_count, own.line_count), (1, 6))
        line = self.closing.line_ids[0]
        self.assertEqual(
            (line.state, line.marked_by_id, str(line.marked_at)), ("done", self.rep.user_id, "2025-03-03 09:00:00")
        )
        own.line_ids[0].action_untick()
        self.assertFalse(line.marked_by_id)
        self.finish(self.closing)
        self.assertEqual((self.closing.state, self.closing.done_by_id), ("done", self.rep.user_id))
        for locked in (own.line_ids.action_untick, own.line_ids.action_tick, own.action_done):
            with self.assertRaisesRegex(UserError, "finished and locked"):
                locked()

    def test_not_applicable(self):
        """R010: an item that does not apply today is settled with a reason."""
        lines = self.as_(self.rep, self.closing).line_ids
        with self.assertRaisesRegex(UserError, "Say why it does not apply today"):
            lines[0].action_skip(" ")
        lines[0].action_skip("The power was off all day")
        lines[1:].action_tick()
        self.as_(self.rep, self.closing).action_done()
        self.assertEqual(self.closing.line_ids[0].remark, "The power was off all day")
        self.assertEqual(self.closing.state, "done")

    def test_colleagues_tick_too(self):
        """R010: everybody of the office may tick and finish, and who did is on record; others may not."""
        self.tick_all(self.closing, self.colleague)
        self.assertEqual(self.closing.line_ids.marked_by_id, self.colleague.user_id)
        self.as_(self.clerk, self.closing).action_done()
        self.assertEqual((self.closing.done_by_id, self.closing.employee_id), (self.clerk.user_id, self.rep))
        for employee in (self.rep_valley, self.director_valley, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.tick_all(self.closing, employee)

    def test_ticked_twice(self):
        """R010: an item ticked again, by whomever, keeps the first tick."""
        self.tick_all(self.closing, self.rep)
        self.tick_all(self.closing, self.colleague)
        self.assertEqual(self.closing.line_ids.marked_by_id, self.rep.user_id)

    def test_nothing_by_hand(self):
        """R010: no list and no item is written, made or deleted by hand, by anybody."""
        line = self.closing.line_ids[0]
        for employee in (self.rep, self.leader, self.director, self.policy_admin):
            with self.subTest(employee.name):
                for record, vals in ((self.closing, {"state": "done"}), (line, {"state": "done"})):
                    with self.assertRaises(AccessError):
                        self.as_(employee, record).write(vals)
                    with self.assertRaises(AccessError):
                        self.as_(employee, record).unlink()
                    with self.assertRaises(AccessError):
                        self.as_(employee, record).create({})

    def test_not_before_the_day(self):
        """R010: a list is ticked on its day, by the clocks of the office, not before."""
        tomorrow = self.as_(self.colleague, self.list_of(TUESDAY))
        self.assertFalse(tomorrow.can_tick)
        for method in (tomorrow.line_ids.action_tick, tomorrow.action_done):
            with self.assertRaisesRegex(UserError, "not before"):
                method()
        with freeze_time("2025-03-03 16:00:00"):  # midnight in Shanghai
            self.finish(tomorrow.sudo())

    @freeze_time("2025-03-03 10:00:01")
    def test_tick_after_the_end(self):
        """R010: after the end time nothing is ticked any more, even before the list is marked as missed."""
        own = self.as_(self.rep, self.closing)
        for method in (own.line_ids.action_tick, own.action_done):
            with self.assertRaisesRegex(UserError, "18:00"):
                method()

    def test_done_late(self):
        """R010: that it was done late is recorded once; the list stays missed."""
        own = self.as_(self.rep, self.closing)
        with self.assertRaisesRegex(UserError, "The end time has not passed"):
            own.action_done_late()
        with freeze_time("2025-03-03 10:20:00"):
            self.run_cron("watch_closings")
            own.action_done_late()
            with self.assertRaisesRegex(UserError, "It is on record already that this was done"):
                own.action_done_late()
        self.assertEqual((self.closing.state, str(self.closing.done_at)), ("missed", "2025-03-03 10:20:00"))
        self.assertEqual(self.closing.done_by_id, self.rep.user_id)

    def test_done_late_before_marked(self):
        """R010: done late before the scheduled job marked it: it is missed all the same."""
        with freeze_time("2025-03-03 10:01:00"):
            self.as_(self.colleague, self.closing).action_done_late()
        self.assertEqual(self.closing.state, "missed")

    def test_reminder(self):
        """R010: the person on duty is reminded once, half an hour before the end time."""
        self.run_cron("watch_closings")
        self.assertFalse(self.closing.activity_ids)
        with freeze_time("2025-03-03 09:30:00"):
            self.run_cron("watch_closings")
            self.run_cron("watch_closings")
        self.assertEqual(self.closing.activity_ids.user_id, self.rep.user_id)
        self.assertEqual(len(self.closing.activity_ids), 1)
        self.assertFalse(self.closing.message_follower_ids)
        self.finish(self.closing)
        self.assertFalse(self.closing.activity_ids)

    def test_missed(self):
        """R010: what is not done by the end time is missed; a second run changes nothing."""
        with freeze_time("2025-03-03 09:59:59"):
            self.run_cron("watch_closings")
            self.assertEqual(self.closing.state, "open")
        with freeze_time("2025-03-03 10:00:00"):
            self.run_cron("watch_closings")
            self.run_cron("watch_closings")
        self.assertEqual(self.closing.state, "missed")
        self.assertEqual(self.list_of(TUESDAY).state, "open")

    @freeze_time("2025-03-03 12:00:00")
    def test_room_off(self):
        """R010: nothing is missed in a company that does not use the room."""
        self.company.sales_office_room_ids = False
        self.run_cron("watch_closings")
        self.assertEqual(self.closing.state, "open")

    def test_without_user(self):
        """R010: somebody without a user is on duty as well; nobody is reminded."""
        self.closing.employee_id = self.env["hr.employee"].create(
            {"name": "Una", "department_id": self.north.id, "company_id": self.company.id}
        )
        with freeze_time("2025-03-03 09:45:00"):
            self.run_cron("watch_closings")
        self.assertTrue(self.closing.reminded_at)
        self.assertFalse(self.closing.activity_ids)
        self.finish(self.closing, self.colleague)

    def test_excuse(self):
        """R010: somebody above excuses who missed it, with a reason; not they themselves, and nobody from beside."""
        with self.assertRaisesRegex(UserError, "Only a list that was missed can be waived"):
            self.as_(self.leader, self.closing).action_excuse("Not missed yet")
        self.closing.state = "missed"
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.closing).action_excuse("Please")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.leader, self.closing).action_excuse("")
        self.as_(self.leader, self.closing).action_excuse("The lift was stuck with him in it")
        self.assertTrue(self.closing.excused)
        self.assertEqual(self.closing.excused_by_id, self.leader.user_id)
        self.assertNotIn("lift", "".join(self.closing.message_ids.mapped("body")))
        with self.assertRaisesRegex(UserError, "Only a list that is done, or was missed"):
            self.as_(self.leader, self.closing).action_reopen("Excused stays excused")

    def test_nobody_excuses_himself(self):
        """R046: a leader on duty is excused by somebody above them."""
        self.as_(self.director, self.closing).action_assign(self.leader)
        self.closing.state = "missed"
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.closing).action_excuse("I was busy")
        self.as_(self.manager, self.closing).action_excuse("He was with me")

    def test_reopen(self):
        """R010: somebody above opens a list again, until a new end time; then it can be missed again."""
        self.finish(self.closing)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.closing).action_reopen("Let me")
        led = self.as_(self.leader, self.closing)
        with self.assertRaisesRegex(UserError, "The new end time has to lie in the future"):
            led.action_reopen("The lights are on", "2025-03-03 08:00:00")
        led.action_reopen("The lights are on", "2025-03-03 11:00:00")
        self.assertEqual((self.closing.state, self.closing.done_at), ("open", False))
        self.assertIn("The lights are on", self.closing.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "Only a list that is done, or was missed"):
            led.action_reopen("Again")
        with freeze_time("2025-03-03 11:00:01"):
            self.run_cron("watch_closings")
        self.assertEqual(self.closing.state, "missed")
        with freeze_time("2025-03-04 01:00:00"):
            led.action_reopen("Once more")
            self.finish(self.closing)
        self.assertEqual(self.closing.state, "done")

    def test_assign(self):
        """R010: a leader assigns among their own people, who leads the office anybody of it; others do not."""
        closing = self.closing
        for employee, new in (
            (self.rep, self.colleague),
            (self.clerk, self.colleague),
            (self.leader_south, self.rep_south),
            (self.leader, self.rep_south),
            (self.director_valley, self.rep_valley),
        ):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, closing).action_assign(new)
        self.as_(self.leader, closing).action_assign(self.colleague)
        self.assertEqual((closing.employee_id, closing.by_hand), (self.colleague, True))
        self.assertEqual(closing.user_id, self.colleague.user_id)
        self.as_(self.manager, closing).action_assign(self.rep_south)
        self.as_(self.director, closing).action_assign(self.clerk)
        self.assertIn("Diane put Cleo on duty", closing.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "Only somebody who works in"):
            self.as_(self.director, closing).action_assign(self.outsider)
        self.rota._plan_closings()
        self.assertEqual(closing.employee_id, self.clerk)
        self.finish(closing)
        with self.assertRaisesRegex(UserError, "is finished and locked"):
            self.as_(self.director, closing).action_assign(self.rep)

    def test_nobody_is_assigned_who_is_away(self):
        """R010: whoever is on leave that evening, or not employed yet, is not put on duty."""
        self._leave(self.colleague, self.closing.date)
        closing, rota = self.as_(self.director, self.closing), self.closing.office_id
        rota = self.as_(self.director, self.env["sales.office.closing.rota"].search([("department_id", "=", rota.id)]))
        for assign in (closing.action_assign, lambda employee: rota.action_assign(closing.date, employee)):
            with self.assertRaisesRegex(UserError, "Ann is not at work in the evening of"):
                assign(self.colleague)
        versions = self.leader.version_ids.with_context(sync_contract_dates=True)
        versions.contract_date_start = self.closing.date + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "Lea is not at work in the evening of"):
            closing.action_assign(self.leader)

    def test_assigned_and_away(self):
        """R010: even who was assigned by hand is replaced when they are on leave."""
        self.as_(self.director, self.closing).action_assign(self.clerk)
        self._leave(self.clerk, MONDAY)
        self.rota._plan_closings()
        self.assertEqual(self.closing.employee_id, self.rep)

    def test_who_sees(self):
        """R010 R135: the office sees what is open or done; what was missed, who missed it and those above them."""
        seen = self.as_(self.colleague, self.closings).search([("id", "=", self.closing.id)])
        self.assertTrue(seen)
        self.closing.state = "missed"
        self.env.flush_all()
        for employee in (self.rep, self.leader, self.manager, self.director):
            with self.subTest(employee.name):
                self.assertEqual(len(self.as_(employee, self.closing).line_ids), 6)
        for employee in (self.colleague, self.leader_south, self.clerk, self.rep_valley):
            with self.subTest(employee.name):
                self.assertFalse(self.as_(employee, self.closings).search([("id", "=", self.closing.id)]))
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    self.as_(employee, self.closing).read(["reason"])
                with self.assertRaises(AccessError):
                    self.as_(employee, self.closing.line_ids).read(["name"])

    def test_today(self):
        """R010: the list is on the Today page of who has duty, urgent once they were to be reminded."""
        today = self.as_(self.rep, self.env["sales.office.today"])
        line = next(line for line in today.get_lines() if line["key"] == f"closing_{self.closing.id}")
        self.assertFalse(line["urgent"])
        self.assertIn("18:00", line["detail"])
        with freeze_time("2025-03-03 09:31:00"):
            line = next(line for line in today.get_lines() if line["key"] == f"closing_{self.closing.id}")
            self.assertTrue(line["urgent"])
        self.closing.state = "missed"
        keys = [line["key"] for line in today.get_lines()]
        self.assertIn("closing_missed", keys)
        self.assertNotIn(f"closing_{self.closing.id}", keys)
        colleague = self.as_(self.colleague, self.env["sales.office.today"])
        self.assertFalse([line for line in colleague.get_lines() if line["key"].startswith("closing_")])

    def test_dialog(self):
        """R010: the dialogs hand on what they ask; nobody opens one about a list they may not see."""
        dialog = self.as_(self.leader, self.env["sales.office.closing.dialog"])
        dialog.create(
            {"operation": "assign", "closing_id": self.closing.id, "employee_id": self.colleague.id}
        ).action_confirm()
        self.assertEqual(self.closing.employee_id, self.colleague)
        own = self.as_(self.colleague, self.env["sales.office.closing.dialog"])
        line = self.closing.line_ids[0]
        skip = own.with_context(active_model=line._name, active_id=line.id).create({"reason": "No lights here"})
        skip.action_confirm()
        self.assertEqual(line.state, "skipped")
        with self.assertRaises(AccessError):
            self.as_(self.rep_valley, self.env["sales.office.closing.dialog"]).create({"closing_id": self.closing.id})

    def test_watch_queries(self):
        """R010: reminding and marking as missed takes as many queries for many lists as for a few."""
        self._count_watch(1)  # fills the caches
        counts = [self._count_watch(size) for size in (2, 8)]
        self.assertEqual(*counts)

    def _count_watch(self, size):
        closings = self.closings
        for number in range(size):
            office = self._create_department(f"Office {size} {number}", is_sales_office=True)
            closings |= self.closing.copy({"office_id": office.id, "employee_id": self.rep.id})
        count = []
        for step in ("_remind", "_miss"):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            getattr(closings, step)()
            self.env.flush_all()
            count.append(self.env.cr.sql_log_count - before)
        return count


@freeze_time("2025-03-03 02:00:00")
class TestClosingTemplate(ClosingCommon):
    """Which lists an evening has."""

    def _kinds(self, day):
        lists = self.closings.search([("date", "=", day)])
        self.assertLessEqual(len(lists.employee_id), 1)
        return lists.template_id.mapped("applies")

    def test_eve_of_holiday(self):
        """R011: on the last working day before a public holiday there is a second list, for the same person."""
        self._holiday(THURSDAY, FRIDAY)
        self._create_rota()
        self.assertEqual(self._kinds(TUESDAY), ["daily"])
        self.assertEqual(self._kinds(WEDNESDAY), ["daily", "holiday"])
        self.assertIn("Plugs are pulled out", self.list_of(WEDNESDAY, self.eve).line_ids.mapped("name"))

    def test_ordinary_weekend(self):
        """R011: an ordinary weekend is no holiday, one that a holiday makes longer is."""
        self._create_rota()
        self.assertEqual(self._kinds(FRIDAY), ["daily"])
        self._holiday(NEXT_MONDAY)
        self.env["sales.office.closing.rota"].search([])._plan_closings()
        self.assertEqual(self._kinds(FRIDAY), ["daily", "holiday"])

    def test_holiday_on_a_weekend(self):
        """R011: so is one on a day that is free anyway."""
        self._holiday(FRIDAY + timedelta(days=1))
        self._create_rota()
        self.assertEqual(self._kinds(FRIDAY), ["daily", "holiday"])

    def test_makeup_day_before_holiday(self):
        """R011: the eve is the last day worked, even when that is a make-up day on a Sunday."""
        sunday = NEXT_MONDAY - timedelta(days=1)
        self.env["sales.office.makeup.day"].create({"date": sunday, "company_id": self.company.id})
        self._holiday(NEXT_MONDAY)
        self._create_rota()
        self.assertEqual(self._kinds(FRIDAY), ["daily"])
        self.assertEqual(self._kinds(sunday), ["daily", "holiday"])

    def test_before_any_closed_day(self):
        """R011: a template may apply before every closed day, weekends included."""
        self.eve.applies = "closed"
        self._create_rota()
        self.assertEqual(self._kinds(THURSDAY), ["daily"])
        self.assertEqual(self._kinds(FRIDAY), ["daily", "closed"])

    def test_holiday_of_another_company(self):
        """R011 R135: another company's holiday is none."""
        self._holiday(FRIDAY).company_id = self.company_valley
        self._create_rota()
        self.assertEqual(self._kinds(THURSDAY), ["daily"])

    def test_turn_only_when_there_is_something(self):
        """R011: an office that closes up before holidays only has no duty, and no turn, on other days."""
        self.daily.active = False
        self._holiday(FRIDAY)
        self._create_rota()
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "- - -")
        self.assertEqual(self.list_of(THURSDAY, self.eve).employee_id, self.rep)

    def test_office_with_its_own(self):
        """R010: an office takes the shipped template, changes it, and uses its own from then on."""
        own = self.daily.copy({"department_id": self.sales.id, "end_time": 20})
        self.assertEqual(len(own.line_ids), 6)
        own.line_ids[1:].unlink()
        self._create_rota()
        closing = self.list_of(MONDAY, own)
        self.assertEqual((len(closing.line_ids), str(closing.deadline)), (1, "2025-03-03 12:00:00"))
        self.assertFalse(self.list_of(MONDAY))

    def test_values(self):
        """R010: hours lie in the day, items are not missing, and the office is one."""
        template = self.env["sales.office.closing.template"]
        item = {"line_ids": [Command.create({"name": "Lights are off"})]}
        with self.assertRaisesRegex(ValidationError, "list at least one item to be ticked"):
            template.create({"name": "Nothing to tick"})
        with self.assertRaisesRegex(ValidationError, "is not a sales office itself"):
            template.create({"name": "Not an office", "department_id": self.north.id, **item})
        self._create_rota()
        with self.assertRaisesRegex(UserError, "Closing lists were made from this template"):
            self.daily.unlink()

    def test_deleted_item(self):
        """R010: an item deleted from the template stays on the lists that have it."""
        self._create_rota()
        self.daily.line_ids[0].unlink()
        self.assertEqual(self.list_of(MONDAY).line_ids[0].name, "Lights are off")

    def test_policy_administrator_maintains(self):
        """R010 R135: templates are the policy administrator's; everybody of the company reads them."""
        self.as_(self.policy_admin, self.daily).end_time = 19
        for employee in (self.rep, self.director, self.clerk):
            with self.subTest(employee.name):
                self.assertEqual(self.as_(employee, self.daily).end_time, 19)
                with self.assertRaises(AccessError):
                    self.as_(employee, self.daily).end_time = 20
