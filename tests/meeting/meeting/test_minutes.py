from freezegun import freeze_time

from odoo.exceptions import AccessError

from ..line.lines import LinesCommon

REPORT = "sales_office_policy.report_meeting_minutes"


@freeze_time("2025-03-04 00:10:00")  # Tuesday 08:10 in Shanghai
class TestMinutes(LinesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def hold(self):
        self.report(self.rep, "Bring the contract", kind="visit", time=10.5)
        self.report(self.rep, "No rooms in May", kind="problem", owner_id=self.colleague.id, deadline="2025-03-06")
        self.report(self.leader, "The lift is repaired", kind="notice")
        self.as_(self.leader, self.row(self.colleague)).write({"state": "excused", "reason": "Her child is ill"})
        self.as_(self.leader, self.meeting).minutes = "<p>Offers go out today.</p>"
        self.open()
        self.sign_in(self.rep)
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.close()
        domain = [("id", ">", before), ("model", "=", "sales.office.meeting"), ("res_id", "=", self.meeting.id)]
        return self.env["mail.message"].search([*domain, ("message_type", "=", "user_notification")])

    def print_as(self, employee):
        self.env.invalidate_all()
        report = self.as_(employee, self.env["ir.actions.report"])
        return report._render_qweb_html(REPORT, self.meeting.ids)[0].decode()

    def test_sent_to_everybody_once(self):
        """R005 R008: closing sends the minutes to all on the list, the absent and excused too, in one message."""
        message = self.hold()
        self.assertEqual(len(message), 1)
        people = self.leader | self.rep | self.colleague
        self.assertEqual(message.notified_partner_ids, people.user_id.partner_id)
        for text in ("Offers go out today", "The lift is repaired", "No rooms in May", "Ann", "Morning Meeting, North"):
            self.assertIn(text, message.body)
        self.assertNotIn("Her child is ill", message.body, "No reasons of single people")
        self.assertNotIn(message, self.meeting.message_ids, "The chatter is not filled with it")

    def test_as_the_reader_wants_it(self):
        """R005: one reads it in the inbox, another by e-mail, each in their language."""
        self.rep.user_id.notification_type = "inbox"
        self.colleague.user_id.lang = "zh_CN"
        messages = self.hold()
        self.assertEqual(len(messages), 2, "One for each language")
        types = {n.res_partner_id: n.notification_type for n in messages.notification_ids}
        self.assertEqual(types[self.rep.user_id.partner_id], "inbox")
        self.assertEqual(types[self.colleague.user_id.partner_id], "email")

    def test_no_message_for_each_task(self):
        """R007: whoever gets the minutes gets no message for each of their problems besides."""
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.hold()
        about_lines = self.env["mail.message"].search(
            [("id", ">", before), ("model", "=", "sales.office.meeting.line")]
        )
        self.assertFalse(about_lines.notification_ids)

    def test_printed(self):
        """R005 R006 R007 R008: the minutes print with marks, lines by kind, notices, problems and signatures."""
        self.hold()
        html = self.print_as(self.leader)
        for text in (
            "Rob",
            "Ann",
            "Excused",
            "Her child is ill",
            "Bring the contract",
            "10:30",
            "No rooms in May",
            "The lift is repaired",
            "Offers go out today.",
            "Signature",
        ):
            self.assertIn(text, html)

    def test_printed_open_from_earlier(self):
        """R007: the printed minutes of the next meeting show what is open from this one."""
        self.hold()
        self.meeting = self._create_meeting(self.north, start="2025-03-05 00:15:00", stop="2025-03-05 00:35:00")
        html = self.print_as(self.leader)
        self.assertIn("Open from Earlier", html)
        self.assertIn("No rooms in May", html)
        self.assertNotIn("Bring the contract", html)

    def test_participant_prints_what_he_may_read(self):
        """R135: a participant prints the lines, their own mark and nobody's reasons; an outsider nothing."""
        self.hold()
        html = self.print_as(self.rep)
        self.assertIn("No rooms in May", html)
        self.assertIn("Present", html)
        self.assertNotIn("Her child is ill", html)
        self.assertNotIn("Excused", html, "Nor how a colleague was marked")
        for employee in (self.rep_south, self.finance, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.print_as(employee)

    def test_clerk_prints_no_reasons(self):
        """R135: the clerk, who keeps the minutes, prints them without why somebody is excused."""
        self.hold()
        html = self.print_as(self.clerk)
        self.assertIn("Excused", html)
        self.assertNotIn("Her child is ill", html)
