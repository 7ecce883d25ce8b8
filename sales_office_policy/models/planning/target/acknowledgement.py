from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc


class SalesOfficeTargetAcknowledgement(models.Model):
    """Whether one of the team has taken note of its published target (R132). Written by the buttons only."""

    _name = "sales.office.target.acknowledgement"
    _description = "Target Acknowledgement"
    _inherit = "sales.office.member.mixin"
    _order = "id desc"
    _rec_name = "target_id"

    target_id = fields.Many2one("sales.office.target", required=True, index=True, ondelete="cascade", readonly=True)
    employee_id = fields.Many2one(readonly=True)
    state = fields.Selection(
        [("asked", "To Take Note Of"), ("acknowledged", "Taken Note Of")], required=True, default="asked", readonly=True
    )
    acknowledged_at = fields.Datetime(readonly=True)

    _employee_uniq = models.Constraint("UNIQUE (target_id, employee_id)", "Each is told of a target once.")

    @api.depends("target_id", "employee_id.name")
    def _compute_display_name(self):
        for row in self:
            # sudo: whoever may see that somebody was told may see of what
            row.display_name = join_title(row.target_id.sudo().display_name, row.employee_id.name, by=": ")

    @rpc
    def action_acknowledge(self):
        """Take note, for oneself; a second time changes nothing.

        :raises AccessError: it was told to somebody else
        """
        self._check_own()
        asked = self.sudo().filtered(lambda row: row.state == "asked")  # sudo: written by this method only
        asked.write({"state": "acknowledged", "acknowledged_at": fields.Datetime.now()})

    @api.model
    def _ask(self, targets):
        """Ask everybody in the departments of these targets (sudo), and below, to take note of each once."""
        # people without a post in the office could not take note
        group = self.env.ref("sales_office_policy.group_member")
        able = Domain("active", "=", True) & Domain("user_id.all_group_ids", "in", group.ids)
        Employee = self.env["hr.employee"].sudo()
        known = {(row.target_id.id, row.employee_id.id) for row in targets.acknowledgement_ids}
        values = []
        for department, own in targets.filtered(lambda t: not t.employee_id).grouped("department_id").items():
            people = Employee.search(able & Domain("department_id", "child_of", department.id))
            values += [
                {"target_id": target.id, "employee_id": employee.id}
                for target in own
                for employee in people
                if (target.id, employee.id) not in known and employee.user_id != self.env.user
            ]
        self.sudo().create(values)
