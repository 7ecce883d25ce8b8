import time
from datetime import timedelta

from odoo import api, fields, models

from .post import Refused, post
from .webhook import PASSING, Answer, Note, prepare, to_line

#: a robot says at most one thing in this time
PAUSE = timedelta(minutes=1)
#: how long until a message is tried again, after the first failure, the second and so on; then it is given up
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
#: how long a service that was asked too often is left alone
TOO_FAST = timedelta(minutes=10)
#: days that the log is kept
KEPT = 90
ERRORS = [
    ("no_address", "No webhook address is entered"),
    ("sealed", "The address was entered in another database: enter it again"),
    ("host", "The address is none of the service's, nor on the list of allowed hosts"),
    ("private", "The address leads into a private network"),
    ("unreachable", "The service could not be reached"),
    ("timeout", "The service did not answer in time"),
    ("server", "The service has a fault of its own"),
    ("redirect", "The address leads elsewhere, which is not followed"),
    ("unreadable", "The service's answer could not be read"),
    ("token", "The service does not know the robot: the address is wrong or was withdrawn"),
    ("signature", "The signing secret does not fit, or the server's clock is wrong"),
    ("keyword", "The robot asks for a keyword that the message does not have: enter it as the fixed word"),
    ("sender", "The robot takes nothing from the network address of this server"),
    ("too_fast", "The service takes no more messages for some minutes"),
    ("too_long", "The message is too long for the service"),
    ("refused", "The service refused the message"),
    ("late", "It was too late to be of use"),
    ("off", "Its part of the sales office was switched off"),
]


