from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.rows import insert_rows, link_rows
from ...organization.rpc.rpc import rpc
from ..violation.violation import VOID


def is_within(minutes, covering):
    """Return whether some minutes lie within others; those of a whole day are empty, and so reach everywhere."""
    (start, stop), (begin, end) = minutes, covering
    return not (start and begin) or (begin <= start and stop <= end)


class SalesOfficeFinding(models.Model):
    """What a check found about one employee on one day, as long as the facts say so.

    The key (check, employee, day, source) is unique: a second run changes nothing. What is
    no longer found is withdrawn together with its suspicion, and comes back with it when the
    facts change again. A case that somebody took further is left alone; it is only told.

    One fact has one consequence: what another finding covers makes no suspicion of its own (R046).

    Which check covers which is data on the check (``covers_ids``). A finding covers what such checks find about the
    same employee on the same day, and where both know their minutes, within its own. Only what has a consequence, or
    will have one, covers anything: a check that only notifies takes no suspicion from others. When the covering
    finding goes away, what it covered gets its own consequence with the next run.
    """

    _name = "sales.office.finding"
    _description = "Finding"
    _inherit = ["sales.office.member.mixin", "sales.office.source.mixin"]
    _order = "date desc, id desc"
    _member_date_field = "date"

    # found by the unique key; and a company or a state is that of too many to be looked for by itself
    check_id = fields.Many2one("sales.office.check", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(index=False)
    employee_id = fields.Many2one(default=False, readonly=True)
    date = fields.Date(required=True, readonly=True, index=True)
    start = fields.Datetime(
        string="Minutes From",
        readonly=True,
        help="The minutes that it is about; empty for the whole day, or none of it.",
    )
    stop = fields.Datetime(string="Minutes Until", readonly=True)
    grace_minutes = fields.Integer(
        string="Minutes Overlooked",
        readonly=True,
        aggregator=None,
        help="Minutes that the check overlooked when this was found.",
    )
    reason = fields.Text(string="Facts", required=True, readonly=True)
    violation_type_id = fields.Many2one(
        "sales.office.violation.type", string="Violation", required=True, readonly=True, ondelete="restrict"
    )
    clause_id = fields.Many2one(related="violation_type_id.clause_id", store=True, index=True)
    violation_id = fields.Many2one(
        "sales.office.violation", string="Case", readonly=True, index="btree_not_null", ondelete="set null"
    )
    case_state = fields.Selection(related="violation_id.state", string="Case Status", store=True)
    state = fields.Selection(
        [("open", "Found"), ("withdrawn", "Withdrawn")], required=True, default="open", readonly=True
    )
    covered_by_id = fields.Many2one(
        "sales.office.finding",
        string="Covered by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The same fact was found by another check, so nothing of its own follows from this one.",
    )
    covered_ids = fields.One2many("sales.office.finding", "covered_by_id", string="Covered Findings", readonly=True)
    also = fields.Char(
        string="Also Found as",
        compute="_compute_also",
        help="What else the same fact is, without a consequence of its own.",
    )
    can_separate = fields.Boolean(compute="_compute_can_separate")
    twin_id = fields.Many2one(
        "sales.office.violation",
        string="Case Reported by Hand",
        compute="_compute_twin_id",
        help="Somebody reported a case about the same employee, kind and day.",
    )

    _key_uniq = models.UniqueIndex(
        "(check_id, employee_id, date, COALESCE(res_model, ''), COALESCE(res_id, 0))", "This has been found already."
    )

    @api.depends("check_id.name", "employee_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for finding in self:
            parts = (finding.check_id.name, finding.employee_id.name, format_date(self.env, finding.date))
            finding.display_name = join_title(*parts) or ""

    def _is_gone(self):
        """Return whether the facts no longer show this, as opposed to another rule: more minutes overlooked by now."""
        check = self.check_id.with_company(self.company_id)
        return self.state == "withdrawn" and self.grace_minutes == check.grace_minutes

    def _describe_facts_now(self):
        """Return ``{finding: what the facts behind it are now}`` (sudo), in words of the environment's language."""
        sources, told = {}, {}
        for model, findings in self.filtered("res_id").grouped("res_model").items():
            if model in self.env:
                found = self.env[model].browse(findings.mapped("res_id")).exists()
                sources |= {(model, source.id): source for source in found}
        for finding in self:
            check = finding.check_id
            source = sources.get((finding.res_model, finding.res_id))
            if finding.state == "open":
                told[finding] = self.env._("%(check)s: %(now)s", check=check.name, now=finding.reason)
            elif source:
                now = check._describe_source(source)
                told[finding] = self.env._("%(check)s: no longer found. %(now)s", check=check.name, now=now)
            else:
                told[finding] = self.env._("%(check)s: no longer found.", check=check.name)
        return told

    def _look_again(self):
        """Compare these findings (sudo) with the facts now; what a check found that is switched off is withdrawn."""
        for (check, company), findings in self.grouped(lambda finding: (finding.check_id, finding.company_id)).items():
            on = check.with_company(company)
            findings = findings.with_env(on.env)
            if on._is_on(company):
                on._look_again_at(findings)
            else:
                findings._withdraw()

    @rpc(one=True)
    def action_open_case(self):
        """Open the case that was made of it."""
        return self.violation_id.get_formview_action()

    @api.model
    def _reconcile(self, check, employees, period, found, since):
        """Make the findings of a check about these employees and days agree with what was found now.

        :param list period: domain on the day
        :param list found: dicts made by ``sales.office.check._prepare_finding``
        :param date since: nothing new is found about days before, nor is anybody newly suspected
        :return: the findings that stand
        """
        now, findings, new, gone = self._match(check, employees, period, found, since)
        for finding in findings:
            finding._refresh(now[finding._get_key()])
        findings |= insert_rows(self, self._prepare_findings(new))
        gone._withdraw()
        (findings | (findings | gone)._get_coverable())._settle_cover()
        if check.mode == "suspect":
            findings._suspect(since)
        return findings

    @api.model
    def _prepare_findings(self, found):
        """Return all values of new findings, with whose they are, so that nobody has to find that out again."""
        people = self.env["hr.employee"].browse(dict.fromkeys(vals["employee_id"] for vals in found))
        types = self.env["sales.office.violation.type"].browse({vals["violation_type_id"] for vals in found})
        whose = {one.id: {"user_id": one.user_id.id, "company_id": one.company_id.id} for one in people}
        clauses = {one.id: one.clause_id.id for one in types}
        return [
            {**vals, **whose[vals["employee_id"]], "clause_id": clauses[vals["violation_type_id"]], "state": "open"}
            for vals in found
        ]

    @api.model
    def _foresee(self, check, looks):
        """Return what :meth:`_reconcile` would make new, leave and withdraw, and of which it would make a suspicion.

        :param dict looks: what it is called with after the check, by check: those that are run together
        :return: four lists of ``(employee id, day, reason)``
        """
        now, findings, new, gone = self._match(check, *looks[check])
        since = looks[check][-1]
        uncovered = self._foresee_cover(check, looks)
        suspected = [(vals["employee_id"], vals["date"], vals["reason"]) for vals in new if uncovered(vals)]
        new = [(vals["employee_id"], vals["date"], vals["reason"]) for vals in new]
        back = findings.filtered(lambda finding: finding.state == "withdrawn")
        new += [finding._describe(now[finding._get_key()]) for finding in back]
        # a check that only notified before suspects now what it had found since
        taken_up = findings.filtered(
            lambda f: (
                (f.violation_id.is_withdrawn if f.violation_id else f.date >= since) and uncovered(now[f._get_key()])
            ),
        )
        suspected += [finding._describe(now[finding._get_key()]) for finding in taken_up]
        standing = gone.filtered(lambda finding: finding.state == "open")
        return (
            new,
            [finding._describe() for finding in findings - back],
            [finding._describe() for finding in standing],
            suspected if check.mode == "suspect" else [],
        )

    def _describe(self, vals=None):
        """Return employee id, day and reason, as they are or as ``vals`` say now."""
        return self.employee_id.id, self.date, vals["reason"] if vals else self.reason

    @api.model
    def _match(self, check, employees, period, found, since):
        """Compare what was found now with what is known.

        :return: what was found by key, the findings it confirms, values of new findings, the findings it does not show
        """
        known, elsewhere = self._get_known(check, employees, period)
        now = {key: vals for vals in found if (key := self._get_key_of(vals)) not in elsewhere}
        confirmed = self.browse([known[key].id for key in now if key in known])
        new = [vals for key, vals in now.items() if key not in known and vals["date"] >= since]
        # nothing new about who works for another company by now
        people = employees.browse({vals["employee_id"] for vals in new}).with_prefetch(employees._prefetch_ids)
        moved = people.filtered(lambda employee: employee.company_id != self.env.company)
        new = [vals for vals in new if vals["employee_id"] not in moved._ids]
        gone = self.browse([finding.id for key, finding in known.items() if key not in now])
        return now, confirmed, new, gone

    @api.model
    def _get_known(self, check, employees, period):
        """Return ``{key: finding}`` of what this company found, and the keys of what others did about who worked there.

        At the latter their own runs look.
        """
        found = self.search([("check_id", "=", check.id), ("employee_id", "in", employees.ids), *period])
        own = found.filtered(lambda finding: finding.company_id == self.env.company)
        return {finding._get_key(): finding for finding in own}, {finding._get_key() for finding in found - own}

    def _get_key(self):
        return self.employee_id.id, self.date, self.res_model or False, self.res_id or False

    @api.model
    def _get_key_of(self, vals):
        """Return the key of a breach made by ``sales.office.check._prepare_finding``."""
        return tuple(vals[name] or False for name in ("employee_id", "date", "res_model", "res_id"))

    def _refresh(self, vals):
        """Take over what the facts say now about a finding that still stands, or stands again."""
        names = ("reason", "violation_type_id", "start", "stop", "grace_minutes")
        current = {name: self._fields[name].convert_to_write(self[name], self) for name in names}
        changed = {name: vals[name] for name, value in current.items() if vals[name] != value}
        if self.state == "withdrawn":
            changed["state"] = "open"
        if not changed:
            return
        self.write(changed)
        self._refresh_suspicion()
        if "state" in changed:
            self.violation_id._take_back_facts_changed()

    def _refresh_suspicion(self):
        if self.violation_id.state == "suspected" and self.violation_id.check_id:
            self.violation_id.write({"description": self.reason, "type_id": self.violation_type_id.id})

    def _withdraw(self):
        """Withdraw findings that the facts no longer show, and the suspicions made of them."""
        standing = self.filtered(lambda finding: finding.state == "open")
        standing.write({"state": "withdrawn", "covered_by_id": False})
        standing.violation_id._withdraw_suspicion()
        standing.violation_id._notify_facts_changed()

    def _suspect(self, since):
        """Make a suspected case of each finding that has none, and bring those back that had withdrawn themselves.

        Not of what another finding covers.

        :param date since: findings about earlier days were made when nothing followed, and get no case now
        """
        own = self.filtered(lambda finding: not finding.covered_by_id)
        back = own.filtered(lambda finding: finding.violation_id.is_withdrawn)
        back.violation_id._return_suspicion()
        for finding in back:
            finding._refresh_suspicion()
        bare = own.filtered(lambda finding: not finding.violation_id and finding.date >= since)
        common = bare._prepare_common_case_vals()
        vals_list = [
            finding._prepare_violation_vals() | common[finding.violation_type_id, finding.company_id]
            for finding in bare
        ]
        cases = insert_rows(self.env["sales.office.violation"], vals_list)
        cases._check_company(["type_id"])
        link_rows(bare, "violation_id", cases)
        bare._recompute_recordset(["case_state"])  # written together with it
        cases.invalidate_recordset(["finding_ids"], flush=False)

    def _prepare_common_case_vals(self):
        """Return ``{(violation type, company): what follows from these}`` for new suspicions."""
        return {
            (kind, company): {
                "clause_id": ((kind.clause_id and kind.clause_id._get_in_force(company)) or kind.clause_id).id,
                "category": kind.category,
                "severity": kind.severity,
                "currency_id": company.currency_id.id,
                "occurrence": 0,
                "expires_on": False,
            }
            for kind in self.violation_type_id
            for company in self.company_id
        }

    def _prepare_violation_vals(self):
        return {
            "employee_id": self.employee_id.id,
            # of the same person and day, so nobody has to find them out again
            "user_id": self.user_id.id,
            "department_id": self.department_id.id,
            "company_id": self.company_id.id,
            "type_id": self.violation_type_id.id,
            "date": self.date,
            "description": self.reason,
            "check_id": self.check_id.id,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "state": "suspected",
        }

    @api.depends("covered_ids.check_id.name")
    @api.depends_context("lang", "uid")
    def _compute_also(self):
        for finding in self:
            finding.also = join_names(self.env, dict.fromkeys(finding.covered_ids.mapped("check_id.name"))) or False

    def _get_coverable(self):
        """Return the open findings about the same days that findings of these checks may cover, or may have covered."""
        return self._search_same_days(self.check_id.covers_ids)

    def _search_same_days(self, checks):
        """Return the open findings of ``checks`` about the employees and days of these."""
        if not checks:
            return self.browse()
        days, dates = {(finding.employee_id, finding.date) for finding in self}, self.mapped("date")
        found = self.search(
            [
                ("check_id", "in", checks.ids),
                ("employee_id", "in", self.employee_id.ids),
                ("date", ">=", min(dates)),
                ("date", "<=", max(dates)),
                ("state", "=", "open"),
            ]
        )
        return found.filtered(lambda finding: (finding.employee_id, finding.date) in days)

    def _settle_cover(self):
        """Say of these open findings what covers them now, and withdraw the suspicions of what is covered anew.

        What is covered no longer is left to the next run of its check, which knows whether it still stands.
        """
        by_day = self._search_same_days(self.check_id.covered_by_ids).grouped(lambda f: (f.employee_id, f.date))
        newly, freed = self.browse(), self.browse()
        for finding in self:
            covering = by_day.get((finding.employee_id, finding.date), self.browse())
            covering = covering.filtered(lambda other, finding=finding: other._covers(finding))[:1]
            if covering and not finding.covered_by_id:
                newly |= finding
            elif finding.covered_by_id and not covering:
                freed |= finding
            if covering != finding.covered_by_id:
                finding.covered_by_id = covering
        newly.violation_id._withdraw_covered()
        if freed:
            self.env["sales.office.check"]._trigger()

    def _covers(self, finding):
        return (
            finding.check_id in self.check_id.covers_ids
            and is_within((finding.start, finding.stop), (self.start, self.stop))
            and self._has_consequence()
        )

    def _has_consequence(self):
        """Return whether something follows from this open finding, or will with the next run of its check."""
        if self.covered_by_id or (self.violation_id and not self.violation_id.is_withdrawn):
            return True
        check = self.check_id
        suspects = check.mode == "suspect" and check._is_on(self.env.company)
        return suspects and (not check.enforced_from or self.date >= check.enforced_from)

    @api.model
    def _foresee_cover(self, check, looks):
        """Return a function that tells whether a breach found now would have a consequence of its own.

        :param dict looks: see :meth:`_foresee`
        """
        members, period, *_rest = looks[check]
        run = check.covered_by_ids.filtered(lambda other: other in looks)
        domain = [("check_id", "in", (check.covered_by_ids - run).ids), ("employee_id", "in", members.ids), *period]
        known = self.search([*domain, ("state", "=", "open")]).filtered(lambda finding: finding._has_consequence())
        covering = defaultdict(list)
        for finding in known:
            covering[finding.employee_id.id, finding.date].append((finding.start, finding.stop))
        for other in run.filtered(lambda other: other.mode == "suspect"):
            for vals in looks[other][2]:
                covering[vals["employee_id"], vals["date"]].append((vals["start"], vals["stop"]))

        def is_uncovered(vals):
            minutes = vals["start"], vals["stop"]
            return not any(is_within(minutes, cover) for cover in covering[vals["employee_id"], vals["date"]])

        return is_uncovered

    @api.depends("violation_id.state", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_twin_id(self):
        """Find the reported case by hand that the user may read, for what is found and in nobody's hands yet.

        Not a draft: the employee reads what was found about them, and nothing of what is only suspected by hand.
        """
        loose = self.filtered(lambda finding: finding.state == "open" and finding._is_loose())
        days = loose.mapped("date")
        found = self.env["sales.office.violation"].search(
            [
                ("employee_id", "in", loose.employee_id.ids),
                ("type_id", "in", loose.violation_type_id.ids),
                ("date", ">=", min(days, default=False)),
                ("date", "<=", max(days, default=False)),
                ("check_id", "=", False),
                ("state", "not in", ("suspected", *VOID)),
            ],
            order="id desc",
        )
        twins = {(case.employee_id, case.type_id, case.date): case for case in found}
        for finding in self:
            key = finding.employee_id, finding.violation_type_id, finding.date
            finding.twin_id = twins.get(key) if finding in loose else False

    @api.depends("violation_id.state", "violation_id.check_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_separate(self):
        # sudo: as in the case's own
        by_hand = self.sudo().violation_id.filtered(lambda case: not case.check_id and not case.anonymised_on)
        separable = by_hand.sudo(False)._filtered_access("read")._get_separable()
        for finding in self:
            finding.can_separate = finding.sudo().violation_id in separable

    def _is_loose(self):
        """Return whether nobody has this in hands: no case was made of it, or a suspicion that is one still."""
        case = self.sudo().violation_id  # sudo: of the finding that is read
        return not case or case.is_withdrawn or (case.state == "suspected" and bool(case.check_id))

    def _is_of(self, case):
        """Return whether the check made ``case`` of this finding."""
        return case.check_id == self.check_id and self._get_key() == self._get_key_of(
            {"employee_id": case.employee_id.id, "date": case.date, "res_model": case.res_model, "res_id": case.res_id}
        )

    @rpc
    def action_join(self):
        """Join findings with the case that somebody wrote up by hand, as somebody who leads the employee.

        :raises UserError: where there is none, or the finding is in somebody's hands already
        """
        self._check_authority()
        twins = {finding: finding.twin_id.sudo() for finding in self}
        if not all(twins.values()):
            raise UserError(
                self.env._("There is no reported case by hand about the same employee, kind and day to join this with.")
            )
        self.sudo().violation_id.union(*twins.values())._lock()  # sudo: cases are closed to writing by hand
        for finding in self.sudo():
            if suspicion := finding.violation_id:
                suspicion._join_into(twins[finding])
            else:
                finding.violation_id = twins[finding]
            twins[finding].with_context(tracking_disable=True).is_apart = False
        return self.action_open_case() if len(self) == 1 else True

    @rpc(one=True)
    def action_separate(self):
        """Undo that this finding was joined with a case by hand; see the case's own ``action_separate``.

        :raises UserError: where it is joined with none
        """
        self.check_access("read")
        case = self.sudo().violation_id  # sudo: who reads the one need not read the other; what they may do is asked
        if not case or case.check_id or case.anonymised_on:
            raise UserError(self.env._("This was joined with no case by hand."))
        case.sudo(False)._check_separable()
        case._lock()
        if suspicion := case.joined_case_ids.filtered(self.sudo()._is_of):
            suspicion._separate()
        else:
            self.sudo().violation_id = False
            case.with_context(tracking_disable=True).is_apart = True
            case._log_separated(self.reason)
            self.env["sales.office.check"]._trigger()
        return True
