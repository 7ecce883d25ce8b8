from calendar import timegm
from datetime import timedelta

from requests.exceptions import RequestException

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL, consteq, format_datetime, hash_sign, hmac, verify_hash_signed
from odoo.tools.urls import urljoin

from ...organization.posts.title import join_sentences
from ...organization.printing.qr_code import draw_code
from ...organization.rpc.rpc import rpc
from ..day_text import format_day

#: seconds after which the code on the screen is replaced; it is taken once more as long afterwards
CODE_SECONDS = 30
#: how long a phone may take between scanning and signing in, while it asks its user to tell where they are
TICKET_TIME = timedelta(minutes=3)
SCOPE = "sales_office_policy-meeting-sign-in"


class SalesOfficeMeeting(models.Model):
    """How participants sign in: for themselves only, within the window, once (R003).

    Beside it the roll call on one screen, and the code on it that signs phones in.
    """

    _inherit = "sales.office.meeting"

    sign_in_from = fields.Datetime(string="Sign-in Opens", compute="_compute_sign_in_from")
    can_sign_in = fields.Boolean(compute="_compute_can_sign_in")
    tracks_device = fields.Boolean(compute="_compute_tracks_device")

    can_ask_excuse = fields.Boolean(compute="_compute_can_ask_excuse")

    @api.depends("start", "company_id.sales_office_meeting_sign_in_minutes")
    def _compute_sign_in_from(self):
        for meeting in self:
            window = timedelta(minutes=meeting.company_id.sales_office_meeting_sign_in_minutes)
            meeting.sign_in_from = meeting.start and meeting.start - window

    @api.depends("state", "start", "stop", "closed_at", "attendance_ids.signed_in_at")
    @api.depends_context("uid")
    def _compute_can_sign_in(self):
        waiting = self.env["sales.office.meeting.attendance"].search_fetch(
            [("meeting_id", "in", self.ids), ("user_id", "=", self.env.uid), ("signed_in_at", "=", False)],
            ["meeting_id"],
        )
        for meeting in self:
            meeting.can_sign_in = meeting in waiting.meeting_id and meeting._takes_sign_ins()

    @api.depends("company_id.attendance_device_tracking")
    def _compute_tracks_device(self):
        for meeting in self:
            meeting.tracks_device = meeting.sudo().company_id.attendance_device_tracking  # sudo: a setting, no secret

    @api.depends("state", "start", "attendance_ids.state", "attendance_ids.request_state")
    @api.depends_context("uid")
    def _compute_can_ask_excuse(self):
        waiting = self.env["sales.office.meeting.attendance"].search(
            [
                ("meeting_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
                ("state", "=", "expected"),
                ("request_state", "=", False),
            ]
        )
        for meeting in self:
            coming = meeting.state == "planned" and meeting.start and meeting.start > fields.Datetime.now()
            meeting.can_ask_excuse = coming and meeting in waiting.meeting_id

    @rpc
    def action_sign_in(self, latitude: float = False, longitude: float = False):
        """Sign the current user in, nobody else; a second time changes nothing (R003).

        The first one to sign in within the window opens the meeting, so that nobody waits for the chair.

        :param float latitude: where they are, kept only if the company tracks devices in Attendances
        :param float latitude, longitude: where they are, in degrees, where the company records it
        :return: a notification saying what was recorded
        :raises UserError: outside the window, or they are not on the list
        """
        rows = self._get_own_rows()
        # asked first: finding a place out may take its time, and nothing is locked yet
        device = self._get_sign_in_device(latitude, longitude) if any(self.mapped("tracks_device")) else {}
        self._lock_state()
        self.filtered(lambda meeting: meeting.state == "planned")._open_in_window()
        self._check_state("open")
        self._check_not_held()
        rows._sign_in(device)
        return self._prepare_sign_in_notification(rows)

    @rpc(one=True)
    def action_roll_call(self):
        """Open the roll call of this meeting."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_roll_call_action")
        return action | {"context": {"active_id": self.id, "active_model": self._name}}

    @rpc
    @api.model
    @api.readonly
    def get_roll_call_choices(self):
        """Return today's meetings whose roll the current user may call, those they chair first.

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
        :raises AccessError: for who may not call the roll
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

    def _get_own_rows(self):
        """Return the current user's rows (sudo), one for each meeting."""
        # sudo: participants have no right to write their row; only the one of the user themselves is written
        rows = self.env["sales.office.meeting.attendance"].sudo()
        rows = rows.search([("meeting_id", "in", self.ids), ("user_id", "=", self.env.uid)])
        if self - rows.meeting_id:
            raise UserError(self.env._("You are not on the list of this meeting. Ask the chair to add you."))
        return rows

    def _takes_sign_ins(self):
        """Return whether people can sign in now."""
        return not self.closed_at and (self.state == "open" or self.state == "planned" and self._is_in_window())

    def _check_not_held(self):
        """Raise a ``UserError`` if a meeting was held and is open only to be corrected."""
        for meeting in self.filtered("closed_at"):
            raise UserError(
                self.env._(
                    "%(meeting)s was held and is only being corrected. If you were there, tell the chair.",
                    meeting=meeting.name,
                )
            )

    def _is_in_window(self):
        return self.sign_in_from <= fields.Datetime.now() <= self.stop

    def _lock_state(self):
        """Keep others from opening or closing these meetings until this transaction ends.

        Participants do not wait for each other. Whoever comes after a change starts again, and sees it.
        """
        if not self:
            return
        self.flush_recordset(["state"])
        self.env.cr.execute(SQL("SELECT id FROM sales_office_meeting WHERE id = ANY(%s) FOR SHARE", self.ids))
        self.invalidate_recordset(["state"])

    def _open_in_window(self):
        for meeting in self:
            if meeting._is_in_window():
                meeting._start()
            elif fields.Datetime.now() < meeting.sign_in_from:
                raise UserError(
                    self.env._(
                        "%(meeting)s is planned. Signing in opens at %(time)s.",
                        meeting=meeting.name,
                        time=format_datetime(self.env, meeting.sign_in_from, meeting.tz, "short"),
                    )
                )
            else:
                raise UserError(
                    self.env._(
                        "%(meeting)s was planned until %(time)s, and nobody opened it. Ask the chair.",
                        meeting=meeting.name,
                        time=format_datetime(self.env, meeting.stop, meeting.tz, "short"),
                    )
                )

    @api.model
    def _get_sign_in_device(self, latitude, longitude):
        """Return where the user signs in from, as Attendances records it."""
        if not request:
            return {}
        location = request.geoip.location
        latitude, longitude = latitude or location.latitude, longitude or location.longitude
        try:
            place = self.env["base.geocoder"]._get_localisation(latitude, longitude)
        except (UserError, RequestException):
            place = self.env._("Unknown")
        return {
            "ip_address": request.geoip.ip,
            "browser": request.httprequest.user_agent.browser,
            "latitude": latitude,
            "longitude": longitude,
            "location": place,
        }

    def _prepare_sign_in_notification(self, rows):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if "late" in rows.mapped("state") else "success",
                "message": join_sentences(*(row._get_sign_in_text() for row in rows)),
                "next": {"type": "ir.actions.act_window_close"},
            },
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
