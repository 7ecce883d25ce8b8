from collections import defaultdict

from odoo import api, fields, models


def is_within(minutes, covering):
    """Return whether some minutes lie within others; those of a whole day are empty, and so reach everywhere."""
    (start, stop), (begin, end) = minutes, covering
    return not (start and begin) or (begin <= start and stop <= end)


class SalesOfficeFinding(models.Model):
    """One fact has one consequence: what another finding covers makes no suspicion of its own (R046).

    Which check covers which is data on the check (``covers_ids``). A finding covers what such checks find about the
    same employee on the same day, and where both know their minutes, within its own. Only what has a consequence, or
    will have one, covers anything: a check that only notifies takes no suspicion from others. When the covering
    finding goes away, what it covered gets its own consequence with the next run.
    """

    _inherit = "sales.office.finding"

    covered_by_id = fields.Many2one(
        "sales.office.finding",
        string="Covered by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The same fact was found by another check, so nothing of its own follows from this one.",
    )
    covered_ids = fields.One2many("sales.office.finding", "covered_by_id", string="Covered Findings", readonly=True)
    also = fields.Char(compute="_compute_also", help="What else the same fact is, without a consequence of its own.")

    @api.depends("covered_ids.check_id.name")
    @api.depends_context("lang", "uid")
    def _compute_also(self):
        for finding in self:
            finding.also = ", ".join(dict.fromkeys(finding.covered_ids.mapped("check_id.name"))) or False

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
