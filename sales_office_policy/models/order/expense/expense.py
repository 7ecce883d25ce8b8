"""Odoo's expenses by the limits of the sales office (R120), where they are installed.

The add-on does not require ``hr_expense``, and Odoo knows no extension of a model that may not be there: a class with
``_inherit`` fails without it, and is left out where the add-on is loaded first. So an ordinary class with ``super()``
is placed before the model's own ones once all modules are loaded (``_register_hook``, which Odoo has for such things),
in the registry of this database alone. It has no fields and no views, so nothing of it is stored and nothing stays
when one of the two is uninstalled.
"""

from ...organization.posts.title import join_sentences
from ...organization.record.phrases import join_names
from ...organization.rpc.rpc import core_door

LIMITS = "sales.office.expense.limit"
APPROVED_FROM = ("draft", "submitted", "approved")


class LimitedExpense:
    """An expense that says, when it is handed in, that more is spent than is allowed."""

    __slots__ = ()

    @core_door
    def action_submit(self):
        """Hand expenses in; whoever spends more than a limit allows is told, and the next level approves it.

        :raises UserError: as Odoo does
        """
        Limit = self.env[LIMITS]
        passed = Limit._find_passed(self)
        levels = Limit._get_next_level(passed)
        for expense, managers in levels.items():
            expense.manager_id = managers[:1].user_id
        result = super().action_submit()
        if not passed:
            return result
        texts = {
            expense.id: Limit._word_passed(expense, found, levels.get(expense, expense.manager_id.browse())[:1])
            for expense, found in passed.items()
        }
        self.sudo()._message_log_batch(bodies=texts)  # sudo: the software's note on what was handed in
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": join_sentences(*dict.fromkeys(texts.values())),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _get_cannot_approve_reason(self):
        reasons = super()._get_cannot_approve_reason()
        # Odoo asks this before an expense is approved, and again when it is: by whatever is written, a draft as well
        waiting = self.filtered(lambda expense: expense.state in APPROVED_FROM and not reasons[expense.id])
        if self.env.su or not waiting:
            return reasons
        Limit = self.env[LIMITS]
        for expense, managers in Limit._get_next_level(Limit._find_passed(waiting)).items():
            if self.env.user not in managers.user_id:
                reasons[expense.id] = self.env._(
                    "%(expense)s: more is spent than a limit allows, so one of these approves it: %(names)s",
                    expense=expense.name,
                    names=join_names(self.env, managers.mapped("name")),
                )
        return reasons

    def _check_can_refuse(self):
        """Let whoever could approve it without the limit refuse it: that is no way around who has to approve it."""
        reasons = super()._get_cannot_approve_reason()  # pylint: disable=super-method-mismatch
        held = self.filtered(lambda expense: reasons[expense.id])
        return super(LimitedExpense, held)._check_can_refuse()


class ExpensedProduct:
    """A product that tells what an expense is paid at, where costs are hidden: no secret from who hands it in.

    Odoo asks this of each field of a product that it reads, in quotations as well, so it is asked where there are
    expenses and nowhere else.
    """

    __slots__ = ()

    def _has_field_access(self, field, operation):
        return super()._has_field_access(field, operation) or self._is_expense_rate(field, operation)

    def _is_expense_rate(self, field, operation):
        if field.name != "standard_price" or operation != "read":
            return False
        return bool(self) and all(self.sudo().mapped("can_be_expensed"))  # sudo: asked only what it is


PLACED = {"hr.expense": LimitedExpense, "product.product": ExpensedProduct, "product.template": ExpensedProduct}


def place_before_expenses(models):
    """Let expenses and what is expensed, among these model classes by name of a registry, go by the limits and rates.

    Without expenses nothing is placed.
    """
    for name, ours in PLACED.items() if "hr.expense" in models else ():
        model = models[name]
        if ours not in model._base_classes__:
            model._base_classes__ = model.__bases__ = (ours, *model._base_classes__)
