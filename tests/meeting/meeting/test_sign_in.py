import re
from calendar import timegm
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from odoo.addons.sales_office_policy.controllers.meeting_sign_in import _to_float
from odoo.addons.sales_office_policy.models.meeting.meeting.roll_call import CODE_SECONDS

from ..common import MeetingCommon


@freeze_time("2025-03-04 00:05:00")  # Tuesday 08:05 in Shanghai
class TestSignIn(MeetingCommon):
    def test_first_opens_the_meeting(self):
        """R003: within the window the first one who signs in opens the meeting; nobody waits for the chair."""
        self.sign_in(self.rep)
        self.assertEqual((self.meeting.state, self.row(self.rep).state), ("open", "present"))
        self.sign_in(self.colleague)
        self.assertEqual(self.row(self.colleague).signed_in_at, datetime(2025, 3, 4, 0, 5))

    def test_outside_the_window(self):
        """R003: not before the window, not once the meeting is over, never once it is closed."""
        with freeze_time("2025-03-03 23:59:59"), self.assertRaisesRegex(UserError, "opens at 3/4/25, 8:00"):
            self.sign_in(self.rep)
        with freeze_time("2025-03-04 00:35:01"), self.assertRaisesRegex(UserError, "nobody opened it"):
            self.sign_in(self.rep)
        self.company.sales_office_meeting_sign_in_minutes = 30
        with freeze_time("2025-03-03 23:45:00"):
            self.sign_in(self.rep)
        self.close()
        with self.assertRaisesRegex(UserError, "(?i)is closed"):
            self.sign_in(self.colleague)

    def test_button_follows_the_window(self):
        """R003: the button is there while it works."""
        meeting = self.as_(self.rep, self.meeting)
        with freeze_time("2025-03-03 23:59:00"):
            self.assertFalse(meeting.can_sign_in)
        self.env.invalidate_all()
        self.assertTrue(meeting.can_sign_in)
        self.assertFalse(self.as_(self.manager, self.meeting).can_sign_in, "Not on the list")
        meeting.action_sign_in()
        self.env.invalidate_all()
        self.assertFalse(meeting.can_sign_in)

    def test_tells_what_was_recorded(self):
        """R003: the participant is told whether they are in time, in their office's time."""
        message = self.as_(self.rep, self.meeting).action_sign_in()["params"]["message"]
        self.assertIn("signed in at 08:05, in time", message)
        with freeze_time("2025-03-04 00:21:00"):
            action = self.as_(self.colleague, self.meeting).action_sign_in()
        self.assertIn("signed in at 08:21, late", action["params"]["message"])
        self.assertEqual(action["params"]["type"], "warning")

    def test_not_while_it_is_corrected(self):
        """R005: who was absent does not sign in to a meeting that is opened again days later."""
        self.open()
        self.close()
        with freeze_time("2025-03-07 02:00:00"):
            self.as_(self.manager, self.meeting).action_reopen("Ann was excused")
            self.assertFalse(self.as_(self.rep, self.meeting).can_sign_in)
            self.assertFalse(self.as_(self.leader, self.meeting).get_roll_call()["code"])
            with self.assertRaisesRegex(UserError, "only being corrected"):
                self.sign_in(self.rep)
        self.assertEqual((self.row(self.rep).state, self.row(self.rep).signed_in_at), ("absent", False))

    @mute_logger("odoo.sql_db")
    def test_absurd_windows(self):
        """R003: minutes are at most those of a day, so that times can be reckoned."""
        for name in ("sales_office_meeting_grace", "sales_office_meeting_sign_in_minutes"):
            for minutes in (-1, 1441):
                with (
                    self.subTest(name),
                    self.assertRaises(CheckViolation),
                    mute_logger("odoo.sql_db"),
                    self.env.cr.savepoint(),
                ):
                    self.company.write({name: minutes})

    def test_device_is_recorded_where_the_company_says_so(self):
        """R001: a sign-in says where it came from if the company tracks devices in Attendances, else nothing."""
        device = {"ip_address": "203.0.113.7", "browser": "firefox", "latitude": 30.2, "longitude": 120.1}
        with patch.object(type(self.meeting), "_get_sign_in_device", lambda *_args: device):
            self.sign_in(self.rep)
            self.company.attendance_device_tracking = True
            self.sign_in(self.colleague)
        self.assertFalse(self.row(self.rep).ip_address)
        row = self.row(self.colleague)
        self.assertEqual((row.ip_address, row.browser, row.latitude), ("203.0.113.7", "firefox", 30.2))
        self.assertEqual(self.as_(self.leader, row).ip_address, "203.0.113.7")
        for employee in (self.colleague, self.clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, row).read(["ip_address"])

    def test_geocoder_out_of_order(self):
        """R003: who cannot be found on the map can sign in all the same."""
        self.company.attendance_device_tracking = True
        self.sign_in(self.rep)
        self.assertEqual(self.row(self.rep).state, "present")


