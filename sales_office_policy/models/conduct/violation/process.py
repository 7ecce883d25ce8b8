from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.printing.software import as_software
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import rpc
from .pair import GRAVE

ACTIVITY_ANSWER = "sales_office_policy.mail_activity_type_answer"
ACTIVITY_DECISION = "sales_office_policy.mail_activity_type_decision"


class SalesOfficeViolation(models.Model):
    """The due process of a case.

    suspected --report--> reported --decide--> decided --accept, close--> closed
        |                    |                  |   ^
        |                    |             appeal   decide
        v                    v                  v   |
    dismissed <----------- dismiss <--------- appealed        closed --annul--> annulled

    - Report: whoever wrote the draft; a draft without a reporter (made by a check), somebody with authority.
    - Answer: the employee, once, while it is undecided.
    - Decide, dismiss: a manager or director with authority who did not report it, once the employee
      answered or his time to answer is over. A decision unlike the ladder's gives reasons. A suspension or
      dismissal is one only when a second person confirms it.
    - Appeal: the employee, once, in time. Decided, with reasons, at the next level.
    - Close: the employee by accepting, or a manager or director with authority once no appeal can come.
    - Annul: those who could have decided the appeal, see ``annulment.py``.
    """

    _inherit = "sales.office.violation"

    @rpc
    def action_report(self):
        """Hand a suspected case in: the employee is told and may answer until the deadline."""
        self._check_state("suspected")
        self._check_reporter()
        going_on = self._join_twins()
        going_on._check_evidence()
        # sudo: the state is closed to writing by hand; checked above. The message tells the change, for all at once
        cases = going_on.sudo().with_context(tracking_disable=True)
        cases._set_deadlines("answer_deadline")
        # what a check found about a director has been reported by the software: who takes it up decides it too
        named = self.filtered("is_for_judge").sudo()
        for (reporter, judged), alike in cases.grouped(lambda case: (case.reporter_id, case in named)).items():
            alike.write({"state": "reported", "reporter_id": reporter.id or (not judged and self.env.uid)})
        going_on.sudo()._tell_employee(ACTIVITY_ANSWER, "answer_deadline", before={"state": "suspected"})
        # sudo: who handed it in need not read it any more; whether he may read where it goes on is asked
        goes_on = self.sudo().joined_id.sudo(False)
        if len(self) == 1 and goes_on and goes_on.has_access("read"):
            return goes_on.get_formview_action()
        if self.has_access("read"):
            return True
        # a clerk hands the case over and is out of it: back to his list
        return self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_violation_action")

    @rpc
    def action_answer(self, text: str):
        """Record the employee's own answer. Once; until the case is decided, even after the deadline.

        What a first person decided without it, on a suspension or dismissal, is forgotten.
        """
        self._check_own()
        self._check_state("reported")
        self._check_text(text, self.env._("Write your answer."))
        if any(case.answered_at for case in self):
            raise UserError(self.env._("You have answered this case. Add what is missing in a message below it."))
        cases = self.sudo()  # sudo: the employee writes nothing but his answer; checked above
        forgotten = {"first_decision": False, "first_decided_by_id": False}
        cases.write({"statement": text, "answered_at": fields.Datetime.now(), **forgotten})
        cases.activity_unlink([ACTIVITY_ANSWER])
        return True

    @rpc
    def action_decide(
        self, sanction: Choice("sanction"), fine_amount: float = 0.0, reason: str = "", points: int = None
    ):
        """Decide a reported case, or again one that was appealed. A grave sanction waits for a second person.

        :param str sanction: one of ``SANCTIONS``
        :param float fine_amount: in company currency
        :param str reason: required on appeal and for anything the ladder does not propose
        :param int points: the ladder's when not given; on appeal those of the first decision
        """
        self._check_state("reported", "appealed")
        self._check_judge()
        self._check_heard()
        self._check_imposable(sanction, fine_amount)
        with as_software(self) as counted:
            # once more: another case may have been closed since. Whoever decides first must not show in it
            counted.modified(["state"])
        deadlines = self._count_deadlines("appeal_deadline")
        cases = self.sudo()  # sudo: decided values are closed to writing by hand; checked above
        decided = cases.browse()
        for case in cases:
            own_points = case.points if case.state == "appealed" else case.proposed_points
            case_points = own_points if points is None else points
            vals = {"sanction": sanction, "fine_amount": fine_amount, "points": case_points}
            confirming = case._is_confirming(vals)
            case_reason = reason or (confirming and case.first_decision["reason"])
            case._check_decision(sanction, fine_amount, case_points, case_reason)
            alone = confirming or case._is_named(self.env.user)
            if case.state == "reported" and sanction in GRAVE and not alone:
                case._keep_first_decision(vals, reason)
                continue
            decided |= case
            vals |= case._prepare_decision_vals(vals, case_reason, deadlines[case.id])
            case.write({"state": "decided", **vals})
        decided.activity_unlink([ACTIVITY_ANSWER])
        unheard = decided.filtered(lambda case: case.is_unanswered and not case.appealed_at)
        unheard._log_change(self.env._("Decided without an answer: the time to answer had passed."))
        decided._tell_employee(ACTIVITY_DECISION, "appeal_deadline")
        return True if decided == cases else self._get_second_person_action()

    @rpc
    def action_accept(self):
        """The employee accepts the decision: no appeal will come, so the case is closed."""
        self._check_own()
        self._check_state("decided")
        return self._close()

    @rpc
    def action_appeal(self, text: str):
        """Appeal against a decision: the employee, once, until the deadline."""
        self._check_own()
        self._check_state("decided")
        self._check_text(text, self.env._("Write why you appeal."))
        if self.filtered_domain(self._get_appeal_open_domain()) != self:
            raise UserError(self.env._("The time to appeal is over, or your appeal has been decided."))
        cases = self.sudo()  # sudo: the employee writes nothing but his appeal; checked above
        cases.write({"state": "appealed", "appeal": text, "appealed_at": fields.Datetime.now()})
        cases.activity_unlink([ACTIVITY_DECISION])
        return True

    @rpc
    def action_dismiss(self, reason: str):
        """End a case without a sanction: a decision like any other, by the same people, with reasons."""
        self._check_state("suspected", "reported", "appealed")
        self._check_judge()
        self._check_text(reason, self.env._("Give your reasons."))
        cases = self.sudo()  # sudo: the state is closed to writing by hand; checked above
        told = cases.filtered(lambda case: case.state != "suspected")
        nothing = {"sanction": False, "fine_amount": 0.0, "points": 0}
        for case in cases:
            case.write({"state": "dismissed", **nothing, **case._prepare_decision_vals(nothing, reason, False)})
        cases.activity_unlink([ACTIVITY_ANSWER])
        told._tell_employee()
        return True

    @rpc
    def action_close(self):
        """Make a decision final, once the employee can no longer appeal. From then on it counts."""
        self._check_state("decided")
        self._check_post()
        if self.filtered_domain(self._get_appeal_open_domain()):
            raise UserError(self.env._("The employee may still appeal. He can also accept the decision himself."))
        return self._close()

    def _close(self):
        """Close, in the order of their days, and count again what is of their kinds: it has one more before it."""
        cases = self.sudo()  # sudo: the state is closed to writing by hand; the callers check
        numbers = cases._count_occurrences(together=True)
        recounted = cases.filtered(lambda case: case.occurrence != numbers[case])
        for number, alike in cases.grouped(lambda case: numbers[case]).items():
            alike.write({"state": "closed", "occurrence": number})
        cases.activity_unlink([ACTIVITY_DECISION])
        recounted._log_change(
            self.env._("Counted again on closing, in the order of the days. The decision stays as it was taken.")
        )
        cases._recount_alike(self.env._("Another case of the same kind has become final."))
        cases._tell_facts_changed()
        return True

    def _prepare_decision_vals(self, vals, reason, appeal_deadline):
        """Return who decided, when and why (sudo); after an appeal beside the first decision."""
        self.ensure_one()
        if self.state == "appealed":
            return self._prepare_appeal_vals(vals, reason)
        confirming = self._is_confirming(vals)
        decided_by = self.first_decided_by_id if confirming else self.env.user
        deciders = decided_by | self.env.user
        return {
            "decided_by_id": decided_by.id,
            "confirmed_by_id": confirming and self.env.uid,
            "decided_at_top": any(self._holds_post(user, ["director"]) or self._is_named(user) for user in deciders),
            "decided_at": fields.Datetime.now(),
            "reason": reason,
            "first_decision": False,
            "first_decided_by_id": False,
            **self._prepare_deadline_vals("appeal_deadline", appeal_deadline),
        }

    def _get_open_deadline_domain(self, name):
        """Return the cases in which the employee may still answer or appeal, or has a training to attend."""
        return {
            "answer_deadline": [("state", "=", "reported"), ("answered_at", "=", False)],
            "appeal_deadline": [("state", "=", "decided"), ("appealed_at", "=", False)],
            "training_due": [("state", "=", "closed"), ("training_attended_on", "=", False)],
        }[name]
