from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.rpc.rpc import rpc
from .target import ADDITIVE


class SalesOfficeTarget(models.Model):
    """What does not add up is shown, and resolved or explained before the team is told (R103, R132)."""

    _inherit = "sales.office.target"

    part_count = fields.Integer(string="Number of Parts", compute="_compute_difference", store=True)
    parts_value = fields.Float(string="Sum of Parts", digits=(16, 2), compute="_compute_difference", store=True)
    difference = fields.Float(
        digits=(16, 2),
        compute="_compute_difference",
        store=True,
        help="Target less the sum of its parts; 0 for a share or a mark, which is no sum.",
    )
    difference_reason = fields.Text(string="Why the Parts Differ", readonly=True, copy=False)
    acknowledgement_ids = fields.One2many(
        "sales.office.target.acknowledgement", "target_id", string="Told to", readonly=True
    )
    can_publish = fields.Boolean(
        compute="_compute_can_publish", help="It, or a part of it, is not published and the current user may do so."
    )
    waits_for_me = fields.Boolean(
        string="Awaits My Acknowledgement",
        compute="_compute_acknowledged",
        help="The current user has not taken note yet.",
    )
    acknowledged = fields.Char(compute="_compute_acknowledged", help="How many of the team have taken note.")

    @api.depends("target_value", "metric", "child_ids.target_value")
    def _compute_difference(self):
        for target in self:
            parts = target.child_ids
            target.part_count = len(parts)
            target.parts_value = sum(parts.mapped("target_value")) if target._is_additive() else 0
            differs = parts and target._is_additive()
            target.difference = round(target.target_value - target.parts_value, 2) if differs else 0

    @api.depends("published_at", "state", "child_ids.published_at", "child_ids.state")
    @api.depends_context("uid")
    def _compute_can_publish(self):
        led = self._origin._leads()
        tree = self.sudo().search([("id", "child_of", led.ids), ("active", "=", True)])
        waiting = tree.with_env(self.env)._get_publishable()
        wholes = waiting.union(*(target._get_wholes() for target in waiting))
        for target in self:
            origin = target._origin
            target.can_publish = origin in led & wholes and (origin in waiting or target.published_at)

    @api.depends("acknowledgement_ids.state")
    @api.depends_context("uid")
    def _compute_acknowledged(self):
        for target in self:
            asked = target.sudo().acknowledgement_ids  # sudo: only how many leaves this method
            read = asked.filtered(lambda row: row.state == "acknowledged")
            target.waits_for_me = self.env.user in (asked - read).user_id
            target.acknowledged = f"{len(read)} / {len(asked)}" if asked else ""

    @rpc
    def action_accept_difference(self, reason: str):
        """Let the parts differ from the whole, with a reason, by who leads the department.

        :raise UserError: they do not differ, or no reason
        """
        self._check_leads()
        self._check_in_use()
        reason = self._check_text(reason, self.env._("Say why the parts may differ from the whole."))
        if not all(target.difference for target in self):
            raise UserError(self.env._("The parts add up: there is nothing to explain."))
        self.sudo().difference_reason = reason  # sudo: set by this method only
        self.sudo()._log(lambda target: self.env._("Difference accepted: %(reason)s", reason=reason))

    @rpc
    def action_publish(self):
        """Tell the team of a department its targets, all parts with it, and ask the owners of drafts to agree.

        By who leads the department. What nobody proposed to himself yet he does not publish: his own part of his
        team's target stays a draft for who stands above him. Safe to run again: what is published stays as it is.

        :raise UserError: a part does not add up, the plan is not approved, or the target is still a draft above him
        """
        self._check_leads()
        targets = self._begin("draft", "proposed", "accepted", "disputed")
        targets._check_plan_approved()
        tree = self.sudo().search([("id", "child_of", self.ids), ("active", "=", True)])
        tree._check_adds_up()
        fresh = tree.with_env(self.env)._get_publishable()
        if unproposed := targets.filtered(lambda target: not target.published_at) - fresh:
            raise UserError(
                self.env._(
                    "%(target)s is still a draft: it is published once it was proposed to you.",
                    target=unproposed[0].display_name,
                )
            )
        fresh.filtered(lambda target: target.state == "draft").state = "proposed"
        fresh.write({"published_at": fields.Datetime.now(), "published_by_id": self.env.uid})
        # each department is told the widest of its own, not every part of it
        widest = tree.filtered(lambda target: not target.employee_id and target._get_axis() == "team")
        (targets | widest)._ask_acknowledgement()
        tree._sync_team_targets()

    @rpc(one=True)
    def action_open_parts(self):
        """Return the list of this target's parts, to fill in."""
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "view_mode": "list,form",
            "views": [
                (self.env.ref("sales_office_policy.sales_office_target_view_list_parts").id, "list"),
                (False, "form"),
            ],
            "domain": [("parent_id", "=", self.id)],
            "context": {"active_test": False},
        }

    @rpc
    def action_acknowledge(self):
        """Take note of one's team's targets."""
        rows = self.env["sales.office.target.acknowledgement"].search(
            [("target_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        rows.action_acknowledge()

    def _check_adds_up(self):
        for target in self.filtered(lambda target: target.difference and not target.difference_reason):
            raise UserError(
                self.env._(
                    "The parts of %(target)s differ from it by %(difference)s: "
                    "resolve that, or accept it with a reason.",
                    target=target.display_name,
                    difference=target.difference,
                )
            )

    def _get_publishable(self):
        """Return (sudo) those of these targets not published yet that are proposed, or the user's to propose."""
        fresh = self.sudo().filtered(lambda target: not target.published_at)
        drafts = fresh.filtered(lambda target: target.state == "draft")
        return fresh - (drafts - drafts.with_env(self.env)._get_settable())

    def _ask_acknowledgement(self):
        """Ask everybody in the departments of these targets, and below, to take note of each once."""
        # people without a post in the office could not take note
        group = self.env.ref("sales_office_policy.group_member")
        able = Domain("active", "=", True) & Domain("user_id.all_group_ids", "in", group.ids)
        Employee = self.env["hr.employee"].sudo()
        Acknowledgement = self.env["sales.office.target.acknowledgement"].sudo()
        known = {(row.target_id.id, row.employee_id.id) for row in self.acknowledgement_ids}
        values = []
        for department, targets in self.filtered(lambda t: not t.employee_id).grouped("department_id").items():
            people = Employee.search(able & Domain("department_id", "child_of", department.id))
            values += [
                {"target_id": target.id, "employee_id": employee.id}
                for target in targets
                for employee in people
                if (target.id, employee.id) not in known and employee.user_id != self.env.user
            ]
        Acknowledgement.create(values)

    def _forget_difference_reason(self):
        """A reason is about one difference: with another one it has to be given again."""
        self.sudo().filtered("difference_reason").difference_reason = False

    def _is_additive(self):
        return self.metric in ADDITIVE
