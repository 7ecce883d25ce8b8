from calendar import timegm
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, format_datetime, hash_sign, hmac, verify_hash_signed
from odoo.tools.urls import urljoin

from ...organization.printing.qr_code import draw_code
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import rpc
from ..day_text import format_day

#: seconds after which the code on the screen is replaced; it is taken once more as long afterwards
CODE_SECONDS = 30
#: how long a phone may take between scanning and signing in, while it asks its user to tell where he is
TICKET_TIME = timedelta(minutes=3)
SCOPE = "sales_office_policy-meeting-sign-in"


class SalesOfficeMeeting(models.Model):
    """The roll call on one screen, and the code on it that signs phones in."""

    _inherit = "sales.office.meeting"

    @rpc(one=True)
    def action_roll_call(self):
        """Open the roll call of this meeting."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_roll_call_action")
        return action | {"context": {"active_id": self.id, "active_model": self._name}}

    @rpc
    @api.model
    @api.readonly
    def get_roll_call_choices(self):
        """Return today's meetings whose roll the current user may call, those he chairs first.

        :return: list of dicts ``id``, ``name``, ``time``, ``department``, ``state``, ``state_label``
        """
        meetings = self.search(
            [("start", ">=", "today"), ("start", "<", "today +1d"), ("state", "in", ("planned", "open"))], order="start"
        ).filtered("can_chair")
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "id": meeting.id,
                "name": meeting.name,
                "time": meeting._format_time(meeting.start),
                "department": meeting.department_id.name,
                "state": meeting.state,
                "state_label": labels[meeting.state],
            }
            for meeting in meetings.sorted(lambda meeting: meeting.chair_user_id != self.env.user)
        ]

    @rpc(one=True)
    @api.readonly
    def get_roll_call(self):
        """Return all that the roll call's screen shows, in a constant number of queries.

        :return: dict with the meeting, its ``rows`` and, while people can sign in, the ``code`` for phones
        :raise AccessError: for who may not call the roll
        """
        self._check_chair()
        meeting = self.sudo()  # sudo: the names are HR-only; who may call the roll was checked
        states = dict(self.attendance_ids._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "time": f"{self._format_time(self.start)}-{self._format_time(self.stop)}",
            "date": format_day(self.env, self.date, "MMMEd"),
            "opens": self._format_time(self.sign_in_from),
            "states": states,
            "tracks_device": self.tracks_device,
            "rows": [row._prepare_roll_call_row() for row in meeting.attendance_ids.sorted("id")],
            "code": self._prepare_code() if self._takes_sign_ins() else False,
        }

    def _format_time(self, moment):
        """Return the time of day in the office's time zone."""
        return format_datetime(self.env, moment, self.tz, "HH:mm")

    def _prepare_code(self):
        """Return the address that signs a logged-in phone in, how to draw it, and for how many seconds it is shown."""
        number, age = divmod(timegm(fields.Datetime.now().timetuple()), CODE_SECONDS)
        url = urljoin(self.get_base_url(), f"/sales-office/sign-in/{self.id}/{self._get_code(number)}")
        width, path = draw_code(url)
        return {"url": url, "width": width, "path": path, "seconds": CODE_SECONDS - age}

    def _get_code(self, number):
        """Return the number-th code of this meeting: worthless a minute later, so a photo of it is no use."""
        self.ensure_one()
        message = (self.id, number)
        # sudo: the secret of the database is read
        return hmac(self.env(su=True), SCOPE, message)[:32]

    def _check_code(self, code):
        """Raise a ``UserError`` unless the code is on this meeting's screen now, or was until just now."""
        number = timegm(fields.Datetime.now().timetuple()) // CODE_SECONDS
        if not self or not any(
            consteq(code.encode(), self._get_code(known).encode()) for known in (number, number - 1)
        ):
            self._refuse_code()

    def _get_ticket(self):
        """Return what proves for some minutes that this user scanned a code while it was good."""
        # sudo: as in _get_code
        return hash_sign(self.env(su=True), SCOPE, [self.id, self.env.uid], expiration=TICKET_TIME)

    def _check_ticket(self, ticket):
        """Raise a ``UserError`` unless the ticket is this user's, for this meeting and still good."""
        try:
            holder = verify_hash_signed(self.env(su=True), SCOPE, ticket)  # sudo: as in _get_code
        except ValueError:
            holder = None
        if not self or holder != [self.id, self.env.uid]:
            self._refuse_code()

    def _refuse_code(self):
        raise UserError(self.env._("This code is too old. Scan the one that is on the screen now."))


class SalesOfficeMeetingAttendance(models.Model):
    _inherit = "sales.office.meeting.attendance"

    @rpc
    def action_mark(self, state: Choice("state"), reason: str = ""):
        """Mark in the roll call, and return its screen again.

        :param str state: present, late, absent, excused (with a reason) or expected (takes a mark back)
        :raise UserError: the meeting is not open, or a reason is missing
        """
        self.write({"state": state, "reason": reason})
        return self.meeting_id.get_roll_call()

    def _prepare_roll_call_row(self):
        """Return one line of the roll call's screen (sudo)."""
        meeting = self.meeting_id
        return {
            "id": self.id,
            "name": self.employee_id.name,
            "employee_id": self.employee_id.id,
            "state": self.state,
            "time": self.signed_in_at and meeting._format_time(self.signed_in_at),
            "reason": self.reason or "",
            "is_on_leave": self.is_on_leave,
            "is_own": self.user_id == self.env.user,
            "request": self.request_state == "asked" and self.request or "",
        }
