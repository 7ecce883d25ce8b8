"""What there is to tell: each room says it, and says no more than a group should hear."""

import re

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from odoo.addons.sales_office_policy.models.organization.local_time import get_zone

from .common import MessagesCommon

ZONE = get_zone("Asia/Shanghai")
NOW = "2026-03-02 00:00:00"  # a Monday, 08:00 where the office is


class TestNews(MessagesCommon):
    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time(NOW))
        self.robot.write({"since": "2026-01-01 00:00:00", "next_at": NOW, "daily_hour": 8})

    def news(self, kind):
        source = self.env["sales.office.news"]
        found = [*source._get_news(fields.Datetime.now()), *source._get_daily_news(fields.Date.today(), ZONE)]
        return [one for one in found if one.kind == kind]

    def _make_meeting(self, **values):
        return self.env["sales.office.meeting"].create(
            {"department_id": self.north.id, "start": "2026-03-02 00:15:00", "stop": "2026-03-02 00:35:00", **values}
        )

    def _make_loan(self, employee, due_at="2026-03-02 09:00:00"):
        category = self.env.ref("sales_office_policy.document_category_record_book")
        document = self.env["sales.office.document"].create(
            {"name": "The secret price book", "department_id": self.sales.id, "category_id": category.id}
        )
        return self.env["sales.office.document.loan"].create(
            {"document_id": document.id, "employee_id": employee.id, "state": "on_loan", "due_at": due_at}
        )

    def _win(self, user, **values):
        lead = self.env["crm.lead"].create(
            {"name": "A thousand rooms", "type": "opportunity", "user_id": user.id, "expected_revenue": 98765, **values}
        )
        lead.action_set_won()
        return lead

    def test_meeting(self):
        """R003: half an hour before it begins: when it is, who is expected without those excused, and the link."""
        meeting = self._make_meeting()
        meeting.attendance_ids.filtered(lambda row: row.employee_id == self.colleague).state = "excused"
        [news] = self.news("meetings")
        text = "\n".join(line for line, _count in news.lines)
        self.assertIn("08:15 – 08:35", text)
        self.assertIn("Rob", text)
        self.assertNotIn("Ann", text)
        self.assertTrue(news.link.endswith(f"/odoo/sales.office.meeting/{meeting.id}"))
        self.assertEqual(news.until, meeting.start)

    def test_meeting_that_is_not_news(self):
        """R003: neither one that is called off, nor one later today, nor one that has begun."""
        self._make_meeting().action_cancel()
        self._make_meeting(start="2026-03-02 00:45:00", stop="2026-03-02 01:00:00")
        self._make_meeting(start="2026-03-01 23:55:00", stop="2026-03-02 01:00:00")
        self.assertFalse(self.news("meetings"))

    def test_meeting_that_is_moved(self):
        """R003: told once; moved after that, it is told again with its new time."""
        meeting = self._make_meeting()
        for _time in range(2):
            self.robot._gather(fields.Datetime.now())
        self.assertEqual(len(self.robot.message_ids), 1)
        meeting.start = "2026-03-02 00:25:00"
        self.robot._gather(fields.Datetime.now())
        self.assertEqual(len(self.robot.message_ids), 2)

    def test_papers(self):
        """R017: who has how many papers to bring back; not which, and not who is late."""
        self._make_loan(self.rep)
        self._make_loan(self.rep)
        self._make_loan(self.colleague, "2026-02-27 09:00:00")
        self.robot._gather(fields.Datetime.now())
        body = self.robot.message_ids.filtered(lambda message: message.kind_id == self.kinds["papers"]).body
        self.assertEqual(body, "Rob: 2\nStill out from days before: 1")

    def test_closing_duty(self):
        """R010: who closes the office is told when they are reminded."""
        template = self.env["sales.office.closing.template"].create(
            {
                "name": "Closing",
                "department_id": self.sales.id,
                "line_ids": [Command.create({"name": "Lights are off"})],
            }
        )
        closing = self.env["sales.office.closing"].create(
            {
                "office_id": self.sales.id,
                "template_id": template.id,
                "date": "2026-03-02",
                "employee_id": self.rep.id,
                "deadline": "2026-03-02 10:30:00",
                "remind_at": "2026-03-02 09:30:00",
            }
        )
        self.assertFalse(self.news("closing"))
        self.clock.move_to("2026-03-02 09:30:00")
        [news] = self.news("closing")
        self.assertEqual((news.title, news.until), ("Rob closes the office today", closing.deadline))
        self.assertIn("18:30", news.lines[0][0])
        self.assertEqual(news.department_id, self.north.id)

    def test_win(self):
        """R003: a win is told once, of who won it; another team hears nothing, and of somebody outside nobody."""
        lead = self._win(self.rep.user_id, partner_id=self.env["res.partner"].create({"name": "Grand Customer"}).id)
        self._win(self.outsider.user_id)
        south = self._make_robot(name="South", department_id=self.south.id, since="2026-01-01 00:00:00")
        for _time in range(2):
            (self.robot | south)._gather(fields.Datetime.now())
        told = self.robot.message_ids.filtered(lambda message: message.kind_id == self.kinds["wins"])
        self.assertEqual((told.title, told.body), ("Rob has won a deal", "North"))
        self.assertFalse(south.message_ids)
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        lead.action_set_won()
        self.robot._gather(fields.Datetime.now())
        self.assertEqual(len(self.robot.message_ids), 1)

    def test_many_wins_at_once(self):
        """R003: who wins many deals at once, as by an import, does not fill the group: it is told once."""
        for _win in range(7):
            self._win(self.rep.user_id)
        self._win(self.colleague.user_id)
        self.assertEqual(sorted(one.title for one in self.news("wins")), ["Ann has won a deal", "Rob has won 7 deals"])
        self.robot._gather(fields.Datetime.now())
        self._win(self.rep.user_id)
        self.robot._gather(fields.Datetime.now())
        self.assertEqual(len(self.robot.message_ids.filtered(lambda message: "Rob" in message.title)), 1)

    def test_approvals_and_deadlines(self):
        """R003: how many wait for a decision or are due, all rooms in one message a day."""
        self.env["sales.office.instruction"].create(
            {"employee_id": self.rep.id, "name": "Ten percent?", "question": "May I?", "state": "asked"}
        )
        complaint = self.env["sales.office.complaint"].create({"subject": "Noise", "employee_id": self.rep.id})
        complaint.resolve_by = "2026-03-02 09:00:00"
        for _time in range(2):
            self.robot._gather(fields.Datetime.now())
        told = {message.kind_id.code: message for message in self.robot.message_ids}
        self.assertEqual(told["approvals"].body, "Questions to a superior: 1")
        self.assertEqual(told["deadlines"].body, "Complaints to answer: 1")
        self.assertEqual(len(self.robot.message_ids), 2)
        self.assertTrue(told["approvals"].link.endswith("/odoo/sales-office"))

    def test_daily_news_have_their_time(self):
        """R003: daily news come at the robot's time, by the clock of its office, once a day."""
        self._make_loan(self.rep)
        self.robot.daily_hour = 9
        self.robot._gather(fields.Datetime.now())
        self.assertFalse(self.robot.message_ids)
        self.clock.move_to("2026-03-02 01:00:00")
        self.robot._gather(fields.Datetime.now())
        self.assertEqual(len(self.robot.message_ids), 1)
        self._make_loan(self.colleague)
        self.robot._gather(fields.Datetime.now())
        self.assertEqual(len(self.robot.message_ids), 1)

    def test_no_daily_news_on_a_day_off(self):
        """R003: when the office is closed, nobody hears what is due; a win is told on any day."""
        self.clock.move_to("2026-03-01 02:00:00")  # a Sunday
        self._make_loan(self.rep, "2026-03-01 09:00:00")
        self._win(self.rep.user_id)
        everybody = self._make_robot(name="All", department_id=False, since="2026-01-01 00:00:00")
        (self.robot | everybody)._gather(fields.Datetime.now())
        for robot in (self.robot, everybody):
            self.assertEqual(robot.message_ids.kind_id, self.kinds["wins"])

    def test_nothing_personal(self):
        """R056: no message has an amount, a customer, the name of a paper or a case."""
        self._make_meeting()
        self._make_loan(self.rep)
        self._win(self.rep.user_id, partner_id=self.env["res.partner"].create({"name": "Grand Customer"}).id)
        self.robot._gather(fields.Datetime.now())
        text = str(self.robot.message_ids.read(["title", "body"]))
        self.assertIn("won a deal", text)
        for word in ("98765", "98,765", "CNY", "¥", "Grand Customer", "thousand rooms", "secret price book"):
            self.assertNotIn(word, text)
        self.assertFalse(re.search(r"case|fine|violation|sanction", text, re.IGNORECASE))

    def test_rooms_switched_off(self):
        """R003: a room that is off tells nothing; what is of no room is told all the same."""
        self._make_meeting()
        self._make_loan(self.rep)
        self._win(self.rep.user_id)
        self.company.sales_office_room_ids = False
        self.robot._gather(fields.Datetime.now())
        self.assertEqual(self.robot.message_ids.kind_id, self.kinds["wins"])

    def test_another_company(self):
        """R135: what happens in one company is no news of another."""
        self._make_meeting()
        self._win(self.rep.user_id, company_id=self.company.id)
        valley = self._make_robot(name="Valley", company_id=self.company_valley.id, department_id=False)
        valley.since = "2026-01-01 00:00:00"
        valley._gather(fields.Datetime.now())
        self.assertFalse(valley.message_ids)

    def test_one_faulty_room(self):
        """R003: where news cannot be gathered, the others are, and what waits is sent."""
        self.queue()
        meeting = self.registry["sales.office.news"]
        self.patch(meeting, "_get_meeting_news", lambda *args: 1 / 0)
        with self.assertLogs("odoo.addons.sales_office_policy.models.organization.messages.telling", "ERROR"):
            self.run_cron()
        self.assertEqual(len(self.chat.received), 1)

    def test_in_the_language_of_the_group(self):
        """R003: each group reads its own language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.robot.lang = "zh_CN"
        self._make_loan(self.rep)
        self.robot._gather(fields.Datetime.now())
        self.assertEqual(self.robot.message_ids.title, "今日应归还的文件")

    def test_queries(self):
        """R003: as many queries for many meetings, wins and papers as for a few."""
        counts = []
        for number in (2, 6):
            for minute in range(number):
                start = f"2026-03-02 00:{10 + number + minute}:00"
                self._make_meeting(start=start, stop="2026-03-02 01:00:00")
                self._win(self.rep.user_id)
                self._make_loan(self.rep)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.news("wins")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
