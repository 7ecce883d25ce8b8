from odoo import api, models

MODULE = "sales_office_policy"


class MergePartner(models.TransientModel):
    """Contacts that are merged: what our records keep of their contact, such as the company behind it, follows."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Compute anew what is kept: Odoo gives records another contact by SQL, which nothing follows from."""
        result = super()._update_foreign_keys(src_partners, dst_partner)
        for field, through in _get_kept(self.env):
            # sudo: whoever's records they are
            records = self.env[field.model_name].sudo().with_context(active_test=False)
            self.env.add_to_compute(field, records.search([(through, "=", dst_partner.id)]))
        return result


def _get_kept(env):
    """Yield the stored fields of our models that follow from a contact, each with the field that refers to it."""
    for model in env.registry.values():
        if model._original_module != MODULE or model._abstract or not model._auto:
            continue
        for field in model._fields.values():
            through, _dot, kept = (field.related or "").partition(".")
            if field.store and kept and model._fields[through].comodel_name == "res.partner":
                yield field, through
