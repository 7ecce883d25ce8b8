from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from ...books import receivables
from ...organization.posts.title import join_sentences
from ...organization.record.phrases import count_days
from ...organization.record.row_lock import claim_rows
from ...organization.rpc.rpc import core_door, rpc
from .credit import Asked, get_position, judge
from .credit_hold import JUDGES

#: what is shown of a customer's credit, and what of a quotation it changes with while it is typed
SHOWN = frozenset({"sales_office_credit_state", "sales_office_credit_text"})
MEASURED = frozenset({"company_id", "partner_id", "partner_invoice_id", "payment_term_id"})
#: in a context: lines that are written with their order, which is looked at once they all are; nobody can send it
WITH_LINES = object()
#: states in which the customer has not accepted it yet
OPEN = ("draft", "sent")
#: what a customer objects to counts as owed, and not as overdue: by the word of somebody else than sold or collects it
DISPUTED = SQL(
    """SELECT step.move_line_id FROM sales_office_receivable_step step JOIN account_move move ON move.id = step.move_id
        WHERE step.kind = 'disputed' AND step.is_current AND step.move_line_id IS NOT NULL
          AND step.author_id IS DISTINCT FROM step.user_id AND step.author_id IS DISTINCT FROM move.invoice_user_id"""
)
#: of a customer for whom somebody else pays, what counts besides what that one owes
OWN_DEBTS = ("overdue_days", "overdue_amount")


