import logging
from collections import defaultdict
from datetime import timedelta
from secrets import token_hex

from odoo import api, models
from odoo.fields import Domain

from ..local_time import get_day_bounds, get_utc_time, get_zone, to_local, to_naive_utc

_logger = logging.getLogger(__name__)


class SalesOfficeRobot(models.Model):
    """How a robot learns what there is to tell, and when it says it. All of it is done by a job, as superuser."""

    _inherit = "sales.office.robot"

    @api.model
    def _gather_news(self, now):
        """Queue what there is to tell; one company and language is asked at a time (sudo)."""
        robots = self.search([("host", "!=", False), ("kind_ids", "!=", False)])
        robots = robots.try_lock_for_update(allow_referencing=True)
        for those in robots.grouped(lambda robot: (robot.company_id, robot.lang)).values():
            try:
                with self.env.cr.savepoint():
                    those._gather(now)
            except Exception:
                _logger.exception("The news of company %s could not be gathered", those.company_id.id)

    def _gather(self, now):
        company = self.company_id
        context = {"allowed_company_ids": company.ids, "lang": self[0].lang}
        source = self.env["sales.office.news"].with_company(company).with_context(**context)
        self._queue(source._get_news(now), now)
        for (day, zone), robots in self._get_daily_pending(now).items():
            if at_work := robots._filtered_at_work(day):
                at_work._queue(source._get_daily_news(day, zone), now)
            robots.daily_on = day

    def _filtered_at_work(self, day):
        """Return those whose office works on ``day``: daily news come on no other; extended by who knows days."""
        return self

    def _get_daily_pending(self, now):
        """Return ``{(day, zone): robots}`` whose daily news have not been gathered and are due by now."""
        pending = defaultdict(self.browse)
        for robot in self:
            zone = robot._get_zone()
            local = to_local(now, zone)
            if robot.daily_on != local.date() and local.hour + local.minute / 60 >= robot.daily_hour:
                pending[local.date(), zone] |= robot
        return pending

    def _queue(self, news, now):
        """Add what each robot tells to its queue, unless it is there; a room switched off tells nothing."""
        codes = self.company_id._get_sales_office_room_codes()
        told = defaultdict(list)
        # what belongs to no department any more is no group's
        news = [one for one in news if one.department_id and (not one.room or one.room in codes)]
        departments = self.env["hr.department"].browse({one.department_id for one in news})
        departments = {department.id: department for department in departments}
        for robot in self:
            for one in news:
                if robot._notifies(one, departments[one.department_id]):
                    told[robot.id, one.key].append(one)
        self.env["sales.office.message"]._add(told, now)

    def _notifies(self, one, department):
        places = self.department_id
        if one.kind not in self.kind_ids.mapped("code") or (one.at and one.at < self.since):
            return False
        return department._is_sales_office_part(places) if places else bool(department.sales_office_id)

    def _get_zone(self):
        """Return the time zone of the group's office."""
        return get_zone(
            self.department_id.sales_office_id.sales_office_calendar_id.tz or self.company_id.resource_calendar_id.tz
        )

    @api.model
    def _get_busy_domain(self, now):
        waiting = [("state", "=", "waiting"), ("send_at", "<=", now)]
        return Domain("next_at", "<=", now) & Domain("message_ids", "any", waiting) & Domain("host", "!=", False)

    @api.model
    def _claim(self, now):
        """Return a robot that has something to say and nobody else is busy with, locked; or none."""
        self.invalidate_model()
        busy = self.search(self._get_busy_domain(now), order="next_at, id")
        return busy.try_lock_for_update(allow_referencing=True, limit=1)

    def _send_next(self, now):
        """Send the message that waits longest; in quiet hours all of them wait for their end."""
        messages = self.env["sales.office.message"].search(
            [("robot_id", "=", self.id), ("state", "=", "waiting"), ("send_at", "<=", now)], order="send_at, id"
        )
        late = messages._drop_late(now)
        if end := self._get_quiet_end(now):
            (messages - late).send_at = end
        elif first := (messages - late)[:1]:
            first._send(now)

    def _get_quiet_end(self, now):
        """Return when the quiet hours end (naive UTC) that it is in at ``now``; ``None`` if it is in none."""
        zone, start, end = self._get_zone(), self.quiet_from, self.quiet_until
        local = to_local(now, zone)
        hour = local.hour + local.minute / 60
        if start == end or not (start <= hour < end if start < end else hour >= start or hour < end):
            return None
        day = local.date() + timedelta(days=1) if start > end and hour >= start else local.date()
        return get_utc_time(day, end, zone)

    def _get_day_end(self, now):
        zone = self._get_zone()
        return to_naive_utc(get_day_bounds(to_local(now, zone).date(), zone)[1])

    def _make_test_message(self, now):
        told = self.with_context(lang=self.lang)
        body = told.env._("The sales office of %(company)s can write to this group.", company=self.company_id.name)
        return self.env["sales.office.message"].create(
            {
                "robot_id": self.id,
                "key": f"test:{token_hex(8)}",
                "title": told.env._("A test message"),
                "body": body,
                "send_at": now,
                "until": now + timedelta(days=1),
            }
        )
