from odoo import models
from odoo.tools import formatLang

from ...organization.rpc.rpc import rpc
from ..figures.figures import FIGURES
from ..line.meeting_line import TASK_KINDS
from .month import CONDUCT_FIGURES


class SalesOfficeMeeting(models.Model):
    """What opening and closing a meeting sets going: visits filled in, tasks, notices, minutes (R005, R007, R008)."""

    _inherit = "sales.office.meeting"

    def _begin(self):
        """Open, with everybody's planned visits among the lines, which make him prepared."""
        result = super()._begin()
        # of several people who sign in first only one gets past this point, the others start again
        self.flush_recordset(["state"])
        rows = self.sudo().attendance_ids.filtered(lambda row: row.state != "excused")  # sudo: see _prefill_lines
        rows._prefill_lines()
        rows._note_prepared()
        return result

    @rpc
    def action_close(self):
        """End the meeting: problems go to their owners, notices to everybody, and all get the minutes."""
        result = super().action_close()
        meetings = self.sudo()  # sudo: what was said is locked now, and reaches people the chair may not see
        lines = meetings.line_ids
        lines._update_activities(told=meetings.attendance_ids.user_id)
        lines._ask_to_read()
        meetings._send_minutes()
        return result

    def _send_minutes(self):
        """Send each participant the minutes as his settings say, in one message for each language (R005).

        They hold what everybody on the list may read, and no marks or reasons of single people.
        """
        for meeting in self:
            users = meeting.attendance_ids.user_id.filtered("active")
            for lang, readers in users.grouped("lang").items():
                told = meeting.with_context(lang=lang)
                body = told.env["ir.qweb"]._render("sales_office_policy.meeting_minutes_message", {"meeting": told})
                told.message_notify(
                    partner_ids=readers.partner_id.ids,
                    subject=told.env._("Minutes: %(meeting)s", meeting=told.display_name),
                    body=body,
                )

    def _get_lines_by_kind(self):
        """Return ``[{title, tasks, lines}]`` for the printed minutes: each kind by person, then what is open still."""
        lines = self.line_ids.grouped("kind")
        titles = {
            "notice": self.env._("Notices"),
            "visit": self.env._("Visits"),
            "movement": self.env._("Movements"),
            "need": self.env._("Needs"),
            "problem": self.env._("Problems"),
            "action": self.env._("Actions"),
        }
        groups = [
            {"title": title, "tasks": kind in TASK_KINDS, "lines": lines[kind].sorted("employee_id")}
            for kind, title in titles.items()
            if kind in lines
        ]
        if self.earlier_line_ids:
            groups.append({"title": self.env._("Open from Earlier"), "tasks": True, "lines": self.earlier_line_ids})
        return groups

    def _get_figure_names(self):
        """Return the names of the figures to print, without those that would tell of a single person."""
        return [name for name in FIGURES if self.shows_conduct or name not in CONDUCT_FIGURES]

    def _format_figure(self, name):
        """Return a figure as it is printed."""
        if self._fields[name].type == "monetary":
            return formatLang(self.env, self[name], currency_obj=self.currency_id)
        return str(self[name])
