from odoo import api, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import core_door

CASE = "sales.office.violation"
CONTENT = {"raw", "datas", "db_datas", "store_fname", "url", "type", "name", "res_model", "res_id", "res_field"}


class IrAttachment(models.Model):
    """Evidence of a reported case is neither deleted nor exchanged, not even by who attached it."""

    _inherit = "ir.attachment"

    @core_door
    def write(self, vals):
        """Let files of reported cases stay as they are.

        :raises AccessError: the case is none of the user's to read
        :raises UserError: the file is evidence
        """
        if CONTENT & vals.keys():
            on_cases = self._filter_on_cases()
            on_cases.sudo(self.env.su).check_access("read")  # before anything is told about the case
            on_cases._filter_changed(vals)._check_not_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        self._filter_on_cases()._check_not_evidence()

    def _filter_on_cases(self):
        return self.sudo().filtered(lambda file: file.res_model == CASE and file.res_id)  # sudo: may be unreadable

    def _filter_changed(self, vals):
        """Leave out the one file that gets its own content again, as when an administrator moves the storage."""
        kept = len(self) == 1 and not (CONTENT - {"raw"}) & vals.keys()
        return self.browse() if kept and self.raw == vals["raw"] else self

    def _check_not_evidence(self):
        """Raise a ``UserError`` for files of cases that have been reported and still bear a name (sudo)."""
        cases = self.env[CASE].browse(self.mapped("res_id")).exists()
        closed = cases.filtered(lambda case: case.state != "suspected" or case.informant_id)
        if closed.filtered(lambda case: not case.anonymised_on):
            raise UserError(self.env._("This file belongs to a reported case and stays as it is."))