class TestSignInByCode(MeetingCommon, HttpCase):
    """The code on the chair's screen, opened by a phone whose user is logged in."""

    def _open(self, employee, url):
        self.authenticate(employee.user_id.login, employee.user_id.login)
        self.env.flush_all()
        return self.url_open(url)

    def _scan(self, employee, url, **values):
        """Open the code, and send the form that the page sends by itself."""
        page = self._open(employee, url)
        hidden = re.findall(r'name="(ticket|csrf_token)" value="([^"]+)"', page.text)
        return self.url_open(url, data={**dict(hidden), **values}) if hidden else page

    def _get_url(self, meeting=None):
        roll_call = self.as_(self.leader, meeting or self.meeting).get_roll_call()
        return roll_call["code"]["url"].removeprefix(self.meeting.get_base_url())

    def _meeting_now(self, **values):
        """Move the meeting to where the clock of the server is."""
        now = datetime.now().replace(microsecond=0)
        self.meeting.write({"start": now, "stop": now.replace(year=now.year + 1), **values})

    def test_signs_in(self):
        """R003: who opens the code while it is on the screen is signed in and told so in their language."""
        self._meeting_now()
        page = self._scan(self.rep, self._get_url())
        self.assertEqual(page.status_code, 200)
        self.assertIn("Hello, Rob", page.text)
        self.assertIn("in time", page.text)
        self.assertIn("width=device-width", page.text)
        row = self.row(self.rep)
        self.assertEqual((row.state, row.marked_by_id), ("present", self.rep.user_id))
        first = row.signed_in_at
        self.assertIn("in time", self._open(self.rep, self._get_url()).text)
        self.assertEqual(row.signed_in_at, first)

    def test_opening_the_address_changes_nothing(self):
        """R003: a page that is fetched ahead signs nobody in, nor does a link or a form of another site."""
        self._meeting_now()
        url = self._get_url()
        page = self._open(self.rep, url)
        self.assertIn("o_sales_office_meeting_sign_in_form", page.text)
        self.assertNotIn("records where you sign in", page.text)
        ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
        self.url_open(f"{url}?ticket={ticket}")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url, data={"ticket": ticket}).status_code, 400)
        self.assertEqual((self.meeting.state, self.row(self.rep).state), ("planned", "expected"))

    def test_form_without_a_scan(self):
        """R003: who has scanned no code signs in with no form, not even one of this page."""
        self._meeting_now()
        for ticket in ("", "garbage"):
            with self.subTest(ticket):
                self.assertIn("too old", self._scan(self.rep, self._get_url(), ticket=ticket).text)
        self.assertEqual(self.row(self.rep).state, "expected")

    def test_old_code(self):
        """R003: a code of a minute ago is no use, nor one of another meeting, nor a made-up one."""
        self._meeting_now()
        with freeze_time(datetime.now().replace(microsecond=0)) as clock:
            url = self._get_url()
            code = url.rsplit("/", 1)[1]
            clock.tick(30)
            self.assertIsNone(self.meeting._check_code(code))
            clock.tick(31)
            with self.assertRaisesRegex(UserError, "too old"):
                self.meeting._check_code(code)
        other = self._create_meeting(self.north)
        with self.assertRaisesRegex(UserError, "too old"):
            other._check_code(self._get_url().rsplit("/", 1)[1])
        page = self._open(self.rep, f"/sales-office/sign-in/{self.meeting.id}/请求")
        self.assertIn("too old", page.text)
        self.assertEqual(self.row(self.rep).state, "expected")

    def test_wrong_number(self):
        """R003: an address with a number that is no meeting's says the same as one with an old code."""
        self._meeting_now()
        gone = self._create_meeting(self.north)
        numbers = (gone.id, 0, -1, "00", "abc", "1.5", 2**31 - 1, 2**31, 10**30, f"{self.meeting.id}x", "%C2%B2", "%00")
        gone.unlink()
        self.authenticate("rep", "rep")
        self.env.flush_all()
        code = self._get_url().rsplit("/", 1)[1]
        token = Request.csrf_token(self)
        for number in numbers:
            for data in (None, {"csrf_token": token, "ticket": "x"}):
                with self.subTest(number=number, data=data):
                    page = self.url_open(f"/sales-office/sign-in/{number}/{code}", data=data)
                    self.assertEqual(page.status_code, 200)
                    self.assertIn("too old", page.text)

    def test_meeting_deleted_meanwhile(self):
        """R003: nor does a good code of a meeting that is gone end in an error."""
        meeting = self._create_meeting(self.north)
        code = meeting._get_code(timegm(fields.Datetime.now().timetuple()) // CODE_SECONDS)
        url = f"/sales-office/sign-in/{meeting.id}/{code}"
        meeting.unlink()
        page = self._open(self.rep, url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("You are not signed in", page.text)

    def test_not_on_the_list(self):
        """R003: a colleague from elsewhere is told that they are not on the list."""
        self._meeting_now()
        for employee in (self.rep_south, self.manager, self.rep_valley, self.outsider):
            with self.subTest(employee.name):
                self.assertIn("not on the list", self._open(employee, self._get_url()).text)

    def test_guest_without_a_post(self):
        """R003: a guest from outside the sales office is told whom to ask, not that they are not on the list."""
        self._meeting_now()
        self.attendances.create({"meeting_id": self.meeting.id, "employee_id": self.outsider.id})
        self.assertIn("Ask the chair to mark you", self._open(self.outsider, self._get_url()).text)

    def test_position_from_nowhere(self):
        """R001: what is no position is none."""
        for sent in (None, "", "north", "nan", "inf", "1e300"):
            with self.subTest(sent):
                self.assertIs(_to_float(sent), False)
        self.assertEqual(_to_float("-120.5"), -120.5)

    def test_not_logged_in(self):
        """R003: a phone without a user is asked to log in first."""
        self._meeting_now()
        self.authenticate(None, None)
        self.env.flush_all()
        self.assertIn("oe_login_form", self.url_open(self._get_url()).text)

    def test_closed_meeting(self):
        self._meeting_now()
        url = self._get_url()
        self.meeting.state = "closed"
        self.assertIn("is Closed", self._scan(self.rep, url).text)

    def test_position_is_asked_for(self):
        """R001: where the company tracks devices the page asks for the position, and signs in with it or without."""
        self._meeting_now()
        self.company.attendance_device_tracking = True
        url = self._get_url()
        page = self._open(self.rep, url)
        self.assertIn("records where you sign in", page.text)
        self.assertEqual(self.row(self.rep).state, "expected")
        ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
        with patch.object(type(self.env["base.geocoder"]), "_get_localisation", lambda *_args: "Hangzhou"):
            self.assertIn("Hello, Rob", self._scan(self.rep, url, latitude="30.25", longitude="120.15").text)
        row = self.row(self.rep)
        self.assertEqual((row.latitude, row.longitude, row.location), (30.25, 120.15, "Hangzhou"))
        with self.assertRaisesRegex(UserError, "too old"):
            self.as_(self.colleague, self.meeting)._check_ticket(ticket)
        with self.assertRaisesRegex(UserError, "too old"):
            self.as_(self.rep, self.meeting)._check_ticket("garbage")

    def test_code_is_the_chairs(self):
        """R003: nobody but who calls the roll gets the code."""
        for employee in (self.rep, self.leader_south, self.clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.meeting).get_roll_call()

    def test_no_code_outside_the_window(self):
        """R003: no code before signing in is possible, nor once the meeting is closed."""
        with freeze_time("2025-03-03 23:00:00"):
            self.assertFalse(self.as_(self.leader, self.meeting).get_roll_call()["code"])
        self._meeting_now(state="closed")
        self.assertFalse(self.as_(self.leader, self.meeting).get_roll_call()["code"])
