"""Costs that other modules tell, where a company hides them: of goods in stock and of their moves.

These modules are no dependency, so their fields cannot be given a group, and their models not be extended. When a
registry is loaded, the models that are in it are told to ask.
"""

from ..sale_order import MARGIN_READERS

#: what tells a cost: the field, by model
TELLING = {
    "product.product": frozenset({"avg_cost", "total_value"}),
    "stock.lot": frozenset({"avg_cost", "standard_price", "total_value"}),
    "stock.move": frozenset(
        {
            "price_unit",
            "remaining_value",
            "standard_price",
            "value",
            "value_computed_justification",
            "value_justification",
            "value_manual",
        }
    ),
}


def hide_costs(registry):
    """Let fields that tell costs be read by who reads costs only, in whichever of these models there are."""
    for name, fields in TELLING.items():
        model = registry.get(name)
        if model and not fields.isdisjoint(model._fields) and "_sales_office_costs" not in vars(model):
            _hide(model, fields)


def _hide(model, fields):
    has_access = model._has_field_access

    def _has_field_access(self, field, operation):
        if field.name in fields and not self.env.su and not self.env.user.has_group(MARGIN_READERS):
            return False
        return has_access(self, field, operation)

    model._has_field_access = _has_field_access
    model._sales_office_costs = fields
