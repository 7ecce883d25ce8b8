from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ...organization.many import Many

#: statements confirmed before the job commits
BATCH = 200


class SalesOfficeStatement(models.Model):
    """How the employee is asked to confirm a statement, and what becomes of silence and of what is disputed (R134).

    Silence until the deadline counts as consent, where the company says so, and is recorded as that. A statement is
    disputed as long as one dispute is open, about it as a whole or about a line. A dispute that the employee wins is
    settled by an amount with a reason, which is approved with the statement.
    """

    _inherit = "sales.office.statement"
    _deadline_days = {"confirm_by": "sales_office_confirm_days"}

    confirm_by = fields.Datetime(readonly=True, copy=False, help="Unless disputed until then, it counts as confirmed.")
    confirm_by_reason = fields.Char(string="Time to Confirm", compute="_compute_deadline_reasons", compute_sudo=True)
    confirmed_by_deadline = fields.Boolean(
        readonly=True, copy=False, help="Nobody confirmed it: the deadline passed without a dispute."
    )

    disputed_line_ids = fields.Many2many(
        "sales.office.statement.line", string="Disputed Lines", compute="_compute_disputed_line_ids"
    )

    _to_confirm_idx = models.Index("(confirm_by) WHERE state = 'review'")

    @api.depends("line_ids.dispute_state")
    def _compute_disputed_line_ids(self):
        for statement in self:
            statement.disputed_line_ids = statement.line_ids.filtered("dispute_state")

    def _get_many(self):
        return {
            **super()._get_many(),
            "submit": Many(
                self.env._("Show to Employees"), ["draft"], "can_settle", self.env._("is not yours to show to them")
            ),
            "confirm": Many(
                self.env._("Confirm"), ["review"], "can_confirm", self.env._("is confirmed by the employee")
            ),
            "approve": Many(
                self.env._("Approve"),
                ["confirmed"],
                "can_approve",
                self.env._("is approved by a manager above the employee"),
            ),
        }

    def _ask_confirmation(self):
        """Give each employee the company's working days from tomorrow, and an activity, without an e-mail each."""
        self.sudo()._set_deadlines("confirm_by")  # sudo: as in _move
        self._give_activities("user_id", lambda statement: statement.env._("Confirm your statement"))

    def _ask_again(self):
        """Ask for confirmation of those on which nothing is left to answer."""
        lines = self.env["sales.office.statement.line"].sudo()  # sudo: whether there is one is all that matters
        open_lines = lines.search(Domain("statement_id", "in", self.ids) & Domain("dispute_state", "=", "open"))
        answered = self.filtered(lambda s: s.dispute_answer or not s.dispute_reason) - open_lines.statement_id
        answered._move("review")
        answered._ask_confirmation()

    def _close_disputes(self, answer):
        """Record ``answer`` wherever none was given yet; reopening is an answer too."""
        statements = self.sudo()  # sudo: as in _move, the caller has checked
        statements.filtered(lambda s: s.dispute_reason and not s.dispute_answer).dispute_answer = answer
        statements.line_ids.filtered(lambda line: line.dispute_state == "open")._record_answer(answer)

    def _check_may_agree(self):
        self._check_right("can_pay")
        self._begin("disputed")

    def _agree(self, amount, reason, line=None):
        """Add the line that was agreed, and return its reason."""
        reason = self._check_reason(reason)
        if self.currency_id.is_zero(amount):
            raise UserError(self.env._("Enter the amount to be paid more; less with a minus sign."))
        agreed = (
            self.env["sales.office.statement.line"]
            .sudo()  # sudo: nobody may write lines but the settlement and this
            .create(
                {
                    **self._prepare_line_vals(),
                    "kind": "adjustment",
                    "period_from": self.date_from,
                    "period_to": self.date_to,
                    "amount": self.currency_id.round(amount),
                    "agreed_by_id": self.env.uid,
                    "agreed_reason": reason,
                    "disputed_line_id": line and line.id,
                    "figures": {"about": line.name if line else False},
                }
            )
        )
        body = self.env._("%(line)s: %(text)s", line=agreed.name, text=agreed.explanation)
        self.message_post(body=body)
        return reason

    def _get_open_deadline_domain(self, name):
        return [("state", "=", "review")]

    @api.model
    def _cron_confirm_by_deadline(self):
        """Confirm what nobody disputed in time; what somebody is working on waits for the next run."""
        domain = [
            ("state", "=", "review"),
            ("confirm_by", "<=", fields.Datetime.now()),
            ("company_id.sales_office_room_ids.code", "=", "commission"),
        ]
        ids = self.search(domain, order="confirm_by, id").ids
        self.env["ir.cron"]._commit_progress(remaining=len(ids))
        for batch in split_every(BATCH, ids):
            statements = self.browse(batch).try_lock_for_update().filtered_domain(domain)
            statements._confirm_by_deadline()
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    def _confirm_by_deadline(self):
        self._move("confirmed", confirmed_at=fields.Datetime.now(), confirmed_by_deadline=True)
        body = self.env._("Confirmed by deadline: not disputed in time.")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
