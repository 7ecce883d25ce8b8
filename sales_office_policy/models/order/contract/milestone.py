from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...organization.rpc.rpc import core_door, rpc
from .contract import BINDING, WRITTEN

KINDS = [("delivery", "Delivery"), ("payment", "Payment Received"), ("other", "Other Step")]


class SalesOfficeContractMilestone(models.Model):
    """Something a contract has somebody do by a day: an activity of their once the contract is signed (R077).

    While the contract runs an open step is given to somebody else, when who is responsible leaves for example, by who
    looks after the contract or leads who does.
    """

    _name = "sales.office.contract.milestone"
    _description = "Contract Milestone"
    _inherit = "sales.office.member.mixin"
    _order = "contract_id, due_on, id"
    _place_fields = frozenset({"company_id", "contract_id", "department_id", "employee_id"})

    contract_id = fields.Many2one("sales.office.contract", required=True, index=True, ondelete="cascade")
    name = fields.Char(string="Milestone", required=True)
    kind = fields.Selection(KINDS, required=True, default="delivery")
    due_on = fields.Date(string="Due on", required=True, index=True)
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="contract_id.currency_id")
    employee_id = fields.Many2one(string="Responsible")
    company_id = fields.Many2one(related="contract_id.company_id", store=True, precompute=True)
    done_on = fields.Date(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null", groups=fields.NO_ACCESS
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    can_finish = fields.Boolean(compute="_compute_can_finish")

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The amount of a milestone is not negative.")

    @api.depends("due_on", "done_on")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for milestone in self:
            milestone.is_overdue = bool(milestone.due_on) and not milestone.done_on and milestone.due_on < today

    @api.depends("done_on", "contract_id.state", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_finish(self):
        for milestone in self:
            running = not milestone.done_on and milestone.contract_id.state in ("signed", "filed")
            milestone.can_finish = running and (milestone.is_own or milestone.contract_id.can_handle)

    @api.constrains("employee_id", "contract_id")
    def _check_responsible(self):
        """Whoever is responsible reads the contract: their activity leads there."""
        for milestone in self.sudo():
            contract, user = milestone.contract_id, milestone.user_id
            if not user or not contract.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            ).has_access("read"):
                raise ValidationError(
                    self.env._(
                        "%(name)s may not read this contract. Choose who looks after it, or leads who does.",
                        name=milestone.employee_id.name,
                    )
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add steps to contracts that are being written.

        :raises UserError: the text of the contract is settled
        """
        milestones = super().create(vals_list)
        milestones._check_written()
        return milestones

    @core_door
    def write(self, vals):
        """Change steps of contracts that are written; an open one of a contract that runs is given to somebody else.

        :raises AccessError: by who neither looks after the contract nor leads who does
        :raises UserError: the text of the contract is settled, or the step is done
        """
        former = {step: step.employee_id for step in self} if "employee_id" in vals else {}
        result = super().write(vals)
        given = self.filtered(lambda step: step in former and step.employee_id != former[step])
        given.filtered(lambda step: step.contract_id.state in BINDING).sudo()._give()  # sudo: theirs to do from now on
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_written(self):
        self._check_written()

    @rpc
    def action_done(self):
        """Note that these steps are done, by who is responsible or who looks after the contract.

        :raises AccessError: neither of them
        :raises UserError: done already, or the contract is not running
        """
        self.check_access("read")
        if not self.env.su and self.filtered(lambda m: not m.is_own and not m.contract_id.can_handle):
            raise AccessError(self.env._("A step is done by who is responsible, or by who looks after the contract."))
        if self.filtered(lambda m: m.done_on or m.contract_id.state not in ("signed", "filed")):
            raise UserError(self.env._("Done already, or the contract does not run."))
        milestones = self.sudo()  # sudo: written by this method only
        milestones._finish()
        milestones.activity_id.unlink()

    def _finish(self):
        """Note that these steps (sudo) are done, and by whom."""
        for milestone in self:
            milestone.write({"done_on": milestone._get_member_today(), "done_by_id": self.env.uid})

    def _ask(self):
        """Give who is responsible for each of these open steps (sudo) an activity."""
        for milestone in self.filtered(lambda milestone: not milestone.done_on and milestone.user_id.active):
            contract = milestone.contract_id.with_context(mail_activity_quick_update=True, lang=milestone.user_id.lang)
            milestone.activity_id = contract.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=milestone.name,
                user_id=milestone.user_id.id,
                date_deadline=milestone.due_on,
            )

    def _give(self):
        """Let who is responsible for these steps (sudo) now have what was to be done."""
        for step in self.filtered("activity_id"):
            step.activity_id.user_id = step.user_id
        self.filtered(lambda step: not step.activity_id)._ask()  # of who has left there is none

    def _check_written(self):
        """Raise a ``UserError`` unless the contracts of these are being written."""
        if not self.env.su:
            self.contract_id._check_state(*WRITTEN)

    def _check_editable(self, vals):
        if vals.keys() == {"employee_id"} and all(step.contract_id.state in BINDING for step in self):
            self.contract_id._check_handler()
            if any(step.done_on for step in self):
                raise UserError(self.env._("Done already, or the contract does not run."))
            return
        self._check_written()
        if "contract_id" in vals:
            self.env["sales.office.contract"].browse(vals["contract_id"])._check_state(*WRITTEN)
