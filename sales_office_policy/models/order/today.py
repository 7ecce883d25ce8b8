from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

APPROVALS = "sales_office_policy.sales_office_price_approval_action"
CONTRACTS = "sales_office_policy.sales_office_contract_action"


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        if not self.env.company._sales_office_uses("order"):
            return super()._get_lines()
        return (
            super()._get_lines()
            + self._get_price_lines_to_decide()
            + self._get_own_price_lines()
            + self._get_contract_lines()
            + self._get_mandate_lines()
            + self._get_delivery_lines()
        )

    def _get_contract_lines(self):
        """Return what waits with contracts: to sign and to file for who looks after them, to read, to take in."""
        own, today = Domain("user_id", "=", self.env.uid), fields.Date.context_today(self)
        late = Domain("state", "=", "signed") & Domain("filing_deadline", "<", today)
        unsigned = Domain("state", "in", ("negotiation", "to_sign"))
        kinds = (
            ("review", self.env._("Contracts to review"), Domain("can_review", "=", True), "fa-balance-scale"),
            ("sign", self.env._("Contracts to have signed"), own & unsigned, "fa-pencil"),
            ("file", self.env._("Contracts to hand to the clerk"), own & Domain("state", "=", "signed"), "fa-archive"),
            ("keep", self.env._("Contracts the clerk waits for"), self._get_contract_clerk_domain(late), "fa-inbox"),
            ("receive", self.env._("Contracts to receive"), self._get_contract_finance_domain(), "fa-check"),
        )
        lines = []
        for key, title, domain, icon in kinds:
            found = self.env["sales.office.contract"].search(domain, order="filing_deadline, id")
            urgent = bool(found.filtered_domain(late))
            lines += self._prepare_lines_of(
                "order", f"contract_{key}", title, CONTRACTS, found, urgent=urgent, icon=icon
            )
        return lines

    def _get_contract_clerk_domain(self, late):
        """Return the papers that are late, for the clerk of the office."""
        if not self.env.user.has_group("sales_office_policy.group_clerk"):
            return Domain.FALSE
        kept = self.env["sales.office.contract"]._get_post_domain("clerk") & Domain("in_same_office", "=", True)
        return late & kept & Domain("user_id", "!=", self.env.uid)

    def _get_contract_finance_domain(self):
        if not self.env.user.has_group("sales_office_policy.group_finance"):
            return Domain.FALSE
        filed = Domain("filed_on", "!=", False) & Domain("received_on", "=", False)
        return filed & self.env["sales.office.contract"]._get_post_domain("finance")

    def _get_mandate_lines(self):
        """Return the mandates that wait to be granted by the user."""
        if not self.env.user.has_group("sales_office_policy.group_manager"):
            return []
        waiting = self.env["sales.office.mandate"].search([("can_grant", "=", True)])
        if not waiting:
            return []
        action = self._prepare_action("sales_office_policy.sales_office_mandate_action", waiting)
        title = self.env._("Mandates to grant")
        return [self._prepare_line("order", "mandates", title, action, count=len(waiting), icon="fa-gavel")]

    def _get_delivery_lines(self):
        """Return the deals that wait for their order, and the deliveries that are near or late, of the user himself."""
        lines = []
        leads = self.env["crm.lead"]
        if leads.has_access("read") and (won := leads._find_orders_missing()):
            title = self.env._("Won, and not entered as an order")
            lines += self._prepare_lines_of(
                "order", "orders_missing", title, "crm.crm_lead_action_pipeline", won, icon="fa-trophy"
            )
        promises = self.env["sales.office.delivery.promise"]
        if not promises.order_id.has_access("read"):
            return lines
        due = promises._find_due(self.env.company.sales_office_delivery_days)
        late = due.filtered(lambda promise: promise.outcome == "broken")
        title = self.env._("Deliveries that are due")
        return lines + self._prepare_lines_of(
            "order", "deliveries_due", title, "sale.action_orders", due.order_id, urgent=bool(late), icon="fa-truck"
        )

    def _get_price_lines_to_decide(self):
        """Return the prices that wait for the user, or for somebody he stands in for."""
        waiting = self.env["sales.office.price.approval"].search([("is_addressed", "=", True)], order="decide_by, id")
        late = waiting.filtered(lambda approval: approval.decide_by and approval.decide_by < fields.Datetime.now())
        title = self.env._("Prices to approve")
        return self._prepare_lines_of(
            "order", "price_approve", title, APPROVALS, waiting, urgent=bool(late), icon="fa-percent"
        )

    def _get_own_price_lines(self):
        """Return the user's own prices that were decided while the quotation is still with him."""
        approvals = self.env["sales.office.price.approval"]
        if not approvals.order_id.has_access("read"):
            return []
        decided = approvals.search(
            Domain("user_id", "=", self.env.uid)
            & Domain("kind", "=", "asked")
            & Domain("state", "in", ("approved", "refused"))
            & Domain("decided_at", ">=", "today -14d")
            & Domain("order_id.state", "=", "draft"),
            order="decided_at desc, id",
        )
        latest = decided.grouped("order_id")
        return [
            self._prepare_line(
                "order",
                f"price_decided_{order.id}",
                self._get_price_title(decisions[0]),
                self._prepare_action("sale.action_quotations", order),
                detail=self._get_price_detail(decisions[0]),
                icon="fa-percent",
            )
            for order, decisions in latest.items()
        ]

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
