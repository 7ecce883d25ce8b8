from odoo import api, fields, models

from ...organization.rpc.rpc import rpc


class SalesOfficeFinding(models.Model):
    """What a check found about one employee on one day, as long as the facts say so.

    The key (check, employee, day, source) is unique: a second run changes nothing. What is
    no longer found is withdrawn together with its suspicion, and comes back with it when the
    facts change again. A case that somebody took further is left alone; it is only told.

    One fact has one consequence: what another finding covers makes no suspicion of its own,
    see ``finding_cover.py``.
    """

    _name = "sales.office.finding"
    _description = "Finding"
    _inherit = ["sales.office.member.mixin", "sales.office.source.mixin"]
    _order = "date desc, id desc"
    _member_date_field = "date"

    check_id = fields.Many2one("sales.office.check", required=True, readonly=True, index=True, ondelete="restrict")
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
        [("open", "Found"), ("withdrawn", "Withdrawn")], required=True, default="open", readonly=True, index=True
    )

    _key_uniq = models.UniqueIndex(
        "(check_id, employee_id, date, COALESCE(res_model, ''), COALESCE(res_id, 0))", "This has been found already."
    )

    @api.depends("check_id.name", "employee_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for finding in self:
            parts = (finding.check_id.name, finding.employee_id.name, finding.date and str(finding.date))
            finding.display_name = ", ".join(filter(None, parts))

    def _is_gone(self):
        """Return whether the facts no longer show this, as opposed to another rule: more minutes overlooked by now."""
        check = self.check_id.with_company(self.company_id)
        return self.state == "withdrawn" and self.grace_minutes == check.grace_minutes

    def _tell_facts_now(self):
        """Return ``{finding: what the facts behind it are now}`` (sudo), in words of the environment's language."""
        sources, told = {}, {}
        for model, findings in self.filtered("res_id").grouped("res_model").items():
            if model in self.env:
                found = self.env[model].browse(findings.mapped("res_id")).exists()
                sources |= {(model, source.id): source for source in found}
        for finding in self:
            check = finding.check_id
            if finding.state == "open":
                told[finding] = f"{check.name}: {finding.reason}"
                continue
            told[finding] = self.env._("%(check)s: no longer found.", check=check.name)
            if source := sources.get((finding.res_model, finding.res_id)):
                told[finding] += f" {check._describe_source(source)}"
        return told

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
        findings |= self.create(new)
        gone._withdraw()
        (findings | (findings | gone)._get_coverable())._settle_cover()
        if check.mode == "suspect":
            findings._suspect(since)
        return findings

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
        new += [finding._tell(now[finding._get_key()]) for finding in back]
        # a check that only notified before suspects now what it had found since
        due = findings.filtered(
            lambda f: (
                (f.violation_id.is_withdrawn if f.violation_id else f.date >= since) and uncovered(now[f._get_key()])
            ),
        )
        suspected += [finding._tell(now[finding._get_key()]) for finding in due]
        standing = gone.filtered(lambda finding: finding.state == "open")
        return (
            new,
            [finding._tell() for finding in findings - back],
            [finding._tell() for finding in standing],
            suspected if check.mode == "suspect" else [],
        )

    def _tell(self, vals=None):
        """Return employee id, day and reason, as they are or as ``vals`` say now."""
        return self.employee_id.id, self.date, vals["reason"] if vals else self.reason

    @api.model
    def _match(self, check, employees, period, found, since):
        """Compare what was found now with what is known.

        :return: what was found by key, the findings it confirms, values of new findings, the findings it does not show
        """
        domain = [("check_id", "=", check.id), ("employee_id", "in", employees.ids), *period]
        known = {finding._get_key(): finding for finding in self.search(domain)}
        now = {self._get_key_of(vals): vals for vals in found}
        confirmed = self.browse([known[key].id for key in now if key in known])
        new = [vals for key, vals in now.items() if key not in known and vals["date"] >= since]
        gone = self.browse([finding.id for key, finding in known.items() if key not in now])
        return now, confirmed, new, gone

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
        standing.violation_id._tell_facts_changed()

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
        quiet = self.env["sales.office.violation"].with_context(tracking_disable=True, mail_create_nolog=True)
        cases = quiet.create([finding._prepare_violation_vals() for finding in bare])
        for finding, case in zip(bare, cases, strict=True):
            finding.violation_id = case

    def _prepare_violation_vals(self):
        return {
            "employee_id": self.employee_id.id,
            "type_id": self.violation_type_id.id,
            "date": self.date,
            "description": self.reason,
            "check_id": self.check_id.id,
            "res_model": self.res_model,
            "res_id": self.res_id,
        }
