from odoo import models

from ...organization.rpc.rpc import core_door

#: what says that two versions ask the same
ASKED = ("department_id", "employee_id", "period_type", "date_from", "metric", "target_value")
#: what was agreed about a target holds for its unchanged copy too
SETTLED = ("state", "published_at", "published_by_id", "reason", "manual_value")

#: what the books said in the nights before
READ = ("achieved_snapshot", "progress_snapshot", "refreshed_at")


class SalesOfficeTarget(models.Model):
    """A target and its copy in the plan's next version."""

    _inherit = "sales.office.target"

    @core_door
    def write(self, vals):
        followers = self._get_followers() if "target_value" in vals else self.browse()
        result = super().write(vals)
        if followers:
            followers.target_value = vals["target_value"]
        return result

    def _get_followers(self):
        """Return (sudo) the copies in a version that waits, unless somebody gave them another value there."""
        copies = self.sudo().search([("previous_id", "in", self.ids), ("plan_state", "in", ("draft", "proposed"))])
        return copies.filtered(lambda copy: copy.target_value == copy.previous_id.target_value)

    def _settle_like(self, previous):
        """Take over what was agreed about ``previous`` (sudo) if this is the same, and what is known of it anyway."""
        self.write({name: previous[name] for name in READ})
        if any(self[name] != previous[name] for name in ASKED):
            return
        names = [*SETTLED, "difference_reason"] if self.difference == previous.difference else SETTLED
        self.write(self._convert_to_write({name: previous[name] for name in names}))
        previous.acknowledgement_ids.target_id = self
