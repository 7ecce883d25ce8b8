from odoo import models
from odoo.exceptions import UserError


class SalesOfficeViolation(models.Model):
    """What proves a case is there when it is reported, and stays (R046)."""

    _inherit = "sales.office.violation"

    def _check_evidence(self):
        """Raise a ``UserError`` if a kind that needs evidence has neither a file nor a source."""
        bare = self.filtered(lambda case: case.type_id.evidence_required and not case.res_id)
        domain = [("res_model", "=", self._name), ("res_id", "in", bare.ids)]
        # sudo: whether there is a file, whoever may read it; a clerk's draft included
        proven = {res_id for (res_id,) in self.env["ir.attachment"].sudo()._read_group(domain, ["res_id"])}
        bare.filtered(lambda case: case.id not in proven).type_id._refuse_unproven()

    def _check_editable(self, vals):
        """Keep what somebody told in confidence as he told it, also for the leader who takes it up."""
        result = super()._check_editable(vals)
        if self.sudo().informant_id:  # sudo: closed field
            raise UserError(
                self.env._(
                    "What was told in confidence stays as it was told. Report it, or ask who decides to dismiss it."
                )
            )
        return result

    def _check_messages_open(self):
        """Raise a ``UserError`` if one of these cases has been reported (sudo)."""
        if any(case.state != "suspected" for case in self):
            raise UserError(self.env._("Messages about a reported case stay as they were written. Write another one."))

    def _message_update_content(self, message, /, **kwargs):
        """Messages about a reported case stay as they were written: what is said is evidence, too."""
        self._check_messages_open()
        return super()._message_update_content(message, **kwargs)
