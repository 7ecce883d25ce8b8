from odoo import api, fields, models

from ...organization.posts.title import join_title


class SalesOfficeMeetingNoticeRead(models.Model):
    """Whether one participant has read one notice of a meeting (R008). Made when the meeting closes."""

    _name = "sales.office.meeting.notice.read"
    _description = "Read Mark of a Notice"
    _inherit = "sales.office.member.mixin"
    _order = "start desc, line_id, employee_id"
    _member_date_field = "start"

    line_id = fields.Many2one(
        "sales.office.meeting.line", string="Notice", required=True, index=True, ondelete="cascade", readonly=True
    )
    text = fields.Text(related="line_id.text")
    meeting_id = fields.Many2one(related="line_id.meeting_id", store=True, index=True, precompute=True)
    start = fields.Datetime(related="line_id.start", string="Meeting Start", store=True, precompute=True)
    employee_id = fields.Many2one(string="Participant", default=False, readonly=True)
    read_at = fields.Datetime(readonly=True, copy=False)

    _reader_uniq = models.Constraint(
        "UNIQUE (line_id, employee_id)", "Each participant is asked once to read a notice."
    )
    _unread_idx = models.Index("(user_id) WHERE read_at IS NULL")

    @api.depends("line_id", "employee_id.name")
    def _compute_display_name(self):
        for mark in self:
            # sudo: whoever may see that somebody was asked may see what they were asked to read
            mark.display_name = join_title(mark.sudo().line_id.display_name, mark.employee_id.name, by=" - ")
