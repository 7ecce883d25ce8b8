from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door, rpc

#: days before a note runs out in which its author is asked whether it is still true
ASKED_DAYS = 7
#: days for which it is shown that a note ran out
SHOWN_DAYS = 60


class SalesOfficeMarketNote(models.Model):
    """What somebody knows about the market, from whom, how surely and until when (R062, R105).

    Everybody of the company reads it, so that it serves; what is confidential only its author and who leads. A note
    that is not confirmed runs out, and is no reason for anything any more. What it changed in plans and targets is
    linked there (``planning``).
    """

    _name = "sales.office.market.note"
    _description = "Market Note"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin"]
    _order = "date desc, id desc"
    _member_date_field = "date"
    _mail_post_access = "read"
    _check_company_auto = True

    name = fields.Char(string="In a Sentence", required=True, tracking=True)
    topic = fields.Selection(
        [
            ("demand", "Demand"),
            ("price", "Prices"),
            ("competitor", "Competitors"),
            ("customer", "Customers"),
            ("product", "Products"),
            ("law", "Law and Authorities"),
            ("other", "Other Topics"),
        ],
        required=True,
        default="demand",
        index=True,
    )
    date = fields.Date(string="Learned on", required=True, default=fields.Date.context_today, index=True)
    source = fields.Char(
        string="Heard from",
        required=True,
        help="Who said it, or where it stands. Not more about a person than is needed.",
    )
    confidence = fields.Selection(
        [("rumour", "Rumour"), ("likely", "Likely"), ("sure", "Certain")],
        string="How Sure",
        required=True,
        default="likely",
        tracking=True,
    )
    valid_until = fields.Date(
        string="True Until",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=3),
        help="Then its author is asked whether it is still so.",
    )
    text = fields.Text(string="What Is Known")
    is_confidential = fields.Boolean(
        string="Confidential", tracking=True, help="Read by its author and by who leads, nobody else."
    )
    employee_id = fields.Many2one(string="Noted by", check_company=True)
    partner_ids = fields.Many2many(
        "res.partner", "sales_office_market_note_partner_rel", string="Customers", check_company=True
    )
    product_ids = fields.Many2many(
        "product.product", "sales_office_market_note_product_rel", string="Products", check_company=True
    )
    active = fields.Boolean(default=True)
    is_expired = fields.Boolean(string="Run Out", compute="_compute_is_expired", search="_search_is_expired")

    _dates_ordered = models.Constraint(
        "CHECK (valid_until >= date)", "A note is true on the day it was learned, or longer."
    )

    @api.depends("valid_until")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for note in self:
            note.is_expired = bool(note.valid_until) and note.valid_until < today

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("valid_until", "<", fields.Date.context_today(self))

    @core_door
    def copy_data(self, default=None):
        """Let a copy be learned today."""
        today = fields.Date.context_today(self)
        return super().copy_data({"date": today, "valid_until": today + relativedelta(months=3), **(default or {})})

    @rpc
    def action_confirm(self):
        """Note that these are still true: for three months from today on.

        :raises AccessError: somebody else's
        """
        self._check_writer()
        self.write({"valid_until": fields.Date.context_today(self) + relativedelta(months=3)})

    @rpc
    def action_drop(self):
        """Put away notes that are true no longer.

        :raises AccessError: somebody else's
        """
        self._check_writer()
        self.write({"active": False})

    def _check_writer(self):
        if not self.has_access("write"):
            raise AccessError(self.env._("A note is changed by who wrote it, or who leads them."))

    @api.model
    def _get_running_out_domain(self):
        """Return the current user's notes that run out within days, or have."""
        today = fields.Date.context_today(self)
        return (
            Domain("user_id", "=", self.env.uid)
            & Domain("valid_until", "<=", today + timedelta(days=ASKED_DAYS))
            & Domain("valid_until", ">=", today - timedelta(days=SHOWN_DAYS))
        )
