from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.deadline.deadline import Term
from ...organization.many import Many
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.record.row_lock import claim_rows
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from . import snapshot as snapshots

MANAGERS = "sales_office_policy.group_manager"


class SalesOfficePriceApproval(models.Model):
    """Somebody asked for a price beyond their limits, and what became of it (R053, R096).

    requested --approve, counter--> approved --(its day passes)--> expired
        |   |                          |
        |   +--refuse--> refused       +--(a later one is approved)--> superseded
        +--(asked anew)--> superseded

    - What is approved is a snapshot: it holds for whatever is no worse, until its day, for this quotation and its
      customer alone.
    - Approve, refuse, offer less: who stands above the salesperson and may give that themselves by the table, never who
      asked. It is addressed to the lowest of them who is there; who stands in for them decides as well, and everybody
      above who may.
    - Who may give it anyway need not ask: what they send or confirm is entered as given by them. So are small
      overruns, as often as the table says.

    Whom it goes to is in ``decider``.
    """

    _name = "sales.office.price.approval"
    _description = "Price Approval"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "sales.office.deadline.mixin",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _mail_post_access = "read"
    _member_date_field = "requested_at"
    _deadline_days = {"decide_by": "sales_office_price_days"}

    order_id = fields.Many2one(
        "sale.order", string="Quotation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    # for whom it was asked, whoever the quotation is for by now; contacts that are merged stay the same customer
    customer_id = fields.Many2one(
        "res.partner",
        string="Customer When Asked",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    employee_id = fields.Many2one(string="Salesperson", default=False, readonly=True)
    kind = fields.Selection(
        [("asked", "Asked For"), ("own", "Within One's Own Limits"), ("quota", "Small Overrun")],
        string="Way",
        required=True,
        default="asked",
        readonly=True,
        help="Asked for; given by somebody who may; or one of the small overruns of the month.",
    )
    requested_by_id = fields.Many2one("res.users", string="Asked for by", required=True, readonly=True, index=True)
    requested_at = fields.Datetime(string="Asked for on", required=True, default=fields.Datetime.now, readonly=True)
    reason = fields.Text(readonly=True)
    state = fields.Selection(
        [
            ("requested", "Asked For"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("expired", "Expired"),
            ("superseded", "Superseded"),
        ],
        required=True,
        default="requested",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    superior_id = fields.Many2one(
        "hr.employee", string="Goes to", readonly=True, index=True, ondelete="restrict", tracking=True
    )
    decide_by = fields.Datetime(string="Decide by", readonly=True, copy=False, index=True)
    decide_by_reason = fields.Char(
        string="Working Days Counted", compute="_compute_deadline_reasons", compute_sudo=True
    )
    reminded = fields.Boolean(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    answer = fields.Text(readonly=True, copy=False)
    valid_until = fields.Date(readonly=True, copy=False, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    currency_rate = fields.Float(
        digits=0, readonly=True, help="Units of the quotation's currency for one of the company's, on that day."
    )
    amount = fields.Monetary(string="Untaxed Amount", readonly=True)
    discount = fields.Float(
        string="Highest Discount (%)", readonly=True, aggregator="avg", help="Of the product with most off."
    )
    points_over = fields.Float(
        readonly=True, aggregator="avg", help="Beyond what the salesperson may give, of the product with most."
    )
    counter_offer = fields.Float(
        string="Offered Instead (%)", readonly=True, copy=False, aggregator="avg", help="Approved up to this discount."
    )
    granted_discount = fields.Float(string="Approved Discount (%)", readonly=True, copy=False, aggregator="avg")
    used_discount = fields.Float(
        string="Discount at Confirmation (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="What was needed in the end, of the product with most off.",
    )
    is_won = fields.Boolean(string="Won", readonly=True, copy=False)
    term_days = fields.Float(string="Days until Payment", readonly=True, aggregator="avg")
    prepayment = fields.Float(string="Prepayment (%)", readonly=True, aggregator="avg")
    margin = fields.Float(string="Margin (%)", readonly=True, aggregator="avg", groups=MANAGERS)
    details = fields.Text(
        compute="_compute_details", compute_sudo=True, help="What is beyond the limits, as it was asked for."
    )
    # see price_wording.py: kept as data, and worded for whoever reads it
    excesses = fields.Json(readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)
    # see snapshot.py; costs and margins are in it
    snapshot = fields.Json(readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)

    _decided_discount = models.Constraint(
        "CHECK (counter_offer BETWEEN 0 AND 100)", "A discount lies between 0 and 100 %."
    )

    @api.depends("order_id.name", "partner_id.name")
    def _compute_display_name(self):
        for approval in self:
            # sudo: number and customer of a quotation that whoever decides may not read themselves
            order = approval.sudo().order_id
            approval.display_name = join_title(order.name, order.partner_id.name)

    @api.depends("excesses", "employee_id.name")
    @api.depends_context("lang")
    def _compute_details(self):
        order = self.order_id.browse()
        names = order._name_kept_products([kept for approval in self for kept in approval.excesses or ()])
        for approval in self:
            giver = approval.employee_id.name or approval.requested_by_id.name
            approval.details = order._word_kept_excesses(approval.excesses or (), giver, names)

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "refuse": Reason(
                self.env._("Refuse"),
                self.env._("Whoever asked reads why. The quotation stays as it is, and is not sent."),
                shown=("details", "reason"),
                placeholder=self.env._("e.g. Offer the smaller rooms first"),
            ),
        }

    def _get_many(self):
        return {
            **super()._get_many(),
            "approve": Many(
                self.env._("Approve"), ["requested"], "can_approve", self.env._("is beyond what you may give yourself")
            ),
            "refuse": Many(
                self.env._("Refuse"), ["requested"], "can_decide", self.env._("is decided by somebody else above")
            ),
        }

    @rpc
    @api.model
    def action_request(self, order: Record("sale.order"), reason: str):
        """Ask for the price of a quotation; whoever may give it themselves thereby gives it.

        :param str reason: required, for whoever decides
        :return: the approval, which waits or holds
        :raises UserError: no approval needed, asked already, or nobody above may give that
        """
        order.check_access("write")
        reason = self._check_reason(reason, self.env._("Say why the customer should get this price."))
        judgement = order._judge_price()
        if not judgement or not judgement.blocking:
            raise UserError(self.env._("This price needs no approval."))
        if judgement.approval:
            raise UserError(order._word_price(judgement))
        approvals, quotation = self.sudo(), order.sudo()  # sudo: approvals are written by actions only
        if order._may_give_price(judgement):
            return approvals._give(quotation, judgement, "own").sudo(self.env.su)
        return approvals._request(quotation, judgement, reason).sudo(self.env.su)

    @rpc
    def action_approve(self, valid_until: date = None):
        """Approve what was asked for; the quotation may be sent, and accepted, as long as it gets no worse.

        :param date valid_until: the last day; by default as many days from now as the company gives
        :raises AccessError: not above the salesperson, asked themselves, or beyond their own limits
        :raises UserError: decided already, or the day is past
        """
        approvals = self._begin("requested")
        approvals.sudo(False)._check_may_give(lambda approval: approval._get_snapshot())
        for approval in approvals:
            approval._grant(approval._get_snapshot(), valid_until)
        approvals._notify_requesters(lambda a: a.env._("The price of %(order)s was approved.", order=a.display_name))

    @rpc
    def action_refuse(self, reason: str):
        """Refuse what was asked for.

        :param str reason: required, for whoever asked
        :raises AccessError: as for approving
        :raises UserError: decided already, or no reason
        """
        reason = self._check_reason(reason)
        approvals = self._begin("requested")
        approvals.sudo(False)._check_decider()
        approvals._decide("refused", answer=reason)
        approvals._notify_requesters(
            lambda a: a.env._("The price of %(order)s was refused: %(reason)s", order=a.display_name, reason=reason)
        )

    @rpc(one=True)
    def action_counter(self, discount: float, text: str = "", valid_until: date = None):
        """Approve up to a smaller discount: once the quotation keeps to it, nobody is asked again.

        :param float discount: percent, less than was asked for
        :param str text: for whoever asked
        :raises AccessError: as for approving, by what is offered
        :raises UserError: decided already, or no less than was asked for
        """
        approvals = self._begin("requested")
        if not 0 <= discount < approvals.discount:
            raise UserError(
                self.env._("Offer less than the %(asked)s %% that were asked for.", asked=f"{approvals.discount:g}")
            )
        offered = snapshots.counter(approvals._get_snapshot(), discount)
        approvals.sudo(False)._check_may_give(lambda _approval: offered)
        approvals.write({"counter_offer": discount, "answer": text or False})
        approvals._grant(offered, valid_until)
        approvals._notify_requesters(
            lambda a: a.env._(
                "%(order)s: up to %(discount)s %% off are approved. %(text)s",
                order=a.display_name,
                discount=f"{discount:g}",
                text=text,
            )
        )

    @rpc(one=True)
    def action_open_order(self):
        """Open the quotation."""
        self.order_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _cron_watch(self, batch=200):
        """Remind of what nobody decided in time, pass on where that did not help, end what is no longer valid."""
        using = Domain("company_id.sales_office_room_ids.code", "=", "order")
        late = using & Domain("state", "=", "requested") & Domain("decide_by", "<", fields.Datetime.now())
        ended = Domain("state", "=", "approved") & Domain("valid_until", "<", fields.Date.context_today(self))
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(late) + self.search_count(ended))
        while expired := self.search(ended, limit=batch, order="id"):
            expired.write({"state": "expired"})
            if not self.env["ir.cron"]._commit_progress(len(expired)):
                return
        while overdue := self.search(late, limit=batch, order="id"):
            overdue._remind_or_raise()
            if not self.env["ir.cron"]._commit_progress(len(overdue)):
                return

    @api.model
    def _request(self, order, judgement, reason):
        """Ask for a price (sudo) and return the approval that waits.

        :param Judgement judgement: of the order, which needs an approval
        :raises UserError: nobody above may give it
        """
        claim_rows(order)  # asked for twice at once, it is asked once
        employee = self._get_giver_employee(order, judgement)
        deciders = self._find_deciders(employee, judgement.may_be_given_by)
        if not deciders:
            raise UserError(self.env._("Nobody above you may give that price. Ask for more."))
        open_ones = order.sales_office_price_approval_ids.filtered(lambda approval: approval.state == "requested")
        open_ones._supersede()
        approval = self._enter(order, judgement, employee, reason=reason, superior_id=deciders[0].id)
        approval._set_deadlines("decide_by")
        approval._notify_superior()
        return approval

    @api.model
    def _give(self, order, judgement, kind):
        """Enter that a price was given without asking (sudo), by the current user."""
        employee = self._get_giver_employee(order, judgement)
        if kind == "quota":
            claim_rows(employee)
        approval = self._enter(order, judgement, employee, kind=kind)
        approval._grant(approval._get_snapshot())
        return approval

    @api.model
    def _enter(self, order, judgement, employee, **values):
        """Create the record of a price that is asked for or given (sudo)."""
        quotation = self.env["sales.office.price.book"]._complete(order, judgement.quotation)
        taken = snapshots.take(quotation, order.currency_id.id, judgement.items, judgement.early)
        over = [excess.over for excess in judgement.blocking if excess.kind == "discount"]
        order.sales_office_price_asked = True
        return self.create(
            {
                "order_id": order.id,
                "customer_id": judgement.customer.id,
                "employee_id": employee.id,
                "requested_by_id": self.env.uid,
                "currency_id": order.currency_id.id,
                "currency_rate": order.currency_rate,
                "amount": order.amount_untaxed,
                "discount": round(judgement.discount, 2),
                "points_over": round(max(over, default=0.0), 2),
                "term_days": judgement.quotation.term_days,
                "prepayment": judgement.quotation.prepayment,
                "margin": _get_margin(judgement.quotation.groups),
                "excesses": order._keep_excesses(judgement),
                "snapshot": taken.to_json(),
                **values,
            }
        )

    def _get_snapshot(self):
        self.ensure_one()
        return snapshots.from_json(self.sudo().snapshot)  # sudo: costs, which are compared only

    def _find_for(self, judgement):
        """Return the approval among these (sudo) that is about a price: one that holds, else one that waits."""
        holding = self._filter_holding()
        waiting = self.filtered(lambda approval: approval.state == "requested")
        return next((found for found in (*holding, *waiting) if found._covers(judgement)), self.browse())

    def _find_offer(self, judgement):
        """Return the approval among these (sudo) that offers less than was asked for and still holds."""
        return self._filter_holding().filtered(lambda a: a.counter_offer and a._is_for(judgement.customer))[:1]

    def _filter_holding(self):
        today = fields.Date.context_today(self)
        return self.filtered(lambda approval: approval.state == "approved" and approval.valid_until >= today)

    def _is_for(self, customer):
        """Return whether it was asked for this customer; of what was asked earlier nobody wrote down for whom."""
        return not self.customer_id or self.customer_id == customer

    def _covers(self, judgement):
        currency = self.order_id.currency_id
        return self._is_for(judgement.customer) and snapshots.covers(
            self._get_snapshot(), judgement.blocking, judgement.quotation, currency.id, judgement.items
        )

    def _grant(self, granted, valid_until=None):
        """Approve (sudo) for what is ``granted``, and end what was approved before."""
        today = fields.Date.context_today(self)
        until = valid_until or fields.Date.add(today, days=self.company_id.sales_office_price_valid_days)
        if until < today:
            raise UserError(self.env._("The price cannot be valid until a day that is past."))
        self.snapshot = granted.to_json()
        before = self.order_id.sales_office_price_approval_ids.filtered(lambda a: a.state == "approved") - self
        before._supersede()
        highest = max((group.discount for group in granted.quotation.groups), default=0.0)
        self._decide("approved", valid_until=until, granted_discount=round(highest, 2))
        self.order_id._note_price_approved()

    def _decide(self, state, **values):
        self.write({"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now(), **values})
        self._end_activities()

    def _supersede(self):
        self.write({"state": "superseded"})
        self._end_activities()

    def _get_open_deadline_domain(self, name):
        return Domain("state", "=", "requested")

    def _get_deadline_term(self, days, since):
        """Days of the office: whoever is away has somebody who stands in for them or is above them."""
        return Term(days, since, self.env["hr.employee"], self.department_id, self.company_id)


def _get_margin(groups):
    """Return the percent of all amounts left after the costs; 0 where a cost is not known."""
    amount = sum(group.amount for group in groups)
    if amount <= 0 or any(group.cost is None for group in groups):
        return 0.0
    return round(100 * (amount - sum(group.cost for group in groups)) / amount, 2)
