from odoo import api, models

from ...models.organization.rpc import core_door


class SalesOfficeDialogMixin(models.AbstractModel):
    """A dialog about records: opened only about what the user may read.

    A many2one shows the name of its record to whoever may read the dialog, and everybody may read
    the dialogs he makes.
    """

    _name = "sales.office.dialog.mixin"
    _description = "Sales Office Dialog Mixin"

    @api.constrains(lambda self: self._get_subject_names())
    def _check_subjects(self):
        for name in self._get_subject_names():
            if self[name]:
                self[name].sudo(False).check_access("read")  # constraints run in sudo

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Refuse to show about an unsaved dialog's subjects what a saved one would not."""
        names = self._get_subject_names()
        given = {name: values[name] for name in names if name in values}
        dialog = self.new({**self.default_get(names), **given})
        for name in names:
            if subject := dialog[name]._origin:
                subject.check_access("read")
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _get_subject_names(self):
        """Return the names of the fields that hold a record of the sales office."""
        return [
            name
            for name, field in self._fields.items()
            if field.type == "many2one" and field.store and field.comodel_name.startswith("sales.office.")
        ]
