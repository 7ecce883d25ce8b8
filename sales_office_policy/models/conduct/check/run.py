import logging
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Domain
from odoo.tools import clean_context

from ...organization.rpc.argument_types import Records
from ...organization.rpc.rpc import rpc
from .check import LONGEST_RUN

_logger = logging.getLogger(__name__)

#: days whose older findings are looked at again together
BATCH_DAYS = 31


class SalesOfficeCheck(models.Model):
    """How checks are run: by somebody, by the scheduler, about whom and which days (R046)."""

    _inherit = "sales.office.check"

    @rpc
    def run(self, date_from: date, date_to: date, employees: Records("hr.employee") = None):
        """Look for breaches and bring findings and suspicions in line with the facts. Twice is the same as once.

        :param self: the checks to run, all when empty
        :param date_from: first day, local to each employee
        :param date_to: last day, included
        :param employees: ``hr.employee`` records; all of the current companies when not given
        :return: the suspected violations made or kept that the user may read: an administrator sees none
        :raises AccessError: for anybody but a director or policy administrator
        :raises UserError: for a period that is none, or the same check being run just now
        """
        self._check_runner()
        self._check_period(date_from, date_to)
        violations = self.env["sales.office.violation"]
        companies = self.env.companies  # asked before sudo, which would take any company for granted
        # sudo: facts of all rooms are compared, whoever asks; what they then see is up to the rules
        checks = (self or self.search([])).sudo().with_context(clean_context(self.env.context))
        for company in companies:
            on = checks.with_company(company).filtered(lambda check, company=company: check._is_on(company))
            members = on._get_members(employees) if on else ()
            on._lock()
            for check in on._with_facts(members, date_from, date_to):
                violations |= check._run(members, date_from, date_to).with_env(self.env)
        return violations._filtered_access("read")

    def _preview(self, date_from, date_to):
        """Look as :meth:`run` does in the current company, and create nothing.

        :param self: the checks to look with, all when empty
        :return: list of ``(check, (new, known, gone, suspected))``, each a list of ``(employee id, day, reason)``
        :raises AccessError: for anybody but a director or policy administrator
        :raises UserError: for a period that is none, or when none of the checks is on
        """
        self._check_runner()
        self._check_period(date_from, date_to)
        company = self.env.company  # asked before sudo, which would take any company for granted
        # sudo: facts of all rooms are compared, whoever asks; the dialog shows names to those who may see them
        checks = (self or self.search([])).sudo().with_context(clean_context(self.env.context))
        checks = checks.with_context(allowed_company_ids=company.ids).filtered(lambda check: check._is_on(company))
        if not checks:
            raise UserError(
                self.env._("Switch the check and its room on first: nothing is looked at while one of them is off.")
            )
        Finding = checks.env["sales.office.finding"]
        members = checks._get_members()
        checks = checks._with_facts(members, date_from, date_to)
        looks = {check: look for check in checks if (look := check._look(members, date_from, date_to))}
        return [(check, Finding._foresee(check, looks)) for check in looks]

    def _with_facts(self, members, date_from, date_to):
        """Return these checks, for which the facts that several of them look at were brought up to date together."""
        return self

    @api.model
    def _check_runner(self):
        """Raise an ``AccessError`` unless the current user may run checks."""
        companies = self.env.user._get_sales_office_companies("director", "policy_admin")
        if not self.env.su and self.env.company.id not in companies:
            raise AccessError(self.env._("Checks are run by the director or the policy administrator."))

    @api.model
    def _cron_run(self):
        """Run every check of every company over the days it looks back, one by one.

        A run that follows one out of time goes on where that one stopped, or the last would never be reached.
        """
        companies = self.env["res.company"].search([("sales_office_room_ids", "!=", False)])
        for company in companies:
            self.with_company(company)._withdraw_without_room()
        work = [check for company in companies for check in self.with_company(company)._get_scheduled()]
        work = work[-self._get_cron_remaining() :]
        self.env["ir.cron"]._commit_progress(remaining=len(work))
        for check in work:
            if check.try_lock_for_update(allow_referencing=True):
                check._run_scheduled()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _withdraw_without_room(self):
        """Withdraw what is only suspected by checks whose room the current company has switched off.

        Nobody keeps its facts any more. What was found stands, and is looked at again once the room is on.
        """
        company = self.env.company
        if not company._sales_office_uses("conduct"):
            return
        off = self.search([]).filtered(lambda check: not company._sales_office_uses(check.room_id.code))
        domain = [("company_id", "=", company.id), ("check_id", "in", off.ids), ("state", "=", "suspected")]
        suspected = self.env["sales.office.violation"].search(domain) if off else self.env["sales.office.violation"]
        # what is being taken further just now is left to whoever does
        suspected.try_lock_for_update()._withdraw_without_room()

    @api.model
    def _get_scheduled(self):
        """Return the checks that are on in the current company, and those that were switched off since they found what
        still matters: it follows the facts all the same, as long as their room is on and keeps these.
        """
        company = self.env.company
        checks = self.search([]).filtered(lambda check: company._sales_office_uses(check.room_id.code))
        off = checks.filtered(lambda check: not check._is_on(company))
        unsettled = off and Domain("check_id", "in", off.ids) & off._get_standing_domain()
        kept = self.env["sales.office.finding"]._read_group(unsettled, ["check_id"]) if off else ()
        return (checks - off) | off.browse([check.id for (check,) in kept])

    @api.model
    def _get_cron_remaining(self):
        """Return how many checks the scheduled run before this one did not reach; 0 when it was not out of time."""
        progress = self.env["ir.cron.progress"].sudo()  # sudo: the job's own counters
        current = progress.browse(self.env.context.get("ir_cron_progress_id"))
        runs = [("cron_id", "=", current.cron_id.id), ("id", "<", current.id)]
        return progress.search(runs, order="id desc", limit=1).remaining if current else 0

    def _run_scheduled(self):
        """Run one check over the days it looks back, and look at what it suspected before then again; all of that if it
        is off.

        Its trouble must not keep the other checks from running.
        """
        today = fields.Date.context_today(self.with_context(tz=self.env.company.resource_calendar_id.tz))
        since = today - timedelta(days=self.limit_days)
        try:
            with self.env.cr.savepoint():
                if self._is_on(self.env.company):
                    self._run(self._get_members(), since, today)
                    self._look_again(since)
                else:
                    self._look_again(today + timedelta(days=1))
        except Exception:
            _logger.exception("The check %s failed for company %s", self.code, self.env.company.id)

    def _look_again(self, before):
        """Bring what was found about earlier days in line with the facts, whatever its age; find nothing new.

        That is what is still suspected, or was until its room was switched off, what has become a case that counts or
        is less than a year old, and what waits for its own consequence since it is covered no longer. By batches of
        days, each in a constant number of queries.
        """
        findings = self.env["sales.office.finding"].search(self._get_unsettled_domain(before), order="date, id")
        while findings:
            last = findings[0].date + timedelta(days=BATCH_DAYS - 1)
            batch = findings.filtered(lambda finding, last=last: finding.date <= last)
            findings -= batch
            self._look_again_at(batch)

    def _get_unsettled_domain(self, before):
        """Return the findings of this check in its company about earlier days whose facts still matter."""
        counts = Domain("violation_id", "any", [("is_expired", "=", False)])
        recent = Domain("date", ">", before - timedelta(days=LONGEST_RUN))
        matters = (
            Domain("covered_by_id", "!=", False)
            | (Domain("state", "=", "open") & Domain("violation_id", "any", [("is_withdrawn", "=", True)]))
            | Domain("case_state", "in", ("suspected", "reported", "decided", "appealed"))
            | (Domain("case_state", "=", "closed") & (counts | recent))
        )
        if self.mode == "suspect":
            enforced = Domain("date", ">=", self.enforced_from) if self.enforced_from else Domain.TRUE
            matters |= Domain("violation_id", "=", False) & enforced
        return Domain("check_id", "=", self.id) & self._get_standing_domain() & Domain("date", "<", before) & matters

    @api.model
    def _get_standing_domain(self):
        """Return the findings in the current company that stand, and those that closed cases were told to have gone."""
        told = Domain("violation_id", "any", [("facts_changed_at", "!=", False)])
        return Domain("company_id", "=", self.env.company.id) & (Domain("state", "=", "open") | told)

    def _look_again_at(self, findings):
        """Compare some findings with what the facts of their days show now."""
        members = self._get_members(findings.employee_id)
        findings = findings.filtered(lambda finding: finding.employee_id in members)
        if not findings:
            return
        dates, keys = findings.mapped("date"), {finding._get_key() for finding in findings}
        Finding = self.env["sales.office.finding"]
        found = self._detect(members, min(dates), max(dates))
        known = [vals for vals in found if Finding._get_key_of(vals) in keys]
        since = self.enforced_from or min(dates)
        Finding._reconcile(self, members, [("id", "in", findings.ids)], known, since)

    @api.model
    def _trigger(self):
        """Have the checks run soon: facts were excused or corrected."""
        self.env.ref("sales_office_policy.ir_cron_run_checks").sudo()._trigger()  # sudo: anybody's fact may change

    def _lock(self):
        """Keep others from running these checks until the transaction ends."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._("This check is being run just now. Try again in a moment.")) from error

    def _run(self, members, date_from, date_to):
        """Run one locked check in its company; return the suspected violations made or kept."""
        look = self._look(members, date_from, date_to)
        if not look:
            return self.env["sales.office.violation"]
        findings = self.env["sales.office.finding"]._reconcile(self, *look)
        return findings.violation_id.filtered(lambda case: case.state == "suspected")

    def _look(self, members, date_from, date_to):
        """Return what one check sees, as the arguments of ``sales.office.finding._reconcile`` after the check.

        ``None`` when there is nobody or no day to look at.
        """
        self.ensure_one()
        since = self.enforced_from or date_from
        if since > date_from:
            # days before are looked at for the sake of what was found about them already
            known = [("date", ">=", date_from), ("date", "<", since), ("employee_id", "in", members.ids)]
            domain = [("check_id", "=", self.id), *known]
            earlier = self.env["sales.office.finding"].search(domain, order="date", limit=1)
            date_from = earlier.date or since
        if not members or date_from > date_to:
            return None
        found = self._detect(members, date_from, date_to)
        return members, [("date", ">=", date_from), ("date", "<=", date_to)], found, since

    def _detect(self, members, date_from, date_to):
        """Return the breaches (see :meth:`_prepare_finding`) of those who were in a sales office on that day."""
        found = []
        # what is found is told in the language of whom it is about
        for lang, readers in members._group_by_sales_office_lang().items():
            check = self.with_context(lang=lang)
            found += check._get_detector()(readers.with_env(check.env), date_from, date_to)
        return self._filter_in_office(members, self._leave_out_waived(found))

    def _leave_out_waived(self, found):
        """Return those breaches of this check that are not part of a fact that somebody waived; rooms say which are."""
        return found

    @api.model
    def _filter_in_office(self, members, found):
        """Return those breaches whose employee was in a sales office on that day, with the department they were in."""
        people = {employee.id: employee for employee in members}
        days = [(people[vals["employee_id"]], vals["date"]) for vals in found]
        belonged = self.env["sales.office.membership"]._get_departments(days)
        departments = [belonged[day] for day in days]
        # read all at once
        offices = self.env["hr.department"].sudo().union(*departments).filtered("sales_office_id")  # sudo: as members
        return [
            vals | {"department_id": department.id}
            for vals, department in zip(found, departments, strict=True)
            if department.id in offices._ids
        ]

    def _get_members(self, employees=None):
        """Return the employees (sudo) who ever were in a sales office of the company, those who left included.

        Of who works for another company by now, what was found here is looked at again.
        """
        company_id = self.env.company.id
        found = self.env["sales.office.finding"].sudo()._search([("company_id", "=", company_id)])
        domain = Domain("version_ids.department_id.sales_office_id", "!=", False)
        domain &= Domain("company_id", "=", company_id) | Domain("id", "in", found.subselect("employee_id"))
        if employees is not None:
            domain &= Domain("id", "in", employees.ids)
        return self.env["hr.employee"].sudo().with_context(active_test=False).search(domain)  # sudo: HR-only

    @api.model
    def _check_period(self, date_from, date_to):
        if not 0 <= (date_to - date_from).days < LONGEST_RUN:
            raise UserError(self.env._("The last day must not be before the first, nor more than a year after it."))
