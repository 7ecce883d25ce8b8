from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import clean_context, format_date

from ...organization.many import Many
from ...organization.posts.title import join_title
from ...organization.record.phrases import count_months
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Records
from ...organization.rpc.rpc import rpc
from .violation import GRAVE

#: suspicions that are shown at once; what is more comes when these are done
SHOWN = 200
#: what may become of a suspicion, in the order in which it is done: a waiver ends others of the same day by itself
MARKS = ("waive", "dismiss", "report")


class SalesOfficeViolation(models.Model):
    """Suspicions are looked at one after the other and decided together, many cases by one click (R046).

    What can be done with a suspicion: report it, dismiss it, or waive the fact it was made of where that lies, after
    which it withdraws itself as it always does. Which facts can be waived the rooms say that know them.
    """

    _inherit = "sales.office.violation"

    can_waive = fields.Boolean(string="Can Waive the Facts", compute="_compute_can_waive")

    @api.depends("state", "check_id", "res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_waive(self):
        waivable = self.filtered("id")._get_waivable_sources()
        for case in self:
            case.can_waive = case in waivable

    @rpc
    @api.model
    @api.readonly
    def get_triage(self):
        """Return the suspicions that nobody has taken up, with all that is needed to judge them, for one screen.

        :return: dict of ``rows`` (see :meth:`_prepare_triage_row`) and ``more``, how many are not among them
        :raises AccessError: for somebody who sees no cases
        """
        self.check_access("read")
        domain = self._get_triage_domain()
        cases = self.search(domain, limit=SHOWN, order="date, type_id, id")
        numbers = cases._count_occurrences()
        return {
            "rows": [case._prepare_triage_row(numbers[case]) for case in cases],
            "more": self.search_count(domain) - len(cases) if len(cases) == SHOWN else 0,
        }

    @rpc
    @api.model
    def action_triage(
        self,
        report: Records("sales.office.violation") = None,
        dismiss: Records("sales.office.violation") = None,
        waive: Records("sales.office.violation") = None,
        dismiss_reason: str = "",
        waive_reason: str = "",
    ):
        """Do with suspicions what they were marked for, with one reason for each mark; return the screen again.

        :return: dict of ``done`` by mark, ``left_out`` (lines in words) and what :meth:`get_triage` returns
        :raises UserError: marked twice, or a reason is missing
        """
        nothing = self.browse()
        marked = {"report": report or nothing, "dismiss": dismiss or nothing, "waive": waive or nothing}
        if len(nothing.union(*marked.values())) < sum(map(len, marked.values())):
            raise UserError(self.env._("A suspicion is marked for two things. Choose one."))
        words = {"dismiss": dismiss_reason, "waive": waive_reason}
        done, left_out = {}, []
        for mark in filter(marked.get, MARKS):
            text = (marked[mark]._check_reason(words[mark]),) if mark in words else ()
            doable, obstacles = marked[mark]._sort_out(mark)
            if doable:
                getattr(doable, f"action_{mark}")(*text)
            done[mark] = len(doable)
            left_out += marked[mark]._describe_left_out(obstacles)
        return {"done": done, "left_out": left_out, **self.get_triage()}

    @rpc
    def action_waive(self, reason: str):
        """Waive the facts these suspicions were made of, where they lie; then the suspicions withdraw themselves.

        :param str reason: kept with the fact; the employee reads it
        :raises AccessError: the facts are not the user's to waive
        :raises UserError: no suspicion, its facts cannot be waived, or no reason given
        """
        self._check_state("suspected")
        reason = self._check_reason(reason)
        sources = self._get_waivable_sources()
        if len(sources) < len(self):
            raise UserError(self._get_many()["waive"].refusal)
        waivers = self._get_waivers()
        for model, cases in self.grouped("res_model").items():
            records = self.env[model].browse(dict.fromkeys(cases.mapped("res_id")))
            getattr(records, waivers[model])(reason)
        # sudo: facts are compared as the scheduled run does, whatever the context says
        self.sudo().with_context(clean_context(self.env.context))._search_same_findings()._look_again()
        return True

    def _search_same_findings(self):
        """Return all open findings (sudo) made of the facts of these cases: of one day there may be several."""
        sources = [
            Domain("res_model", "=", model) & Domain("res_id", "in", cases.mapped("res_id"))
            for model, cases in self.grouped("res_model").items()
        ]
        return self.env["sales.office.finding"].search(Domain("state", "=", "open") & Domain.OR(sources))

    @rpc
    def action_decide_as_proposed(self):
        """Decide reported cases as their ladders propose, each its own; for grave sanctions there is the dialog.

        :raises AccessError: the user is not to judge them
        :raises UserError: not reported, nothing is proposed, or it is more than the user may impose
        """
        self._check_state("reported")
        if any(not case.proposed_sanction or case.proposed_sanction in GRAVE for case in self):
            raise UserError(self.env._("Decide these one by one: there is no proposal, or it needs a second person."))
        proposals = self.grouped(lambda case: (case.proposed_sanction, case.proposed_fine_amount, case.proposed_points))
        for (sanction, fine_amount, points), cases in proposals.items():
            cases.action_decide(sanction, fine_amount, "", points)
        return True

    def _get_triage_reasons(self):
        return {
            "waive": Reason(
                self.env._("Waive"),
                self.env._(
                    "Say why. Nothing is held against the employee for this fact; the suspicion withdraws itself."
                ),
                shown=("description",),
            ),
        }

    def _get_many(self):
        judged = self.env._("is not yours to decide")
        return {
            **super()._get_many(),
            "report": Many(
                self.env._("Report"),
                ["suspected"],
                "can_report",
                self.env._("is reported by whoever wrote it, or by who leads the employee"),
            ),
            "dismiss": Many(self.env._("Dismiss"), ["suspected", "reported", "appealed"], "can_dismiss", judged),
            "waive": Many(
                self.env._("Waive"),
                ["suspected"],
                "can_waive",
                self.env._("its facts cannot be waived by you from here: open its source, or dismiss it"),
            ),
            "decide_as_proposed": Many(
                self.env._("Decide as Proposed"),
                ["reported"],
                "can_decide",
                self.env._("is not yours to decide, or the employee may still answer"),
            ),
            "close": Many(
                self.env._("Close Case"),
                ["decided"],
                "can_close",
                self.env._("is not yours to close, or the employee may still appeal"),
            ),
        }

    def _get_obstacles(self, operation):
        obstacles = super()._get_obstacles(operation)
        others = self.filtered(lambda case: case not in obstacles)
        if operation == "report":
            unproven = self.env._("needs a file as evidence before it is reported")
            obstacles |= dict.fromkeys(others._get_unproven(), unproven)
        elif operation == "decide_as_proposed":
            obstacles |= others._get_undecidable()
        return obstacles

    def _get_undecidable(self):
        """Return ``{case: why}`` of those that nobody decides by one click."""
        lines = {company: self.env["sales.office.sanction.limit"]._get_lines(company) for company in self.company_id}
        obstacles = {}
        for case in self:
            sanction, fine = case.proposed_sanction, case.proposed_fine_amount
            if not sanction or sanction in GRAVE or case.awaits_second:
                obstacles[case] = self.env._("has no proposal, or needs a second person")
            elif not case.sudo()._is_imposable(  # sudo: the first decision is closed
                sanction, fine, lines[case.company_id]._get_entitled(case, sanction, fine)
            ):
                obstacles[case] = self.env._("is more than you may impose")
        return obstacles

    @api.model
    def _get_waivers(self):
        """Return ``{model: the public method by which its records are waived with a reason}``; rooms add theirs.

        Such a model says in ``_filter_waivable`` which of its records the current user may waive now.
        """
        return {}

    def _get_waivable_sources(self):
        """Return ``{case: record}`` of those suspicions whose fact the current user may waive now."""
        suspected = self.filtered(lambda case: case.state == "suspected" and case.check_id and case.res_id)
        found = {}
        for model, cases in suspected.grouped("res_model").items():
            if model in self._get_waivers():
                records = self.env[model].browse(dict.fromkeys(cases.mapped("res_id"))).exists()
                waivable = {record.id: record for record in records._filtered_access("read")._filter_waivable()}
                found |= {case: waivable[case.res_id] for case in cases if case.res_id in waivable}
        return found

    @api.model
    def _get_triage_domain(self):
        """Return the suspicions that wait for somebody to take them up, but for the current user's own."""
        unsigned = Domain("reporter_id", "=", False) & Domain("state", "=", "suspected")
        return unsigned & Domain("user_id", "!=", self.env.uid)

    def _prepare_triage_row(self, number):
        """Return what the screen shows of a suspicion.

        :param int number: the ordinal case it would be
        """
        step = self.type_id._get_step(number)
        fines = self.company_id.sales_office_fines_enabled
        fine = step.fine_amount if fines else 0
        months = self.type_id.window_months
        return {
            "id": self.id,
            "employee_id": self.employee_id.id,
            "name": self.employee_id.name,
            "department": self.department_id.name or "",
            "date": format_date(self.env, self.date),
            "kind_id": self.type_id.id,
            "kind": self.type_id.name,
            "severity": self.severity,
            "severity_label": dict(self._fields["severity"]._description_selection(self.env)).get(self.severity, ""),
            "clause": self.sudo().clause_id.display_name or "",  # sudo: a name, which the case shows as well
            "facts": self.description,
            "also": join_title(*self.finding_ids.mapped("also")) or "",
            "earlier": number - 1,
            "earlier_label": self.env._(
                "Earlier cases within %(months)s: %(count)s",
                months=count_months(self.env, months),
                count=number - 1,
            )
            if months
            else self.env._("Earlier cases: %(count)s", count=number - 1),
            "proposal": self._describe_step(step, fine),
            "can": {mark: self[f"can_{mark}"] for mark in MARKS},
        }

    def _describe_step(self, step, fine):
        """Return what the ladder would propose, in words."""
        labels = dict(step._fields["sanction"]._description_selection(self.env))
        sanction = "warning" if step.sanction == "fine" and not fine else step.sanction
        amount = fine and self.currency_id.format(self._convert_amount(fine, step.currency_id))
        return " ".join(filter(None, (labels.get(sanction), amount)))
