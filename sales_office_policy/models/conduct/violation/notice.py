import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc

_logger = logging.getLogger(__name__)

#: the letters of a case, in their order, with the setting that holds the text and the letter that is shipped
STAGES = {
    "notice": ("sales_office_notice_template_id", "sales_office_policy.mail_template_violation_notice"),
    "decision": ("sales_office_decision_template_id", "sales_office_policy.mail_template_violation_decision"),
    "appeal": ("sales_office_appeal_template_id", "sales_office_policy.mail_template_violation_appeal"),
    "annulment": ("sales_office_annulment_template_id", "sales_office_policy.mail_template_violation_annulment"),
}


class SalesOfficeViolation(models.Model):
    """The letters about a case: notice, decision, decision on the appeal, annulment, as PDF (R060).

    Clause, facts, sanction and rights are printed by the report, so that no letter goes without them. What
    is said around them is a mail template, which a company replaces by its own. Letters are written in the
    employee's language. One that is sent by itself goes out with the cron: a printer's trouble stops no decision.
    """

    _inherit = "sales.office.violation"

    notice_queued = fields.Selection(
        [
            ("notice", "Notice of a Case"),
            ("decision", "Decision"),
            ("appeal", "Decision on the Appeal"),
            ("annulment", "Annulment"),
        ],
        string="Letter to Send",
        readonly=True,
        copy=False,
    )
    notice_stage = fields.Char(compute="_compute_notice_stage")

    _notice_queued_idx = models.Index("(id) WHERE notice_queued IS NOT NULL")

    @api.depends("state", "answer_deadline", "decided_at", "appeal_decided_at")
    def _compute_notice_stage(self):
        """Tell the latest letter there is; none before the case was reported, and never a draft of a decision."""
        for case in self:
            if not case.answer_deadline or case.state == "suspected":
                case.notice_stage = False
            elif case.state == "annulled":
                case.notice_stage = "annulment"
            elif case.state == "reported" or not case.decided_at:
                case.notice_stage = "notice" if case.state != "dismissed" else False
            else:
                case.notice_stage = "appeal" if case.appeal_decided_at else "decision"

    @rpc
    def action_print_notice(self):
        """Print the latest letter of these cases, which have come equally far.

        :raises UserError: not reported, or not equally far
        """
        stages = set(self.mapped("notice_stage"))
        if len(stages) != 1 or not all(stages):
            raise UserError(self.env._("Choose reported cases that have come equally far."))
        report = self.env.ref(f"sales_office_policy.action_report_violation_{stages.pop()}")
        return report.report_action(self, config=False)

    @rpc
    def action_send_notice(self):
        """Send the latest letter to the employees now, as somebody with authority.

        :raises AccessError: the user does not stand above them
        :raises UserError: there is no such letter yet, or nobody to send it to
        """
        self._check_authority()
        for case in self:
            case._check_notice(case.notice_stage or "notice")
            if not case.user_id.active:
                raise UserError(
                    self.env._("%(name)s has no user to send it to. Print it.", name=case.employee_id.sudo().name)
                )
        for case in self.sudo():  # sudo: the letter is posted on a closed case; checked above
            case._send_notice(case.notice_stage)
        return True

    def _check_notice(self, stage):
        """Refuse a letter about cases that have not come that far, or have come further: it would say what was."""
        letters = dict(self._fields["notice_queued"]._description_selection(self.env))
        order = list(STAGES)
        for case in self:
            latest = case.notice_stage
            if not latest or order.index(latest) < order.index(stage):
                raise UserError(self.env._("There is no such letter yet: the case has not come that far."))
            if latest != stage:
                raise UserError(
                    self.env._("The case has come further since. Print “%(letter)s” instead.", letter=letters[latest])
                )

    def _queue_letters(self):
        """Queue the letters about these cases, where the company wants them sent by themselves."""
        told = self.filtered(lambda case: case.user_id.active and case.company_id.sales_office_notice_automatic)
        for stage, cases in told.grouped("notice_stage").items():
            cases.with_context(tracking_disable=True).notice_queued = stage
        if told:
            self.env.ref("sales_office_policy.ir_cron_send_notices")._trigger()

    @api.model
    def _cron_send_notices(self):
        """Send the queued letters one by one; one that fails stays queued and does not stop the others."""
        queued = self.search([("notice_queued", "!=", False)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(queued))
        for case in queued:
            case = case.try_lock_for_update()
            if case.notice_queued:
                case._send_queued()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _send_queued(self):
        """Send what is queued, unless the case has gone another way or the employee has left since."""
        stage = self.notice_queued
        try:
            with self.env.cr.savepoint():
                self.with_context(tracking_disable=True).notice_queued = False
                if self.notice_stage == stage and self.user_id.active:
                    self._send_notice(stage)
        except Exception:
            _logger.exception("The letter about case %s could not be sent", self.id)

    def _send_notice(self, stage):
        """Post the letter with its PDF to the employee (sudo); it is written with what they themselves may read."""
        self.ensure_one()
        user = self.user_id
        company = {"allowed_company_ids": self.company_id.ids}
        reader = self.with_context(lang=user.lang, tz=user.tz, **company).with_user(user)
        report = f"sales_office_policy.report_violation_{stage}"
        pdf, _kind = reader.env["ir.actions.report"]._render_qweb_pdf(report, reader.ids)
        subject = reader._render_letter(stage, "subject")
        self.with_context(lang=user.lang, **company).message_post(
            body=reader._render_letter(stage, "body_html"),
            subject=subject,
            attachments=[(f"{subject}.pdf", pdf)],
            partner_ids=user.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _render_letter(self, stage, field):
        """Return subject or text of the letter in the employee's language; empty when the company has none."""
        self.ensure_one()
        setting, shipped = STAGES[stage]
        company = self.company_id.sudo()  # sudo: which letter the company chose is no secret
        template = company[setting] or self.env.ref(shipped, raise_if_not_found=False)
        if not template:
            return self.display_name if field == "subject" else ""
        template = template.sudo(False).with_env(self.env)
        lang = self.user_id.lang or self.env.lang
        return template._render_field(field, self.ids, set_lang=lang, options={"post_process": False})[self.id]

    def _get_managers_above(self):
        """Return the managers of the department and of those above it, the nearest first, as employees (sudo)."""
        department = self.sudo().department_id  # sudo: the tree decides
        return [above.manager_id for above in department.browse(department._get_sales_office_line()[::-1])]

    def _get_appeal_instance(self):
        """Return who an appeal goes to (sudo), maybe nobody: whom the company named, where the other of the two
        decided; else the employee who is the next manager above who decided.
        """
        self.ensure_one()
        decided = self.sudo()  # sudo: who decided and reported it
        named = decided.company_id._get_sales_office_judges()
        others = (named - decided.decided_by_id).filtered(lambda user: not decided._stands_above(user))
        if decided.decided_by_id in named and others:
            return others
        managers = self._get_managers_above()
        posts = [n for n, manager in enumerate(managers) if manager.user_id == decided.decided_by_id]
        above = managers[posts[-1] + 1 :] if posts else managers
        partial = decided.decided_by_id | decided.reporter_id | decided.user_id
        able = (
            m for m in above if m.user_id and decided._holds_post(m.user_id, ["manager"]) and m.user_id not in partial
        )
        return next(able, self.env["hr.employee"].sudo())