class SalesOfficeMessage(models.Model):
    """A message to a group: queued, sent by a job, and kept as a log. What it is about is told once (``key``).

    waiting --> sent
       |  ^
       |  +-- a fault that passes: again after a while, some times
       +----> failed     a fault that does not pass, or the last try
       +----> dropped    too late, or the room was switched off
    """

    _name = "sales.office.message"
    _description = "Group Message"
    _inherit = "sales.office.reader.mixin"
    _order = "send_at desc, id desc"
    _rec_name = "title"

    robot_id = fields.Many2one("sales.office.robot", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="robot_id.company_id", store=True, index=True)
    kind_id = fields.Many2one(
        "sales.office.message.kind",
        string="Kind of News",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    room = fields.Char(readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)
    key = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)
    title = fields.Char(string="Headline", required=True, readonly=True)
    body = fields.Text(string="What It Says", readonly=True)
    link = fields.Char(string="Leads To", readonly=True)
    send_at = fields.Datetime(string="To Be Sent", required=True, readonly=True)
    until = fields.Datetime(string="Of Use Until", required=True, readonly=True)
    tries = fields.Integer(string="Times Tried", readonly=True, aggregator=None)
    sent_at = fields.Datetime(string="Arrived At", readonly=True)
    error = fields.Selection(ERRORS, string="Why It Failed", readonly=True)
    error_code = fields.Integer(string="Code of the Service", readonly=True, aggregator=None)
    state = fields.Selection(
        [("waiting", "In the Queue"), ("sent", "Arrived"), ("failed", "Not Arrived"), ("dropped", "Dropped")],
        string="Has It Arrived",
        required=True,
        default="waiting",
        readonly=True,
    )

    _once = models.Constraint("UNIQUE (robot_id, key)", "A group is told of each thing once.")
    _waiting_idx = models.Index("(robot_id, send_at) WHERE state = 'waiting'")

    @api.autovacuum
    def _gc_messages(self):
        """Forget what was sent or given up long ago, and is no news any more (UTC)."""
        old = fields.Datetime.now() - timedelta(days=KEPT)
        self.search([("state", "!=", "waiting"), ("send_at", "<", old), ("until", "<", old)], limit=10_000).unlink()

    @api.model
    def _get_next_time(self):
        """Return when the next message waits to be sent (UTC), within a day; ``None`` without one."""
        soon = fields.Datetime.now() + timedelta(days=1)
        waiting = [("state", "=", "waiting"), ("send_at", "<", soon), ("robot_id.active", "=", True)]
        times = [
            max(message.send_at, message.robot_id.next_at)
            for message in self.search([*waiting, ("robot_id.host", "!=", False)], order="send_at, id", limit=100)
        ]
        return min(times, default=None)

    @api.model
    def _add(self, told, now):
        """Queue messages unless they are known (sudo).

        :param dict told: ``{(robot id, key): list of News}``
        """
        if not told:
            return
        robots = self.env["sales.office.robot"].browse({robot_id for robot_id, _key in told})
        groups = self._read_group(
            [("robot_id", "in", robots.ids), ("key", "in", list({key for _robot_id, key in told}))], ["robot_id", "key"]
        )
        known = {(robot.id, key) for robot, key in groups}
        kinds = {kind.code: kind.id for kind in robots.kind_ids}
        self.create(
            [
                self._prepare_vals(robots.browse(robot_id), kinds, news, now)
                for (robot_id, key), news in told.items()
                if (robot_id, key) not in known
            ]
        )

    @api.model
    def _prepare_vals(self, robot, kinds, news, now):
        """Return the values of one message about news that have one key."""
        first, counts = news[0], {}
        for text, count in (line for one in news for line in one.lines):
            counts[text] = counts.get(text, 0) + count
        lines = [to_line(f"{text}: {count}" if count else text) for text, count in counts.items()]
        return {
            "robot_id": robot.id,
            "kind_id": kinds[first.kind],
            "room": first.room,
            "key": first.key,
            "title": to_line(first.title),
            "body": "\n".join(lines),
            "link": first.link,
            "send_at": max(now, first.at or now),
            "until": first.until or robot._get_day_end(now),
        }

    def _drop_late(self, now):
        """Drop those of these messages that are of no use any more, or whose room is off, and return them."""
        codes = self.company_id._get_sales_office_room_codes() if self else ()
        late = self.filtered(lambda message: message.until <= now)
        off = (self - late).filtered(lambda message: message.room and message.room not in codes)
        late.write({"state": "dropped", "error": "late"})
        off.write({"state": "dropped", "error": "off"})
        return late | off

    def _send(self, now):
        """Send one message and note what came of it (sudo); its robot is locked."""
        answer = self._post()
        values = {"tries": self.tries + 1, "error": answer.error, "error_code": answer.code}
        pause = TOO_FAST if answer.error == "too_fast" else PAUSE
        if not answer.error:
            self.write({**values, "error": False, "state": "sent", "sent_at": now})
            self.robot_id.write({"last_sent_at": now, "next_at": now + pause, "failure_id": False})
            return
        again = answer.error in PASSING and self.kind_id and self.tries < len(BACK_OFF)
        if again:
            self.write({**values, "send_at": now + max(BACK_OFF[self.tries], pause)})
        else:
            self.write({**values, "state": "failed"})
        # a queue that the service refuses is not poured out over it; whoever mends the robot tries at once
        next_at = now + pause if answer.error in PASSING or self.kind_id else now
        self.robot_id.write({"failure_id": self.id, "failed_at": now, "next_at": next_at})

    def _post(self):
        """Send one message to its group and return the ``Answer``."""
        robot = self.robot_id
        try:
            address, secret = robot._open()
        except Refused as refused:
            return Answer(str(refused))
        parameters, body = prepare(robot.service, self._prepare_note(), secret, time.time())
        return post(robot.service, address, parameters, body)

    def _prepare_note(self):
        robot = self.robot_id.with_context(lang=self.robot_id.lang)
        title = f"{robot.keyword} {self.title}" if robot.keyword else self.title
        lines = tuple((self.body or "").split("\n"))
        return Note(title, lines, self.link or "", robot.env._("Open in Odoo"))

    def _get_error_text(self):
        """Return what went wrong in words, with the code that the service gave for it; "" if nothing did."""
        if not self.error:
            return ""
        text = dict(self._fields["error"]._description_selection(self.env))[self.error]
        if not self.error_code:
            return text
        return self.env._("%(error)s (code %(code)s)", error=text, code=self.error_code)
