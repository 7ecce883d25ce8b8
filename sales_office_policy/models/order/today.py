from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare, format_amount, format_date

from ..organization.asking import Search, search_each
from ..organization.posts.title import join_title
from ..organization.record.phrases import join_phrases
from ..organization.today import Button

APPROVALS = "sales_office_policy.sales_office_price_approval_action"
CONTRACTS = "sales_office_policy.sales_office_contract_action"
HOLDS = "sales_office_policy.sales_office_credit_hold_action"
RECEIVABLES = "sales_office_policy.sales_office_receivable_action"
UNINVOICED = "sales_office_policy.sales_office_uninvoiced_action"
#: what is read of a contract
CONTRACT = (
    *("state", "user_id", "department_id", "company_id", "in_office_scope", "in_same_office", "amount", "is_standard"),
    *("filing_deadline", "filed_on", "receipt_deadline", "received_on"),
)
#: days after the order from which on somebody is asked why what was delivered is not invoiced
DELIVERED = 7
#: so many of the lines about receivables are about what concerns oneself
OWN_RECEIVABLES = 3
#: so many days a price that was decided stays on the page of who asked for it
DECIDED = 14


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = [
            self._get_price_lines_to_decide(),
            self._get_own_price_lines(),
            self._get_contract_lines(),
            self._get_mandate_lines(),
            self._get_order_missing_lines(),
            self._get_delivery_lines(),
            self._get_receivable_lines(),
            self._get_uninvoiced_lines(),
            self._get_credit_lines(),
            self._get_budget_lines(),
        ]
        return super()._get_questions() | {"order": asked}

    def _get_contract_lines(self):
        """Return what waits with contracts: to sign and to file for who looks after them, to read, to take in."""
        own, today = Domain("user_id", "=", self.env.uid), fields.Date.context_today(self)
        late = Domain("state", "=", "signed") & Domain("filing_deadline", "<", today)
        overdue = late | self.env["sales.office.contract"]._get_kept_domain() & Domain("receipt_deadline", "<", today)
        unsigned = Domain("state", "in", ("negotiation", "to_sign"))
        kinds = (
            ("review", self.env._("Contracts to review"), self._get_contract_review_domain(), "fa-balance-scale"),
            ("sign", self.env._("Contracts to have signed"), own & unsigned, "fa-pencil"),
            ("file", self.env._("Contracts to hand to the clerk"), own & Domain("state", "=", "signed"), "fa-archive"),
            ("keep", self.env._("Contracts the clerk waits for"), self._get_contract_clerk_domain(late), "fa-inbox"),
            ("pass_on", self.env._("Contracts to pass on to finance"), self._get_contract_keeper_domain(), "fa-share"),
            ("receive", self.env._("Contracts to receive"), self._get_contract_finance_domain(), "fa-check"),
        )
        buttons = self._get_contract_buttons()
        contracts = self.env["sales.office.contract"]
        domains = [domain for _key, _title, domain, _icon in kinds]
        refers = {"fields": CONTRACT, "names": ("partner_id", "employee_id"), "reads": ("currency_id", "kind_id")}
        answers = yield search_each(contracts, domains, "filing_deadline, id", **refers)
        lines = []
        for (key, title, _domain, icon), found in zip(kinds, answers, strict=True):
            prepare, values = self._prepare_lines_of, {"urgent": bool(found.filtered_domain(overdue)), "icon": icon}
            if key in buttons:
                prepare, values["get_detail"] = self._prepare_decisions, self._get_contract_detail
                values["get_buttons"] = lambda _contract, done=buttons[key]: done
            lines += prepare("order", f"contract_{key}", title, CONTRACTS, found, **values)
        return lines

    def _get_contract_detail(self, contract):
        """Return by what somebody reads it: whose it is, with whom, how much, and whether its wording is its kind's."""
        amount = format_amount(self.env, contract.amount, contract.currency_id)
        wording = self.env._("wording of its kind") if contract.is_standard else self.env._("wording of its own")
        return join_title(contract.partner_id.name, amount, contract.employee_id.name, wording)

    def _get_contract_buttons(self):
        return {
            "review": (
                Button(self.env._("Release to Sign"), call="action_approve"),
                Button(self.env._("Send Back"), reason="send_back"),
            ),
            "receive": (Button(self.env._("Received by Finance"), call="action_receive"),),
        }

    def _get_contract_clerk_domain(self, late):
        """Return the papers that are late, for the clerk of the office."""
        return late & self._get_contract_office_domain() & Domain("user_id", "!=", self.env.uid)

    def _get_contract_keeper_domain(self):
        """Return the papers that the clerk has, and finance waits for."""
        kept = self.env["sales.office.contract"]._get_kept_domain() & Domain("receipt_deadline", "!=", False)
        return kept & self._get_contract_office_domain()

    def _get_contract_office_domain(self):
        if not self.env.user.has_group("sales_office_policy.group_clerk"):
            return Domain.FALSE
        return self.env["sales.office.contract"]._get_post_domain("clerk") & Domain("in_same_office", "=", True)

    def _get_contract_review_domain(self):
        return self.env["sales.office.contract"]._search_can_review("in", [True])

    def _get_contract_finance_domain(self):
        if not self.env.user.has_group("sales_office_policy.group_finance"):
            return Domain.FALSE
        contracts = self.env["sales.office.contract"]
        return contracts._get_kept_domain() & contracts._get_post_domain("finance")

    def _get_mandate_lines(self):
        """Return the mandates that wait to be granted by the user."""
        if not self.env.user.has_group("sales_office_policy.group_manager"):
            return []
        waiting = yield Search(self.env["sales.office.mandate"], [("can_grant", "=", True)])
        xmlid, title = "sales_office_policy.sales_office_mandate_action", self.env._("Mandates to grant")
        buttons = (Button(self.env._("Grant"), call="action_grant"),)
        return self._prepare_decisions(
            "order", "mandates", title, xmlid, waiting, get_buttons=lambda _mandate: buttons, icon="fa-gavel"
        )

    def _get_order_missing_lines(self):
        """Return the deals of the user that wait for their order."""
        leads = self.env["crm.lead"]
        if not leads.has_access("read"):
            return []
        won = yield Search(leads, leads._get_order_missing_domain(), "date_closed, id", fields=())
        title = self.env._("Won, and not entered as an order")
        return self._prepare_lines_of(
            "order", "orders_missing", title, "crm.crm_lead_action_pipeline", won, icon="fa-trophy"
        )

    def _get_delivery_lines(self):
        """Return the deliveries of the user that are near or late."""
        promises = self.env["sales.office.delivery.promise"]
        if not promises.order_id.has_access("read"):
            return []
        days = self.env.company.sales_office_delivery_days
        refers = {"fields": ("promised_on",), "names": ("order_id", "company_id")}
        due = yield Search(promises, promises._get_due_domain(days), "promised_on, id", **refers)
        late = any(promise._is_late() for promise in due)
        title = self.env._("Deliveries that are due")
        return self._prepare_lines_of(
            "order", "deliveries_due", title, "sale.action_orders", due.order_id, urgent=late, icon="fa-truck"
        )

    def _get_price_lines_to_decide(self):
        """Return the prices that wait for the user, or for somebody they stand in for."""
        waiting = yield Search(
            self.env["sales.office.price.approval"],
            [("is_addressed", "=", True)],
            "decide_by, id",
            fields=("decide_by", "amount", "details", "reason", "discount", "can_approve"),
            names=("order_id", "partner_id", "employee_id"),
            reads=("currency_id",),
        )
        late = waiting.filtered(lambda approval: approval.decide_by and approval.decide_by < fields.Datetime.now())
        values = {"get_detail": self._get_asked_detail, "get_buttons": self._get_price_buttons}
        title = self.env._("Prices to approve")
        return self._prepare_decisions(
            "order", "price_approve", title, APPROVALS, waiting, urgent=bool(late), icon="fa-percent", **values
        )

    def _get_asked_detail(self, approval):
        amount = format_amount(self.env, approval.amount, approval.currency_id)
        return "\n".join(
            filter(None, (join_title(approval.employee_id.name, amount), approval.details, approval.reason))
        )

    def _get_price_buttons(self, approval):
        """Return what the user does with it: who may not give that much themselves offers less, or refuses."""
        if approval.can_approve:
            yield Button(self.env._("Approve"), call="action_approve")
        if approval.discount:
            yield Button(self.env._("Offer Less"), dialog="sales_office_policy.sales_office_price_counter_action")
        yield Button(self.env._("Refuse"), reason="refuse")

    def _get_own_price_lines(self):
        """Return the user's own prices that were decided while the quotation is still with them."""
        approvals = self.env["sales.office.price.approval"]
        if not approvals.order_id.has_access("read"):
            return []
        first, _last = self._get_bounds_of_today()
        decided = yield Search(
            approvals,
            Domain("user_id", "=", self.env.uid)
            & Domain("kind", "=", "asked")
            & Domain("state", "in", ("approved", "refused"))
            & Domain("decided_at", ">=", first - timedelta(days=DECIDED))
            & Domain("order_id.state", "=", "draft"),
            "decided_at desc, id",
        )
        latest = {order: decisions[0] for order, decisions in decided.grouped("order_id").items()}
        return [line for order, decision in latest.items() for line in self._prepare_decided_lines(order, decision)]

    def _prepare_decided_lines(self, order, decision):
        """Return the line about one quotation; what is offered instead is taken there and then."""
        take = (Button(self.env._("Take What Is Offered"), call="action_take_offer"),)
        prepare, values = self._prepare_lines_of, {"group": "know" if decision.state == "refused" else "now"}
        if decision.counter_offer and self._is_offer_open(order, decision):
            prepare, values = self._prepare_decisions, {"get_buttons": lambda _order: take, "group": "now"}
        title, detail = self._get_price_title(decision), self._get_price_detail(decision)
        return prepare(
            *("order", f"price_decided_{order.id}", title, "sale.action_quotations", order),
            detail=detail,
            icon="fa-percent",
            **values,
        )

    def _is_offer_open(self, order, decision):
        """Return whether the quotation goes beyond what is offered; judged anew, as on its form, only in doubt."""
        holds = decision.state == "approved" and decision.valid_until >= fields.Date.context_today(self)
        above = any(float_compare(line.discount, decision.granted_discount, 2) > 0 for line in order.order_line)
        return holds and above or order.sales_office_price_offered

    def _get_price_title(self, approval):
        name = approval.display_name
        if approval.state == "refused":
            return self.env._("Price refused: %(order)s", order=name)
        if approval.counter_offer:
            return self.env._("Less was offered: %(order)s", order=name)
        return self.env._("Price approved, send the quotation: %(order)s", order=name)

    def _get_price_detail(self, approval):
        if approval.state == "refused":
            return approval.answer
        discount = f"{approval.granted_discount:g}"
        until = format_date(self.env, approval.valid_until)
        return self.env._("Up to %(discount)s %% until %(date)s.", discount=discount, date=until)

    def _get_receivable_lines(self):
        """Return what is to be done about money that is due: one's own, the team's, disputes, what finance has."""
        Receivable = self.env["sales.office.receivable"].with_context(sales_office_all_open=True)
        if not Receivable.has_access("read"):
            return []
        here = Domain("company_id", "=", self.env.company.id)
        own = Domain("user_id", "=", self.env.uid)
        idle = Receivable._get_idle_domain(self.env.company.sales_office_idle_days)
        asked = [
            ("promises_broken", self.env._("Promises that customers broke"), own & Domain("status", "=", "broken")),
            ("receivables_idle", self.env._("Overdue invoices to chase"), own & idle),
            ("disputes", self.env._("Invoices and payments to clear up"), Domain("owner_id", "=", self.env.uid)),
        ]
        if self.env.user.has_group("sales_office_policy.group_team_leader"):
            led = Domain("in_office_scope", "=", True) & Domain("user_id", "!=", self.env.uid)
            asked.append(
                ("receivables_led", self.env._("Overdue invoices that nobody in your team chases"), led & idle)
            )
        if self.env.company.id in self.env.user._get_sales_office_companies("finance"):
            handed = Domain("status", "=", "handed_over")
            asked.append(("receivables_finance", self.env._("Invoices handed to finance"), handed))
        parts = tuple(domain for _key, _title, domain in asked)
        sells = self.env.user.has_group("sales_office_policy.group_representative")
        only = None if sells or len(asked) > OWN_RECEIVABLES else Receivable._select_own()  # most others have none
        counts = yield Search(Receivable, here, counted=True, parts=parts, only=only)
        return [
            self._prepare_line(
                "order",
                key,
                title,
                self._prepare_action(RECEIVABLES, domain=list(here & domain), context={}),
                count=count,
                urgent=key == "promises_broken",
                icon="fa-money",
            )
            for (key, title, domain), count in zip(asked, counts, strict=True)
            if count
        ]

    def _get_uninvoiced_lines(self):
        """Return what the user sold, that was delivered and is not invoiced, as long as nobody has said why."""
        Uninvoiced = self.env["sales.office.uninvoiced"]
        if not Uninvoiced.has_access("read"):
            return []
        mine = [("company_id", "=", self.env.company.id), ("user_id", "=", self.env.uid), ("age_days", ">", DELIVERED)]
        waiting = yield Search(Uninvoiced, [*mine, ("reason", "=", False)], only=Uninvoiced._select_sold())
        title = self.env._("Delivered and not invoiced")
        detail = self.env._("Have it invoiced, or say why it waits.")
        return self._prepare_lines_of("order", "uninvoiced", title, UNINVOICED, waiting, detail=detail, icon="fa-truck")

    def _get_credit_lines(self):
        """Return the orders on hold that wait for the user's decision."""
        if self.env.company.id not in self.env.user._get_sales_office_companies("finance", "director"):
            return []
        here = Domain("company_id", "=", self.env.company.id) & Domain("decision", "=", "held")
        others = here & Domain("user_id", "!=", self.env.uid)
        holds = yield Search(
            self.env["sales.office.credit.hold"],
            others,
            names=("order_id", "partner_id", "user_id"),
            reads=("currency_id",),
        )
        buttons = (
            Button(self.env._("Release the Order"), dialog="sales_office_policy.sales_office_credit_release_action"),
            Button(self.env._("Do Not Release"), reason="refuse"),
        )
        return self._prepare_decisions(
            "order",
            "credit_holds",
            self.env._("Orders on hold to release"),
            HOLDS,
            holds,
            get_detail=self._get_hold_detail,
            get_buttons=lambda _hold: buttons,
            urgent=True,
            icon="fa-hand-paper-o",
        )

    def _get_hold_detail(self, hold):
        amount = format_amount(self.env, hold.amount, hold.currency_id)
        said = (join_title(hold.user_id.name, amount), hold.reasons, hold.request)
        return "\n".join(filter(None, said))

    def _get_budget_lines(self):
        """Return what is left of the budget for expenses of the team that the user leads, where it has one (R120)."""
        yield from ()  # figures, and nothing to search
        user, company = self.env.user, self.env.company
        led, limits = user._get_sales_office_scope(own=True).department_ids, self.env["sales.office.expense.limit"]
        if not led or not limits._get_collected_limits(company):
            return []
        department = user._get_sales_office_department()
        budgets = limits._get_budgets(company, department) if department.id in led else []
        if not budgets:
            return []
        amounts = (
            (kind.display_name, *(format_amount(self.env, amount, company.currency_id) for amount in (left, allowed)))
            for kind, left, allowed in budgets
        )
        texts = [
            self.env._("%(left)s of %(allowed)s left for %(kind)s", left=left, allowed=allowed, kind=kind)
            if kind
            else self.env._("%(left)s of %(allowed)s left", left=left, allowed=allowed)
            for kind, left, allowed in amounts
        ]
        return [
            self._prepare_line(
                "order",
                "expense_budget",
                self.env._("Your team's expenses this month"),
                self._prepare_action("hr_expense.hr_expense_actions_all"),
                detail=join_phrases(self.env, texts),
                urgent=any(left < 0 for _kind, left, _allowed in budgets),
                icon="fa-credit-card",
                group="know",
            )
        ]
