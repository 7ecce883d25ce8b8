from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...organization.rpc.rpc import core_door


class SalesOfficeContestPrize(models.Model):
    """What a place of a contest wins: money, an honour or something good (R126). A place may have several."""

    _name = "sales.office.contest.prize"
    _description = "Contest Prize"
    _inherit = "sales.office.protected.mixin"
    _order = "contest_id, place, id"
    _rec_name = "description"
    _place_fields = frozenset({"contest_id"})

    contest_id = fields.Many2one("sales.office.contest", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contest_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="contest_id.currency_id")
    place = fields.Integer(string="Rank", required=True, default=1)
    kind = fields.Selection(
        [("money", "Money"), ("honour", "Honour"), ("welfare", "Welfare")], required=True, default="money"
    )
    amount = fields.Monetary(help="Paid with the winner's statement; a team's is shared equally by those who counted.")
    badge_id = fields.Many2one("gamification.badge", string="Honour Badge", ondelete="set null")
    text = fields.Char(string="What", translate=True, help="e.g. two days off, a weekend for two")
    description = fields.Char(compute="_compute_description", compute_sudo=True)

    _place_positive = models.Constraint("CHECK (place > 0)", "Places are counted from 1.")
    _complete = models.Constraint(
        "CHECK (CASE kind WHEN 'money' THEN amount > 0 WHEN 'welfare' THEN text IS NOT NULL ELSE TRUE END)",
        "A prize needs an amount above zero, a badge, or words that say what it is.",
    )

    @api.depends("kind", "amount", "badge_id.name", "text", "currency_id")
    @api.depends_context("lang")
    def _compute_description(self):
        for prize in self:
            if prize.kind == "money":
                prize.description = prize.currency_id.format(prize.amount) if prize.currency_id else ""
            else:
                prize.description = prize.badge_id.name if prize.kind == "honour" else prize.text

    @api.constrains("kind", "badge_id")
    def _check_badge(self):
        """Not asked of the database: a badge that is deleted later, or with the add-on, leaves the prize behind."""
        if any(prize.kind == "honour" and not prize.badge_id for prize in self):
            raise ValidationError(
                self.env._("A prize needs an amount above zero, a badge, or words that say what it is.")
            )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add prizes to drafts.

        :raises UserError: the contest has been started
        """
        prizes = super().create(vals_list)
        prizes._check_draft()
        return prizes

    @core_door
    def write(self, vals):
        """Change prizes of drafts, also where they move to another contest.

        :raises UserError: one of the contests has been started
        """
        self.check_access("write")
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_draft()

    def _check_draft(self):
        if not self.env.su:
            self.contest_id._check_draft()
