from datetime import timedelta

from requests.exceptions import RequestException

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL, format_datetime

from ...organization.rpc.rpc import rpc

#: where somebody was is read by those who lead, not by everybody who sees the list
READERS = "sales_office_policy.group_team_leader"


class SalesOfficeMeeting(models.Model):
    """How participants sign in: for themselves only, within the window, once (R003)."""

    _inherit = "sales.office.meeting"

    sign_in_from = fields.Datetime(string="Sign-in Opens", compute="_compute_sign_in_from")
    can_sign_in = fields.Boolean(compute="_compute_can_sign_in")
    tracks_device = fields.Boolean(compute="_compute_tracks_device")

    @api.depends("start", "company_id.sales_office_meeting_sign_in_minutes")
    def _compute_sign_in_from(self):
        for meeting in self:
            window = timedelta(minutes=meeting.company_id.sales_office_meeting_sign_in_minutes)
            meeting.sign_in_from = meeting.start and meeting.start - window

    @api.depends("state", "start", "stop", "closed_at", "attendance_ids.signed_in_at")
    @api.depends_context("uid")
    def _compute_can_sign_in(self):
        waiting = self.env["sales.office.meeting.attendance"].search(
            [("meeting_id", "in", self.ids), ("user_id", "=", self.env.uid), ("signed_in_at", "=", False)]
        )
        for meeting in self:
            meeting.can_sign_in = meeting in waiting.meeting_id and meeting._takes_sign_ins()

    @api.depends("company_id.attendance_device_tracking")
    def _compute_tracks_device(self):
        for meeting in self:
            meeting.tracks_device = meeting.sudo().company_id.attendance_device_tracking  # sudo: a setting, no secret

    @rpc
    def action_sign_in(self, latitude: float = False, longitude: float = False):
        """Sign the current user in, nobody else; a second time changes nothing (R003).

        The first one to sign in within the window opens the meeting, so that nobody waits for the chair.

        :param float latitude: where he is, kept only if the company tracks devices in Attendances
        :return: a notification saying what was recorded
        :raise UserError: outside the window, or he is not on the list
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

    def _get_own_rows(self):
        """Return the current user's rows (sudo), one for each meeting."""
        # sudo: participants have no right to write their row; only the one of the user himself is written
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
                meeting._begin()
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
                "message": " ".join(row._get_sign_in_text() for row in rows),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class SalesOfficeMeetingAttendance(models.Model):
    _inherit = "sales.office.meeting.attendance"

    ip_address = fields.Char(string="IP Address", readonly=True, copy=False, groups=READERS)
    browser = fields.Char(readonly=True, copy=False, groups=READERS)
    latitude = fields.Float(digits=(10, 7), readonly=True, copy=False, aggregator=None, groups=READERS)
    longitude = fields.Float(digits=(10, 7), readonly=True, copy=False, aggregator=None, groups=READERS)
    location = fields.Char(
        readonly=True, copy=False, groups=READERS, help="Based on GPS coordinates if available or on the IP address."
    )

    def _sign_in(self, device):
        """Record that the participants came by themselves, from a device (sudo); who is excused is never late."""
        now = fields.Datetime.now()
        for row in self.filtered(lambda row: not row.signed_in_at):
            kept = device if row.meeting_id.tracks_device else {}
            state = row._get_sign_in_state(now)
            if row.state == "excused" and state == "late":
                row.write({"signed_in_at": now, **kept})
                continue
            marks = {"state": state, "signed_in_at": now, "marked_by_id": self.env.uid, "is_on_leave": False}
            row.write({**marks, **kept})

    def _get_sign_in_state(self, moment):
        """Return whether somebody who came at ``moment`` was present in time or late."""
        grace = timedelta(minutes=self.company_id.sales_office_meeting_grace)
        return "late" if moment > self.meeting_id.start + grace else "present"

    def _get_sign_in_text(self):
        """Return the sentence that tells a participant what was recorded, in the office's time."""
        time = format_datetime(self.env, self.signed_in_at, self.meeting_id.tz, "HH:mm")
        if self._get_sign_in_state(self.signed_in_at) == "late":
            return self.env._("%(meeting)s: signed in at %(time)s, late.", meeting=self.meeting_id.name, time=time)
        return self.env._("%(meeting)s: signed in at %(time)s, in time.", meeting=self.meeting_id.name, time=time)
