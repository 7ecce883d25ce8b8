from datetime import date, timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..organization.local_time import get_local_day, get_zone
from ..organization.record.phrases import count_days
from ..organization.spans import DAY
from .crm_lead import REACH

#: a signature that is recorded so long afterwards is not among the days any more that are looked at
RECORDED_LATE = timedelta(days=14)


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

    def _detect_contract_unfiled(self, employees, date_from, date_to):
        """Return the contracts whose paper was not with the clerk in time, on the last day there was for it (R117)."""
        contracts = self.env["sales.office.contract"]
        mine = self._get_contract_domain("employee_id", employees) & contracts._get_late_domain()
        found = contracts.search(mine & self._get_period_domain("filing_deadline", date_from, date_to))
        days = {contract: self._get_known_day(contract, "filing_deadline") for contract in found}
        return [
            self._prepare_finding(c.employee_id, day, self._describe_unfiled(c), c)
            for c, day in days.items()
            if date_from <= day <= date_to
        ]

    def _detect_contract_unreceived(self, employees, date_from, date_to):
        """Return the contracts that were filed in time and not with finance in time, on the last day there was, for
        who filed them (R117). What was filed late is found of who looks after it.
        """
        clerks = employees.grouped("user_id")
        mine = self._get_contract_domain("filed_by_id", employees.user_id)
        period = Domain("receipt_deadline", ">=", date_from) & Domain("receipt_deadline", "<=", date_to)
        kept = self.env["sales.office.contract"].search(mine & period).filtered(lambda c: c._is_kept_too_long())
        return [
            self._prepare_finding(clerks[c.filed_by_id], c.receipt_deadline, self._describe_unreceived(c), c)
            for c in kept
        ]

    def _describe_unreceived(self, contract):
        days = {"filed": contract.filed_on, "deadline": contract.receipt_deadline, "received": contract.received_on}
        waits = self.env._("%(contract)s, filed on %(filed)s, was to be with finance until %(deadline)s.")
        late = self.env._(
            "%(contract)s, filed on %(filed)s, was to be with finance until %(deadline)s and was on %(received)s."
        )
        return self._tell_days(late if contract.received_on else waits, days, contract=contract.display_name)

    def _detect_contract_unmandated(self, employees, date_from, date_to):
        """Return the contracts that somebody signed without a mandate, until one who has it takes them over (R115)."""
        faulty = Domain("mandate_fault", "!=", False) & Domain("ratified_by_id", "=", False)
        mine = self._get_contract_domain("signatory_id", employees) & faulty
        found = self.env["sales.office.contract"].search(
            mine & self._get_period_domain("signed_on", date_from, date_to)
        )
        days = {contract: self._get_known_day(contract, "signed_on") for contract in found}
        return [
            self._prepare_finding(c.signatory_id, day, f"{c.display_name}: {c.mandate_fault} {c.mandate_reason}", c)
            for c, day in days.items()
            if date_from <= day <= date_to
        ]

    def _get_period_domain(self, name, date_from, date_to):
        """Return the contracts that may count on these days, see :meth:`_get_known_day`."""
        return Domain.OR(
            Domain(field, ">=", date_from) & Domain(field, "<=", date_to) for field in (name, "recorded_on")
        )

    def _get_known_day(self, contract, name):
        """Return on which day it counts: that of the field, or where a signature is recorded long after that, on that
        day. Dated back far enough, nobody would find it else.
        """
        day, recorded_on = contract[name], contract.recorded_on
        return recorded_on if recorded_on and recorded_on > day + RECORDED_LATE else day

    def _get_contract_domain(self, field, people):
        return Domain(field, "in", people.ids) & Domain("company_id", "=", self.env.company.id)

    def _describe_unfiled(self, contract):
        days = {"signed": contract.signed_on, "deadline": contract.filing_deadline, "filed": contract.filed_on}
        waits = self.env._("%(contract)s, signed on %(signed)s, was to be filed until %(deadline)s.")
        late = self.env._(
            "%(contract)s, signed on %(signed)s, was to be filed until %(deadline)s and was on %(filed)s."
        )
        return self._tell_days(late if contract.filed_on else waits, days, contract=contract.display_name)

    def _tell_days(self, sentence, days, **names):
        """Return a translated sentence with these days, as its reader writes them, and these names."""
        return sentence % {**names, **{name: format_date(self.env, day) for name, day in days.items()}}

    def _detect_won_without_order(self, employees, date_from, date_to):
        """Return the deals that were won and not entered as an order within the working hours there are for it (R066).

        A lead that is won no more, an order that was entered for it whoever the customer is, and a customer who calls
        off a framework contract, and there is nothing to find.
        """
        people = {employee.user_id: employee for employee in employees if employee.user_id}
        leads = self._search_won(people, date_from, date_to)
        deadlines = leads._get_order_deadlines(people)
        grace, now = timedelta(minutes=self.grace_minutes), fields.Datetime.now()
        findings = []
        for lead, deadline in deadlines.items():
            employee = people[lead.user_id]
            day = fields.Datetime.context_timestamp(lead.with_context(tz=employee._get_tz()), deadline).date()
            entered = lead._get_order_entered()
            if date_from <= day <= date_to and (entered or now) > deadline + grace:
                findings.append(self._prepare_finding(employee, day, lead._describe_order_missing(deadline), lead))
        return findings

    def _search_won(self, people, date_from, date_to):
        """Return the won leads of some users that may be due in these days, by customers who order anew each time."""
        users = self.env["res.users"].union(*people)
        return (
            self.env["crm.lead"]
            .search(
                Domain("user_id", "in", users.ids)
                & Domain("company_id", "in", (self.env.company.id, False))
                & Domain("won_status", "=", "won")
                & Domain("date_closed", ">=", date_from - timedelta(days=REACH))
                & Domain("date_closed", "<", date_to + timedelta(days=2)),
                order="date_closed, id",
            )
            ._filter_orderable()
        )

    def _detect_delivery_late(self, employees, date_from, date_to):
        """Return the delivery promises that were broken, on the promised day, for the salesperson (R067)."""
        people = {employee.user_id: employee for employee in employees if employee.user_id}
        promises = self.env["sales.office.delivery.promise"].search(
            Domain("promised_on", ">=", date_from)
            & Domain("promised_on", "<=", date_to)
            & Domain("order_id.user_id", "in", self.env["res.users"].union(*people).ids)
            & Domain("company_id", "=", self.env.company.id)
        )
        return [
            self._prepare_finding(people[p.user_id], p.promised_on, self._describe_broken(p), p.order_id)
            for p in promises.filtered(lambda promise: promise.outcome == "broken")
        ]

    def _describe_broken(self, promise):
        order, names = promise.order_id, {"order": promise.order_id.name, "customer": promise.partner_id.name}
        days = {"promised": promise.promised_on, "delivered": order.sales_office_delivered_on}
        waits = self.env._("%(order)s, %(customer)s, was promised for %(promised)s and is not delivered.")
        late = self.env._("%(order)s, %(customer)s, was promised for %(promised)s and delivered on %(delivered)s.")
        return self._tell_days(late if order.sales_office_delivered_on else waits, days, **names)

    def _detect_price_unapproved(self, employees, date_from, date_to):
        """Return the orders confirmed beyond limits without an approval, each with whoever gave the price (R096)."""
        # sudo: orders of everybody, for whoever runs the check
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("sales_office_price_given", "=", "unapproved"),
                    ("state", "=", "sale"),
                    ("date_order", ">=", fields.Datetime.to_datetime(date_from) - DAY),
                    ("date_order", "<", fields.Datetime.to_datetime(date_to) + 2 * DAY),
                ],
                order="date_order, id",
            )
        )
        by_user = employees.grouped("user_id")
        found = []
        for order in orders:
            employee = by_user.get(order._get_price_giver(), employees.browse())[:1]
            if not employee:
                continue
            confirmed_on = get_local_day(order.date_order, get_zone(employee._get_tz()))
            if date_from <= confirmed_on <= date_to:
                reason = self.env._(
                    "%(order)s of %(customer)s was confirmed at %(discount)s %% off, which nobody had approved.",
                    order=order.name,
                    customer=order.partner_id.name,
                    discount=f"{order.sales_office_price_discount:g}",
                )
                found.append(self._prepare_finding(employee, confirmed_on, reason, order))
        return found

    def _detect_receivable_idle(self, employees, date_from, date_to):
        """Return what is overdue and nobody has done anything about for the days of the company, as it is now (R119).

        It counts on the day on which the days were over. A step taken since, or the money, and it is none any more.
        """
        days = self.env.company.sales_office_idle_days
        Receivable = self.env["sales.office.receivable"]
        by_user = employees.grouped("user_id")
        items = Receivable.search(
            Receivable._get_idle_domain(days) & Receivable._get_collected_domain(employees.user_id)
        )
        found = []
        for item in items - self._get_broken_found(items):
            day = item._get_touched_on() + timedelta(days=days + 1)
            if date_from <= day <= date_to:
                text = self.env._(
                    "%(customer)s owes %(name)s since %(due)s, and nothing was done about it for %(days)s.",
                    customer=item.partner_id.display_name,
                    name=item.move_id.name,
                    due=format_date(self.env, item.date_due),
                    days=count_days(self.env, days),
                )
                found.append(self._prepare_finding(by_user[item.user_id], day, text, item))
        return found

    def _get_broken_found(self, items):
        """Return those of ``items`` that are found as broken promises nobody followed up, or will be: one fact, one
        finding. Until the day of a promise it was right to wait.
        """
        check = self.env.ref("sales_office_policy.check_promise_broken").with_company(self.env.company)
        if not check._is_on(self.env.company):
            return items.browse()
        since = (check.enforced_from or date.min + timedelta(days=2)) - timedelta(days=2)
        broken = items.filtered(lambda item: item.status == "broken" and item.promised_on >= since)
        last = fields.Date.context_today(self) - timedelta(days=2)
        return broken.filtered(lambda item: item.promised_on > last) | broken._filter_broken_left()

    def _detect_promise_broken(self, employees, date_from, date_to):
        """Return the broken promises that nobody did anything about by the next day but one (R119).

        Money of the customer that is matched with nothing yet and would keep the promise is enough to wait.
        """
        Receivable = self.env["sales.office.receivable"]
        by_user = employees.grouped("user_id")
        items = Receivable.search(
            Domain("status", "=", "broken")
            & Domain("promised_on", ">=", date_from - timedelta(days=2))
            & Domain("promised_on", "<=", date_to - timedelta(days=2))
            & Receivable._get_collected_domain(employees.user_id)
        )
        items = items._filter_broken_left()
        return [
            self._prepare_finding(
                by_user[item.user_id],
                item.promised_on + timedelta(days=2),
                self.env._(
                    "%(customer)s promised to pay %(name)s by %(day)s and did not, and nothing was done since.",
                    customer=item.partner_id.display_name,
                    name=item.move_id.name,
                    day=format_date(self.env, item.promised_on),
                ),
                item,
            )
            for item in items
        ]
