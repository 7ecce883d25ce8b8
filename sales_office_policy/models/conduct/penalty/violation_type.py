from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...organization.rpc.rpc import core_door
from .ladder import find_fault, find_milder, pick_step
from .violation_step import RANK, TARIFF, WHOLE

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

    Amounts are in the type's currency and converted at the day of the case into that of the company it is decided in.
    A change of the table applies to cases decided afterwards: a decided case carries its own copy.
    """

    _name = "sales.office.violation.type"
    _description = "Violation Type"
    _inherit = ["sales.office.protected.mixin", "sales.office.used.mixin", "sales.office.typing.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Short name for imports and reports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Leave empty for a type that every company uses.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
        help="Currency of the fines. A company with another one converts them at the day of the case.",
    )
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
    ladder_warning = fields.Char(compute="_compute_ladder_warning")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A violation type with this code exists already."
    )
    _window_positive = models.Constraint("CHECK (window_months >= 0)", "The number of months must not be negative.")

    @api.depends("step_ids.occurrence", "step_ids.sanction", "step_ids.fine_amount", "step_ids.points")
    @api.depends_context("lang")
    def _compute_ladder_warning(self):
        """Say which step is milder than one before it: allowed, and hardly meant."""
        for violation_type in self:
            # a line that is still being typed may have no sanction yet
            milder = find_milder(violation_type.step_ids.filtered("sanction"), RANK)
            violation_type.ladder_warning = milder and self.env._(
                "From occurrence %(later)s the ladder is milder than from occurrence %(earlier)s.",
                earlier=milder[0].occurrence,
                later=milder[1].occurrence,
            )

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
                    "“%(name)s” still has open cases (%(count)s). Archive it when they are closed or dismissed.",
                    name=violation_type.name,
                    count=count,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_approved(self):
        """Refuse to delete what counts where a director approves what becomes of it: archiving waits for them."""
        counting = self.filtered("active")
        if not self.env.su and (kept := counting._get_to_approve()):
            raise UserError(
                self.env._(
                    "A director approves the penalties of %(type)s, so it is not deleted: archive it, which they "
                    "approve as well.",
                    type=kept[0].name,
                )
            )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make kinds of violations with their ladders.

        :raises ValidationError: the ladder has no steps, or a fault
        """
        types = super(SalesOfficeViolationType, self.with_context(sales_office_tariff=WHOLE)).create(vals_list)
        types = types.with_env(self.env)
        types._check_ladder()  # a type made without steps has nothing that triggers the check
        if not self.env.su:  # what the software brings along nobody changed
            types._log_new()
        return types

    @core_door
    def write(self, vals):
        """Change kinds of violations. Changed penalties are kept with who changed them, and count at once, or, where
        the company wants it, once a director approved them: until then they stay as they are.

        :raises ValidationError: the ladder has a fault
        """
        if TARIFF.isdisjoint(vals) or self._is_whole():
            return super().write(vals)
        waiting = self.browse() if self.env.su else self._get_to_approve(vals)
        whole = self.with_context(sales_office_tariff=WHOLE)
        if others := self - waiting:
            with others._changing_tariff():
                super(SalesOfficeViolationType, others.with_env(whole.env)).write(vals)
        if waiting:
            waiting._propose_tariff(lambda: super(SalesOfficeViolationType, waiting.with_env(whole.env)).write(vals))
            super(SalesOfficeViolationType, waiting).write(
                {name: value for name, value in vals.items() if name not in TARIFF}
            )
        return True

    @core_door
    def copy_data(self, default=None):
        """A copy has a code of its own."""
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

    def _takes_fine(self, sanction):
        """Return whether ``sanction`` takes money: a fine does, and what the ladder has one beside."""
        self.ensure_one()
        return sanction == "fine" or any(step.sanction == sanction and step.fine_amount for step in self.step_ids)

    def _get_step(self, occurrence):
        """Return the step that the ladder proposes for the ``occurrence``-th case; empty for none."""
        self.ensure_one()
        return pick_step(self.step_ids, occurrence) or self.step_ids.browse()
