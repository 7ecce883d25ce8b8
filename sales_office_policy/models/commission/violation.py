from odoo import api, fields, models
from odoo.fields import Domain


class SalesOfficeViolation(models.Model):
    _name = "sales.office.violation"
    _inherit = ["sales.office.violation", "sales.office.outside.mixin"]
    _due_field = "fine_open"

    office_statement_line_ids = fields.One2many("sales.office.statement.line", "violation_id", string="Statement Lines")
    office_statement_id = fields.Many2one(
        "sales.office.statement",
        string="Statement",
        compute="_compute_fine_open",
        store=True,
        index="btree_not_null",
        help="The statement that took the fine up last.",
    )
    fine_open = fields.Monetary(
        string="Still to Be Deducted",
        compute="_compute_fine_open",
        store=True,
        help="Part of a final fine that no statement has deducted yet; negative for what is to be given back.",
    )

    _fine_open_idx = models.Index("(employee_id) WHERE fine_open != 0")

    @api.depends(
        "state",
        "fine_amount",
        "outside_amount",
        "office_statement_line_ids.amount",
        "office_statement_line_ids.statement_id.date_from",
    )
    def _compute_fine_open(self):
        """What the lines have deducted is done with, whatever becomes of the statements around them.

        Nothing is due of an annulled case, so what was deducted for it, or paid otherwise, is to be given back.
        Being stored, it is also what lets only one of two concurrent runs take a fine.
        """
        for violation in self:
            lines = violation.office_statement_line_ids
            due = violation.fine_amount if violation.state == "closed" else 0.0
            violation.fine_open = due + sum(lines.mapped("amount")) - violation.outside_amount
            violation.office_statement_id = lines.statement_id.sorted("date_from")[-1:]

    @api.model
    def _get_anonymisable_domain(self):
        """A name stays as long as a fine is still to be deducted."""
        return super()._get_anonymisable_domain() & Domain("fine_open", "=", 0)

    def _annul(self, reason):
        """Take the fine off drafts, where it is not deducted yet; of other statements the next one gives it back."""
        result = super()._annul(reason)
        self.office_statement_line_ids.filtered(lambda line: line.statement_id.state == "draft").unlink()
        return result
