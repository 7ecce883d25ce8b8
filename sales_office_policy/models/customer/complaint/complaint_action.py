from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeComplaintAction(models.Model):
    """What somebody does so that a complaint does not come again, by a day (R079).

    Its owner need not read the complaint: what is to be done says the action.
    """

    _name = "sales.office.complaint.action"
    _description = "Corrective Action"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
    _order = "due_on, id"
    _mail_post_access = "read"
    _place_fields = frozenset({"company_id", "complaint_id", "department_id", "employee_id"})

    complaint_id = fields.Many2one("sales.office.complaint", required=True, index=True, ondelete="cascade")
    name = fields.Char(string="Measure", required=True)
    kind = fields.Selection(
        [("correction", "Puts It Right"), ("prevention", "Prevents It")],
        string="What For",
        required=True,
        default="prevention",
    )
    employee_id = fields.Many2one(string="Who Does It", check_company=True)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, precompute=True)
    cause_id = fields.Many2one(related="complaint_id.cause_id", store=True, index="btree_not_null")
    due_on = fields.Date(string="By When", required=True, index=True)
    done_on = fields.Date(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    can_finish = fields.Boolean(compute="_compute_can_finish")

    @api.depends("due_on", "done_on")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for action in self:
            action.is_overdue = bool(action.due_on) and not action.done_on and action.due_on < today

    @api.depends("done_on", "user_id", "complaint_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_finish(self):
        led = self._has_authority() | self._where_post("customer_relations")
        for action in self:
            action.can_finish = not action.done_on and (action.is_own or action in led)

    @api.constrains("employee_id", "complaint_id")
    def _check_owner(self):
        for action in self.sudo():  # sudo: whom it is about is compared only
            if action.employee_id == action.complaint_id.about_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s does not read this complaint. Agree with whoever leads them on what they do.",
                        name=action.employee_id.name,
                    )
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add corrective actions; whoever does them is asked to.

        :raises AccessError: the complaint is not the current user's to look after
        """
        actions = super().create(vals_list)
        actions._check_keeper()
        actions.sudo()._ask()  # sudo: on the list of somebody else
        return actions

    @core_door
    def write(self, vals):
        """Change corrective actions; another person or day asks anew.

        :raises AccessError: the complaint is not the current user's to look after
        """
        result = super().write(vals)
        if not {"employee_id", "due_on", "name"}.isdisjoint(vals):
            self.sudo()._ask()  # sudo: as in create
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_done(self):
        if self.env.su:
            return
        self._check_keeper()
        if any(action.done_on for action in self):
            raise UserError(self.env._("What was done stays."))

    @rpc
    def action_done(self):
        """Note that these are done, by who does them, who leads them, or customer relations.

        :raises AccessError: none of them
        :raises UserError: done already
        """
        self.check_access("read")
        if not self.env.su and self.filtered(lambda action: not action.done_on and not action.can_finish):
            raise AccessError(self.env._("It is done by who does it, who leads them, or customer relations."))
        if self.filtered("done_on"):
            raise UserError(self.env._("This is done already."))
        actions = self.sudo()  # sudo: written by this method only
        for action in actions:
            action.write({"done_on": action._get_member_today(), "done_by_id": self.env.uid})
        actions._end_activities()
        actions._notify_users(
            lambda action: action.complaint_id.user_id,
            lambda told: told.env._("Done: %(name)s", name=told.name),
        )

    def _ask(self):
        """Give who does each of these (sudo) an activity."""
        still = self.filtered(lambda action: not action.done_on)
        still._end_activities()
        still._give_activities("user_id", lambda told: told.name, "due_on")

    def _check_keeper(self):
        """Raise an ``AccessError`` unless the complaints of these are the current user's to look after."""
        if not self.env.su:
            self.complaint_id._check_handler()

    def _check_editable(self, vals):
        self._check_keeper()
        if "complaint_id" in vals:
            raise AccessError(self.env._("What is done about a complaint stays with it."))
        if any(action.done_on for action in self):
            raise UserError(self.env._("This is done already."))

    @api.model
    def _get_due_domain(self):
        """Return what the current user has to do today or before."""
        today = fields.Date.context_today(self)
        return Domain([("user_id", "=", self.env.uid), ("done_on", "=", False), ("due_on", "<=", today)])

    def _get_detail(self):
        """Return whose complaint it is about, for who may read it."""
        complaint = self.complaint_id._filtered_access("read")
        return complaint and join_title(complaint.display_name, complaint.partner_id.name)
