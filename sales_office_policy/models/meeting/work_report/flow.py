from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...organization.rpc.rpc import rpc
from .work_report import OPEN


class SalesOfficeWorkReport(models.Model):
    """How a report is handed in and answered.

    draft, late --submit--> submitted --answer--> answered
      ^                         |
      +-------- return ---------+

    - Submit: its author, with what he did; figures are read once more and then stand.
    - Answer: somebody above him, once. Problems and suggestions are answered in words, other
      reports may just be marked as read (R106).
    - Return: somebody above him, before answering; the time of the first handing in stays.
    - Excuse: somebody above him; the report need not be handed in, or not in time.
    """

    _inherit = "sales.office.work.report"

    can_write = fields.Boolean(compute="_compute_can", help="The current user still writes this report.")
    can_answer = fields.Boolean(
        string="Can Be Answered", compute="_compute_can", help="The current user may answer it or send it back."
    )
    can_excuse = fields.Boolean(string="Can Waive", compute="_compute_can", help="The current user may waive it.")

    @api.depends("state", "user_id", "department_id", "is_excused", "is_late")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        led = self._has_authority()
        for report in self:
            report.can_write = report.is_own and report.state in OPEN
            report.can_answer = report in led and report.state == "submitted"
            excusable = not report.is_excused and (report.state in OPEN or report.is_late)
            report.can_excuse = report in led and excusable

    @rpc
    def action_refresh(self):
        """Read the figures of reports that are not handed in again; by the author or somebody above him."""
        (self - self.filtered("is_own"))._check_authority()
        self._check_state(*OPEN)
        self.sudo()._refresh_figures()  # sudo: figures are closed to writing by hand

    @rpc
    def action_submit(self):
        """Hand one's own reports in: figures and texts stand from now on.

        :raise UserError: handed in already, or nothing is written about the work done
        """
        self._check_own()
        self._check_state(*OPEN)
        if any(not (report.done or "").strip() for report in self):
            raise UserError(self.env._("Write what you did before you hand the report in."))
        now = fields.Datetime.now()
        reports = self.sudo()  # sudo: state, time and figures are closed to writing by hand; checked above
        reports._refresh_figures()
        for report in reports:
            submitted = report.submitted_at or now
            report.write(
                {
                    "state": "submitted",
                    "submitted_at": submitted,
                    "is_late": submitted > report.deadline,
                    "return_reason": False,
                }
            )
        reports._end_chasing()
        return True

    @rpc
    def action_answer(self, text: str = ""):
        """Answer reports that were handed in, or mark them as read without a text.

        :raise UserError: not handed in, or a problem or suggestion is left without words (R106)
        """
        self._check_superior()
        self._check_state("submitted")
        text = (text or "").strip()
        asking = self.filtered(lambda report: report.problems or report.suggestions)
        if asking and not text:
            raise UserError(
                self.env._(
                    "%(names)s told you of problems or suggestions. Answer these one by one.",
                    names=", ".join(asking.employee_id.mapped("name")),
                )
            )
        reports = self.sudo()  # sudo: the answer is closed to writing by hand; checked above
        reports.write(
            {
                "state": "answered",
                "answer": text or False,
                "answered_by_id": self.env.uid,
                "answered_at": fields.Datetime.now(),
            }
        )
        if text:
            reports._tell_author(lambda env: env._("Your report was answered: %(text)s", text=text))
        return True

    @rpc
    def action_mark_read(self):
        """Answer without a text: the superior has read them."""
        return self.action_answer()

    @rpc
    def action_return(self, reason: str):
        """Send reports back to be completed; what was handed in in time stays in time.

        :param str reason: what is missing, shown to the author
        """
        self._check_superior()
        self._check_state("submitted")
        reason = self._check_text(reason, self.env._("Say what is missing."))
        reports = self.sudo()  # sudo: as in action_answer
        reports.write({"state": "draft", "return_reason": reason})
        reports._tell_author(lambda env: env._("Your report was sent back: %(reason)s", reason=reason))
        return True

    @rpc
    def action_excuse(self, reason: str):
        """Excuse reports that are not handed in, or came late: they no longer count.

        :param str reason: kept with the report
        """
        self._check_superior()
        if any(report.is_excused for report in self):
            raise UserError(self.env._("This report is waived already."))
        if any(report.state not in OPEN and not report.is_late for report in self):
            raise UserError(self.env._("This report came in time: there is nothing to waive."))
        reason = self._check_text(reason, self.env._("Say why it is waived: the reason is kept with the report."))
        reports = self.sudo()  # sudo: as in action_answer
        reports.write({"is_excused": True, "excuse": reason, "excused_by_id": self.env.uid})
        reports._end_chasing()
        reports._tell_author(lambda env: env._("Your report was waived: %(reason)s", reason=reason))
        self.env["sales.office.check"]._trigger()
        return True

    @rpc(one=True)
    def action_take_up(self):
        """Open the dialog that makes an activity of what the report says about problems."""
        self._check_superior()
        if not self.problems:
            raise UserError(self.env._("This report tells of no problem."))
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_office_policy.sales_office_work_report_take_up_action"
        )
        summary = self.env._("Problem of %(name)s", name=self.employee_id.name)
        context = {
            "active_model": self._name,
            "active_id": self.id,
            "active_ids": self.ids,
            "default_summary": summary,
            "default_note": plaintext2html(self.problems),
        }
        return action | {"context": context}

    def _check_superior(self):
        self.check_access("read")
        self._check_authority()

    def _check_state(self, *states):
        """Raise a ``UserError`` naming the state of a report that is in none of ``states``."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for report in self:
            if report.state not in states:
                raise UserError(
                    self.env._(
                        "This cannot be done with %(report)s now: it is %(state)s.",
                        report=report.display_name,
                        state=labels[report.state].lower(),
                    )
                )

    def _check_text(self, text, message):
        """Return the text without blanks around it, or raise the message when nothing is left."""
        text = (text or "").strip()
        if not text:
            raise UserError(message)
        return text
