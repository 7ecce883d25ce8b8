"""Former names of the protected record, kept while the room ``order`` is written, which uses them; then they go."""

from odoo import api, models


class SalesOfficeDerivedMixin(models.AbstractModel):
    """The protected record under its former name."""

    _name = "sales.office.derived.mixin"
    _description = "Sales Office Derived Fields Mixin"
    _inherit = "sales.office.protected.mixin"


class SalesOfficeDecisionMixin(models.AbstractModel):
    """Something about an employee that one person writes down and another one decides."""

    _name = "sales.office.decision.mixin"
    _description = "Sales Office Decision Mixin"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin"]
    _mail_post_access = "read"

    #: all that is typed by hand
    _facts = frozenset()
    #: the state in which it may be
    _open_state = "draft"

    @api.model
    def _is_closed(self, name):
        field = self._fields.get(name)
        typed = bool(field and field.store and not field.compute and not field.readonly)
        return super()._is_closed(name) or typed and name not in self._facts

    def _check_editable(self, vals):
        self._check_state(self._open_state)

    def _tell(self, user_field, build_text):
        self._notify_users(user_field, build_text)
