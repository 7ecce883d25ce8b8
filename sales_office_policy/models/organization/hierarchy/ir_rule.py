from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache

from ..record.phrases import join_names
from ..record.reader_mixin import MODULE


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Say of refused records of ours which they are, not what they are called.

        In debug mode, which everybody may switch on in the address of a page, Odoo names the records it refuses.
        """
        if records._original_module != MODULE or not self.env.user.has_group("base.group_no_one"):
            return super()._make_access_error(operation, records)
        error = super()._make_access_error(operation, records.browse())
        records.invalidate_recordset()  # asking the rules has read them as superuser
        numbers = join_names(records.env, map(str, records.ids[:6]))
        return AccessError(f"{error}\n\n{records._name}: {numbers}")

    @api.model
    @ormcache("self.env.uid", "known", "tuple(self._compute_domain_context_values())")
    def _get_sales_office_memory(self, known):
        """Return the dict in which is kept what domains, rules and columns come to as SQL for the user: empty at first,
        and forgotten with what Odoo remembers of rules and groups.

        :param known: whom they lead and work with
        """
        return {}
