from odoo import api, fields, models


class SalesOfficeStatementLine(models.Model):
    """The lines that take in what no statement would take by itself; they say where it comes from."""

    _inherit = "sales.office.statement.line"

    untaken_id = fields.Many2one("sales.office.untaken", string="Taken In", index="btree_not_null", ondelete="restrict")

    @api.depends("untaken_id.kind")
    @api.depends_context("lang")
    def _compute_name(self):
        own = self.filtered(lambda line: line.untaken_id and not line.rule_id and not line.plan_id)
        for line in own:
            kinds = dict(line.untaken_id._fields["kind"]._description_selection(self.env))
            line.name = kinds[line.untaken_id.kind]
        return super(SalesOfficeStatementLine, self - own)._compute_name()

    @api.depends("untaken_id.reason")
    @api.depends_context("lang")
    def _compute_explanation(self):
        taken = self.filtered("untaken_id")
        own = taken.filtered(lambda line: not line.rule_id and not line.plan_id)
        result = super(SalesOfficeStatementLine, self - own)._compute_explanation()
        for line in own:
            line.explanation = line.untaken_id._explain()
        for line in taken - own:
            line.explanation = f"{line.explanation}\n{line.untaken_id._explain_decision()}"
        return result

    def _get_source_action(self):
        if self.untaken_id and not self.rule_id:
            return self.untaken_id.action_open_source()
        return super()._get_source_action()
