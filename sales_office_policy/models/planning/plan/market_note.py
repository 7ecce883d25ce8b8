from odoo import fields, models


class SalesOfficeMarketNote(models.Model):
    """What a note about the market changed: versions of plans and single targets (R062, R105)."""

    _inherit = "sales.office.market.note"

    plan_ids = fields.Many2many(
        "sales.office.plan",
        "sales_office_market_note_plan_rel",
        "note_id",
        "plan_id",
        string="Plans It Changed",
        copy=False,
        groups="sales_office_policy.group_manager",
        help="Versions of plans that were written, or revised, because of it.",
    )
    target_ids = fields.Many2many(
        "sales.office.target",
        "sales_office_market_note_target_rel",
        "note_id",
        "target_id",
        string="Targets It Changed",
        copy=False,
        groups="sales_office_policy.group_manager",
    )
