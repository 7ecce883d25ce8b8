from odoo import api, fields, models
from odoo.fields import Domain

from .actions import ACTIVITY

#: lists handled in one transaction
BATCH = 1000


class SalesOfficeClosing(models.Model):
    """Reminding before the end time and marking as missed after it."""

    _inherit = "sales.office.closing"

    @api.model
    def _cron_watch(self):
        """Remind who is on duty, and mark as missed what was not done by the end time; a second run changes nothing."""
        now = fields.Datetime.now()
        rooms = self.env.ref("sales_office_policy.room_workday")
        in_use = Domain("company_id.sales_office_room_ids", "in", rooms.ids) & Domain("state", "=", "open")
        waiting = Domain("reminded_at", "=", False) & Domain("remind_at", "<=", now) & Domain("deadline", ">", now)
        missed = Domain("deadline", "<=", now)
        count = self.search_count(in_use & (waiting | missed))
        self.env["ir.cron"]._commit_progress(remaining=count)
        for domain, step in ((in_use & waiting, "_remind"), (in_use & missed, "_miss")):
            while closings := self.search(domain, limit=BATCH, order="id"):
                getattr(closings, step)()
                if not self.env["ir.cron"]._commit_progress(len(closings)):
                    return

    def _remind(self):
        """Tell whoever is on duty, once (sudo)."""
        self.write({"reminded_at": fields.Datetime.now()})
        activity_type = self.env.ref(ACTIVITY)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": closing.id,
                    "user_id": closing.user_id.id,
                    "date_deadline": closing.date,
                    "automated": True,
                }
                for closing in self
                if closing.user_id.active
            ]
        )

    def _miss(self):
        """Mark as missed, and have the checks look soon (sudo)."""
        self._finish({"state": "missed"})
        self.env["sales.office.check"]._trigger()
