from odoo import api, models, tools
from odoo.tools import frozendict

from ..rpc.rpc import core_door


class IrModelFields(models.Model):
    """Remembers what the fields of a model are called.

    Odoo makes out the labels of all fields of a model for each label that it asks for: to note in a record's history
    what changed, for one. The more fields we add to a model, the longer that takes, for everybody.
    """

    _inherit = "ir.model.fields"

    @core_door
    @api.model
    @tools.ormcache("model_name", "self.env.lang", cache="stable")
    def get_field_string(self, model_name):
        """Return the labels of a model's fields by name, as Odoo does; nobody changes what is returned."""
        return frozendict(super().get_field_string(model_name))

    @core_door
    @api.model
    @tools.ormcache("model_name", "self.env.lang", cache="stable")
    def get_field_help(self, model_name):
        """Return the help of a model's fields by name, as Odoo does; nobody changes what is returned."""
        return frozendict(super().get_field_help(model_name))
