from odoo import api, models
from odoo.exceptions import AccessError

from ..rpc.rpc import core_door


class SalesOfficeDerivedMixin(models.AbstractModel):
    """Refuses values for stored fields that follow from others, such as the user behind an employee.

    They decide who sees a record and who may act on it. A form never sends them, since they are
    readonly; over RPC anybody who may write the record could.

    Nor is a record put where its writer may not write, which Odoo asks of new records only.
    """

    _name = "sales.office.derived.mixin"
    _description = "Sales Office Derived Fields Mixin"
    _inherit = "sales.office.reader.mixin"

    #: what says whose a record is: the record rules are asked again about where it comes to
    _place_fields = frozenset({"company_id", "department_id", "employee_id"})
    #: further fields that a context never fills in for who creates over RPC
    _never_by_context = frozenset()

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_not_derived(vals)
        # defaults hidden in the context would choose them as well, and can only be left out of a new dict
        forged = {
            f"default_{name}" for name in self._fields if self._is_derived(name) or name in self._never_by_context
        }
        context = {key: value for key, value in self.env.context.items() if key not in forged}
        cleaned = self.with_context(context)  # pylint: disable=context-overridden
        return super(SalesOfficeDerivedMixin, cleaned).create(vals_list).with_env(self.env)

    @core_door
    def write(self, vals):
        if not self.env.su:
            self._check_not_derived(vals)
        result = super().write(vals)
        if not self.env.su and not self._place_fields.isdisjoint(vals):
            self.check_access("write")
        return result

    @api.model
    def _get_action_fields(self):
        """Return the names of our stored fields that nobody types in and that follow from nothing: actions set them."""
        return {
            name
            for name, field in self._fields.items()
            if field._module == "sales_office_policy"
            and field.store
            and field.readonly
            and not field.compute
            and field.type not in ("one2many", "many2many")
        }

    def _is_derived(self, name):
        field = self._fields.get(name)
        return bool(field and field.store and field.compute and field.readonly)

    def _check_not_derived(self, vals):
        derived = [self._fields[name]._description_string(self.env) for name in vals if self._is_derived(name)]
        if derived:
            raise AccessError(
                self.env._(
                    "Not chosen by hand, because it follows from the rest of the record: %(names)s.",
                    names=", ".join(derived),
                )
            )
