from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .meeting_line import CUSTOMER_FIELDS

#: written by the software alone
FIXED_FIELDS = {"activity_id", "done", "done_at", "done_by_id", "result", "res_model", "res_id"}


class SalesOfficeMeetingLine(models.Model):
    """Who reads which line, and who may write it; the record rules ask ``is_shared`` (R006, R135)."""

    _inherit = "sales.office.meeting.line"

    is_shared = fields.Boolean(
        compute="_compute_is_shared",
        search="_search_is_shared",
        help="Of a meeting the current user is expected at, or still open and on the agenda of such a meeting.",
    )
    can_chair = fields.Boolean(related="meeting_id.can_chair")

    @api.depends("meeting_id", "done", "kind")
    @api.depends_context("uid")
    def _compute_is_shared(self):
        shared = self.sudo().search(Domain("id", "in", self._origin.ids) & self._search_is_shared("in", [True]))
        for line in self:
            line.is_shared = line._origin.id in shared._ids

    def _search_is_shared(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: decides about access itself; asks about the current user all the same
        Meeting = self.env["sales.office.meeting"].sudo()
        ahead = Domain("state", "in", ("planned", "open"))
        mine = Domain("is_participant", "=", True) | Meeting._get_chaired_domain()
        departments = Meeting._search(ahead & mine).subselect("department_id")
        held = Domain("state", "=", "closed") & Domain("department_id", "any!", departments)
        carried = self._get_open_task_domain() & Domain("meeting_id", "any!", held)
        return Domain("meeting_id", "any!", mine) | carried

    def _is_derived(self, name):
        return name in FIXED_FIELDS or super()._is_derived(name)

    def _check_may_edit(self, names):
        """Raise unless the current user may have the lines as they are; ``names`` are the fields he gives.

        :raise AccessError: for lines of others, actions, or a customer or opportunity he cannot read
        :raise UserError: the meeting is over
        """
        self.meeting_id.check_access("read")
        meetings = self.meeting_id.sudo()  # sudo: asks about states, lists and the user, nothing is shown
        meetings._check_not_locked()
        listed = meetings.attendance_ids.mapped(lambda row: (row.meeting_id, row.employee_id))
        for line in self.sudo():
            chairs = line.meeting_id.can_chair
            if not chairs and (not line.is_own or line.kind == "action"):
                raise AccessError(
                    self.env._(
                        "Everybody reports for himself. Actions are added, and other people's lines "
                        "corrected, by the chair or who leads the department."
                    )
                )
            if (line.meeting_id, line.employee_id) not in listed and not (chairs and line.is_own):
                raise UserError(
                    self.env._(
                        "%(name)s is not on the list of this meeting. Ask the chair to add him.",
                        name=line.employee_id.name,
                    )
                )
        if not all((line.text or "").strip() for line in self.sudo()):
            raise UserError(self.env._("Write down what you have to report."))
        for name in CUSTOMER_FIELDS.intersection(names):
            self[name].check_access("read")  # the line would show its name to whoever reads the line
