from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import core_door


class SalesOfficeDecidedMixin(models.AbstractModel):
    """A record of a department with fields that only its buttons set, see ``_decided_values``."""

    _name = "sales.office.decided.mixin"
    _description = "Sales Office Decided Fields Mixin"
    _inherit = ["sales.office.department.mixin", "sales.office.protected.mixin"]

    #: the fields that actions decide, with the values a new record begins with
    _decided_values = {}

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._refuse_decided(name for name in vals if vals[name] != self._decided_values.get(name, vals[name]))
        # named, so that no default in the caller's context slips in
        return super().create([{**vals, **self._decided_values} for vals in vals_list])

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._refuse_decided(vals.keys() & self._decided_values.keys())
            self._check_write(vals)
        return super().write(vals)

    def _check_write(self, vals):
        """Raise unless the user may write this just now; extended by each model (not asked for superuser)."""

    def _refuse_decided(self, names):
        if labels := [self._fields[name]._description_string(self.env) for name in sorted(names)]:
            raise AccessError(self.env._("Set by the buttons only: %(names)s.", names=", ".join(labels)))

    def _leads(self):
        """Return the records of departments that the user leads, or of his whole company for a director."""
        return self if self.env.su else self._where_post("director") | self.filtered("in_office_scope")

    def _check_leads(self, post="team_leader"):
        """Raise an ``AccessError`` unless the user has that post and leads the departments of all records."""
        self.check_access("read")
        if not self.env.su and (self - self._leads() or not self._is_post_held(post)):
            raise AccessError(self.env._("Only who leads the department can do this, from the post that it takes."))

    def _begin(self, *states):
        """Return the records (sudo), locked until the transaction ends, if all are in one of these states.

        Who may do it is checked by the caller. Whoever does the same at the same time is run again by Odoo.

        :raise UserError: somebody went further
        """
        self.check_access("read")
        records = self.sudo()  # sudo: the fields that only the actions set
        lock_rows(records)
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in records.filtered(lambda record: record.state not in states):
            raise UserError(
                self.env._(
                    "This cannot be done with %(name)s now, because it is: %(state)s.",
                    name=record.display_name,
                    state=labels[record.state],
                )
            )
        return records
