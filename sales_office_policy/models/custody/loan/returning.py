import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ...organization.local_time import get_local_day, get_zone
from ...organization.posts.title import join_title

_logger = logging.getLogger(__name__)

#: reminds of the papers somebody left the company with
ACTIVITY = "sales_office_policy.mail_activity_type_leaver_papers"


class SalesOfficeDocumentLoan(models.Model):
    """What is asked of a borrower: to confirm the receipt, to bring the paper back in time and whole (R015, R017)."""

    _inherit = "sales.office.document.loan"

    def _confirm(self, receipt):
        open_loans = self.sudo().filtered("is_receipt_open")  # sudo: nobody has the right to write loans
        for loan in self.sudo() - open_loans:
            if not loan.received_at:
                loan._check_on_loan()
        open_loans.write({"received_at": fields.Datetime.now(), "receipt": receipt})
        open_loans._add_to_chain("received")

    def _refuse_more_codes(self):
        raise UserError(
            self.env._(
                "Too many wrong codes: %(name)s confirms the receipt on their own screen.", name=self.employee_id.name
            )
        )

    def _refuse_code(self):
        _logger.warning("Wrong PIN or badge at the desk for loans %s, entered by user %s", self.ids, self.env.uid)
        raise UserError(
            self.env._(
                "This is neither the PIN nor the badge of %(name)s. They may confirm the receipt on their own screen.",
                name=self.employee_id.name,
            )
        )

    def _check_extendable(self, due_at):
        category = self.document_id.category_id
        if not category.may_extend:
            raise UserError(
                self.env._(
                    "%(document)s is back at the end of the day: loans of %(category)s are not extended.",
                    document=self.document_id.display_name,
                    category=category.name,
                )
            )
        if not due_at or due_at <= max(self.due_at, fields.Datetime.now()):
            raise UserError(self.env._("Choose a time that is still to come and later than the one it is due now."))

    def _check_working_day(self, due_at):
        """Refuse a day on which nobody can take the papers back where they are kept. Midnight ends a day."""
        if not self:
            return
        departments = self.document_id.department_id
        last = due_at - timedelta(seconds=1)
        days = {
            department: get_local_day(last, get_zone(department._get_sales_office_tz())) for department in departments
        }
        opened = departments._get_sales_office_working_days(min(days.values()), max(days.values()))
        for loan in self:
            department = loan.document_id.department_id
            if days[department] not in opened[department]:
                raise UserError(
                    self.env._(
                        "%(document)s cannot come back on %(day)s: nobody works then where it is kept. "
                        "Choose a working day.",
                        document=loan.document_id.display_name,
                        day=format_date(self.env, days[department]),
                    )
                )

    def _refuse(self, reason):
        """Refuse these requests (sudo) and tell who made them."""
        self.write({"state": "refused", "reason": reason})
        for loan in self:
            loan.document_id._notify_users(
                loan.user_id, lambda told: told.env._("Your request was refused: %(reason)s", reason=reason)
            )

    def _check_requested(self):
        if any(loan.state != "requested" for loan in self):
            raise UserError(self.env._("Only a request that still waits can be handed out or refused."))

    def _check_on_loan(self):
        """Raise a ``UserError`` unless this loan is open; where the document is now, is told to who may read it."""
        if self.state == "on_loan":
            return
        document = self.sudo().document_id  # sudo: past borrowers may not read it, which is asked next
        values = {"document": self._get_title(), "name": self.employee_id.name}
        if not document.sudo(False).has_access("read"):
            raise UserError(self.env._("%(document)s is not with %(name)s any more.", **values))
        values["holder"] = document.holder_id.name
        if document.holder_id and not self.copy_number:
            raise UserError(self.env._("%(document)s is not with %(name)s any more: %(holder)s holds it.", **values))
        values["state"] = (self if self.copy_number else document)._get_state_name()
        raise UserError(self.env._("%(document)s is not with %(name)s any more: it is %(state)s.", **values))

    def _get_state_name(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state].lower()

    def _take_back(self, condition, grade, photo):
        """End these open loans (sudo) as returned and serve whoever waits."""
        self._check_condition(condition, grade)
        self.write(
            {
                "state": "returned",
                "returned_at": fields.Datetime.now(),
                "taken_back_by_id": self.env.uid,
                "condition": condition,
                "condition_grade": grade,
            }
        )
        self._end_offer()
        copies = self.filtered("copy_number")
        documents = (self - copies).document_id
        documents.state = "available"
        values = {"text": condition, "condition_grade": grade, "photo": photo}
        clerk = self.env.user.employee_id
        copies._add_to_chain("copy_returned", clerk, **values)
        (self - copies)._add_to_chain("returned", clerk, **values)
        if grade != "good":
            self._report_damage()
        documents._serve_queue()

    def _check_condition(self, condition, grade):
        if grade in ("damaged", "incomplete") and not (condition or "").strip():
            raise UserError(self.env._("Say in words what is damaged or missing."))

    def _end_offer(self):
        """Forget the offer to hand these open loans (sudo) on."""
        self.filtered("transfer_to_id").write({"transfer_to_id": False, "transfer_asked_at": False})

    def _report_damage(self):
        """Give the custodian's superior an activity for each document that came back damaged."""
        for loan in self.filtered(lambda loan: loan.condition_grade in ("damaged", "incomplete")):
            loan.document_id._give_activities(
                lambda document: document._get_superior_of_custodian().user_id,
                lambda told: told.env._("Came back damaged"),
                build_note=lambda told, loan=loan: told.env._(
                    "Returned by %(name)s: %(condition)s", name=loan.employee_id.name, condition=loan.condition
                ),
                mailed=True,
            )

    def _correct_return(self, returned_at, reason):
        if self.state == "on_loan":
            self.action_take_back()
        loan = self.sudo()  # sudo: nobody has the right to write loans; authority was checked
        before = loan.returned_at or loan.due_at
        loan.write(
            {
                "state": "returned",
                "returned_at": returned_at,
                "return_corrected_by_id": self.env.uid,
                "return_correction": reason,
            }
        )
        loan._add_to_chain("corrected", self.env.user.employee_id, text=reason, happened_at=returned_at)
        loan.message_post(
            body=self.env._(
                "Back since %(time)s, recorded until now with %(before)s: %(reason)s",
                time=format_datetime(self.env, returned_at),
                before=format_datetime(self.env, before),
                reason=reason,
            )
        )

    def _check_returned_at(self, returned_at):
        """Raise a ``UserError`` unless the loan can have ended at that time."""
        if self.state == "lost":
            raise UserError(
                self.env._("%(loan)s was reported lost: report first that it was found.", loan=self.display_name)
            )
        if self.state not in ("on_loan", "returned") or not self.handed_over_at:
            raise UserError(self.env._("Only what was lent can have come back."))
        # sudo: whoever had the paper next, they may be of another department
        following = self.sudo()._get_next_handed_over()
        latest = min(filter(None, (fields.Datetime.now(), following[self.sudo()])))
        if not returned_at or not self.handed_over_at <= returned_at <= latest:
            raise UserError(
                self.env._(
                    "%(loan)s: the paper came back between %(begin)s, when it was handed over, and %(end)s.",
                    loan=self.display_name,
                    begin=format_datetime(self.env, self.handed_over_at),
                    end=format_datetime(self.env, latest),
                )
            )

    def _end_loss(self, found_at):
        """End these loans (sudo) when the paper was found, between when it was handed over and went out again."""
        following = self._get_next_handed_over()
        for loan in self:
            back_at = min(filter(None, (found_at, following[loan])))
            loan.write({"state": "returned", "returned_at": max(back_at, loan.handed_over_at)})
        if self:
            self.env["sales.office.check"]._trigger()

    def _get_next_handed_over(self):
        """Return ``{loan: when the same paper was handed over next}``, None where it was not (sudo)."""
        domain = [("document_id", "in", self.document_id.ids), ("handed_over_at", "!=", False)]
        moments = {}
        for loan in self.search(domain):
            moments.setdefault((loan.document_id, loan.copy_number), []).append(loan.handed_over_at)
        return {
            loan: min((m for m in moments[loan.document_id, loan.copy_number] if m > loan.handed_over_at), default=None)
            for loan in self
        }

    def _get_breach_text(self):
        """Return in words which paper was not back when, the same until the facts change."""
        self.ensure_one()
        facts = {"document": self._get_title(), "due": self._format_local(self.due_at)}
        if self.state == "lost":
            return self.env._("%(document)s, due back on %(due)s, was lost on loan.", **facts)
        if self.state == "on_loan":
            return self.env._("%(document)s was due back on %(due)s and was not returned.", **facts)
        back = self._format_local(self.returned_at)
        return self.env._("%(document)s was due back on %(due)s and came back on %(back)s.", back=back, **facts)

    def _format_local(self, moment):
        return format_datetime(self.env, moment, tz=self.employee_id._get_tz(), dt_format="short")

    def _prepare_systray_paper(self):
        """Return one paper as the attendance menu shows it."""
        self.ensure_one()
        due = format_datetime(self.env, self.due_at, dt_format="short") if self.due_at else ""
        return {
            "id": self.id,
            "name": self._get_title(),
            "due": due,
            "overdue": bool(self.due_at and self.due_at < fields.Datetime.now()),
        }

    def _schedule_leaver_activity(self, user):
        """Ask ``user`` to get these papers of one employee back."""
        self[:1]._give_activities(
            user,
            lambda loan: loan.env._("%(name)s left with papers", name=loan.employee_id.name),
            kind=ACTIVITY,
            build_note=lambda loan: Markup("<br/>").join(self.with_env(loan.env)._get_titles()),
        )

    def _get_titles(self):
        """Return the papers in words, each with the time it was due."""
        return [
            join_title(loan._get_title(), format_datetime(loan.env, loan.due_at, dt_format="short")) for loan in self
        ]

    def _end_leaver_activities(self):
        """Take the reminders back once nothing is out any more."""
        left = self.employee_id.filtered(lambda employee: not employee.active)
        if not left:
            return
        out = self.search([("employee_id", "in", left.ids), ("state", "=", "on_loan")])
        back = left - out.employee_id
        self.search([("employee_id", "in", back.ids), ("activity_ids", "!=", False)]).activity_unlink([ACTIVITY])
