from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import core_door, rpc
from .effective import grant, is_group_worse
from .limits import LADDER, find_limits, get_blocking, get_quota, is_small, judge, may_give
from .price_book import get_key

#: what has to be read when the price is judged
PRICED = (
    "company_id",
    "currency_id",
    "date_order",
    "fiscal_position_id",
    "order_line.discount",
    "order_line.price_subtotal",
    "order_line.price_unit",
    "order_line.product_id",
    "order_line.product_uom_id",
    "order_line.product_uom_qty",
    "order_line.tax_ids",
    "partner_id",
    "payment_term_id",
    "prepayment_percent",
    "pricelist_id",
    "require_payment",
    "sales_office_price_approval_ids.state",
    "state",
    "user_id",
    "validity_date",
)
#: of an order, what changes its price
CHANGED_BY_HAND = frozenset(path.split(".")[0] for path in PRICED) - {
    "date_order",
    "sales_office_price_approval_ids",
    "state",
}
#: what is written when the order is confirmed, and by nobody
KEPT = frozenset({"sales_office_price_given", "sales_office_price_discount"})
#: states of a quotation that the customer has not accepted yet
OPEN = ("draft", "sent")


class SalesOfficePricedOrder(models.AbstractModel):
    """A quotation that says, while it is typed, how far its prices and terms are from what its giver may give (R053).

    Whose limits count is whoever stands lower, the salesperson or who made it: nobody borrows the limits of a leader by
    naming them, their own or another team's, nor the freedom of a bookkeeper; who writes for others lends nothing.
    What is approved is asked of the approvals, see :mod:`.price_approval`.
    """

    _name = "sales.office.priced.order"
    _description = "Quotation With Price Limits"

    sales_office_price_approval_ids = fields.One2many(
        "sales.office.price.approval",
        "order_id",
        string="Price Approvals",
        readonly=True,
        copy=False,
        groups="sales_office_policy.group_order",
    )
    # without one nobody looks for approvals while something is typed or confirmed
    sales_office_price_asked = fields.Boolean(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )
    sales_office_price_state = fields.Selection(
        [
            ("within", "Within Limits"),
            ("warned", "Beyond Limits"),
            ("beyond", "Needs Approval"),
            ("requested", "Approval Asked For"),
            ("approved", "Approved"),
        ],
        string="Price Check",
        compute="_compute_sales_office_price",
        groups="sales_office_policy.group_order",
    )
    sales_office_price_text = fields.Text(
        string="About the Price", compute="_compute_sales_office_price", groups="sales_office_policy.group_order"
    )
    sales_office_price_offered = fields.Boolean(
        string="Less Is Offered",
        compute="_compute_sales_office_price",
        groups="sales_office_policy.group_order",
        help="Less than was asked for is approved, and the quotation does not keep to it yet.",
    )
    # what to say about its lines, by line
    sales_office_price_notes = fields.Json(
        compute="_compute_sales_office_price",
        groups="sales_office_policy.group_order",
        export_string_translation=False,
    )
    sales_office_price_given = fields.Selection(
        [("within", "Within Limits"), ("approved", "Approved"), ("unapproved", "Not Approved")],
        string="Price at Confirmation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="sales_office_policy.group_order",
        help="Whether the price was within limits, or approved, when the order was confirmed.",
    )
    sales_office_price_discount = fields.Float(
        string="Highest Discount at Confirmation (%)",
        readonly=True,
        copy=False,
        prefetch=False,
        aggregator="avg",
        groups="sales_office_policy.group_order",
        help="Off what the customer's price list asks, of the product with most off.",
    )

    @api.depends(*PRICED)
    @api.depends_context("lang", "uid")
    def _compute_sales_office_price(self):
        for order in self:
            order.update(order._say_price(order._judge_shown_price()))

    def _judge_price(self):
        """Return the :class:`Judgement` of a quotation; None where nobody limits it."""
        self.ensure_one()
        order = self.sudo()  # sudo: costs, which are judged and never told, and the giver's post
        company = order.company_id
        if not company._sales_office_uses("order"):
            return None
        table = self.env["sales.office.discount.limit"]._get_table(company.id)
        if not table:
            return None
        giver = order._get_price_giver()
        post = giver._get_sales_office_price_post(company)
        if post is None:
            return None
        quotation, items, early = self.env["sales.office.price.book"].sudo()._read(order, table)
        judgement = Judgement(giver, post, table, quotation, items, early, judge(quotation, table, post))
        if judgement.blocking:
            approvals = order._get_price_approvals()
            judgement.customer = order.partner_id.commercial_partner_id._origin
            judgement.approval = approvals._find_for(judgement)
            judgement.offer = approvals._find_offer(judgement)
        return judgement

    def _get_price_approvals(self):
        """Return the approvals of these orders (sudo)."""
        return self.filtered("sales_office_price_asked").sales_office_price_approval_ids

    def _get_price_giver(self):
        """Return the user whose limits count (sudo)."""
        maker = self.create_uid if self._origin else self.env.user
        seller = self.user_id or maker
        if maker == seller:
            return seller
        post, made_by = (user._get_sales_office_price_post(self.company_id) for user in (seller, maker))
        if made_by not in LADDER:  # who writes quotations for others lends them nothing
            return maker if post is None and made_by is not None else seller
        if post not in LADDER or maker.id in seller._get_sales_office_scope(own=True).user_ids:
            return maker
        return maker if LADDER.index(made_by) < LADDER.index(post) else seller

    @rpc(one=True)
    def action_open_price_approvals(self):
        """Open what was asked for and decided about the price of this quotation."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_price_approval_action")
        return action | {"domain": [("order_id", "=", self.id)], "context": {}}

    @rpc(one=True)
    def action_take_offer(self):
        """Bring the quotation down to what is offered instead of what was asked for: then the customer may have it.

        :raises UserError: nothing is offered any more, or something else than the prices of its lines is beyond it
        """
        self.check_access("write")
        judgement = self._judge_price()
        if not judgement or not judgement.offer or judgement.is_free:
            raise UserError(self.env._("Nothing is offered for this quotation any more."))
        self._keep_to_offer(judgement)
        if not self._is_price_free():
            raise UserError(
                self.env._(
                    "The offer is about the prices of products. Bring down yourself what the quotation gives besides: "
                    "discounts of the whole, combinations, terms.\n%(why)s",
                    why=self._word_excesses(self._judge_price()),
                )
            )

    def _keep_to_offer(self, judgement):
        """Price the lines that go for less than is offered by the list, less what is offered."""
        granted, step = judgement.offer._get_snapshot().granted, judgement.quotation.step
        worse = [group for group in judgement.quotation.groups if is_group_worse(granted, group, step)]
        keys = {key for group in worse for key in group.lines}
        lines = self.order_line.filtered(lambda line: get_key(line) in keys and not line.combo_item_id)
        # sudo: what the lists ask
        book, order = self.env["sales.office.price.book"].sudo(), self.sudo()
        units = book._get_list_units(order, book._read_lines(lines.sudo()))
        for line in lines:
            line.write({"price_unit": units[get_key(line)], "discount": judgement.offer.counter_offer})

    @api.model
    def _check_price_kept(self, vals_list):
        """Refuse to write by hand what is kept about the price of a confirmed order."""
        if not self.env.su and any(not KEPT.isdisjoint(vals) for vals in vals_list):
            raise AccessError(self.env._("Whether a price was approved is not entered by hand."))

    @core_door
    @api.model
    def default_get(self, fields):
        """Begin quotations with nothing that is kept about the price of confirmed ones, whatever a default says."""
        defaults = super().default_get(fields)
        return defaults if self.env.su else {name: value for name, value in defaults.items() if name not in KEPT}

    def _is_price_free(self):
        """Return whether the customer may accept this price."""
        judgement = self._judge_price()
        return not judgement or judgement.is_free

    def _may_give_price(self, judgement):
        """Return whether the current user stands above the giver and may give the price by the table themselves."""
        user, company = self.env.user, self.company_id
        giver = self.env["sales.office.price.approval"].sudo()._get_giver_employee(self, judgement)  # sudo: compared
        scope = user._get_sales_office_scope()
        if user == judgement.giver or giver.id in scope.superior_ids:
            return False
        directed = company.id in user._get_sales_office_companies("director")
        leads = directed or giver.department_id.id in scope.department_ids
        post = user._get_sales_office_price_post(company, own=False)
        return leads and post is not None and judgement.may_be_given_by(post)

    def _may_overrun(self, judgement):
        """Return whether the price is one of the small overruns that the giver has left this month."""
        if self.env.user != judgement.giver or not is_small(judgement.excesses):
            return False
        since = fields.Date.context_today(self).replace(day=1)
        # sudo: what they gave already
        given = self.env["sales.office.price.approval"].sudo()
        used = given.search_count(
            [
                ("user_id", "=", judgement.giver.id),
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "quota"),
                ("requested_at", ">=", since),
            ]
        )
        return used < get_quota(judgement.excesses)

    def _check_price(self, enter=False):
        """Refuse what was not approved before the customer gets it; return ``{order: Judgement}`` where limits hold.

        What the customer themselves accepted reaches us as superuser, and stands.

        :param enter: what somebody gives by their own limits, or as a small overrun, is entered as given
        :raises UserError: names what is beyond whose limits
        """
        judged = {}
        for order in self:
            judgement = order._judge_price()
            if not judgement:
                continue
            judged[order] = judgement
            if judgement.is_free or self.env.su:
                continue
            kind = "own" if order._may_give_price(judgement) else "quota" if order._may_overrun(judgement) else ""
            if not kind:
                raise UserError(
                    self.env._(
                        "%(order)s: the customer gets this price only once it is approved.\n%(why)s",
                        order=order.display_name,
                        why=order._word_price(judgement),
                    )
                )
            if enter:
                approvals = self.env["sales.office.price.approval"].sudo()  # sudo: written by actions only
                judgement.approval = approvals._give(order.sudo(), judgement, kind)
        return judged

    def _note_price_given(self, judged):
        """Keep on confirmed orders whether their price was within limits or approved (sudo)."""
        for order, judgement in judged.items():
            given = "within" if not judgement.blocking else "approved" if judgement.is_free else "unapproved"
            discount = round(judgement.discount, 2)
            sale = order.sudo()  # sudo: written here only
            sale.write({"sales_office_price_given": given, "sales_office_price_discount": discount})
            approvals = sale._get_price_approvals().filtered(lambda a: a.state in ("approved", "expired"))
            approvals.write({"is_won": True, "used_discount": discount})
            if given == "unapproved":
                sale._message_log(body=self.env._("Confirmed at a price that nobody approved."))

    def _forget_price_given(self):
        """Orders that are quotations again, or cancelled, gave nothing."""
        sales = self.sudo().filtered("sales_office_price_given")  # sudo: written here only
        if sales:
            sales.write({"sales_office_price_given": False, "sales_office_price_discount": 0})
            sales._get_price_approvals().filtered("is_won").write({"is_won": False, "used_discount": 0})

    def _note_price_approved(self):
        """A confirmed order whose price is approved afterwards is in order (sudo)."""
        late = self.filtered(lambda order: order.sales_office_price_given == "unapproved" and order._is_price_free())
        if late:
            late.write({"sales_office_price_given": "approved"})
            self.env["sales.office.check"]._trigger()

    def _get_price_before(self):
        """Return ``{order: Judgement}`` of confirmed orders that will change, for :meth:`_check_price_after`."""
        if self.env.su:
            return {}
        confirmed = self.filtered(lambda order: order.state == "sale" and order.company_id._sales_office_uses("order"))
        return {order: judgement for order in confirmed if (judgement := order._judge_price())}

    def _check_price_after(self, before):
        """Refuse to lower the price of a confirmed order beyond limits without an approval."""
        for order, judgement in before.items():
            now = order._judge_price()
            if not now or now.is_free or order._may_give_price(now):
                continue
            granted = grant(order.currency_id.id, judgement.items, judgement.early)
            groups = {group.key: group for group in now.quotation.groups}
            if any(
                now.quotation.term_days > judgement.quotation.term_days
                if excess.kind == "term"
                else excess.group and is_group_worse(granted, groups[excess.group], now.quotation.step)
                for excess in now.blocking
            ):
                raise UserError(
                    self.env._(
                        "%(order)s is confirmed: its price falls no further without an approval.\n%(why)s",
                        order=order.display_name,
                        why=order._word_price(now),
                    )
                )


class Judgement:
    """What a quotation gives, what of it goes beyond its giver's limits, and the approval that is about it."""

    def __init__(self, giver, post, table, quotation, items, early, excesses):
        self.giver = giver
        self.post = post
        self.table = table
        self.quotation = quotation
        self.items = items
        self.early = early
        self.excesses = excesses
        self.blocking = get_blocking(excesses)
        #: for whom it is; None where nothing blocks
        self.customer = None
        #: of those that wait or hold, the one that is about this price; empty, or None where nothing blocks
        self.approval = None
        #: what somebody offered instead
        self.offer = None
        self._limits = {}

    @property
    def state(self):
        if not self.excesses:
            return "within"
        if not self.blocking:
            return "warned"
        return self.approval.state if self.approval else "beyond"

    @property
    def is_free(self):
        """Whether the customer may accept."""
        return not self.blocking or bool(self.approval) and self.approval.state == "approved"

    @property
    def discount(self):
        """The highest discount, in percent."""
        return max((group.discount for group in self.quotation.groups), default=0.0)

    def find_limits(self, post):
        if post not in self._limits:
            self._limits[post] = find_limits(self.quotation, self.table, post)
        return self._limits[post]

    def may_be_given_by(self, post):
        return may_give(self.quotation, self.table, post)
