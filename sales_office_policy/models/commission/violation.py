from odoo import api, fields, models
from odoo.fields import Domain


class SalesOfficeViolation(models.Model):
    _name = "sales.office.violation"
    _inherit = ["sales.office.violation", "sales.office.outside.mixin"]
    _open_field = "fine_open"
    _open_depends = ("state", "fine_amount")

    office_statement_line_ids = fields.One2many("sales.office.statement.line", "violation_id", string="Statement Lines")
    fine_open = fields.Monetary(
        string="Still to Be Deducted",
        compute="_compute_open",
        store=True,
        help="Part of a final fine that no statement has deducted yet; negative for what is to be given back.",
    )

    _fine_open_idx = models.Index("(employee_id) WHERE fine_open != 0")

    def _get_open(self, settled):
        """Nothing is due of an annulled case: what was deducted for it, or paid otherwise, is to be given back."""
        payable = self.fine_amount if self.state == "closed" else 0.0
        return payable + settled - self.outside_amount

    @api.model
    def _get_anonymisable_domain(self):
        """A name stays as long as a fine is still to be deducted."""
        return super()._get_anonymisable_domain() & Domain("fine_open", "=", 0)

    def _annul(self, reason):
        """Take the fine off drafts, where it is not deducted yet; of other statements the next one gives it back."""
        result = super()._annul(reason)
        self.office_statement_line_ids.filtered(lambda line: line.statement_id.state == "draft").unlink()
        return result


class SalesOfficeFinding(models.Model):
    _inherit = "sales.office.finding"

    def _prepare_common_case_vals(self):
        """Nothing of a suspicion is to be deducted."""
        nothing = {"fine_open": 0.0, "office_statement_id": False}
        return {key: vals | nothing for key, vals in super()._prepare_common_case_vals().items()}
