import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import consteq

from ..record.row_lock import claim_rows
from .icalendar import Entry, write_calendar

#: days before and after today that the calendar has, and entries at most
BACK, AHEAD, MOST = timedelta(days=30), timedelta(days=180), 2000
#: what is read of an event beside its name and times
SHOWN = ("location", "privacy", "show_as", "user_id", "write_date")
#: compared with where there is no such link, so that it takes as long
NOTHING = hashlib.sha256(b"").hexdigest()


class SalesOfficeCalendarFeed(models.Model):
    """The secret link under which somebody's own calendar program reads their meetings and visits.

    Whoever has the link reads them, so it is shown once and stored as a digest only. A new one ends the old one.
    """

    _name = "sales.office.calendar.feed"
    _description = "Calendar Link"
    _inherit = "sales.office.reader.mixin"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    digest = fields.Char(
        required=True, readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )

    _user_uniq = models.Constraint("UNIQUE (user_id)", "Everybody has one link to their calendar.")

    @api.model
    def _get_own(self):
        """Return the current user's link (sudo), if they have one."""
        # sudo: nobody reads links; their own is meant
        return self.sudo().search([("user_id", "=", self.env.uid)])

    @api.model
    def _renew(self):
        """Make a new link for the current user and return its secret, which is not kept; the old one ends.

        Of two that are made at the same time the later one holds, as it does of two made one after the other.
        """
        claim_rows(self.env.user)
        self._get_own().unlink()
        secret = secrets.token_urlsafe(32)
        # sudo: nobody writes links; their own is meant
        feed = self.sudo().create({"user_id": self.env.uid, "digest": _digest(secret)})
        return f"{feed.id}-{secret}"

    @api.model
    def _find(self, text):
        """Return the link (sudo) whose secret a text is, if it may be read still; compared in constant time."""
        number, _dash, secret = text.partition("-")
        id_ = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
        # sudo: whoever asks has no other right than the secret
        feed = self.sudo().browse(id_).exists()
        fits = consteq(feed.digest or NOTHING, _digest(secret))
        return feed if feed and fits and feed._get_companies(feed.user_id) else feed.browse()

    @api.model
    def _get_companies(self, user):
        """Return the companies (sudo) whose calendar links a user may have: they work in a sales office of each."""
        companies = self.env["res.company"].sudo()
        if not user.active or user.share or not user.has_group("sales_office_policy.group_member"):
            return companies
        # sudo: where somebody works
        employees = self.env["hr.employee"].sudo()
        there = Domain("user_id", "=", user.id) & Domain("department_id.sales_office_id", "!=", False)
        allowed = [("company_id", "in", user.company_ids.ids), ("company_id.sales_office_calendar_links", "=", True)]
        return employees.search(there & Domain(allowed)).company_id.sudo()

    def _get_calendar(self):
        """Return the calendar of this link's user (bytes), as they may see it; the same until something changes."""
        user = self.user_id
        context = {"allowed_company_ids": self._get_companies(user).ids, "lang": user.lang, "tz": user.tz}
        reader = self.browse().with_user(user).with_context(**context)
        today = fields.Datetime.now().replace(hour=0, minute=0, second=0)
        entries = reader._get_entries(today - BACK, today + AHEAD)
        entries = sorted(entries, key=lambda entry: (str(entry.start), entry.uid))
        name = reader.env._("Sales office: %(name)s", name=user.name)
        return write_calendar(name, user.tz or "UTC", entries[:MOST])

    @api.model
    def _get_entries(self, start, stop):
        """Return what the current user has in their calendar, a list of :class:`Entry`; extended by each room.

        Events of Odoo that are private are shown as time that is taken, whatever they are about.

        :param datetime start, stop: naive UTC
        """
        partner = self.env.user.partner_id
        events = self.env["calendar.event"].search_fetch(
            [
                ("partner_ids", "in", partner.ids),
                ("start", "<", stop),
                ("stop", ">", start),
                ("res_model", "not in", self._get_told_elsewhere()),
            ],
            [*("name", "start", "stop", "allday", "start_date", "stop_date"), *SHOWN],
            order="start, id",
            limit=MOST,
        )
        declined = self.env["calendar.attendee"].search(
            [("event_id", "in", events.ids), ("partner_id", "=", partner.id), ("state", "=", "declined")]
        )
        return [self._prepare_event(event) for event in events - declined.event_id]

    @api.model
    def _get_told_elsewhere(self):
        """Return the models whose events a room tells of itself; extended by each of these rooms."""
        return []

    def _prepare_event(self, event):
        is_private = event.effective_privacy == "private"
        whole = event.allday and event.start_date and event.stop_date
        return Entry(
            self._get_uid(event),
            event.start_date if whole else event.start,
            event.stop_date + timedelta(days=1) if whole else event.stop,
            self.env._("Busy") if is_private else event.name,
            changed=event.write_date,
            is_free=event.show_as == "free",
            is_private=is_private,
            location="" if is_private else event.location or "",
        )

    @api.model
    def _get_uid(self, record):
        # sudo: a number of the database, for numbers of records to be unique
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{record._name}-{record.id}@{database}"

    @api.model
    def _get_link(self, record):
        return f"{self.get_base_url()}/odoo/{record._name}/{record.id}"


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
