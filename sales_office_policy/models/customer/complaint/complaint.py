from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import core_door, rpc

#: how bad it is; from the second on everybody concerned is told by e-mail as well
SEVERITIES = [("minor", "Minor"), ("serious", "Serious"), ("urgent", "Urgent")]
#: states in which somebody works on it
OPEN = ("received", "acknowledged", "investigated", "reopened")
#: open, and the customer knows that it is looked after
KNOWN = ("acknowledged", "investigated", "reopened")


class SalesOfficeComplaint(models.Model):
    """What a customer complains of, until they are answered and it does not happen again (R051, R079, R114)::

        received --acknowledge--> acknowledged --investigate--> investigated --answer--> answered --close--> closed
                                       |                             ^                      |                  |
                                       +-----------answer------------|----------------------+                  |
                                                                  reopened <---- reopen, a bad rating --------+

    - Looked after by customer relations, else by who leads; never by whom it is about, who does not read it at all:
      what they are said to have done they hear from who leads them, and answer in a case, if there is one.
    - Three clocks in working time, see ``clocks``: to acknowledge it, to answer it, to see whether the answer lasted.
    - It comes from a contact, a call, a letter, a visit or by e-mail, see ``intake`` and ``register_mixin``.
    - Answered by a mail of the record or by a telephone call that is noted; closed once the customer was asked what
      they think of it, see ``rating``.
    """

    _name = "sales.office.complaint"
    _description = "Complaint"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "sales.office.deadline.mixin",
        "sales.office.source.mixin",
        "sales.office.rated.mixin",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "subject"
    _rec_names_search = ["number", "subject"]
    _member_date_field = "received_at"
    _deadline_days = {
        "resolve_by": "sales_office_complaint_minor_days",
        "check_on": "sales_office_complaint_check_days",
    }
    _mail_post_access = "read"
    _keeps_what_is_told = False
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False, index="trigram")
    subject = fields.Char(required=True, tracking=True)
    text = fields.Text(string="What the Customer Says")
    wish = fields.Char(string="What the Customer Wants", help="What would put it right, in the customer's eyes.")
    channel = fields.Selection(
        [
            ("phone", "By Telephone"),
            ("email", "By E-mail"),
            ("letter", "By Letter"),
            ("visit", "In Person"),
            ("other", "Otherwise"),
        ],
        string="How It Came",
        required=True,
        default="phone",
    )
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        default="minor",
        index=True,
        tracking=True,
        help="Decides how soon it is acknowledged and answered. Whoever looks after it may raise it; who stands above "
        "them lowers it.",
    )
    employee_id = fields.Many2one(
        string="Looked After by",
        check_company=True,
        tracking=True,
        default=lambda self: self._default_employee_id(),
        help="Never whom it is about.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", check_company=True, index="btree_not_null", ondelete="restrict", tracking=True
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Customer's Company", store=True, index="btree_not_null"
    )
    contact_name = fields.Char(string="Spoke With", help="Who told of it, on the customer's side.")
    email_from = fields.Char(string="E-mail")
    phone = fields.Char(string="Phone Number")
    order_id = fields.Many2one("sale.order", check_company=True, index="btree_not_null")
    invoice_id = fields.Many2one(
        "account.move",
        check_company=True,
        index="btree_not_null",
        domain="[('move_type', '=', 'out_invoice'), ('commercial_partner_id', '=', commercial_partner_id)]",
    )
    product_id = fields.Many2one("product.product", check_company=True, index="btree_not_null")
    about_id = fields.Many2one(
        "hr.employee",
        string="About Whom",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The employee the customer complains of, if it is about one. They neither look after it nor read it.",
    )
    about_user_id = fields.Many2one(
        related="about_id.user_id", string="Their User", store=True, precompute=True, index="btree_not_null"
    )
    seller_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_seller_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Who served the customer when it came, or whoever was given the customer since by who leads them.",
    )
    taken_by_id = fields.Many2one(
        "res.users", string="Taken Down by", readonly=True, copy=False, default=lambda self: self.env.user
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("acknowledged", "Looked Into"),
            ("investigated", "Cause Found"),
            ("answered", "Answered"),
            ("closed", "Complaint Closed"),
            ("reopened", "Opened Again"),
        ],
        required=True,
        default="received",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    received_at = fields.Datetime(
        string="Came in on", required=True, readonly=True, copy=False, default=fields.Datetime.now, index=True
    )
    acknowledged_at = fields.Datetime(string="Acknowledged on", readonly=True, copy=False)
    cause_id = fields.Many2one(
        "sales.office.complaint.cause", index="btree_not_null", ondelete="restrict", tracking=True
    )
    investigation = fields.Text(string="What Was Found", help="For the house; no customer reads it.")
    action_ids = fields.One2many(
        "sales.office.complaint.action", "complaint_id", string="Corrective Actions", copy=False
    )
    answer = fields.Text(readonly=True, copy=False, help="What the customer was told.")
    answered_at = fields.Datetime(string="Customer Answered on", readonly=True, copy=False)
    answered_by = fields.Selection(
        [("email", "By E-mail"), ("phone", "By Telephone")], string="How It Was Answered", readonly=True, copy=False
    )
    answerer_id = fields.Many2one("res.users", string="Who Answered", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Complaint Closed on", readonly=True, copy=False)
    close_reason = fields.Text(string="Why It Is None", readonly=True, copy=False)
    effect = fields.Selection(
        [("lasting", "It Lasted"), ("failed", "It Did Not Last")],
        string="Effectiveness",
        readonly=True,
        copy=False,
        tracking=True,
    )
    effect_text = fields.Text(string="How It Was Checked", readonly=True, copy=False)
    reopened_count = fields.Integer(string="Times Opened Again", readonly=True, copy=False, aggregator="sum")
    reopen_reason = fields.Text(string="Why It Was Opened Again", readonly=True, copy=False)
    violation_id = fields.Many2one(
        "sales.office.violation",
        string="Case of This",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
    )
    _number_uniq = models.UniqueIndex("(company_id, number) WHERE number IS NOT NULL")
    _open_idx = models.Index("(employee_id) WHERE state NOT IN ('answered', 'closed')")

    @api.model
    def _default_employee_id(self):
        return self._find_handler(self.env.company).sudo(False)

    @api.depends("number", "subject")
    def _compute_display_name(self):
        for complaint in self:
            complaint.display_name = join_title(complaint.number, complaint.subject, by=" ")

    @api.depends("partner_id", "order_id")
    def _compute_seller_id(self):
        """Keep who served the customer then: everybody may write a salesperson into a contact."""
        for complaint in self.sudo():  # sudo: whoever takes it down need not read the order
            partner = complaint.partner_id
            seller = partner.user_id or partner.commercial_partner_id.user_id or complaint.order_id.user_id
            complaint.seller_id = seller

    @api.constrains("employee_id", "about_id")
    def _check_about(self):
        for complaint in self:
            if complaint.about_id and complaint.about_id == complaint.employee_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s does not look after a complaint about themselves.", name=complaint.about_id.name
                    )
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Take complaints down: they get their numbers and clocks, and everybody concerned is told at once."""
        complaints = super().create(vals_list)
        complaints.sudo()._receive()  # sudo: written by the software only
        return complaints

    @core_door
    def write(self, vals):
        """Change complaints; another severity counts the clocks again.

        :raises AccessError: by who only took it down, or lowered by who looks after it themselves
        :raises UserError: closed already
        """
        severities = {complaint: complaint.severity for complaint in self} if "severity" in vals else {}
        owners = {complaint: complaint.employee_id for complaint in self} if "employee_id" in vals else {}
        result = super().write(vals)
        changed = self.filtered(lambda c: c in severities and c.severity != severities[c])
        changed.sudo()._count_clocks()  # sudo: written by the software only
        handed = self.filtered(lambda c: c in owners and c.employee_id != owners[c])
        handed.sudo()._take_over()  # sudo: as above
        return result

    @core_door
    def rating_apply(self, rate, token=None, rating=None, feedback=None, subtype_xmlid=None, notify_delay_send=False):
        """Take the customer's rating, once for each link.

        :raises AccessError: somebody else rates
        """
        others = (feedback, subtype_xmlid, notify_delay_send)
        return self._rate_once(super().rating_apply, rate, token, rating, *others)

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            **self._get_talk_reasons(),
            "discard": Reason(
                self.env._("No Complaint"), self.env._("Say why this is none: advertising, or sent twice, for example.")
            ),
            "add_credit_note": Reason(
                self.env._("Add a Credit Note"),
                self.env._("Enter the number of a credit note to this customer that was written because of this."),
                placeholder=self.env._("e.g. RINV/2026/00007"),
            ),
            "reopen": Reason(
                self.env._("Open Again"),
                self.env._("Say what is still wrong. It is to be answered anew."),
                shown=("answer",),
            ),
            "confirm_effect": Reason(
                self.env._("It Lasted"),
                self.env._("Say how you saw that the customer is content and it did not happen again."),
                shown=("answer",),
            ),
        }

    @rpc
    def action_acknowledge(self):
        """Tell customers by e-mail that their complaints are looked after, by whom and until when (R114).

        :raises AccessError: not the current user's to look after
        :raises UserError: acknowledged already, or the customer has no e-mail address
        """
        self._check_handler()
        complaints = self._begin("received")
        complaints._check_address()
        template = self.env.ref("sales_office_policy.mail_template_complaint_acknowledged")
        for complaint in self:
            complaint._mail_customer_template(template)
        complaints._acknowledge()

    @rpc
    def action_acknowledge_by_phone(self, text: str):
        """Note that customers were told by telephone that their complaints are looked after.

        :param str text: who was told what
        :raises UserError: acknowledged already, or no words
        """
        self._check_handler()
        complaints = self._begin("received")
        text = self._check_reason(text)
        complaints._note_call(text)
        complaints._acknowledge()

    @rpc
    def action_investigate(self):
        """Note that the cause is found (R079).

        :raises UserError: not acknowledged, or no cause is chosen
        """
        self._check_handler()
        complaints = self._begin("acknowledged", "reopened")
        if not all(complaint.cause_id for complaint in complaints):
            raise UserError(self.env._("Choose the cause first."))
        complaints.state = "investigated"

    @rpc(one=True)
    def action_answer(self, text: str):
        """Send the customer the answer (R051).

        :param str text: what they read
        :raises UserError: not acknowledged, answered already, no words, or the customer has no e-mail address
        """
        self._check_handler()
        complaint = self._begin(*KNOWN)
        text = self._check_reason(text)
        complaint._check_address()
        self._mail_customer(text)
        complaint._answer(text, "email")

    @rpc(one=True)
    def action_answer_by_phone(self, text: str):
        """Note an answer that the customer got by telephone; where the office keeps calls, it is one of them.

        :param str text: what was said
        :raises UserError: not acknowledged, answered already, or no words
        """
        self._check_handler()
        complaint = self._begin(*KNOWN)
        text = self._check_reason(text)
        complaint._note_call(text)
        complaint._answer(text, "phone")

    @rpc
    def action_close(self):
        """Close complaints that are answered; the customers are asked what they think of it, unless just asked (R114).

        :raises UserError: not answered
        """
        self._check_handler()
        complaints = self._begin("answered")
        complaints._ask_rating()
        complaints.write({"state": "closed", "closed_at": fields.Datetime.now()})
        complaints._set_deadlines("check_on")
        complaints._end_activities()

    @rpc
    def action_discard(self, reason: str):
        """Close what is no complaint, by who stands above whoever looks after it, or customer relations.

        :param str reason: kept with it
        :raises AccessError: by who only looks after it
        """
        if not self.env.su and self.filtered(lambda complaint: not complaint.can_assign):
            raise AccessError(self.env._("Customer relations says that something is no complaint, or who leads them."))
        complaints = self._begin("received", "acknowledged")
        reason = self._check_reason(reason)
        complaints.write({"state": "closed", "closed_at": fields.Datetime.now(), "close_reason": reason})
        complaints._stop_waiting()
        complaints._end_activities()

    @rpc
    def action_reopen(self, reason: str):
        """Open complaints again that are not settled after all; they are to be answered anew.

        :param str reason: what is still wrong
        :raises UserError: not answered or closed, or no words
        """
        self._check_handler()
        complaints = self._begin("answered", "closed")
        complaints._reopen(self._check_reason(reason))

    @rpc
    def action_confirm_effect(self, text: str):
        """Note that what was done about closed complaints lasted (R079).

        :param str text: how that was seen
        :raises UserError: not closed, checked already, none at all, or a corrective action is open
        """
        self._check_handler()
        complaints = self._begin("closed")
        text = self._check_reason(text)
        if any(complaint.effect or complaint.close_reason for complaint in complaints):
            raise UserError(self.env._("This was checked already, or was no complaint."))
        if still := complaints.action_ids.filtered(lambda action: not action.done_on):
            raise UserError(self.env._("Still open: %(names)s.", names=join_names(self.env, still.mapped("name"))))
        complaints.write({"effect": "lasting", "effect_text": text})
        complaints._end_activities()

    @rpc(one=True)
    def action_assign(self, employee: Record("hr.employee")):
        """Give the complaint to somebody else, with its clocks.

        :param employee: ``hr.employee`` record
        :raises AccessError: by who does not stand above whoever looks after it
        :raises UserError: not open, or closed to them
        """
        self._check_state(*OPEN, "answered")
        self.write({"employee_id": employee.id})
