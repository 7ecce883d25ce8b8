from odoo import api, fields, models
from odoo.tools import split_every

from ...organization.rpc.rpc import rpc

#: statements confirmed before the job commits
BATCH = 200


class SalesOfficeStatement(models.Model):
    """Silence until the deadline counts as consent, where the company says so, and is recorded as that (R134)."""

    _inherit = "sales.office.statement"
    _deadline_days = {"confirm_by": "sales_office_confirm_days"}

    confirm_by = fields.Datetime(readonly=True, copy=False, help="Unless disputed until then, it counts as confirmed.")
    confirm_by_reason = fields.Char(string="Time to Confirm", compute="_compute_deadline_reasons", compute_sudo=True)
    confirmed_by_deadline = fields.Boolean(
        readonly=True, copy=False, help="Nobody confirmed it: the deadline passed without a dispute."
    )

    _to_confirm_idx = models.Index("(confirm_by) WHERE state = 'review'")

    @rpc
    def action_submit(self):
        result = super().action_submit()
        # an answer by the rep before must not count for the figures shown now
        self.sudo().confirmed_by_deadline = False
        return result

    def _ask_confirmation(self):
        """Give each employee the company's working days from tomorrow."""
        self.sudo()._set_deadlines("confirm_by")  # sudo: as in _move
        return super()._ask_confirmation()

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
