from odoo import fields, models

from .complaint import KNOWN


class SalesOfficeComplaint(models.Model):
    """What follows from each step of a complaint: states and days, clocks, who is told and what they have to do.

    The actions of the main file have asked who may, and call these in sudo.
    """

    _inherit = "sales.office.complaint"

    def _receive(self):
        """Number new complaints (sudo), start their clocks, and tell everybody concerned."""
        sequence = self.env["ir.sequence"].sudo()
        for complaint in self:
            complaint.number = sequence.next_by_code("sales.office.complaint")
        self._start_clocks()
        self._ask_to_acknowledge()
        self._notify_at_once()

    def _take_over(self):
        """Begin with who looks after these (sudo) now: the clock to acknowledge is theirs anew."""
        self._restart_clocks()
        self._end_activities()
        waiting = self.filtered(lambda complaint: complaint.state == "received")
        waiting._ask_to_acknowledge()
        (self - waiting).filtered(lambda c: c.state in KNOWN)._ask_to_answer()
        self._notify_users("user_id", lambda told: told.env._("This complaint is yours to look after now."))

    def _acknowledge(self):
        """Note that the customers know (sudo), and have it answered."""
        self.write({"state": "acknowledged", "acknowledged_at": fields.Datetime.now()})
        self._end_activities()
        self._ask_to_answer()
        self.env["sales.office.check"]._trigger()

    def _answer(self, text, how):
        """Keep the answer (sudo); the clock stops."""
        self._stop_waiting()
        self.write(
            {
                "state": "answered",
                "answer": text,
                "answered_at": fields.Datetime.now(),
                "answered_by": how,
                "answerer_id": self.env.uid,
            }
        )
        self._end_activities()
        self.env["sales.office.check"]._trigger()

    def _reopen(self, reason):
        """Have these (sudo) answered anew; the clock to answer begins again."""
        for complaint in self:
            complaint.write(
                {
                    "state": "reopened",
                    "reopen_reason": reason,
                    "reopened_count": complaint.reopened_count + 1,
                    "effect": "failed" if complaint.state == "closed" else complaint.effect,
                    "answered_at": False,
                    "closed_at": False,
                    "rating_asked_at": False,
                    "check_on": False,
                }
            )
        self._message_log_batch(bodies=dict.fromkeys(self.ids, reason))
        self._set_deadlines("resolve_by")
        self.write({"is_answer_late_told": False})
        self._end_activities()
        self._ask_to_answer()
        self._notify_users(
            lambda complaint: complaint._get_concerned(),
            lambda told: told.env._("Opened again: %(reason)s", reason=reason),
        )
