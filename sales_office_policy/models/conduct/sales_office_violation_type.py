from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..organization.rpc import core_door
from .ladder import find_fault, pick_step

CATEGORIES = [
    ("workday", "Attendance"),
    ("meeting", "Meetings and Reports"),
    ("office", "Office Order"),
    ("custody", "Documents and Secrets"),
    ("conduct", "Behaviour"),
    ("customer", "Customers"),
    ("trade", "Prices and Contracts"),
]
SEVERITIES = [("minor", "Minor"), ("serious", "Serious"), ("severe", "Severe")]


class SalesOfficeViolationType(models.Model):
    """A way of breaking a clause and what follows the first, second, n-th time (R060, R136).

    Amounts are in the currency of the company a case is decided in. A change of the table
    applies to cases decided afterwards: a decided case carries its own copy.
    """

    _name = "sales.office.violation.type"
    _description = "Violation Type"
    _inherit = ["sales.office.derived.mixin", "sales.office.used.mixin", "sales.office.typing.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Short name for imports and reports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Leave empty for a type that every company uses.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    clause_id = fields.Many2one(
        "sales.office.policy.clause",
        required=True,
        index=True,
        ondelete="restrict",
        help="The rule that is broken; every notice names it.",
    )
    category = fields.Selection(CATEGORIES, required=True, default="conduct")
    severity = fields.Selection(SEVERITIES, required=True, default="minor")
    window_months = fields.Integer(
        string="Counted Over (Months)",
        required=True,
        default=12,
        help="Earlier closed cases of the same employee count as occurrences this long. 0: always.",
    )
    evidence_required = fields.Boolean(
        string="Needs Evidence", help="Reported only with a file attached, or found in a record."
    )
    description = fields.Text(translate=True, help="What falls under it, and what does not.")
    step_ids = fields.One2many(
        "sales.office.violation.step",
        "type_id",
        string="Ladder",
        copy=True,
        # the ladder is judged as a whole, once all its steps are written
        context={"violation_ladder_whole": True},
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A violation type with this code exists already."
    )
    _window_positive = models.Constraint("CHECK (window_months >= 0)", "The number of months must not be negative.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for violation_type in self:
            violation_type.currency_id = (violation_type.company_id or self.env.company).currency_id

    @api.constrains("step_ids")
    def _check_ladder(self):
        """Refuse a ladder that leaves some occurrence open or answers one twice."""
        faults = {
            "empty": self.env._("Give at least one step, from occurrence 1."),
            "start": self.env._("The first step must be from occurrence 1."),
            "double": self.env._("Two steps begin at the same occurrence."),
        }
        for violation_type in self:
            if fault := find_fault(violation_type.step_ids.mapped("occurrence")):
                raise ValidationError(
                    self.env._("Ladder of %(name)s: %(fault)s", name=violation_type.name, fault=faults[fault])
                )

    @api.constrains("active")
    def _check_no_open_case(self):
        """Refuse to archive a type while cases of it take their course."""
        archived = self.filtered(lambda violation_type: not violation_type.active)
        domain = [("type_id", "in", archived.ids), ("state", "not in", ("closed", "dismissed", "annulled"))]
        # sudo: the administrator sees no case
        for violation_type, count in (
            self.env["sales.office.violation"].sudo()._read_group(domain, ["type_id"], ["__count"])
        ):
            raise ValidationError(
                self.env._(
                    "“%(name)s” has %(count)s open cases. Archive it when they are closed or dismissed.",
                    name=violation_type.name,
                    count=count,
                )
            )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        types._check_ladder()  # a type made without steps has nothing that triggers the check
        return types

    @core_door
    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        return [
            {"code": f"{violation_type.code}_copy", **vals}
            for violation_type, vals in zip(self, vals_list, strict=True)
        ]

    def _refuse_unproven(self):
        """Raise a ``UserError`` about the first of these types: it needs evidence, and there is none."""
        for violation_type in self:
            raise UserError(
                self.env._(
                    "Attach what proves it before you report “%(type)s”: a photo, a paper, a message.",
                    type=violation_type.name,
                )
            )

    def _get_step(self, occurrence):
        """Return the step that the ladder proposes for the ``occurrence``-th case; empty for none."""
        self.ensure_one()
        return pick_step(self.step_ids, occurrence) or self.step_ids.browse()
