from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...organization.posts.title import join_title


class SalesOfficeComplaintCause(models.Model):
    """Why customers complain, as a tree, so that what comes again and again is seen (R079).

    A cause may name the violation that it is when somebody is at fault; whether somebody is, a leader decides.
    """

    _name = "sales.office.complaint.cause"
    _description = "Cause of Complaints"
    _inherit = ["sales.office.protected.mixin", "sales.office.used.mixin"]
    _parent_store = True
    _order = "sequence, id"

    display_name = fields.Char(recursive=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "sales.office.complaint.cause",
        string="Under the Cause",
        index=True,
        ondelete="restrict",
        domain="[('id', '!=', id)]",
    )
    parent_path = fields.Char(index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, help="Leave empty for a cause that every company uses."
    )
    violation_type_id = fields.Many2one(
        "sales.office.violation.type",
        string="Violation",
        ondelete="set null",
        help="What it is when somebody is at fault. A leader decides whether somebody is.",
    )

    @api.depends("name", "parent_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for cause in self:
            cause.display_name = join_title(cause.parent_id.display_name, cause.name, by=" / ")

    @api.constrains("parent_id", "company_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A cause is no part of itself."))
        for cause in self:
            if cause.parent_id.company_id and cause.parent_id.company_id != cause.company_id:
                raise ValidationError(self.env._("A cause belongs to the company of the one it is part of."))
