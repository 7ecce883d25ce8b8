from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import rpc
from .statement import LOCKED


class SalesOfficeStatement(models.Model):
    """Who moves a statement from draft to paid, and back."""

    _inherit = "sales.office.statement"

    can_confirm = fields.Boolean(compute="_compute_rights")
    can_settle = fields.Boolean(compute="_compute_rights")
    can_approve = fields.Boolean(compute="_compute_rights")
    can_pay = fields.Boolean(compute="_compute_rights")

    @api.depends("employee_id", "department_id", "user_id.active")
    @api.depends_context("uid")
    def _compute_rights(self):
        finance, managed = self._where_post("finance"), self._where_post("manager")
        authority = self._has_authority()
        for statement in self:
            statement.can_pay = statement in finance and not statement.is_own
            statement.can_approve = statement in managed and statement in authority
            statement.can_settle = statement.can_pay or statement in authority
            statement.can_confirm = statement.is_own or (statement.can_settle and not statement.user_id.active)

    @rpc
    def action_submit(self):
        """Show the draft to the employee and ask him to confirm it.

        :raises AccessError: the caller neither leads the employee nor is finance
        :raises UserError: not a draft
        """
        self._check_right("can_settle")
        self._check_state("draft")
        self._move("review")
        self._ask_confirmation()

    @rpc
    def action_confirm(self):
        """The employee agrees. For somebody without a user, whoever settles says so instead.

        :raises AccessError: somebody else's statement
        :raises UserError: not in review
        """
        self._check_right("can_confirm")
        self._check_state("review")
        self._move("confirmed", confirmed_by_id=self.env.uid, confirmed_at=fields.Datetime.now())

    @rpc
    def action_approve(self):
        """Lock a confirmed statement: from now on it is only corrected by later ones.

        :raises AccessError: not a manager above the employee
        :raises UserError: not confirmed
        """
        self._check_right("can_approve")
        self._check_state("confirmed")
        self._move("approved", approved_by_id=self.env.uid, approved_at=fields.Datetime.now())

    @rpc
    def action_reopen(self, reason: str):
        """Take a statement that is not paid yet back to draft, where it is computed anew.

        Once approved only finance or a director may, and only while no later statement of
        the employee is approved.

        :raises AccessError: not entitled
        :raises UserError: draft or paid, no reason given, or followed by an approved statement
        """
        reason = self._check_reason(reason)
        self._check_right("can_settle")
        self._check_state("review", "confirmed", "disputed", "approved")
        self._check_may_unlock()
        self._close_disputes(reason)
        for statement in self:
            statement.message_post(body=self.env._("Reopened: %(reason)s", reason=reason))
        self._move("draft", confirmed_by_id=False, confirmed_at=False, approved_by_id=False, approved_at=False)

    def _move(self, state, **values):
        statements = self.sudo()  # sudo: nobody may write a statement but by its actions, which have checked
        statements.activity_unlink(["mail.mail_activity_data_todo"])
        statements.write({"state": state, **values})

    def _ask_confirmation(self):
        """Give each employee an activity; in one go, and without an e-mail each."""
        model_id = self.env["ir.model"]._get_id(self._name)
        todo = self.env.ref("mail.mail_activity_data_todo")
        # sudo: on the employee's list, which is not the caller's
        Activity = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        Activity.create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": statement.id,
                    "activity_type_id": todo.id,
                    "summary": statement._get_confirmation_summary(),
                    "user_id": statement.user_id.id,
                    "automated": True,
                }
                for statement in self
                if statement.user_id.active
            ]
        )

    def _get_confirmation_summary(self):
        return self.with_context(lang=self.user_id.lang).env._("Confirm your statement")

    def _check_right(self, flag):
        refused = self.browse() if self.env.su else self - self.filtered(flag)
        if not refused:
            return
        raise AccessError(
            self.env._(
                "Not yours to do for %(names)s: the employee confirms, a manager above him approves, "
                "finance pays, and nobody decides about himself.",
                names=", ".join(refused.mapped("display_name")),
            )
        )

    def _check_state(self, *states):
        wrong = self.filtered(lambda s: s.state not in states)
        if not wrong:
            return
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(name)s is %(state)s; this needs: %(needed)s.",
                name=wrong[0].display_name,
                state=labels[wrong[0].state],
                needed=", ".join(labels[state] for state in states),
            )
        )

    def _check_reason(self, reason):
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        return reason

    def _check_may_unlock(self):
        approved = self.filtered(lambda s: s.state == "approved")
        if not approved:
            return
        if not self.env.su and not approved._is_post_held("finance", "director"):
            raise AccessError(self.env._("Only finance or a director can reopen an approved statement."))
        # sudo: a director does not see his own, and all that matters here is whether there is one
        later = self.sudo().search([("employee_id", "in", approved.employee_id.ids), ("state", "in", LOCKED)])
        for statement in approved:
            blocking = later.filtered_domain(
                [("employee_id", "=", statement.employee_id.id), ("date_from", ">", statement.date_from)]
            )
            if blocking:
                raise UserError(
                    self.env._(
                        "%(later)s is approved already: what has changed is corrected by the next statement.",
                        later=blocking[0].display_name,
                    )
                )
