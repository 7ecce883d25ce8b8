from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc

#: who may know what a customer owes in all, and releases
JUDGES = ("finance", "director")


class SalesOfficeCreditHold(models.Model):
    """An order that waits, by the rules of credit, for finance or a director (R119, R096).

    held --release--> released --(its day passes)--> lapsed
      +---refuse----> refused

    What is released is so much, for this customer, until a day: an order that grew beyond it, goes to somebody else, or
    is confirmed later, is held again. The numbers behind the reasons are read by who decides; whoever sells is told
    which rule, and nothing else.
    """

    _name = "sales.office.credit.hold"
    _description = "Credit Hold"
    _inherit = ["sales.office.seller.mixin", "sales.office.protected.mixin"]
    _order = "id desc"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    user_id = fields.Many2one(related="order_id.user_id", string="Salesperson", store=True, index=True)
    team_id = fields.Many2one(related="order_id.team_id", store=True)
    asked_by_id = fields.Many2one("res.users", string="Asked for by", required=True, readonly=True)
    asked_at = fields.Datetime(
        string="Asked for on", required=True, default=lambda self: fields.Datetime.now(), readonly=True
    )
    request = fields.Text(string="Why It Should Be Released", readonly=True)
    is_accepted = fields.Boolean(
        string="Accepted by the Customer",
        help="They signed or paid it already, so it is confirmed: decide what is next.",
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        string="Order Amount", aggregator=None, help="With taxes, when it was held.", readonly=True
    )
    breaches = fields.Json(groups=fields.NO_ACCESS, export_string_translation=False, readonly=True)
    reasons = fields.Text(
        string="What Holds It", compute="_compute_reasons", help="With numbers for finance and directors only."
    )
    decision = fields.Selection(
        [("held", "Held"), ("released", "Released"), ("refused", "Not Released")],
        string="Release Decision",
        required=True,
        default="held",
        index=True,
        readonly=True,
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    answer = fields.Text(string="Finance Says", readonly=True)
    released_amount = fields.Monetary(string="Released up to", aggregator=None, help="With taxes.", readonly=True)
    valid_until = fields.Date(string="Released until", readonly=True)
    state = fields.Selection(
        [("held", "Held"), ("released", "Released"), ("refused", "Not Released"), ("lapsed", "Lapsed")],
        compute="_compute_state",
        search="_search_state",
    )
    may_decide = fields.Boolean(compute="_compute_may_decide")

    _held_uniq = models.UniqueIndex(
        "(order_id) WHERE decision = 'held'", "This order waits for finance already. Load the page again."
    )

    @api.depends("decision", "valid_until", "order_id.state")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for hold in self:
            late = hold.decision == "released" and hold.valid_until and hold.valid_until < today
            hold.state = "lapsed" if late and hold.sudo().order_id.state in ("draft", "sent") else hold.decision

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        lapsed = (
            Domain("decision", "=", "released")
            & Domain("valid_until", "<", fields.Date.context_today(self))
            & Domain("order_id", "any!", [("state", "in", ("draft", "sent"))])
        )
        found = {
            "held": Domain("decision", "=", "held"),
            "refused": Domain("decision", "=", "refused"),
            "released": Domain("decision", "=", "released") & ~lapsed,
            "lapsed": lapsed,
        }
        return Domain.OR(found[state] for state in value if state in found)

    @api.depends("breaches", "company_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_reasons(self):
        judges = self._where_post(*JUDGES)
        for hold in self:
            company = hold.company_id
            breaches = hold.sudo().breaches or ()  # sudo: worded for the reader
            hold.reasons = "\n".join(
                self.order_id.browse()._word_credit_breach(company, *breach, with_numbers=hold in judges)
                for breach in breaches
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_decide(self):
        judges = self._where_post(*JUDGES)
        for hold in self:
            hold.may_decide = hold.decision == "held" and hold in judges and hold.user_id != self.env.user

    @api.depends("order_id.name", "partner_id.display_name")
    def _compute_display_name(self):
        for hold in self:
            names = hold.sudo()  # sudo: finance reads no order
            hold.display_name = join_title(names.order_id.name, names.partner_id.display_name)

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "refuse": Reason(
                self.env._("Do Not Release"),
                self.env._("The salesperson is told. Say what has to happen first."),
                shown=("request", "reasons"),
                placeholder=self.env._("e.g. The invoice of April has to be paid first"),
            ),
        }

    @rpc
    def action_release(self, amount: float, valid_until: date, reason: str):
        """Let these orders be confirmed up to an amount, until a day.

        :param float amount: with taxes, in the order's currency
        :raises AccessError: neither finance nor a director, or one's own order
        :raises UserError: decided already, no amount, a day that has passed, or no words
        """
        reason = self._check_reason(reason)
        holds = self._take_up()
        if amount <= 0:
            raise UserError(self.env._("Release more than nothing, or do not release it."))
        if valid_until < fields.Date.context_today(self):
            raise UserError(self.env._("A release is valid until today or a later day."))
        holds._decide("released", reason, released_amount=amount, valid_until=valid_until)

    @rpc
    def action_refuse(self, reason: str):
        """Leave these orders held; who sells them is told why.

        :raises AccessError: neither finance nor a director, or one's own order
        :raises UserError: decided already, or no words
        """
        reason = self._check_reason(reason)
        self._take_up()._decide("refused", reason)

    @rpc(one=True)
    def action_open_order(self):
        """Open the order, for who may read it."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    def _take_up(self):
        """Return these holds (sudo), locked, once it is sure that the current user decides them and nobody has."""
        if not self.env.su:
            if self - self._where_post(*JUDGES):
                raise AccessError(self.env._("Finance or a director releases orders."))
            if any(hold.user_id == self.env.user for hold in self):
                raise AccessError(self.env._("Somebody else releases your own orders."))
        return self._begin("held")

    def _decide(self, decision, answer, **values):
        self.write(
            {
                "decision": decision,
                "answer": answer,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                **values,
            }
        )
        for user, theirs in self.grouped("asked_by_id").items():
            theirs._notify(user, answer)

    def _notify(self, user, answer):
        """Send the decision about these holds (sudo) to who asked, in their language."""
        holds = self.with_context(lang=user.lang)
        labels = dict(self._fields["decision"]._description_selection(holds.env))
        lines = [f"{hold.display_name}: {labels[hold.decision]}" for hold in holds]
        holds.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=labels[holds[:1].decision],
            body="\n".join([*lines, answer]),
            author_id=self.env.user.partner_id.id,
        )

    def _is_valid_for(self, order):
        """Return whether one of these releases an order as it is now (sudo)."""
        today, customer = fields.Date.context_today(self), order.partner_invoice_id.commercial_partner_id._origin
        return any(
            hold.decision == "released"
            and hold.valid_until >= today
            and hold.partner_id == customer
            and order.currency_id == hold.currency_id
            and order.currency_id.compare_amounts(order.amount_total, hold.released_amount) <= 0
            for hold in self
        )
