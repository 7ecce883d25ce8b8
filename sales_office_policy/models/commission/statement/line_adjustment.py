from odoo import api, fields, models


class SalesOfficeStatementLine(models.Model):
    """Lines about a period's commission as a whole."""

    _inherit = "sales.office.statement.line"

    kind = fields.Selection(
        selection_add=[("adjustment", "Adjustment"), ("draw", "Draw"), ("carry",)],
        ondelete={"adjustment": "cascade", "draw": "cascade"},
    )
    plan_id = fields.Many2one(
        "sales.office.commission.plan",
        string="Plan Adjusted",
        index="btree_not_null",
        ondelete="restrict",
        help="Whose multipliers, cap or guarantee it is.",
    )
    adjustment = fields.Selection(
        [("multiplier", "Compliance"), ("cap", "Most Paid for a Period"), ("guarantee", "Guaranteed Amount")]
    )

    _adjustment_once = models.UniqueIndex(
        "(statement_id, plan_id, adjustment, period_from) WHERE adjustment IS NOT NULL"
    )

    @api.depends("adjustment", "kind")
    def _compute_name(self):
        own = self.filtered("plan_id")
        result = super(SalesOfficeStatementLine, self - own)._compute_name()
        get_name = self.env["sales.office.commission.wording"]._get_adjustment_name
        for line in own:
            name = get_name(line.adjustment) if line.adjustment else self.env._("Draw")
            line.name = line._get_correction_name(name) if line.kind == "correction" else name
        return result

    def _get_correction_name(self, name):
        return self.env._("%(rule)s, correction of %(period)s", rule=name, period=self._get_period_name())

    @api.depends("adjustment", "figures")
    def _compute_explanation(self):
        own = self.filtered("plan_id")
        result = super(SalesOfficeStatementLine, self - own)._compute_explanation()
        for line in own:
            text = line._explain_adjustment() if line.adjustment else line._explain_draw()
            line.explanation = line._explain_settled(text) if line.settled_amount else text
        return result

    def _explain_settled(self, text):
        return self.env._(
            "%(text)s, less %(paid)s settled before: %(amount)s",
            text=text,
            paid=self._format(self.settled_amount),
            amount=self._format(self.amount),
        )

    def _explain_adjustment(self):
        return self.env["sales.office.commission.wording"]._explain_adjustment(
            self.currency_id, self.adjustment, self.amount + self.settled_amount, self.figures
        )

    def _explain_draw(self):
        base, advanced = (float(self.figures[name]) for name in ("base", "advanced"))
        values = {
            "base": self._format(base),
            "limit": self.env["sales.office.commission.wording"]._format_guarantee(self.currency_id, self.figures),
            "advanced": self._format(abs(advanced)),
            "amount": self._format(abs(self.amount)),
        }
        if advanced < 0:
            return self.env._(
                "%(limit)s guaranteed, %(base)s earned, and %(advanced)s recovered too much by another statement: "
                "%(amount)s",
                **values,
            )
        if self.amount > 0:
            return self.env._("%(limit)s guaranteed, %(base)s earned: %(amount)s advanced", **values)
        return self.env._(
            "%(base)s earned above %(limit)s: of %(advanced)s advanced before, %(amount)s recovered", **values
        )
