from odoo import api, fields, models

MODULE = "sales_office_policy"


class SalesOfficeUsedMixin(models.AbstractModel):
    """What others refer to can be archived and not deleted; its form asks this before it offers to delete it."""

    _name = "sales.office.used.mixin"
    _description = "Sales Office Used Mixin"

    is_used = fields.Boolean(compute="_compute_is_used", help="Something refers to it: it is archived, not deleted.")

    @api.depends_context("uid")
    def _compute_is_used(self):
        used = self._get_used_ids()
        for record in self:
            record.is_used = record._origin.id in used

    def _get_used_ids(self):
        """Return the ids of those that a record of ours refers to and holds."""
        used = set()
        for field in self._get_holding_fields():
            # sudo: what is kept from the user's eyes holds as well
            holders = self.env[field.model_name].sudo().with_context(active_test=False)
            rows = holders._read_group([(field.name, "in", self._origin.ids)], [field.name])
            used.update(record.id for (record,) in rows)
        return used

    def _get_holding_fields(self):
        """Return the fields of our models that refer to this one and do not let go of it."""
        return [
            field
            for model in self.env.registry.values()
            if model._original_module == MODULE and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type == "many2one" and field.comodel_name == self._name
            if field.store and field.ondelete == "restrict"
        ]
