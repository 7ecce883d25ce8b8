from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import core_door

CASE = "sales.office.violation"
#: reported, and not closed yet
UNDER_WAY = ("reported", "decided", "appealed")
#: what is in a file, and on what
FILE = {"raw", "datas", "db_datas", "store_fname", "url", "type", "name", "res_model", "res_id", "res_field"}
#: what was said, by whom, when, and to whom it shows
MESSAGE = {
    "attachment_ids", "author_id", "body", "date", "email_from", "is_internal", "message_type", "model", "parent_id",
    "res_id", "subject", "subtype_id",
}  # fmt: skip


class SalesOfficeViolation(models.Model):
    """The facts of a case (R046): they stand still once it is reported, with messages and files, since the employee
    answers to just these; what becomes of a case that a check made when what is behind it changes.
    """

    _inherit = "sales.office.violation"

    check_id = fields.Many2one(
        "sales.office.check", string="Found by", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    finding_ids = fields.One2many("sales.office.finding", "violation_id", string="Findings", readonly=True)
    is_withdrawn = fields.Boolean(
        string="Withdrawn",
        readonly=True,
        copy=False,
        help="The facts that the case was made of have been waived or corrected, so it ended by itself.",
    )
    facts_changed_at = fields.Datetime(
        string="Facts Changed on",
        readonly=True,
        copy=False,
        help="What was found no longer stands, but the case was closed already. It can be annulled.",
    )
    facts_now = fields.Text(string="By the Facts Now", compute="_compute_facts_now")

    @api.depends("facts_changed_at", "finding_ids.res_id")
    @api.depends_context("lang", "uid")
    def _compute_facts_now(self):
        """Say what the records behind a case show now, to whoever may read the case."""
        changed = self.filtered("facts_changed_at").sudo()  # sudo: of the cases that are read
        told = changed.finding_ids._describe_facts_now()
        for case in self:
            findings = case.sudo().finding_ids if case.facts_changed_at else ()
            case.facts_now = "\n".join(told[finding] for finding in findings) or False

    @api.ondelete(at_uninstall=False)
    def _unlink_only_own_drafts(self):
        if self.env.su:
            return
        if any(case.state != "suspected" or case.reporter_id != self.env.user for case in self):
            raise UserError(
                self.env._("Only a suspected case can be deleted, by whoever wrote it. Dismiss this one instead.")
            )

    def _check_editable(self, vals):
        """Refuse to write on a case that has been reported, or was told in confidence, and to move it to another."""
        if any(case.state != "suspected" for case in self):
            raise UserError(
                self.env._("This case has been reported, so its facts are closed. Use the buttons to take it further.")
            )
        if "employee_id" in vals and any(case.employee_id.id != vals["employee_id"] for case in self):
            raise UserError(self.env._("A case stays with its employee. Delete it and write a new one."))
        if self.sudo().informant_id:  # sudo: closed field
            raise UserError(
                self.env._(
                    "What was told in confidence stays as it was told. Report it, or ask who decides to dismiss it."
                )
            )

    def _check_evidence(self):
        """Raise a ``UserError`` if a kind that needs evidence has neither a file nor a source."""
        self._get_unproven().type_id._refuse_unproven()

    def _get_unproven(self):
        """Return those of a kind that needs evidence that have neither a file nor a source."""
        bare = self.filtered(lambda case: case.type_id.evidence_required and not case.res_id)
        domain = [("res_model", "=", self._name), ("res_id", "in", bare.ids)]
        # sudo: whether there is a file, whoever may read it; a clerk's draft included
        proven = {res_id for (res_id,) in self.env["ir.attachment"].sudo()._read_group(domain, ["res_id"])}
        return bare.filtered(lambda case: case.id not in proven)

    def _check_messages_open(self):
        """Raise a ``UserError`` if one of these cases has been reported (sudo)."""
        if any(case.state != "suspected" for case in self):
            raise UserError(self.env._("Messages about a reported case stay as they were written. Write another one."))

    def _message_update_content(self, message, /, **kwargs):
        """Messages about a reported case stay as they were written: what is said is evidence, too."""
        self._check_messages_open()
        return super()._message_update_content(message, **kwargs)

    def _withdraw_suspicion(self):
        """End suspected cases whose facts no longer stand, and tell those who work on a reported one (sudo)."""
        self._end_suspicion(
            self.env._("Withdrawn: the facts have been waived or corrected."),
            lambda case: case.env._("The facts that this case was made of have since been waived or corrected."),
        )

    def _withdraw_covered(self):
        """End suspected cases about a fact that is held against the employee already (sudo)."""
        self._end_suspicion(
            self.env._(
                "Withdrawn: it is the same fact as another finding about that day, from which something follows."
            ),
            lambda case: case.env._("This is the same fact as another finding about that day. One of them is enough."),
        )

    def _withdraw_without_room(self):
        """End these, which are suspected by checks whose room was switched off (sudo)."""
        self._end_suspicion(
            self.env._("Withdrawn: the room that keeps these facts has been switched off."), lambda _case: ""
        )

    def _end_suspicion(self, text, build_text_taken_further):
        """Withdraw what a check only suspects; a case in somebody's hands, as a draft of their own is, goes on.

        :param build_text_taken_further: function of a case, in the language of whoever is told
        """
        suspected = self.filtered(lambda case: case.state == "suspected" and case.check_id)
        suspected.with_context(tracking_disable=True).write({"state": "dismissed", "is_withdrawn": True})
        suspected._log_change(text)
        drafts = (self - suspected).filtered(lambda case: case.state == "suspected")
        drafts._log_change(build_text_taken_further(drafts))
        (self - suspected)._tell_deciders(build_text_taken_further)

    def _tell_deciders(self, build_text):
        """Say it in those of these cases (sudo) that are reported or decided, and tell whoever decided or is to."""
        in_hands = self.filtered(lambda case: case.state in UNDER_WAY)
        if not in_hands:
            return
        told = in_hands._filter_readers(in_hands._get_deciders())
        in_hands._notify_users(told.get, build_text, always=True)

    def _return_suspicion(self):
        """Suspect again what had withdrawn itself (sudo)."""
        self.with_context(tracking_disable=True).write({"state": "suspected", "is_withdrawn": False})
        self._log_change(self.env._("Suspected again: what it was withdrawn for no longer holds."))

    def _log_change(self, body):
        if self:
            self._message_log_batch({case.id: body for case in self})

    # ------------------------------------------------------------------ closed already

    def _notify_facts_changed(self):
        """Tell of those that are closed, once, that nothing of what was found stands any more (sudo)."""
        changed = self.filtered(
            lambda case: (
                case.state == "closed"
                and not case.facts_changed_at
                and not case.anonymised_on
                and case.finding_ids
                and all(finding._is_gone() for finding in case.finding_ids)
            )
        )
        changed.with_context(tracking_disable=True).facts_changed_at = fields.Datetime.now()
        told = {case: case._get_told_of_changes() for case in changed}
        vals_list = []
        for case, users in changed._filter_readers(told).items():
            for lang, readers in users.grouped("lang").items():
                vals_list.append(case.with_context(lang=lang or self.env.lang)._prepare_facts_changed_vals(readers))
        if vals_list:
            changed._send_told(changed._message_create(vals_list))

    def _take_back_facts_changed(self):
        """Say that the facts are again what these cases were made of or decided on (sudo)."""
        back = self.filtered("facts_changed_at")
        back.with_context(tracking_disable=True).facts_changed_at = False
        back._log_change(self.env._("The facts are again as they were when the case was decided."))
        (self - back)._tell_deciders(lambda case: case.env._("The facts that this case was made of stand again."))

    def _get_told_of_changes(self):
        """Return who decided this case, who leads its employee and can log in, and the employee themselves (sudo)."""
        deciders = self.decided_by_id | self.confirmed_by_id | self.appeal_decided_by_id
        others = (manager.user_id for manager in self._get_managers_above() if manager != self.employee_id)
        return deciders | next((user for user in others if user.active), self.env["res.users"]) | self.user_id

    def _filter_readers(self, told):
        """Return ``{case: users}`` of those users in ``told`` who can log in and may read the case now.

        Everybody in an office reads their own cases; the others, who are few, are asked.
        """
        users = self.env["res.users"].union(*told.values()).filtered("active")
        members = users.filtered(lambda user: user.has_group("sales_office_policy.group_member"))
        others = self.env["res.users"].union(*(told[case] - case.user_id for case in self)) & users
        readable = {}
        for company, cases in self.grouped("company_id").items():
            for user in others.filtered(lambda user, company=company: company in user.company_ids):
                seen = cases.with_context(allowed_company_ids=company.ids).with_user(user)
                readable[company, user] = set(seen._filtered_access("read").ids)
        return {
            case: told[case]
            .with_prefetch(users.ids)
            .filtered(
                lambda user, case=case: (
                    case.id in readable.get((case.company_id, user), ())
                    or (user in members and user == case.user_id and case.company_id in user.company_ids)
                )
            )
            for case in self
        }

    def _prepare_facts_changed_vals(self, readers):
        """Return the message to some of the readers, in the language of the environment."""
        return self._prepare_told_vals(False) | {
            "body": self.env["ir.qweb"]._render("sales_office_policy.violation_facts_changed", {"case": self}),
            "subject": self.env._("The facts have changed: %(case)s", case=self.display_name),
            "partner_ids": readers.partner_id.ids,
        }


class IrAttachment(models.Model):
    """Evidence of a reported case is neither deleted nor exchanged, not even by who attached it."""

    _inherit = "ir.attachment"

    @core_door
    def write(self, vals):
        """Let files of reported cases stay as they are.

        :raises AccessError: the case is none of the user's to read
        :raises UserError: the file is evidence
        """
        if FILE & vals.keys():
            on_cases = self._filter_on_cases()
            on_cases.sudo(self.env.su).check_access("read")  # before anything is told about the case
            on_cases._filter_changed(vals)._check_not_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        self._filter_on_cases()._check_not_evidence()

    def _filter_on_cases(self):
        return self.sudo().filtered(lambda file: file.res_model == CASE and file.res_id)  # sudo: may be unreadable

    def _filter_changed(self, vals):
        """Leave out the one file that gets its own content again, as when an administrator moves the storage."""
        kept = len(self) == 1 and not (FILE - {"raw"}) & vals.keys()
        return self.browse() if kept and self.raw == vals["raw"] else self

    def _check_not_evidence(self):
        """Raise a ``UserError`` for files of cases that have been reported and still bear a name (sudo)."""
        cases = self.env[CASE].browse(self.mapped("res_id")).exists()
        closed = cases.filtered(lambda case: case.state != "suspected" or case.informant_id)
        if closed.filtered(lambda case: not case.anonymised_on):
            raise UserError(self.env._("This file belongs to a reported case and stays as it is."))


class MailMessage(models.Model):
    """Odoo lets people write on messages they sent or received; those about a reported case stay as they were."""

    _inherit = "mail.message"

    @core_door
    def write(self, vals):
        """Let messages about reported cases stay as they were written.

        :raises AccessError: the case is none of the user's to read
        :raises UserError: the case is reported
        """
        if not self.env.su and MESSAGE & vals.keys():
            about = self.sudo().filtered(lambda message: message.model == CASE)  # sudo: may be unreadable
            about.sudo(False).check_access("read")  # before anything is told about the case
            self.env[CASE].sudo().browse(about.mapped("res_id")).exists()._check_messages_open()
        return super().write(vals)
