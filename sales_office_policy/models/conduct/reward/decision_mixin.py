from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import clean_context

from ...organization.rpc.rpc import core_door


class SalesOfficeDecisionMixin(models.AbstractModel):
    """Something about an employee that one person writes down and another one decides.

    Its facts are typed while it is open; the rest is written by actions only.
    """

    _name = "sales.office.decision.mixin"
    _description = "Sales Office Decision Mixin"
    _inherit = ["sales.office.member.mixin", "sales.office.protected.mixin", "sales.office.unfollowed.mixin"]
    _mail_post_access = "read"

    #: all that is typed by hand
    _facts = frozenset()
    #: the state in which it may be
    _open_state = "draft"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        records = self
        if not self.env.su:
            for vals in vals_list:
                self._check_facts(vals)
            # explicit values, so that no default of anybody's own stands for them
            closed = self._get_closed_values()
            vals_list = [{**closed, **vals} for vals in vals_list]
            records = self.with_context(clean_context(self.env.context))
        return super(SalesOfficeDecisionMixin, records).create(vals_list).with_env(self.env)

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            self._check_facts(vals)
            self._check_state(self._open_state)
        return super().write(vals)

    @api.model
    def _get_closed_values(self):
        """Return what a new record starts from in the stored fields that only the actions change."""
        closed = dict.fromkeys(self._get_action_fields() - self._facts, False)
        return closed | {"state": self._open_state}

    @api.model
    def _check_facts(self, vals):
        if refused := vals.keys() - self._facts:
            names = [self._fields[name]._description_string(self.env) for name in refused if name in self._fields]
            raise AccessError(
                self.env._("%(names)s: not entered by hand. Use the buttons.", names=", ".join(filter(None, names)))
            )

    def _tell(self, user_field, build_text):
        """Send each record's ``user_field`` what ``build_text(record)`` says, in his language."""
        for record in self.sudo():  # sudo: the reader is meant, whoever decides
            user = record[user_field]
            if not user.active or user == self.env.user:
                continue
            told = record.with_context(lang=user.lang, tz=user.tz)
            told.message_post(
                body=build_text(told),
                subject=told.display_name,
                subtype_xmlid="mail.mt_note",
                partner_ids=user.partner_id.ids,
            )
