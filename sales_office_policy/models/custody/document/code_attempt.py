import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: wrong codes after which somebody's receipts are confirmed on the borrower's own screen only
MOST_AT_ONE = 5
#: wrong codes after which one user confirms nothing at the desk, whoever's codes they were
MOST_BY_ONE = 20
#: how long they count
MEMORY = timedelta(days=1)


class SalesOfficeDocumentCodeAttempt(models.Model):
    """A PIN or badge tried at the desk that was not, or not yet, found to be right (R015).

    A PIN has four digits: what counts is how often somebody's was guessed, for whichever papers, and how often
    one user guessed, whosever it was. Each try is put down before the code is looked at, by a connection of its
    own: neither the error that follows nor another session at the same time makes it uncounted.
    """

    _name = "sales.office.document.code.attempt"
    _description = "Code Tried at the Desk"
    _inherit = "sales.office.reader.mixin"
    _log_access = False
    _order = "id"

    # ids without a constraint: the connection that writes them may know less than the one that asks
    guessed_employee = fields.Integer(required=True, index=True)
    guessing_user = fields.Integer(required=True, index=True)
    tried_at = fields.Datetime(required=True, index=True)

    @api.model
    def _begin(self, employee):
        """Put down that the current user tries a code of ``employee``; return whether they still may."""
        since = fields.Datetime.now() - MEMORY
        with self.env.registry.cursor() as cr:
            # nothing has been read yet, so that what is read next is what the session before has left
            cr.execute(SQL("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE", SQL.identifier(self._table)))
            attempts = self.with_env(self.env(cr=cr, su=True))  # sudo: nobody has the right to write or read these
            domain = ["|", ("guessed_employee", "=", employee.id), ("guessing_user", "=", self.env.uid)]
            recent = attempts.search([*domain, ("tried_at", ">", since)])
            at_one = recent.filtered(lambda attempt: attempt.guessed_employee == employee.id)
            by_one = recent.filtered(lambda attempt: attempt.guessing_user == self.env.uid)
            if len(at_one) >= MOST_AT_ONE or len(by_one) >= MOST_BY_ONE:
                return False
            ids = {"guessed_employee": employee.id, "guessing_user": self.env.uid}
            attempts.create({**ids, "tried_at": fields.Datetime.now()}).flush_recordset()
        return True

    @api.model
    def _forget(self, employees):
        """Count no more what was tried for these, who have shown who they are."""
        with self.env.registry.cursor() as cr:
            # sudo: as in _begin
            attempts = self.with_env(self.env(cr=cr, su=True)).search([("guessed_employee", "in", employees.ids)])
            attempts.unlink()

    @api.model
    def _is_tried(self, employees):
        """Return whether a code of one of these was tried, as far as the asking transaction knows."""
        # sudo: as in _begin
        return bool(self.sudo().search_count([("guessed_employee", "in", employees.ids)], limit=1))

    @api.autovacuum
    def _gc_attempts(self):
        self.search([("tried_at", "<", fields.Datetime.now() - MEMORY)]).unlink()
