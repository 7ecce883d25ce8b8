from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ....models.organization.rpc.rpc import rpc


class SalesOfficeStatementGenerate(models.TransientModel):
    """Chooses the period and the plans whose statements are computed, now or in the background."""

    _name = "sales.office.statement.generate"
    _description = "Compute Statements"
    _inherit = "sales.office.reader.mixin"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) - relativedelta(months=1, day=1),
        help="The month to settle, or a month of the quarter or year.",
    )
    plan_ids = fields.Many2many(
        "sales.office.commission.plan",
        "sales_office_statement_generate_plan_rel",  # the name made up by the ORM is too long
        string="Plans",
        required=True,
        domain="[('state', '!=', 'draft'), ('company_id', '=', company_id)]",
        default=lambda self: self.env["sales.office.commission.plan"].search(
            [("state", "=", "approved"), ("company_id", "=", self.env.company.id)]
        ),
    )

    @rpc(one=True)
    def action_generate(self):
        """Compute the drafts of the period and open them.

        :raises UserError: no approved plan is chosen
        """
        if not self.plan_ids:
            raise UserError(self.env._("Choose at least one approved plan."))
        statements = self.env["sales.office.statement"]
        for period, plans in self.plan_ids.grouped(lambda plan: plan._get_period(self.month)).items():
            statements |= plans.generate_statements(*period)
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_office_policy.sales_office_statement_action")
        return action | {"domain": [("id", "in", statements.ids)], "context": {}}

    @rpc(one=True)
    def action_generate_later(self):
        """Have the job settle the period, and open what shows how far it is.

        :raises UserError: no approved plan is chosen
        """
        if not self.plan_ids:
            raise UserError(self.env._("Choose at least one approved plan."))
        return self.env["sales.office.settlement.run"]._request(self.plan_ids, self.month)._get_records_action()
