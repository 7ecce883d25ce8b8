from odoo import fields, models


class SalesOfficeViolation(models.Model):
    """What becomes of a case that a check made when the facts behind it change."""

    _inherit = "sales.office.violation"

    check_id = fields.Many2one(
        "sales.office.check", string="Found by", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    is_withdrawn = fields.Boolean(
        string="Withdrawn",
        readonly=True,
        copy=False,
        help="The facts that the case was made of have been waived or corrected, so it ended by itself.",
    )

    def _withdraw_suspicion(self):
        """End suspected cases whose facts no longer stand, and tell those who work on a reported one (sudo)."""
        suspected = self.filtered(lambda case: case.state == "suspected")
        suspected.with_context(tracking_disable=True).write({"state": "dismissed", "is_withdrawn": True})
        suspected._log_change(self.env._("Withdrawn: the facts have been waived or corrected."))
        taken_further = self.filtered(lambda case: case.state in ("reported", "decided", "appealed"))
        taken_further._log_change(
            self.env._("The facts that this case was made of have since been waived or corrected.")
        )

    def _return_suspicion(self):
        """Suspect again what had withdrawn itself (sudo)."""
        self.with_context(tracking_disable=True).write({"state": "suspected", "is_withdrawn": False})
        self._log_change(self.env._("Suspected again: the waiver or correction was taken back."))

    def _log_change(self, body):
        if self:
            self._message_log_batch({case.id: body for case in self})
