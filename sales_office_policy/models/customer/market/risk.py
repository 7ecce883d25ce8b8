from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import core_door, rpc

GRADES = [("1", "1 (very low)"), ("2", "2 (low)"), ("3", "3 (medium)"), ("4", "4 (high)"), ("5", "5 (very high)")]
#: from which product of probability and impact on a risk is called so
LEVELS = ((15, "high"), (6, "medium"), (1, "low"))
#: a closed risk comes back when its figure is worse by so much than when it was closed
WORSE = 1.2


class SalesOfficeRisk(models.Model):
    """What may go wrong in the market: how likely, how bad, whose it is, what is done about it, looked at when (R093).

    Noted by who leads, or by a trigger (``risk_trigger``) that the books meet: once for each thing, and raised, not
    made anew, when it gets worse. It is looked at again by a day, which is further off the lower it is.
    """

    _name = "sales.office.risk"
    _description = "Risk"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "mail.activity.mixin"]
    _order = "score desc, next_review, id"
    _mail_post_access = "read"
    _check_company_auto = True

    name = fields.Char(string="What May Happen", required=True, tracking=True)
    description = fields.Text(string="Why, and What Follows")
    kind = fields.Selection(
        [
            ("customer", "Customer"),
            ("money", "Receivables"),
            ("competitor", "Competitor"),
            ("market", "Market"),
            ("people", "People"),
            ("other", "Other Risk"),
        ],
        string="Kind of Risk",
        required=True,
        default="market",
    )
    probability = fields.Selection(GRADES, string="How Likely", required=True, default="3", tracking=True)
    impact = fields.Selection(GRADES, string="How Bad", required=True, default="3", tracking=True)
    score = fields.Integer(
        compute="_compute_score", store=True, precompute=True, aggregator="max", help="How likely times how bad."
    )
    level = fields.Selection(
        [("low", "Low"), ("medium", "Medium"), ("high", "High")],
        string="Level of Risk",
        compute="_compute_score",
        store=True,
        precompute=True,
        index=True,
    )
    employee_id = fields.Many2one(string="Whose It Is", check_company=True, tracking=True)
    response = fields.Selection(
        [("avoid", "Avoid"), ("reduce", "Reduce"), ("transfer", "Transfer"), ("accept", "Accept the Risk")],
        string="Response to the Risk",
        required=True,
        default="reduce",
        tracking=True,
    )
    measure = fields.Text(string="What Is Done about It", tracking=True)
    next_review = fields.Date(
        string="Look at It Again on",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
    )
    partner_id = fields.Many2one("res.partner", string="Customer", check_company=True, index="btree_not_null")
    state = fields.Selection(
        [("open", "Watched"), ("closed", "No Risk Any More")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    closed_on = fields.Date(string="Watched Until", readonly=True, copy=False)
    trigger_id = fields.Many2one(
        "sales.office.risk.trigger", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    trigger_key = fields.Char(readonly=True, copy=False, export_string_translation=False)
    trigger_value = fields.Float(
        string="Its Figure", readonly=True, copy=False, aggregator=None, help="By the books, when it was last worse."
    )
    is_late = fields.Boolean(string="To Be Looked At", compute="_compute_is_late", search="_search_is_late")
    can_manage = fields.Boolean(compute="_compute_can_manage")

    _trigger_uniq = models.UniqueIndex("(trigger_id, trigger_key) WHERE trigger_key IS NOT NULL")

    @api.depends("probability", "impact")
    def _compute_score(self):
        for risk in self:
            risk.score = int(risk.probability or 0) * int(risk.impact or 0)
            risk.level = next((level for least, level in LEVELS if risk.score >= least), False)

    @api.depends("next_review", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for risk in self:
            risk.is_late = risk.state == "open" and bool(risk.next_review) and risk.next_review <= today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "open") & Domain("next_review", "<=", fields.Date.context_today(self))

    @api.depends("user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_manage(self):
        led = self._has_authority()
        for risk in self:
            risk.can_manage = risk.is_own or risk in led

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Note risks; whose they are is told."""
        risks = super().create(vals_list)
        others = risks.sudo().filtered(lambda risk: risk.user_id != self.env.user)  # sudo: on the list of somebody else
        others._notify_owner(lambda told: told.env._("Risk to watch: %(name)s", name=told.name))
        return risks

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "review": Reason(
                self.env._("Looked At"),
                self.env._("Say how it stands. It is to be looked at again later, the sooner the higher it is."),
                shown=("description", "measure"),
            ),
            "close": Reason(self.env._("No Risk Any More"), self.env._("Say why it is none any more.")),
            "reopen": Reason(self.env._("Watch Again"), self.env._("Say what has changed.")),
        }

    @rpc
    def action_review(self, text: str):
        """Note how risks stand; they are looked at again after the days of the settings, half of them if high.

        :param str text: kept in the log
        :raises AccessError: somebody else's
        :raises UserError: closed, or no words
        """
        self._check_manager()
        risks = self._begin("open")
        text = self._check_reason(text)
        for risk in risks:
            days = risk.company_id.sales_office_risk_days
            days = max(days // 2, 1) if risk.level == "high" else days
            risk.next_review = risk._get_member_today() + timedelta(days=days)
        risks._message_log_batch(bodies=dict.fromkeys(risks.ids, text))
        risks._end_activities()

    @rpc
    def action_close(self, reason: str):
        """Watch these no longer; a trigger opens them again when their figure gets worse, or is met anew.

        :param str reason: kept in the log
        """
        self._check_manager()
        risks = self._begin("open")
        reason = self._check_reason(reason)
        for risk in risks:
            risk.write({"state": "closed", "closed_on": risk._get_member_today()})
        risks._message_log_batch(bodies=dict.fromkeys(risks.ids, reason))
        risks._end_activities()

    @rpc
    def action_reopen(self, reason: str):
        """Watch these again.

        :param str reason: kept in the log
        """
        self._check_manager()
        risks = self._begin("closed")
        risks._watch_again(self._check_reason(reason))

    def _check_manager(self):
        self.check_access("read")
        if not self.env.su and self.filtered(lambda risk: not risk.can_manage):
            raise AccessError(self.env._("A risk is judged by whose it is, or by who leads them."))

    def _check_editable(self, vals):
        if any(risk.state == "closed" for risk in self):
            raise UserError(self.env._("This risk is watched no longer. Watch it again first."))

    def _watch_again(self, reason):
        """Open these (sudo) again, to be looked at today."""
        for risk in self:
            risk.write({"state": "open", "closed_on": False, "next_review": risk._get_member_today()})
        self._message_log_batch(bodies=dict.fromkeys(self.ids, reason))

    def _notify_owner(self, build_summary):
        """Give whose these (sudo) are something to do about them."""
        self._end_activities()
        self._give_activities("user_id", build_summary, "next_review")

    def _get_worse(self, value, text):
        """Raise this risk (sudo) of a trigger by one grade, or open it again; its owner is told.

        :param float value: its figure now
        """
        if self.state == "closed":
            self._watch_again(text)
        else:
            self.write(
                {
                    "probability": str(min(int(self.probability) + 1, 5)),
                    "next_review": min(self.next_review, self._get_member_today()),
                }
            )
            self._message_log(body=text)
        self.trigger_value = value

    @api.model
    def _get_to_review_domain(self):
        """Return the current user's risks that are to be looked at now."""
        return Domain("user_id", "=", self.env.uid) & self._search_is_late("in", [True])
