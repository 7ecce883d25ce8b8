import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..penalty.ladder import find_expiry
from .violation import ENDED

_logger = logging.getLogger(__name__)

#: cases done between two commits
BATCH = 200


class SalesOfficeViolation(models.Model):
    """Points and occurrences expire, while the case stays readable; in the end it is about nobody (R060 R099).

    What is left of a case once its employee is long gone is what happened when and where.
    """

    _inherit = "sales.office.violation"

    expires_on = fields.Date(
        compute="_compute_expires_on",
        store=True,
        copy=False,
        help="From this day on the case and its points no longer count. Set when the case is closed, by the months "
        "that its type counted then. Empty: it never expires.",
    )
    is_expired = fields.Boolean(compute="_compute_is_expired", search="_search_is_expired")
    anonymised_on = fields.Date(
        readonly=True, copy=False, help="On this day name, texts, messages and files were taken out of the case."
    )

    _employee_set = models.Constraint(
        "CHECK (employee_id IS NOT NULL OR anonymised_on IS NOT NULL)", "Say whom the case is about."
    )

    @api.depends("state")
    def _compute_expires_on(self):
        """Set once, when the case is closed: a change of its type does not rewrite it."""
        for case in self:
            months = case.type_id.window_months
            if case.state == "closed" and not case.expires_on and months:
                case.expires_on = find_expiry(case.date, months)
            else:
                case.expires_on = case.expires_on

    @api.depends("expires_on")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_expired = bool(case.expires_on and case.expires_on <= today)

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("expires_on", "<=", fields.Date.context_today(self))

    @api.model
    def _cron_anonymise(self):
        """Anonymise what is due, in batches; killed and started again it goes on where it stopped."""
        domain = self._get_anonymisable_domain()
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))
        while cases := self.search(domain, order="id", limit=BATCH):
            cases._anonymise()
            if not self.env["ir.cron"]._commit_progress(len(cases)):
                break

    @api.model
    def _get_anonymisable_domain(self):
        """Return the ended cases of people who left longer ago than their company keeps names for."""
        domain = Domain.FALSE
        today = fields.Date.today()
        Employee = self.env["hr.employee"].with_context(active_test=False)
        for company in self.env["res.company"].search([("sales_office_anonymise_months", ">", 0)]):
            limit = today - relativedelta(months=company.sales_office_anonymise_months)
            left = Employee._search([("active", "=", False), ("departure_date", "<=", limit)])
            domain |= Domain("company_id", "=", company.id) & Domain("employee_id", "in", left)
        return domain & Domain("state", "in", ENDED)

    def _anonymise(self):
        """Take the person out of these cases (sudo): name, texts, messages, files, source and findings."""
        texts = dict.fromkeys(("response", "reason", "appeal", "appeal_reason", "annul_reason"), False)
        parties = dict.fromkeys(("employee_id", "user_id", "reporter_id", "informant_id", "res_model", "res_id"), False)
        # department and company stay, although there is no employee any more to follow from
        kept = [self._fields[name] for name in ("department_id", "company_id", "user_id")]
        with self.env.protecting(kept, self):
            self.with_context(tracking_disable=True).write(
                # when somebody was on leave is theirs, too
                {**texts, **parties, "description": "-", "deadline_counts": False, "anonymised_on": fields.Date.today()}
            )
            self.flush_recordset()
        self.env["sales.office.finding"].search([("violation_id", "in", self.ids)]).unlink()
        about = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["ir.attachment"].search(about).unlink()
        # notifications and done activities are not among those that the case shows
        self.env["mail.message"].search([("model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
        self.env["mail.activity"].with_context(active_test=False).search(about).unlink()
        _logger.info("Anonymised %s conduct cases.", len(self))
