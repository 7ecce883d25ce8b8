from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import core_door, rpc

#: states in which its text is written
WRITTEN = ("draft", "negotiation")
#: states before both sides have signed
UNSIGNED = ("draft", "review", "negotiation", "to_sign")
#: states of a contract that binds
BINDING = ("signed", "filed")


class SalesOfficeContract(models.Model):
    """A contract with a customer, from its first draft until it is fulfilled (R077, R115, R116, R117, R130)::

        draft --review--> review --approve--> to_sign --sign--> signed --file--> filed --fulfil--> fulfilled
          ^                  |                   |                 |               |
          |              send back           negotiate             +-----end-------+---> ended
          +-- negotiation <--+-------------------+
                (what is not signed yet can be cancelled)

    - Written by who looks after the customer, or by who leads them, in a draft and while it is negotiated.
      One that binds goes on to somebody else, when who looked after it leaves for example, by who leads them.
    - Reviewed by the post that its kind names, see ``review``; wording of the kind, or reviewed before, goes on.
    - Signed by whoever has a mandate for it on that day, see ``signing``; filed with the clerk, see ``filing``.
    - An amendment is a contract of its own that names the one it changes, so that all of this holds for it too;
      its amount is what is added or taken off.

    What is ordered, invoiced and paid of it is in ``performance``.
    """

    _name = "sales.office.contract"
    _description = "Contract"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "sales.office.deadline.mixin",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _deadline_days = {
        "filing_deadline": "sales_office_filing_days",
        "receipt_deadline": "sales_office_receipt_days",
    }
    _mail_post_access = "read"

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char(string="Subject", required=True, tracking=True)
    employee_id = fields.Many2one(string="Looked After by", tracking=True)
    kind_id = fields.Many2one(
        "sales.office.contract.kind",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
        default=lambda self: self._default_kind_id(),
    )
    is_framework = fields.Boolean(related="kind_id.is_framework")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Contracting Party", store=True, index=True
    )
    amends_id = fields.Many2one(
        "sales.office.contract", index="btree_not_null", ondelete="restrict", check_company=True
    )
    amendment_ids = fields.One2many("sales.office.contract", "amends_id", string="Contract Amendments", readonly=True)
    amount = fields.Monetary(
        tracking=True,
        help="With taxes. Of a framework contract: the most that is called off. Of an amendment: what is added.",
    )
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    goods = fields.Text(string="Goods and Services", tracking=True, help="What is sold, a line for each.")
    payment_term_id = fields.Many2one("account.payment.term", string="Payment Terms", check_company=True)
    payment = fields.Text(string="Payment Conditions", tracking=True, help="How and when it is paid, in words.")
    delivery = fields.Text(tracking=True, help="What is delivered where and when.")
    liability = fields.Text(compute="_compute_wording", store=True, precompute=True, readonly=False, tracking=True)
    clauses = fields.Text(compute="_compute_wording", store=True, precompute=True, readonly=False, tracking=True)
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(string="Valid Until", tracking=True)
    note = fields.Text(string="Notes", help="For the house; not printed.")
    milestone_ids = fields.One2many("sales.office.contract.milestone", "contract_id", copy=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "In Review"),
            ("negotiation", "In Negotiation"),
            ("to_sign", "To Be Signed"),
            ("signed", "Signed"),
            ("filed", "Filed Contract"),
            ("fulfilled", "Fulfilled"),
            ("ended", "Ended Early"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    ready_on = fields.Date(string="Ready to Sign Since", readonly=True, copy=False)
    signatory_id = fields.Many2one(
        "hr.employee", string="Signed for Us by", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    customer_signatory = fields.Char(
        string="Signs for the Customer", copy=False, help="Who signs for the customer, and as what."
    )
    signed_on = fields.Date(readonly=True, copy=False, index="btree_not_null", tracking=True)
    recorded_on = fields.Date(string="Signature Recorded on", readonly=True, copy=False)
    mandate_id = fields.Many2one(
        "sales.office.mandate", string="By Mandate", readonly=True, copy=False, index="btree_not_null"
    )
    mandate_fault = fields.Text(
        string="Why It Was Not Theirs to Sign", readonly=True, copy=False, help="Empty when it was theirs to sign."
    )
    mandate_reason = fields.Text(string="Why It Stands", readonly=True, copy=False)
    ratified_by_id = fields.Many2one("res.users", string="Ratified by", readonly=True, copy=False)
    closed_on = fields.Date(string="Contract Closed on", readonly=True, copy=False)
    close_reason = fields.Text(string="Why It Was Closed", readonly=True, copy=False)
    can_handle = fields.Boolean(compute="_compute_can", help="The current user looks after it, or leads who does.")
    can_hand_over = fields.Boolean(
        compute="_compute_can", help="The current user may let somebody else look after it until it ends."
    )
    can_sign = fields.Boolean(compute="_compute_can", help="The current user may record who signed it.")
    can_review = fields.Boolean(compute="_compute_can", search="_search_can_review")
    can_ratify = fields.Boolean(compute="_compute_can")
    can_file = fields.Boolean(compute="_compute_can", help="The current user keeps the papers of the office.")
    can_receive = fields.Boolean(compute="_compute_can")

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0 OR amends_id IS NOT NULL)",
        "The amount of a contract is not negative; an amendment takes off.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "A contract ends on the day it begins, or later."
    )
    _number_uniq = models.UniqueIndex("(company_id, number) WHERE number IS NOT NULL")
    _signed_idx = models.Index("(commercial_partner_id, signed_on) WHERE signed_on IS NOT NULL")

    @api.model
    def _default_kind_id(self):
        kinds = self.env["sales.office.contract.kind"]
        return kinds.search([("company_id", "in", (self.env.company.id, False))], limit=1)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = join_title(contract.number, contract.name, by=" ")

    @api.depends("kind_id", "amends_id")
    def _compute_wording(self):
        for contract in self:
            kind = contract.kind_id
            contract.liability = contract.liability if contract.amends_id else kind.liability
            contract.clauses = contract.clauses if contract.amends_id else kind.clauses

    @api.depends("state", "user_id", "department_id", "kind_id", "signatory_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        led = self._has_authority()
        handled = self.filtered("is_own") | led
        reviewed = self.filtered_domain(self._search_can_review("in", [True]))
        kept, finance = self._filter_kept(), self._where_post("finance")
        ratified = self._filter_ratifiable()
        for contract in self:
            contract.can_handle = contract in handled
            contract.can_hand_over = contract in led and contract.state in BINDING
            contract.can_sign = contract in handled | kept
            contract.can_review = contract in reviewed
            contract.can_ratify = contract in ratified
            contract.can_file = contract in kept
            contract.can_receive = contract in finance

    @api.constrains("amends_id", "partner_id", "currency_id")
    def _check_amends(self):
        for contract in self.filtered("amends_id"):
            amended = contract.amends_id
            if amended.amends_id or amended.state not in BINDING:
                raise ValidationError(self.env._("An amendment changes a contract that is signed and not closed."))
            same = amended.commercial_partner_id == contract.commercial_partner_id
            if not same or amended.currency_id != contract.currency_id:
                raise ValidationError(self.env._("An amendment has the customer and the currency of what it changes."))

    @api.constrains("amount", "milestone_ids")
    def _check_milestones(self):
        for contract in self:
            planned = sum(contract.milestone_ids.mapped("amount"))
            if contract.amount > 0 and contract.currency_id.compare_amounts(planned, contract.total_amount) > 0:
                raise ValidationError(self.env._("The milestones come to more than the amount of the contract."))

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Give new contracts their numbers."""
        contracts = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # sudo: whoever makes a contract takes its number
        for contract in contracts.sudo():  # sudo: written by the software only
            contract.number = sequence.next_by_code("sales.office.contract")
        return contracts

    @core_door
    def write(self, vals):
        """Change contracts that are written; one that binds is given to somebody else to look after by who leads them.

        :raises AccessError: not the current user's to change, or to give to that person
        :raises UserError: its text is settled
        """
        former = {contract: contract.employee_id for contract in self} if "employee_id" in vals else {}
        result = super().write(vals)
        binding = self.filtered(lambda contract: contract in former and contract.state in BINDING)
        for contract in binding.sudo():  # sudo: what was to be done goes along
            contract._hand_over(former[contract])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if not self.env.su:
            self._check_state("draft")
            self._check_handler()

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "send_back": Reason(self.env._("Send Back"), self.env._("Say what has to change before it can be signed.")),
            "negotiate": Reason(
                self.env._("Negotiate"),
                self.env._("The text is opened again. Say what the customer wants otherwise."),
                is_optional=True,
            ),
            "cancel": Reason(self.env._("Cancel Contract"), self.env._("Say why nothing came of it.")),
            "end": Reason(
                self.env._("End Early"),
                self.env._("What is open stays as it is. Say why it ends and what was agreed about the rest."),
            ),
            "ratify": Reason(
                self.env._("Ratify"),
                self.env._("You take over a signature that was not theirs to give. Say why."),
                shown=("mandate_fault", "mandate_reason"),
            ),
        }

    @rpc
    def action_review(self):
        """Hand in contracts: to whom their kind names, or where nobody has to read them, to be signed at once (R130).

        :raises AccessError: somebody else's
        :raises UserError: handed in already, or a term is missing (R116)
        """
        self._check_handler()
        contracts = self._begin(*WRITTEN)
        contracts._check_terms()
        ready = contracts.filtered(lambda contract: not contract._needs_review())
        ready._make_ready()
        (contracts - ready).state = "review"

    @rpc
    def action_approve(self):
        """Release contracts to be signed as they are (R130).

        :raises AccessError: not the current user's to review
        """
        contracts = self._begin("review")
        self._check_reviewer()
        for contract in contracts:
            contract.write(
                {
                    "reviewed_by_id": self.env.uid,
                    "reviewed_on": contract._get_member_today(),
                    "reviewed_digest": contract._get_digest(),
                }
            )
        contracts._make_ready()
        contracts._notify_users("user_id", lambda told: told.env._("Reviewed: it can be signed."))

    @rpc
    def action_send_back(self, reason: str):
        """Give contracts back to who wrote them.

        :param str reason: what has to change
        """
        contracts = self._begin("review")
        self._check_reviewer()
        reason = self._check_reason(reason)
        contracts.state = "negotiation"
        contracts._notify_users(
            "user_id", lambda told: told.env._("Sent back by the review: %(reason)s", reason=reason)
        )

    @rpc
    def action_negotiate(self, reason: str = ""):
        """Open the text again, because the customer wants something otherwise; it is reviewed again if it changes.

        :param str reason: kept in the log
        """
        self._check_handler()
        contracts = self._begin("draft", "review", "to_sign")
        contracts.write({"state": "negotiation", "ready_on": False})
        if reason:
            contracts._message_log_batch(bodies=dict.fromkeys(contracts.ids, reason))

    @rpc(one=True)
    def action_sign(self, signatory: Record("hr.employee"), signed_on: date, reason: str = ""):
        """Note who signed the contract for the house, and when; the time until clerk and finance have it begins (R115,
        R117).

        :param signatory: ``hr.employee`` record
        :param signed_on: the day on the paper
        :param str reason: why it stands although it was not their to sign: the customer has signed, too. It is then
            recorded as it is, and a check finds it.
        :raises AccessError: the user neither looks after the contract, nor leads who does, nor keeps the papers
        :raises UserError: not ready, a term or the seal is missing, a day that cannot be, or not their to sign
        """
        contract = self._begin("to_sign")
        if not self.can_sign and not self.env.su:
            raise AccessError(self.env._("Who signed is recorded by who looks after it, who leads them, or the clerk."))
        contract._check_terms()
        contract._check_signing(signatory, signed_on)
        contract._sign(signatory, signed_on, reason.strip())

    @rpc
    def action_ratify(self, reason: str):
        """Take over a signature that was not the signatory's to give: nothing follows from it any more.

        :param str reason: kept in the log
        :raises AccessError: the user could not have signed it themselves, or did
        """
        contracts = self._begin("signed", "filed", "fulfilled", "ended")
        if self - self._filter_ratifiable():
            raise AccessError(
                self.env._("Ratified by somebody above the signatory who could have signed it themselves.")
            )
        reason = self._check_reason(reason)
        contracts.ratified_by_id = self.env.uid
        contracts._message_log_batch(bodies=dict.fromkeys(contracts.ids, reason))
        self.env["sales.office.check"]._trigger()

    @rpc(one=True)
    def action_file(self, document: Record("sales.office.document") = None):
        """Note that the signed paper is with the clerk: it becomes a controlled document (R117).

        :param document: ``sales.office.document`` record, where it is registered already; else it is registered now
        :return: the action that opens the document, or None where the office registers no papers
        :raises AccessError: the user does not keep the papers of the office
        :raises UserError: not signed, or filed already
        """
        contract = self._begin("signed")
        self._check_keeper()
        contract._file(document or self._register_paper())
        return self.action_open_document() if contract.document_id else None

    @rpc
    def action_receive(self):
        """Note that finance has the filed contracts (R117).

        :raises AccessError: not finance
        :raises UserError: not filed, or received already
        """
        if not self._is_post_held("finance") and not self.env.su:
            raise AccessError(self.env._("Only finance can note that it has a contract."))
        contracts = self._begin("filed", "fulfilled", "ended")
        if any(contract.received_on or not contract.filed_on for contract in contracts):
            raise UserError(self.env._("Finance has this contract already, or it was never filed."))
        for contract in contracts:
            contract.write({"received_on": contract._get_member_today(), "received_by_id": self.env.uid})
        self.env["sales.office.check"]._trigger()

    @rpc
    def action_fulfil(self):
        """Close contracts of which nothing is left to do.

        :raises UserError: not filed, or a milestone is open
        """
        self._check_handler()
        contracts = self._begin("filed")
        if still := contracts.milestone_ids.filtered(lambda milestone: not milestone.done_on):
            raise UserError(
                self.env._("Still open: %(milestones)s.", milestones=join_names(self.env, still.mapped("display_name")))
            )
        contracts._close("fulfilled")

    @rpc
    def action_end(self, reason: str):
        """End signed contracts before they are fulfilled, by somebody above who looks after them.

        :param str reason: kept with the contract
        """
        self._check_authority()
        contracts = self._begin(*BINDING)
        contracts._close("ended", self._check_reason(reason))

    @rpc
    def action_cancel(self, reason: str):
        """Give up contracts that are not signed.

        :param str reason: kept with the contract
        """
        self._check_handler()
        contracts = self._begin(*UNSIGNED)
        contracts._close("cancelled", self._check_reason(reason))

    @rpc(one=True)
    def action_amend(self):
        """Open a new amendment of this contract."""
        self._check_handler()
        self._check_state(*BINDING)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Amendment"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_amends_id": self.id,
                "default_name": self.env._("Amendment to %(number)s", number=self.number),
                "default_kind_id": self.kind_id.id,
                "default_partner_id": self.partner_id.id,
                "default_currency_id": self.currency_id.id,
                "default_employee_id": self.employee_id.id,
            },
        }

    def _check_editable(self, vals):
        typed = vals.keys() - {"milestone_ids"}  # what may be typed of its steps, they say
        if typed <= {"employee_id"} and all(contract.state in BINDING for contract in self):
            if typed:
                self._check_authority()
            return
        self._check_state(*WRITTEN)
        if "amends_id" in vals:
            raise AccessError(self.env._("What an amendment changes is said when it is made: make another one."))

    def _check_handler(self):
        if self.env.su:
            return
        if self.filtered(lambda contract: not contract.can_handle):
            raise AccessError(self.env._("Only who looks after the contract, or leads who does, can do this."))

    def _hand_over(self, former):
        """Let who looks after this contract (sudo) now do what is left to do of ``former``, and tell them."""
        if self.employee_id == former:
            return
        steps = self.milestone_ids.filtered(lambda step: not step.done_on and step.employee_id == former)
        steps.employee_id = self.employee_id
        self._notify_users("user_id", lambda told: told.env._("This contract is yours to look after now."))

    def _make_ready(self):
        """Let these contracts (sudo) be signed from today on."""
        for contract in self:
            contract.write({"state": "to_sign", "ready_on": contract._get_member_today()})

    def _close(self, state, reason=""):
        """Close these contracts (sudo); what was to be done about them is no more."""
        for contract in self:
            contract.write({"state": state, "closed_on": contract._get_member_today(), "close_reason": reason or False})
        self._end_activities()
        self.env["sales.office.check"]._trigger()
