from odoo import fields, models
from odoo.exceptions import UserError


class SalesOfficeVersionMixin(models.AbstractModel):
    """What is approved and never changed afterwards: a new version follows it.

    A model says in ``supersedes_id`` which version one follows, and in :meth:`_make_version` how the next is begun.
    """

    _name = "sales.office.version.mixin"
    _description = "Sales Office Version Mixin"
    _inherit = "sales.office.protected.mixin"

    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)

    def _get_successor(self):
        """Return (sudo) the version that follows this one, begun from it when there is none yet.

        :raises UserError: not approved
        """
        current = self.sudo()  # sudo: versions are linked by these methods only
        successor = current.search([("supersedes_id", "=", current.id)])
        if successor:
            return successor
        if current.state != "approved":
            raise UserError(self.env._("A new version is made from the approved one."))
        return current._make_version()

    def _make_version(self):
        """Return the draft (sudo) that is to follow this version."""
        raise NotImplementedError

    def _copy_as_version(self, default):
        """Return a copy (sudo) with the number of the next version, linked to this one."""
        return self.copy({"version": self.version + 1, "supersedes_id": self.id, **default})
