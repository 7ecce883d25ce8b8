import time

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache

from ..record.phrases import join_names
from ..record.reader_mixin import MODULE
from ..search.judged import judged
from ..searching import is_lasting
from .res_users import READY

#: Odoo's models that everybody works with, and whose rules we add to
WORKED_WITH = frozenset({"account.move", "account.move.line", "crm.lead", "sale.order", "sale.order.line"})
#: of what their rules ask, and whom it asks about the user
ASKED = {"in_office_scope": "_get_sales_office_scope", "in_same_office": "_get_sales_office_colleagues"}


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
    def _compute_domain(self, model_name, mode="read"):
        """Return the rules of a model; those of ``WORKED_WITH`` ready to be used.

        Odoo makes rules out whenever somebody reads or writes, which with ours takes longer than all else that we add
        to confirming an order. Those that follow from posts and from whom the user leads or works with alone are
        remembered as they are then.
        """
        domain = super()._compute_domain(model_name, mode)
        if self.env.su or model_name not in WORKED_WITH:
            return domain
        # for this transaction by who and where; what anybody leads is asked again with the quarter of an hour
        kept = self.env.cr.cache.setdefault(READY, {})
        where = self._compute_domain_context_values()
        key = (self.env.uid, model_name, mode, int(time.time() // 900), *where)
        made_of, ready = kept.get(key, (None, None))
        if made_of is not domain:
            ready = self._make_ready(model_name, mode, domain)
            kept[key] = domain, ready
        return ready

    def _make_ready(self, model_name, mode, domain):
        """Return the rules of a model as they are for whom the user leads or works with now, see ``judged``."""
        known = tuple(getattr(self.env.user, ask)() for ask in self._get_sales_office_asked(model_name, mode))
        memory, key = self._get_sales_office_memory(known), ("ready", model_name, mode)
        made_of, ready = memory.get(key, (None, None))
        if made_of is not domain:
            model = self.env[model_name].sudo().with_context(active_test=False)  # sudo: as Odoo applies rules
            lasts = is_lasting(model, domain)
            ready = judged(model, domain.optimize_full(model)) if lasts else domain
            memory[key] = domain, ready
        return ready

    @api.model
    @ormcache("self.env.uid", "model_name", "mode", "tuple(self._compute_domain_context_values())")
    def _get_sales_office_asked(self, model_name, mode):
        """Return by which methods of the user the rules of a model come to what they allow."""
        text = str(super()._compute_domain(model_name, mode))  # pylint: disable=super-method-mismatch
        return tuple(ask for name, ask in ASKED.items() if name in text)

    @api.model
    @ormcache("self.env.uid", "known", "tuple(self._compute_domain_context_values())")
    def _get_sales_office_memory(self, known):
        """Return the dict in which is kept what domains, rules and columns come to as SQL for the user: empty at first,
        and forgotten with what Odoo remembers of rules and groups.

        :param known: whom they lead and work with
        """
        return {}
