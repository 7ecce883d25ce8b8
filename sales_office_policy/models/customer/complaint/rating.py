from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.record.phrases import join_names
from ...organization.rpc.rpc import rpc


class SalesOfficeComplaint(models.Model):
    """What a complaint cost, how the customer rates the answer, and whether it is one of many (R079, R114).

    A bad rating opens it again; it says nothing about whoever took the call, so nothing else follows from it. Costs are
    the credit notes that were written because of it.
    """

    _inherit = "sales.office.complaint"

    rating = fields.Integer(
        string="Customer's Rating", readonly=True, copy=False, aggregator="avg", help="From 1, unhappy, to 5, happy."
    )
    rating_feedback = fields.Text(string="The Customer's Words", readonly=True, copy=False)
    rating_asked_at = fields.Datetime(string="Rating Asked For", readonly=True, copy=False)
    rating_missed = fields.Char(string="Why No Rating Was Asked For", readonly=True, copy=False)
    credit_note_ids = fields.Many2many(
        "account.move",
        "sales_office_complaint_credit_note_rel",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    credit_notes = fields.Char(compute="_compute_cost", compute_sudo=True, help="The numbers of its credit notes.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(
        compute="_compute_cost",
        compute_sudo=True,
        help="What was credited because of it, without taxes, by the books: credit notes that are posted.",
    )
    same_customer_count = fields.Integer(string="Of This Customer", compute="_compute_repeated")
    same_cause_count = fields.Integer(string="With This Cause", compute="_compute_repeated")
    same_product_count = fields.Integer(string="About This Product", compute="_compute_repeated")

    @api.depends("credit_note_ids")
    @api.depends_context("lang")
    def _compute_cost(self):
        costs = self.env["sales.office.books"]._get_credited(self.credit_note_ids)
        for complaint in self:
            complaint.cost = sum(costs.get(move.id, 0) for move in complaint.credit_note_ids)
            complaint.credit_notes = join_names(self.env, complaint.credit_note_ids.mapped("display_name")) or False

    @api.depends("commercial_partner_id", "cause_id", "product_id", "received_at")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_repeated(self):
        """Count what the user may read of the same customer, cause and product, in the days of the settings."""
        for name, field in self._get_alike_fields().items():
            values = self.mapped(field)
            counts = (
                dict(self._read_group(self._get_alike_domain(field, values), [field], ["__count"])) if values else {}
            )
            for complaint in self:
                own = int(bool(complaint[field] and complaint._origin.id))
                complaint[name] = max(counts.get(complaint[field], 0) - own, 0)

    @rpc(one=True)
    def action_open_same_customer(self):
        """Open the complaints of this customer."""
        return self._open_alike("commercial_partner_id")

    @rpc(one=True)
    def action_open_same_cause(self):
        """Open the complaints with this cause."""
        return self._open_alike("cause_id")

    @rpc(one=True)
    def action_open_same_product(self):
        """Open the complaints about this product."""
        return self._open_alike("product_id")

    @rpc
    def action_ask_rating(self):
        """Ask the customers of answered complaints what they think of the answer (R114), who could not be asked before.

        :raises UserError: not answered, or it was no complaint
        """
        self._check_handler()
        complaints = self._begin("answered", "closed")
        if any(complaint.close_reason for complaint in complaints):
            raise UserError(self.env._("It was no complaint, so the customer is not asked about an answer."))
        complaints._ask_rating()

    @rpc(one=True)
    def action_add_credit_note(self, number: str):
        """Note a credit note to this customer that was written because of the complaint.

        :param str number: as it stands on the paper; whoever looks after a complaint need not read invoices
        :raises UserError: there is none of that number for this customer
        """
        self._check_handler()
        complaint = self._begin("acknowledged", "investigated", "reopened", "answered", "closed")
        moves = self.env["account.move"].sudo()  # sudo: found by its number and customer, both of which are known
        note = moves.search(
            [
                ("name", "=", self._check_reason(number)),
                ("move_type", "=", "out_refund"),
                ("company_id", "=", complaint.company_id.id),
                ("commercial_partner_id", "=", complaint.commercial_partner_id.id),
            ],
            limit=1,
        )
        if not note or not complaint.commercial_partner_id:
            raise UserError(self.env._("This customer has no credit note of that number."))
        complaint.credit_note_ids |= note

    def _get_alike_fields(self):
        return {
            "same_customer_count": "commercial_partner_id",
            "same_cause_count": "cause_id",
            "same_product_count": "product_id",
        }

    def _get_alike_domain(self, field, values):
        days = self.env.company.sales_office_complaint_repeat_days
        since = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        return [(field, "in", values.ids), ("received_at", ">=", since), ("close_reason", "=", False)]

    def _open_alike(self, field):
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_complaint_action")
        return action | {"domain": self._get_alike_domain(field, self[field]), "context": {}}

    def _ask_rating(self):
        """Ask the customers of these (sudo); where one is not asked, it is written down why."""
        asked = self.filtered(lambda complaint: not complaint.rating_asked_at)
        for complaint in asked:
            complaint._ensure_customer()
        refused = self.env["sales.office.satisfaction"]._ask(asked, "complaint")
        now = fields.Datetime.now()
        for complaint in asked:
            why = refused.get(complaint)
            complaint.write({"rating_asked_at": False if why else now, "rating_missed": why or False})

    def _get_served_by(self):
        return self.user_id | self.taken_by_id

    def _rating_get_operator(self):
        """Rate nobody: an angry customer's mark is not a mark for whoever took the call."""
        return self.env["res.partner"]

    def _take_rating(self, rate, feedback, is_bad):
        """Keep the rating (sudo); a bad one opens the complaint again and is told at once."""
        self.write({"rating": round(rate), "rating_feedback": feedback})
        if is_bad and self.state in ("answered", "closed"):
            words = self.env._("The customer is not content with the answer.")
            self._reopen(f"{words} {feedback}".strip())
        elif not is_bad:
            self._message_log(body=Markup("%s %s") % (self.env._("The customer has rated the answer."), feedback))
