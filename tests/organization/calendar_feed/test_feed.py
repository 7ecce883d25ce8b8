"""Somebody's meetings and visits in the calendar of their phone, by a secret link."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase

from odoo.addons.sales_office_policy.models.organization.calendar_feed import feed as module

from ...common import SalesOfficeCommon

NOW = "2026-03-02 00:00:00"


class FeedCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_calendar_links = True

    def setUp(self):
        super().setUp()
        self.feeds = self.as_(self.rep, self.env["sales.office.calendar.feed"])

    def make_event(self, **values):
        return self.env["calendar.event"].create(
            {
                "name": "Lunch with a supplier",
                "start": "2026-03-02 04:00:00",
                "stop": "2026-03-02 05:00:00",
                "user_id": self.rep.user_id.id,
                "partner_ids": [Command.set(self.rep.user_id.partner_id.ids)],
                **values,
            }
        )

    def make_meeting(self, **values):
        return self.env["sales.office.meeting"].create(
            {"department_id": self.north.id, "start": "2026-03-02 00:15:00", "stop": "2026-03-02 00:35:00", **values}
        )

    def make_visit(self, **values):
        customer = self.env["res.partner"].create({"name": "Grand Customer", "street": "Quay 1", "city": "Shanghai"})
        return self.env["sales.office.visit"].create(
            {"employee_id": self.rep.id, "partner_id": customer.id, "planned_start": "2026-03-03 02:00:00", **values}
        )


@freeze_time(NOW)
class TestFeed(FeedCommon):
    def setUp(self):
        super().setUp()
        self.secret = self.feeds._renew()

    def read(self):
        self.env.flush_all()
        return self.feeds._find(self.secret)._get_calendar().decode().replace("\r\n ", "")

    def test_what_it_has(self):
        """R006: events one attends, meetings one is expected at, visits one plans, each once and with its link."""
        self.make_event()
        meeting, visit = self.make_meeting(), self.make_visit()
        text = self.read()
        self.assertEqual(text.count("BEGIN:VEVENT"), 3)
        self.assertIn("SUMMARY:Lunch with a supplier", text)
        self.assertIn(f"/odoo/sales.office.meeting/{meeting.id}", text)
        self.assertIn("DTSTART:20260302T001500Z", text)
        self.assertIn("SUMMARY:Visit: Grand Customer", text)
        self.assertIn("Quay 1", text)
        self.assertIn(f"/odoo/sales.office.visit/{visit.id}", text)

    def test_only_ones_own(self):
        """R135: neither other people's events, meetings and visits, nor who else is invited."""
        self.make_event(user_id=self.manager.user_id.id, partner_ids=[Command.set(self.manager.user_id.partner_id.ids)])
        self.make_meeting(department_id=self.south.id)
        self.make_visit(employee_id=self.colleague.id)
        self.make_event(partner_ids=[Command.set((self.rep | self.manager).user_id.partner_id.ids)])
        text = self.read()
        self.assertEqual(text.count("BEGIN:VEVENT"), 1)
        self.assertNotIn("Max", text)
        self.assertNotIn("ATTENDEE", text)

    def test_private(self):
        """R056: of what is private only the time is told, by itself or by its owner's calendar."""
        self.make_event(privacy="private", location="Clinic")
        self.make_event(name="Dentist", user_id=self.rep.user_id.id)
        self.rep.user_id.with_user(self.rep.user_id).calendar_default_privacy = "private"
        text = self.read()
        self.assertEqual(text.count("SUMMARY:Busy"), 2)
        for word in ("Clinic", "Lunch", "Dentist"):
            self.assertNotIn(word, text)

    def test_what_is_off(self):
        """R006: declined, excused, cancelled, called off and archived is not there."""
        event = self.make_event()
        event.attendee_ids.state = "declined"
        self.make_event(active=False)
        self.make_meeting().action_cancel()
        meeting = self.make_meeting()
        meeting.attendance_ids.filtered(lambda row: row.employee_id == self.rep).state = "excused"
        self.make_visit(state="cancelled")
        self.assertNotIn("BEGIN:VEVENT", self.read())

    def test_rooms_switched_off(self):
        """R135: of a room that is off nothing is told, its events in Odoo's calendar included."""
        self.make_event()
        self.make_meeting()
        self.make_visit()
        self.company.sales_office_room_ids = False
        text = self.read()
        self.assertEqual(text.count("BEGIN:VEVENT"), 1)
        self.assertIn("Lunch", text)

    def test_whole_days(self):
        """R006: an event of whole days is one, on its days."""
        self.make_event(
            allday=True, start="2026-03-02", stop="2026-03-03", start_date="2026-03-02", stop_date="2026-03-03"
        )
        text = self.read()
        self.assertIn("DTSTART;VALUE=DATE:20260302", text)
        self.assertIn("DTEND;VALUE=DATE:20260304", text)

    def test_the_same_until_something_changes(self):
        """R006: asked again, it is the same to the byte; after a change it is not."""
        meeting = self.make_meeting()
        first = self.read()
        with freeze_time("2026-03-02 00:05:00"):
            self.assertEqual(self.read(), first)
        meeting.name = "Another name"
        self.assertNotEqual(self.read(), first)

    def test_a_new_link_ends_the_old_one(self):
        """R056: the old secret opens nothing any more; a digest is all that is kept."""
        new = self.feeds._renew()
        self.assertFalse(self.feeds._find(self.secret))
        self.assertTrue(self.feeds._find(new))
        row = str(self.columns(self.feeds._get_own()))
        self.assertNotIn(new.partition("-")[2], row)

    def test_wrong_links(self):
        """R056: what is no link opens nothing, whatever it looks like; a digest is compared in any case."""
        number = self.secret.partition("-")[0]
        self.feeds._get_own().flush_recordset()
        wrong = ("", "-", number, f"{number}-", f"{number}-x", f"9999999-{self.secret}", "1e3-x", "٣-x", "-" * 500)
        with patch.object(module, "consteq", wraps=module.consteq) as compared:
            for text in (*wrong, f"{'9' * 30}-x", f"{number}-{self.secret.partition('-')[2][:-1]}"):
                self.assertFalse(self.feeds._find(text), text)
        self.assertEqual(compared.call_count, len(wrong) + 2)

    def test_who_may_have_one(self):
        """R135: nobody whose company offers none, who left the office, or whose user is archived."""
        self.company.sales_office_calendar_links = False
        self.assertFalse(self.feeds._find(self.secret))
        self.company.sales_office_calendar_links = True
        self.assertTrue(self.feeds._find(self.secret))
        self.rep.department_id = False
        self.assertFalse(self.feeds._find(self.secret))
        self.rep.department_id = self.north
        self.assertTrue(self.feeds._find(self.secret))
        self.rep.active = False
        self.assertFalse(self.feeds._find(self.secret))
        self.rep.active = True
        self.rep.user_id.active = False
        self.assertFalse(self.feeds._find(self.secret))

    def test_nobody_reads_links(self):
        """R056: neither its owner nor a director nor a system administrator reads, makes or removes one by hand."""
        feed = self.feeds._get_own()
        for user in (self.rep.user_id, self.director.user_id, self.env.ref("base.user_admin")):
            link = feed.with_user(user).sudo(False)
            for call in (
                lambda link=link: link.read(["user_id"]),
                link.unlink,
                lambda link=link: link.write({"digest": "0"}),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_queries(self):
        """R006: as many queries for many events, meetings and visits as for a few."""
        counts = []
        for number in (2, 6):
            for _one in range(number):
                self.make_event()
                self.make_event(user_id=self.manager.user_id.id)
                self.make_meeting()
                self.make_visit()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.feeds._find(self.secret)._get_calendar()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


class TestFeedPage(FeedCommon, HttpCase):
    def _make_link(self):
        self.authenticate("rep", "rep")
        page = self.url_open("/sales-office/calendar").text
        self.assertNotIn(".ics", page)
        page = self._press("renew").text
        return page.split('value="http')[1].split('"')[0].partition("/sales-office")[2]

    def _press(self, step):
        return self.url_open("/sales-office/calendar", data={"step": step, "csrf_token": Request.csrf_token(self)})

    def test_shown_once(self):
        """R056: the page shows a new link once; opened again it says only since when there is one."""
        link = self._make_link()
        page = self.url_open("/sales-office/calendar")
        self.assertNotIn(link, page.text)
        self.assertIn("You have a link already", page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])

    def test_read_without_login(self):
        """R006: a calendar program reads it without a login, asks whether it changed, and hears no more than that."""
        monday = date.today() - timedelta(days=date.today().weekday())
        self.make_meeting(start=f"{monday} 00:15:00", stop=f"{monday} 00:35:00")
        link = f"/sales-office{self._make_link()}"
        self.logout()
        answer = self.url_open(link)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertIn("BEGIN:VEVENT", answer.text)
        again = self.url_open(link, headers={"If-None-Match": answer.headers["ETag"]})
        self.assertEqual((again.status_code, again.text), (304, ""))

    def test_gone(self):
        """R056: whatever is wrong with a link, the answer is that there is nothing."""
        link = f"/sales-office{self._make_link()}"
        self.assertEqual(self.url_open(link).status_code, 200)
        for wrong in (link[:-6] + ".ics", "/sales-office/calendar/1-x.ics", "/sales-office/calendar/x.ics"):
            self.assertEqual(self.url_open(wrong).status_code, 404)
        self._press("end")
        self.assertEqual(self.url_open(link).status_code, 404)

    def test_not_offered(self):
        """R135: where the company offers none, the page says so and makes none."""
        self.company.sales_office_calendar_links = False
        self.authenticate("rep", "rep")
        self.assertIn("does not offer calendar links", self.url_open("/sales-office/calendar").text)
        self._press("renew")
        self.assertFalse(self.env["sales.office.calendar.feed"].search([]))
        self.authenticate("outsider", "outsider")
        self.assertIn("does not offer calendar links", self.url_open("/sales-office/calendar").text)
