from odoo import fields, models

#: who may be asked to review a contract
REVIEWERS = [
    ("team_leader", "Team Leader"),
    ("manager", "Sales Manager"),
    ("director", "Sales Director"),
    ("finance", "Finance"),
]
#: terms a kind may ask for, as they are called on the contract
TERMS = ("amount", "payment", "delivery", "liability")


class SalesOfficeContractKind(models.Model):
    """What a contract of this kind has to say before it is signed, who reviews it, how it is signed and filed (R116).

    Changes apply to contracts that are made afterwards, and to what is asked when one is signed.
    """

    _name = "sales.office.contract.kind"
    _description = "Contract Kind"
    _inherit = ["sales.office.protected.mixin", "sales.office.used.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Leave empty for a kind that every company uses.")
    is_framework = fields.Boolean(
        string="Framework",
        help="Its amount is the most that is called off by orders, until its last day.",
    )
    needs_amount = fields.Boolean(string="States the Amount", default=True)
    needs_payment = fields.Boolean(string="States the Payment", default=True)
    needs_delivery = fields.Boolean(string="States the Delivery", default=True)
    needs_liability = fields.Boolean(string="States the Liability")
    review_by = fields.Selection(
        REVIEWERS,
        string="Reviewing Post",
        help="Which post reads a contract before it is signed; empty: nobody.",
    )
    review_standard = fields.Boolean(
        string="Review Unchanged Wording, Too",
        help="Otherwise a contract whose clauses and liability are those of its kind is not reviewed.",
    )
    filing_days = fields.Integer(
        string="Days to File",
        help="Working days from the signature until the paper is with the clerk. 0: as many as the company gives.",
    )
    receipt_days = fields.Integer(
        string="Days until Finance Has It",
        help="Working days from the signature until finance has the paper. 0: as many as the company gives.",
    )
    needs_seal = fields.Boolean(
        string="Sealed", help="Signed only while somebody of the office has one of its seals on loan from the clerk."
    )
    liability = fields.Text(translate=True, help="What a new contract of this kind says about liability.")
    clauses = fields.Text(translate=True, help="What a new contract of this kind says besides its terms.")

    _filing_days = models.Constraint(
        "CHECK (filing_days BETWEEN 0 AND 365)", "A contract is filed within 0 to 365 working days."
    )
    _receipt_days = models.Constraint(
        "CHECK (receipt_days BETWEEN 0 AND 365)", "Finance has a contract within 0 to 365 working days."
    )

    def _get_wordings(self):
        """Return the pairs of clauses and liability that this kind has in any language."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        translated = [self.with_context(lang=code) for code in languages]
        return {(kind.clauses or "", kind.liability or "") for kind in translated}
