from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc


class SalesOfficeClosing(models.Model):
    """Two colleagues swap their duties, or one takes the other's over.

    All lists of the evening go together. Both see in the chatter who asked and who agreed.
    """

    _inherit = "sales.office.closing"

    @rpc(one=True)
    def action_ask_swap(self, colleague: Record("hr.employee"), closing: Record("sales.office.closing") = None):
        """Ask a colleague to take over the current user's duty.

        :param colleague: ``hr.employee`` record, of the same office
        :param closing: one of their lists, record, whose duty the user takes in return
        :raises AccessError: not the user's own duty
        :raises UserError: too late, or not a colleague
        """
        self._check_own()
        colleague = colleague.sudo()  # sudo: HR-only; checked below
        self._lock()
        self._check_open()
        self._check_colleague(colleague)
        if not colleague.user_id or colleague == self.employee_id:
            raise UserError(self.env._("Ask a colleague who can answer: somebody else, who has a user."))
        if closing:
            closing.check_access("read")
            closing._check_return(colleague, self)
        own = self.sudo()  # sudo: lists are written by these methods only; checked above
        own.write({"swap_employee_id": colleague.id, "swap_closing_id": closing and closing.id})
        own._notify_users(colleague.user_id, lambda closing: closing._get_swap_text())

    @rpc
    def action_withdraw_swap(self):
        """Take the question back.

        :raises AccessError: somebody else's duty
        """
        self._check_own()
        self._end_swap(self.env._("%(name)s no longer asks for a swap.", name=self.env.user.name))

    @rpc
    def action_refuse_swap(self):
        """Refuse to take over; the one who asked stays on duty.

        :raises AccessError: somebody else was asked
        """
        self._check_user_is(self.swap_employee_id)
        own = self.sudo()  # sudo: as in action_ask_swap
        own._notify_users(
            "user_id", lambda closing: closing.env._("%(name)s cannot take over.", name=self.env.user.name), always=True
        )
        self._end_swap()

    @rpc(one=True)
    def action_accept_swap(self):
        """Take over the duty the current user was asked to take, and hand over their own if that was asked in return.

        :raises AccessError: somebody else was asked
        :raises UserError: too late, or a duty has changed hands meanwhile
        """
        self._check_user_is(self.swap_employee_id)
        given, taken = self._get_same_duty(), self.swap_closing_id._get_same_duty()
        (given | taken)._lock()
        (given | taken)._check_open()
        asker, colleague = self.sudo().employee_id, self.sudo().swap_employee_id  # sudo: HR-only, names only
        self._check_colleague(colleague)
        self.swap_closing_id._check_return(colleague, self)
        taken._check_colleague(asker)
        text = self.env._("%(colleague)s takes over from %(name)s.", colleague=colleague.name, name=asker.name)
        given.sudo()._hand_over(colleague)  # sudo: lists are written by these methods only; checked above
        given.sudo()._log(text)
        if taken:
            taken.sudo()._hand_over(asker)  # sudo: as above
            taken.sudo()._log(
                self.env._("%(colleague)s takes over from %(name)s.", colleague=asker.name, name=colleague.name)
            )
        names = {"colleague": colleague.name, "name": asker.name}
        self._notify_users(
            asker.user_id,
            lambda closing: closing.env._("%(colleague)s takes over from %(name)s.", **names),
            always=True,
        )

    def _end_swap(self, text=""):
        if any(not closing.swap_employee_id for closing in self):
            raise UserError(self.env._("Nobody is being asked."))
        closings = self.sudo()  # sudo: lists are written by these methods only; the callers check
        closings.write({"swap_employee_id": False, "swap_closing_id": False})
        if text:
            closings._log(text)

    def _get_same_duty(self):
        """Return the open lists of the same person, office and evening as these (as the user sees them)."""
        lists = self
        for closing in self:
            lists |= self.search(
                [
                    ("office_id", "=", closing.office_id.id),
                    ("employee_id", "=", closing.employee_id.id),
                    ("date", "=", closing.date),
                    ("state", "=", "open"),
                ]
            )
        return lists

    def _check_return(self, colleague, asked):
        """Raise a ``UserError`` unless this (or none) is a duty ``colleague`` can give for ``asked``."""
        for closing in self:
            closing._check_open()
            if closing.employee_id != colleague or closing.office_id != asked.office_id:
                raise UserError(
                    self.env._(
                        "%(closing)s is not a duty of %(name)s any more. Ask again.",
                        closing=closing.display_name,
                        name=colleague.name,
                    )
                )

    def _get_swap_text(self):
        self.ensure_one()
        names = {"name": self.env.user.name, "colleague": self.sudo().swap_employee_id.name}  # sudo: name only
        if not self.swap_closing_id:
            return self.env._("%(name)s asks %(colleague)s to take over.", **names)
        day = format_date(self.env, self.swap_closing_id.date)
        return self.env._("%(name)s asks %(colleague)s to swap with the duty of %(date)s.", **names, date=day)
