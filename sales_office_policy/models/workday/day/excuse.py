from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeDay(models.Model):
    """Excuses: by leave of themselves, or asked for by the employee and decided by who stands above him (R002)."""

    _inherit = "sales.office.day"

    excused = fields.Boolean(
        string="Waived", readonly=True, index=True, help="Nothing is held against him on this day."
    )
    excuse_kind = fields.Selection(
        [("leave", "On leave"), ("holiday", "Part of the day is a public holiday"), ("granted", "Waived by a leader")],
        string="Ground for the Waiver",
        readonly=True,
    )
    excuse_state = fields.Selection(
        [("asked", "Asked For"), ("granted", "Granted"), ("refused", "Refused")], string="Waiver", readonly=True
    )
    excuse_reason = fields.Text(string="Reason Given", readonly=True)
    excuse_asked_at = fields.Datetime(string="Asked At", readonly=True)
    excuse_answer = fields.Text(string="Answer", readonly=True)
    excuse_decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    excuse_decided_at = fields.Datetime(string="Decided At", readonly=True)
    can_ask_excuse = fields.Boolean(string="Can Ask for a Waiver", compute="_compute_can_excuse")
    can_decide_excuse = fields.Boolean(string="Can Decide Waiver", compute="_compute_can_excuse")

    _excuse_asked_index = models.Index("(excuse_asked_at) WHERE excuse_state = 'asked'")

    @api.depends("excuse_state", "status", "excused", "user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_excuse(self):
        led = self._has_authority()
        for day in self:
            day.can_ask_excuse = day.is_own and day._is_excusable()
            day.can_decide_excuse = day in led and (day.excuse_state or not day.excused) and day.status != "off"

    @rpc
    def action_ask_excuse(self, reason: str):
        """Ask to be excused for these days, today included; the leader decides.

        :param str reason: why; may be changed until it is decided
        :raise UserError: without a reason, or for a day that is excused or decided
        """
        self._check_own()
        self._check_reason(reason)
        if not all(day._is_excusable() for day in self):
            raise UserError(
                self.env._(
                    "This day is free or waived, or your request was decided. Talk to your leader if that is wrong."
                )
            )
        # sudo: the employee writes nothing but his request; checked above
        self.sudo().write(
            {"excuse_state": "asked", "excuse_reason": reason.strip(), "excuse_asked_at": fields.Datetime.now()}
        )

    @rpc
    def action_grant_excuse(self, reason: str = ""):
        """Excuse these days, asked for or not.

        :param str reason: read by the employee; needed where he did not ask
        :raise AccessError: for anybody who does not stand above the employee
        """
        self._check_authority()
        if any(not day.excuse_reason for day in self):
            self._check_reason(reason)
        if any(day.excused for day in self):
            raise UserError(self.env._("This day is waived already."))
        self._decide_excuse("granted", reason)

    @rpc
    def action_refuse_excuse(self, reason: str):
        """Refuse what was asked for, or take back what was granted.

        :param str reason: read by the employee
        :raise AccessError: for anybody who does not stand above the employee
        """
        self._check_authority()
        self._check_reason(reason)
        if any(day.excuse_state not in ("asked", "granted") for day in self):
            raise UserError(self.env._("Nobody asked for a waiver of this day, or it was refused already."))
        self._decide_excuse("refused", reason)

    def _decide_excuse(self, state, reason):
        """Write the decision down, and have the facts and the checks follow it."""
        days = self.sudo()  # sudo: nobody has the right to write rows; the callers check
        days.write(
            {
                "excuse_state": state,
                "excuse_answer": (reason or "").strip(),
                "excuse_decided_by_id": self.env.uid,
                "excuse_decided_at": fields.Datetime.now(),
            }
        )
        for day, rows in days.grouped("date").items():
            days._refresh(rows.employee_id, [day])
        self.env["sales.office.check"]._trigger()

    def _is_excusable(self):
        """Return whether the employee may still ask for this day."""
        return not self.excused and self.status != "off" and self.excuse_state in (False, "asked")

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason; the other side reads it."))
