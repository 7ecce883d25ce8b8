from odoo import api, fields, models

from ...organization.rpc.argument_types import is_id
from ...organization.rpc.rpc import core_door

SANCTIONS = [
    ("warning", "Warning"),
    ("written_warning", "Written Warning"),
    ("fine", "Fine"),
    ("suspension", "Suspension"),
    ("demotion", "Demotion"),
    ("dismissal", "Dismissal"),
]
#: how grave a sanction is, compared with the others
RANK = {sanction: rank for rank, (sanction, _label) in enumerate(SANCTIONS)}
#: fields of a step that say what it costs
STEP = ("occurrence", "sanction", "fine_amount", "points")
#: fields of a kind of violation that say what it costs, and whom
TARIFF = frozenset({"active", "company_id", "currency_id", "step_ids", "window_months"})
#: in the context of what is written with its whole ladder: an object, which nobody can send
WHOLE = object()


class SalesOfficeViolationStep(models.Model):
    """What is proposed from the n-th occurrence on, until the next step begins (R060)."""

    _name = "sales.office.violation.step"
    _description = "Violation Ladder Step"
    _inherit = "sales.office.protected.mixin"
    _order = "type_id, occurrence, id"
    _place_fields = frozenset({"type_id"})

    type_id = fields.Many2one("sales.office.violation.type", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="type_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="type_id.currency_id")
    occurrence = fields.Integer(string="From Occurrence", required=True, default=1)
    sanction = fields.Selection(SANCTIONS, required=True, default="warning")
    fine_amount = fields.Monetary(
        string="Fine",
        help="In the currency of the violation type; converted at the day of the case where the company has another.",
    )
    points = fields.Integer(help="Penalty points, for the record and for appraisals.")

    # deferred: steps change places within one save, which `_check_ladder` judges before
    _occurrence_uniq = models.Constraint(
        "UNIQUE (type_id, occurrence) DEFERRABLE INITIALLY DEFERRED", "Two steps begin at the same occurrence."
    )
    _occurrence_positive = models.Constraint("CHECK (occurrence >= 1)", "Occurrences are counted from 1.")
    _fine_positive = models.Constraint("CHECK (fine_amount >= 0)", "A fine must not be negative.")
    _fine_given = models.Constraint("CHECK (sanction != 'fine' OR fine_amount > 0)", "Give the amount of the fine.")
    _points_positive = models.Constraint("CHECK (points >= 0)", "Points must not be negative.")

    @api.depends("occurrence", "sanction", "fine_amount")
    @api.depends_context("lang", "company")
    def _compute_display_name(self):
        labels = dict(self._fields["sanction"]._description_selection(self.env))
        for step in self:
            fine = step.currency_id.format(step.fine_amount) if step.fine_amount and step.currency_id else ""
            sanction = labels.get(step.sanction)
            step.display_name = sanction and (
                self.env._(
                    "From %(occurrence)s: %(sanction)s %(fine)s",
                    occurrence=step.occurrence,
                    sanction=sanction,
                    fine=fine,
                ).strip()
            )

    @api.constrains("occurrence", "type_id")
    def _check_ladder(self):
        if not self.env.context.get("violation_ladder_whole"):
            self.type_id._check_ladder()

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add steps to ladders; the change is kept.

        :raises UserError: a director approves changes of the ladder, which is changed as a whole
        """
        steps = super().create(vals_list)
        if not steps.type_id._is_whole():
            steps.type_id._log_added(steps)
        return steps

    @core_door
    def write(self, vals):
        """Change steps of ladders; the change is kept.

        :raises UserError: a director approves changes of the ladder, which is changed as a whole
        """
        if self.type_id._is_whole():
            return super().write(vals)
        self.check_access("write")
        types = self.type_id
        if is_id(vals.get("type_id")):  # moved to another ladder
            types |= types.browse(vals["type_id"]).exists()
        types._check_changed_whole()
        with types._changing_tariff():
            return super().write(vals)

    @core_door
    def unlink(self):
        """Take steps out of ladders, which have to stay in order; the change is kept.

        :raises UserError: a director approves changes of the ladder, which is changed as a whole
        :raises ValidationError: what is left of a ladder is none
        """
        types = self.type_id
        if types._is_whole():
            return super().unlink()
        self.check_access("unlink")
        types._check_changed_whole()
        with types._changing_tariff():
            result = super().unlink()
            if not self.env.context.get("violation_ladder_whole"):
                types._check_ladder()
        return result
