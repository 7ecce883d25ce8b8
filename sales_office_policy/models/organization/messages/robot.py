from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rpc.rpc import core_door, rpc
from .post import Refused, parse_address, parse_listed
from .sealed import seal, unseal
from .webhook import SERVICES

LONGEST_SECRET = 500
LISTED_PARAMETER = "sales_office_policy.message_hosts"
#: nobody reads or writes it, nor is it called anything
HIDDEN = {"readonly": True, "copy": False, "groups": fields.NO_ACCESS, "export_string_translation": False}
CRON = "sales_office_policy.ir_cron_group_messages"


class SalesOfficeRobot(models.Model):
    """The robot of a group in DingTalk, WeCom or Feishu, which tells the group what concerns all of it.

    Its address is a credential: whoever knows it can write to the group. It is typed, stored sealed, and shown to
    nobody afterwards; only what sends messages opens it.
    """

    _name = "sales.office.robot"
    _description = "Group Robot"
    _inherit = "sales.office.protected.mixin"
    _order = "company_id, name, id"
    _check_company_auto = True

    name = fields.Char(string="Chat Group", required=True, help="What the group is called in the chat.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    service = fields.Selection(
        [("dingtalk", "DingTalk"), ("wecom", "WeCom"), ("feishu", "Feishu or Lark")],
        string="Chat Service",
        required=True,
        default="dingtalk",
    )
    department_id = fields.Many2one(
        "hr.department",
        string="News of",
        domain=[("sales_office_id", "!=", False)],
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The department that the group belongs to, with everything below it. Empty: every sales office of the "
        "company.",
    )
    kind_ids = fields.Many2many(
        "sales.office.message.kind", string="What It Tells", default=lambda self: self._default_kinds()
    )
    used_room_ids = fields.Many2many(related="company_id.sales_office_room_ids", export_string_translation=False)
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        string="Language of the Group",
        required=True,
        default=lambda self: self.env.company.partner_id.lang or self.env.lang or "en_US",
    )
    keyword = fields.Char(
        string="Fixed Word", size=50, help="Where the robot lets nothing pass without a keyword: every message has it."
    )
    daily_hour = fields.Float(
        string="Daily News At", default=9, help="Papers, deadlines and approvals come once a day, at this time."
    )
    quiet_from = fields.Float(default=20, help="What comes up in quiet hours waits for their end.")
    quiet_until = fields.Float(default=7.5)
    new_address = fields.Char(
        string="New Webhook Address",
        compute="_compute_new",
        readonly=False,
        help="As the chat shows it when a robot is added to the group. It is not shown again; enter the signing "
        "secret with it, where the robot has one.",
    )
    new_secret = fields.Char(
        string="New Signing Secret",
        compute="_compute_new",
        readonly=False,
        help="Where the robot asks for signed messages. It is not shown again.",
    )
    sealed_address = fields.Char(**HIDDEN)
    sealed_secret = fields.Char(**HIDDEN)
    host = fields.Char(string="Writes To", readonly=True, copy=False, help="The host of the address that was entered.")
    is_signed = fields.Boolean(string="Signs Its Messages", readonly=True, copy=False)
    since = fields.Datetime(default=fields.Datetime.now, **HIDDEN)
    next_at = fields.Datetime(default=fields.Datetime.now, **HIDDEN)
    daily_on = fields.Date(**HIDDEN)
    message_ids = fields.One2many("sales.office.message", "robot_id", string="Messages to the Group", readonly=True)
    last_sent_at = fields.Datetime(string="Last Message", readonly=True, copy=False)
    failure_id = fields.Many2one(
        "sales.office.message",
        string="What Did Not Arrive",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    failed_at = fields.Datetime(string="Last Failed", readonly=True, copy=False)
    failure_text = fields.Char(string="Last Failure", compute="_compute_failure_text")

    _hours = models.Constraint(
        "CHECK (daily_hour >= 0 AND daily_hour < 24 AND quiet_from BETWEEN 0 AND 24 AND quiet_until BETWEEN 0 AND 24)",
        "Times lie between 0:00 and 24:00.",
    )

    @api.model
    def _default_kinds(self):
        """Propose whatever the rooms in use have to tell: what a group does not want is unticked."""
        rooms = self.env.company.sales_office_room_ids
        return self.env["sales.office.message.kind"].search(
            ["|", ("room_id", "=", False), ("room_id", "in", rooms.ids)]
        )

    def _compute_new(self):
        """Show nothing: what was typed is stored elsewhere."""
        self.new_address = self.new_secret = False

    @api.depends("failure_id.error", "failure_id.error_code")
    def _compute_failure_text(self):
        for robot in self:
            robot.failure_text = robot.failure_id._get_error_text()

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make robots; what they write to is kept sealed.

        :raises ValidationError: the address is none of the service's, nor on the list of allowed hosts
        """
        typed = [self._take_typed(vals) for vals in vals_list]
        robots = super().create([rest for rest, _new in typed])
        for robot, (_rest, new) in zip(robots, typed, strict=True):
            robot._keep_typed(new)
        return robots

    @core_door
    def write(self, vals):
        """Change robots; one that goes to another service forgets where it wrote to.

        :raises ValidationError: the address is none of the service's, nor on the list of allowed hosts
        """
        rest, new = self._take_typed(vals)
        moved = self.filtered(lambda robot: "service" in rest and robot.service != rest["service"])
        awoken = self.filtered(lambda robot: rest.get("active") and not robot.active)
        result = super().write(rest)
        if moved:
            moved._forget_address()
        if awoken:
            awoken.sudo().write({"since": fields.Datetime.now()})  # sudo: what happened meanwhile is no news
        for robot in self if new else ():
            robot._keep_typed(new)
        return result

    @rpc(one=True)
    def action_send_test(self):
        """Write to the group at once, and say what came of it.

        :raises AccessError: who may not change the robot
        :raises UserError: no address is entered, or the group was written to less than a minute ago
        """
        self.check_access("write")
        if not self.host:
            raise UserError(self.env._("Enter the webhook address of the group first, and save."))
        robot = self.sudo()  # sudo: access was asked; the queue is written by the software
        robot._lock()
        now = fields.Datetime.now()
        if robot.next_at > now:
            seconds = ceil((robot.next_at - now).total_seconds())
            raise UserError(
                self.env._("This group cannot be written to just now. Seconds to wait: %(count)s.", count=seconds)
            )
        message = robot._make_test_message(now)
        message._send(now)
        sent = message.state == "sent"
        text = self.env._("The message is in the group.") if sent else message.with_env(self.env)._get_error_text()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Arrived") if sent else self.env._("Not arrived"),
                "message": text,
                "type": "success" if sent else "danger",
                "sticky": not sent,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_send(self):
        """Look for news and send what waits, a robot at a time and at most one message a minute for each.

        Whatever another job is busy with is left to it. What is left over is sent soon.
        """
        if not self.search_count([("host", "!=", False)], limit=1):
            return
        now = fields.Datetime.now()
        self._gather_news(now)
        progress = self.env["ir.cron"]._commit_progress
        if not progress(remaining=self.search_count(self._get_busy_domain(now))):
            return
        while robot := self._claim(fields.Datetime.now()):
            robot._send_next(fields.Datetime.now())
            if not progress(1):
                break
        if waiting := self.env["sales.office.message"]._get_next_time():
            self.env.ref(CRON)._trigger(waiting)

    # ------------------------------------------------------------
    # What is typed and not shown again
    # ------------------------------------------------------------

    def _take_typed(self, vals):
        """Return ``(the other values, {"address", "secret"} as far as something was typed)``."""
        rest = {name: value for name, value in vals.items() if name not in ("new_address", "new_secret")}
        new = {name: vals.get(f"new_{name}") for name in ("address", "secret")}
        return rest, {name: str(value).strip() for name, value in new.items() if value and str(value).strip()}

    def _keep_typed(self, new):
        """Store what was typed, once it is seen that messages may go there."""
        values = {}
        if address := new.get("address"):
            try:
                values["host"] = parse_address(self.service, address, self._get_listed()).host
            except Refused:
                raise ValidationError(self._get_wrong_address()) from None
            values |= {"sealed_address": seal(self.env, address), "sealed_secret": False, "is_signed": False}
        if secret := new.get("secret"):
            if not SERVICES[self.service].is_signed or len(secret) > LONGEST_SECRET or not secret.isprintable():
                raise ValidationError(self.env._("This is no signing secret. WeCom has none, the others a line."))
            values |= {"sealed_secret": seal(self.env, secret), "is_signed": True}
        if values:
            # sudo: nobody reads or writes these themselves; who may change the robot was asked
            self.sudo().write({**values, "next_at": fields.Datetime.now(), "failure_id": False})

    def _forget_address(self):
        # sudo: as in _keep_typed
        self.sudo().write({"sealed_address": False, "sealed_secret": False, "host": False, "is_signed": False})

    def _get_wrong_address(self):
        service = SERVICES[self.service]
        return self.env._(
            "This is no address of a robot there. It begins with %(address)s. A gateway of your own is allowed by a "
            "system administrator, in the system parameter %(parameter)s.",
            address=f"https://{service.hosts[0]}{service.path}",
            parameter=LISTED_PARAMETER,
        )

    def _get_listed(self):
        # sudo: which hosts are allowed
        return parse_listed(self.env["ir.config_parameter"].sudo().get_param(LISTED_PARAMETER))

    def _open(self):
        """Return ``(Address, signing secret)`` of this robot (sudo).

        :raises Refused: there is none, it is another database's, or not allowed any more
        """
        if not self.sealed_address:
            raise Refused("no_address")
        address = unseal(self.env, self.sealed_address)
        secret = unseal(self.env, self.sealed_secret) if self.sealed_secret else ""
        if address is None or secret is None:
            raise Refused("sealed")
        return parse_address(self.service, address, self._get_listed()), secret