class SalesOfficeCreditedOrder(models.AbstractModel):
    """An order that is measured by what its customer owes and by the credit they have (R119, R096).

    The quotation warns; nobody confirms it where a rule holds it, before finance or a director has released so much.
    What the customer signs or pays is confirmed, and finance is told. Nobody has a small order confirmed and adds the
    rest then. Who sells hears which rule it is and never what the customer owes to others' invoices.
    """

    _name = "sales.office.credited.order"
    _description = "Order on Credit"
    _inherit = "sales.office.reader.mixin"

    sales_office_credit_hold_ids = fields.One2many(
        "sales.office.credit.hold", "order_id", string="Credit Holds", copy=False, groups=fields.NO_ACCESS
    )
    sales_office_credit_state = fields.Selection(
        [
            ("warned", "Credit Warning"),
            ("beyond", "Needs a Release"),
            ("held", "Waits for Finance"),
            ("released", "Released"),
        ],
        string="Credit",
        compute="_compute_sales_office_credit",
        groups="sales_office_policy.group_order",
    )
    sales_office_credit_text = fields.Text(
        string="About the Credit", compute="_compute_sales_office_credit", groups="sales_office_policy.group_order"
    )

    sales_office_invoice_reason = fields.Text(
        string="Why It Is Not Invoiced",
        readonly=True,
        copy=False,
        prefetch=False,
        groups="sales_office_policy.group_order",
        help="Of what was delivered and is not invoiced yet, in the words of whoever knows.",
    )

    # not of the amount: the quotation is measured when it is opened and saved, not with each line that is typed
    @api.depends(
        "company_id",
        "partner_id",
        "partner_invoice_id",
        "payment_term_id",
        "sales_office_credit_hold_ids.decision",
        "sales_office_credit_hold_ids.valid_until",
        "state",
    )
    @api.depends_context("uid", "lang")
    def _compute_sales_office_credit(self):
        breaches = self.filtered(lambda order: order.state in OPEN)._find_credit_breaches()
        holds = self._get_credit_holds() if breaches else None
        for order in self:
            found = breaches.get(order)
            order.sales_office_credit_state = found and order._get_credit_state(found, holds)
            order.sales_office_credit_text = found and order._word_credit(found, order.sales_office_credit_state)

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Look at customers again where they or their terms are changed; Odoo looks with each line that is typed."""
        if field_names and MEASURED.isdisjoint(field_names):
            fields_spec = {name: spec for name, spec in fields_spec.items() if name not in SHOWN}
        return super().onchange(values, field_names, fields_spec)

    def _get_credit_state(self, breaches, holds):
        mine = holds.filtered(lambda hold: hold.order_id == self._origin)
        if not any(breach.reaction == "hold" for breach in breaches):
            return "warned"
        if mine._is_valid_for(self.sudo()):
            return "released"
        return "held" if "held" in mine.mapped("decision") else "beyond"

    def _get_credit_holds(self):
        """Return what was asked and decided about these orders (sudo)."""
        # sudo: what was decided holds for whoever confirms
        return self.env["sales.office.credit.hold"].sudo().search([("order_id", "in", self._origin.ids)])

    def _find_credit_breaches(self):
        """Return ``{order: [Breach]}`` of those that do not keep the rules; two queries for each company."""
        found = {}
        for company, orders in self.grouped("company_id").items():
            if not (rules := orders[:1]._get_credit_rules()):
                continue
            positions = orders._get_credit_positions(company)
            for order in orders:
                if breaches := order._judge_credit(rules, positions):
                    found[order] = breaches
        return found

    def _judge_credit(self, rules, positions):
        """Return the breaches of this order: by who pays it, and by what is overdue of whom it is for."""
        order, asked = self.sudo(), self._get_credit_asked()  # sudo: credit is accounting's to know
        payer, customer = order.partner_invoice_id.commercial_partner_id, order.partner_id.commercial_partner_id
        breaches = judge(rules, positions[payer.id], asked) if payer.id in positions else []
        if customer != payer and customer.id in positions:
            told = {breach.kind for breach in breaches}
            others = judge([rule for rule in rules if rule.kind in OWN_DEBTS], positions[customer.id], asked)
            breaches += [breach for breach in others if breach.kind not in told or breach.reaction == "hold"]
        return breaches

    def _get_credit_rules(self):
        """Return the rules of credit for this order; none where its company does not use them."""
        company = self.company_id
        if not company or not company._sales_office_uses("order"):
            return ()
        return self.env["sales.office.credit.rule"]._get_table(company.id)

    def _get_credit_positions(self, company):
        """Return ``{id of the company behind the customer: Position}``."""
        # sudo: credit is accounting's to know; what is told is which rule was broken
        orders = self.sudo()
        customers = (orders.partner_invoice_id | orders.partner_id).commercial_partner_id.with_company(company)
        rows = []
        if customers:
            steps = ["author_id", "is_current", "kind", "move_line_id", "user_id"]
            self.env["sales.office.receivable.step"].flush_model(steps)
            self.env["account.move"].flush_model(["invoice_user_id"])
            asked = self.filtered(lambda order: order.state != "sale")  # what is confirmed is ordered already
            rows = receivables.get_credit(self.env, company, customers._origin.ids, DISPUTED, asked._origin.ids)
        with_limit = company.account_use_credit_limit
        today = fields.Date.context_today(self)
        return {
            customer.id: get_position(
                [(day, amount) for partner_id, day, amount in rows if partner_id == customer._origin.id],
                today,
                customer.credit_limit if with_limit else 0,
                customer.sales_office_overdue_days,
            )
            for customer in customers
        }

    def _get_credit_asked(self):
        order = self.sudo()
        own = order.partner_id.with_company(order.company_id).property_payment_term_id
        amount = order.amount_total / order.currency_rate if order.currency_rate else order.amount_total
        amount = 0.0 if order.state == "sale" else amount
        return Asked(amount, not order.payment_term_id or order.payment_term_id == own)

    @api.model
    def _word_credit_breach(self, company, kind, reaction, value, allowed, with_numbers=False):
        """Return a breach in words, as a sentence for whoever sells or with what finance may know."""
        texts = {
            "overdue_days": self.env._("An invoice of the customer is overdue for longer than is allowed."),
            "overdue_amount": self.env._("More of the customer's invoices is overdue than is allowed."),
            "exposure": self.env._("The customer's credit does not reach for this order."),
            "term": self.env._("The payment term is not the customer's own."),
        }
        if not with_numbers or kind == "term":
            return texts[kind]
        if kind == "overdue_days":
            days = count_days(self.env, value)
            return self.env._("Overdue for %(days)s; allowed: %(allowed)s.", days=days, allowed=allowed)
        amounts = {
            "amount": format_amount(self.env, value, company.currency_id),
            "allowed": format_amount(self.env, allowed, company.currency_id),
        }
        if kind == "overdue_amount":
            return self.env._("Overdue: %(amount)s; allowed: %(allowed)s.", **amounts)
        return self.env._("Owed and ordered, with this order: %(amount)s; allowed: %(allowed)s.", **amounts)

    def _word_credit(self, breaches, state):
        told = self.company_id.id in self.env.user._get_sales_office_companies(*JUDGES)
        lines = [self._word_credit_breach(self.company_id, *breach, with_numbers=told) for breach in breaches]
        ends = {
            "beyond": self.env._("Nobody confirms it before finance or a director releases it."),
            "held": self.env._("Finance was asked to release it."),
            "released": self.env._("Finance has released it."),
        }
        return "\n".join(dict.fromkeys([*lines, *filter(None, [ends.get(state)])]))

    @rpc(one=True)
    def action_open_credit_request(self):
        """Open the dialog that asks why the order should be released."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a Release"),
            "res_model": "sales.office.credit.request",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "medium", "default_order_id": self.id},
        }

    @rpc(one=True)
    def action_request_credit(self, reason: str):
        """Ask finance to release a quotation that the rules of credit hold.

        :raises UserError: nothing holds it, asked for already, or no words
        """
        reason = self.env["sales.office.credit.hold"]._check_reason(reason)
        self.check_access("write")
        breaches = self._find_credit_breaches().get(self, ())
        holds = self._get_credit_holds()
        if self.state not in OPEN or not breaches or self._get_credit_state(breaches, holds) != "beyond":
            raise UserError(
                self.env._("Nothing holds this quotation, or finance was asked already. Load the page again.")
            )
        self._hold_credit(breaches, request=reason)

    def _hold_credit(self, breaches, **values):
        order = self.sudo()  # sudo: nobody makes a hold by hand
        order.env["sales.office.credit.hold"].create(
            {
                "order_id": order.id,
                "partner_id": order.partner_invoice_id.commercial_partner_id.id,
                "company_id": order.company_id.id,
                "currency_id": order.currency_id.id,
                "amount": order.amount_total,
                "breaches": [list(breach) for breach in breaches],
                "asked_by_id": self.env.uid,
                **values,
            }
        )

    def _check_credit_hold(self):
        """Return ``{order: [Breach]}`` of those that a rule holds and nobody has released, for who is to be told.

        What the customer signs or pays is confirmed by the software, and stands.

        :raises UserError: one of them is held, and somebody confirms it
        """
        held = self._find_held()
        if held and not self.env.su:
            order, reasons = self._word_first_held(held)
            raise UserError(
                self.env._(
                    "%(order)s is held: %(reasons)s Ask for a release in the quotation.",
                    order=order.name,
                    reasons=reasons,
                )
            )
        return held

    def _find_held(self):
        """Return ``{order: [Breach]}`` of those that a rule holds and nobody has released, before they are confirmed.

        Of two orders of a customer that are confirmed at once the second is measured with the first.
        """
        ruled = self.filtered(lambda order: order._get_credit_rules())
        if not ruled:
            return {}
        limited = ruled.filtered(lambda order: "exposure" in order._get_holding_kinds())
        claim_rows(limited.sudo().partner_invoice_id.commercial_partner_id)  # sudo: whoever's customer it is
        breaches = ruled._find_credit_breaches()
        holds = self._get_credit_holds() if breaches else None
        return {
            order: found
            for order, found in breaches.items()
            if order._get_credit_state(found, holds) in ("beyond", "held")
        }

    def _word_first_held(self, held):
        order, found = next(iter(held.items()))
        texts = [order._word_credit_breach(order.company_id, *breach) for breach in found]
        return order, join_sentences(*dict.fromkeys(texts))

    def _get_amounts_before(self):
        """Return ``{order: amount with taxes}`` of confirmed orders that do not grow as they like, for
        :meth:`_check_grown`.
        """
        if self.env.su or self.env.context.get("sales_office_written") is WITH_LINES:
            return {}
        confirmed = self.filtered(lambda order: order.state == "sale" and order._is_amount_limited())
        return {order: order.amount_total for order in confirmed}

    def _is_amount_limited(self):
        """Return whether a rule of credit or a framework contract may stand against more of this order."""
        if not self.company_id._sales_office_uses("order"):
            return False
        # sudo: whether there is a contract, whoever looks after it
        return bool(self._get_holding_kinds()) or self.sudo().sales_office_contract_id.is_framework

    def _get_holding_kinds(self):
        """Return the kinds of those rules of credit that can hold this order."""
        return {rule.kind for rule in self._get_credit_rules() if rule.reaction == "hold"}

    def _check_grown(self, before):
        """Refuse that confirmed orders grow beyond what a rule of credit, or their framework contract, allows.

        :param dict before: as :meth:`_get_amounts_before` returned it
        :raises UserError: names why, and what to do
        """
        grown = self.filtered(
            lambda order: order in before and order.currency_id.compare_amounts(order.amount_total, before[order]) > 0
        )
        if not grown:
            return
        grown._check_contract_left()
        if held := grown._find_held():
            order, reasons = self._word_first_held(held)
            raise UserError(
                self.env._(
                    "%(order)s is confirmed and grows no further: %(reasons)s Make a quotation of what comes on top, "
                    "and ask for a release there.",
                    order=order.name,
                    reasons=reasons,
                )
            )

    def _enter_credit(self, held):
        """Let finance decide what is next with orders that the customer accepted although a rule holds them.

        :param dict held: as :meth:`_check_credit_hold` returned it before they were confirmed
        """
        if not held:
            return
        waiting = self._get_credit_holds().filtered(lambda hold: hold.decision == "held")
        waiting.is_accepted = True
        for order, breaches in held.items():
            if order not in waiting.order_id:
                order._hold_credit(breaches, is_accepted=True, asked_by_id=order.sudo().user_id.id or self.env.uid)
