from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc

#: where each kind comes from
SOURCES = {
    "prize": "sales.office.contest.participant",
    "bonus": "sales.office.reward",
    "fine": "sales.office.violation",
}


class SalesOfficeUnassignedPayout(models.Model):
    """A prize, bonus or fine that no statement will ever take up: its employee is in no commission plan (R126).

    Read straight from what is open. A plan takes up what waits for its members and former members for as long as
    it goes on, and corrects for its look-back after its end; somebody without one is listed here for finance and
    the director, who have them added to a plan or settle it outside.
    """

    _name = "sales.office.unassigned.payout"
    _description = "Unassigned Payout"
    _inherit = "sales.office.member.mixin"
    _auto = False
    _order = "date, id"
    _depends = {
        "sales.office.contest.participant": ["employee_id", "department_id", "user_id", "company_id", "prize_open"],
        "sales.office.contest": ["date_to"],
        "sales.office.reward": ["employee_id", "department_id", "user_id", "company_id", "date", "reward_open"],
        "sales.office.violation": ["employee_id", "department_id", "user_id", "company_id", "date", "fine_open"],
        "sales.office.commission.plan": ["state", "date_to", "origin_id", "period_type", "lookback_periods"],
        "sales.office.commission.plan.member": ["company_id", "plan_id", "employee_id"],
        "res.company": ["sales_office_fines_enabled"],
    }

    # of the records behind it, so nothing to compute and store here
    employee_id = fields.Many2one(default=False, required=False, readonly=True)
    department_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    user_id = fields.Many2one(related=None, precompute=False, readonly=True)
    company_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    kind = fields.Selection([("prize", "Prize"), ("bonus", "Bonus"), ("fine", "Fine")], readonly=True)
    source_id = fields.Integer(readonly=True, help="Id of what it comes from, as its kind says.")
    date = fields.Date(readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Still to be paid; a fine, or a bonus taken back, is negative; a fine given back is not."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="What For", compute="_compute_name", compute_sudo=True)

    @property
    def _table_query(self):
        return SQL(
            """
              WITH payout AS (
                   SELECT 3 * winner.id AS id, 'prize' AS kind, winner.id AS source_id, contest.date_to AS date,
                          winner.prize_open AS amount,
                          winner.employee_id, winner.department_id, winner.user_id, winner.company_id
                     FROM sales_office_contest_participant winner
                     JOIN sales_office_contest contest ON contest.id = winner.contest_id
                    WHERE winner.prize_open > 0
                    UNION ALL
                   SELECT 3 * reward.id + 1, 'bonus', reward.id, reward.date, reward.reward_open,
                          reward.employee_id, reward.department_id, reward.user_id, reward.company_id
                     FROM sales_office_reward reward
                    WHERE reward.reward_open != 0
                    UNION ALL
                   SELECT 3 * violation.id + 2, 'fine', violation.id, violation.date, -violation.fine_open,
                          violation.employee_id, violation.department_id, violation.user_id, violation.company_id
                     FROM sales_office_violation violation
                     JOIN res_company company ON company.id = violation.company_id
                    WHERE violation.fine_open < 0
                       OR violation.fine_open > 0 AND company.sales_office_fines_enabled)
            SELECT payout.* FROM payout WHERE (payout.employee_id, payout.company_id) NOT IN (%s)
            """,
            self._get_planned_sql(),
        )

    def _get_planned_sql(self):
        """Return the SELECT of ``(employee_id, company_id)``: whom a plan of which company, or a later version of it,
        still pays what waits.
        """
        return SQL(
            """
            SELECT member.employee_id, member.company_id
              FROM sales_office_commission_plan_member member
              JOIN sales_office_commission_plan plan ON plan.id = member.plan_id AND plan.state != 'draft'
              JOIN sales_office_commission_plan live
                ON COALESCE(live.origin_id, live.id) = COALESCE(plan.origin_id, plan.id)
             WHERE live.state != 'draft'
               AND (live.date_to IS NULL
                    OR live.date_to >= %s::date - (live.lookback_periods + 1) *
                       CASE live.period_type WHEN 'year' THEN INTERVAL '1 year'
                                             WHEN 'quarter' THEN INTERVAL '3 month' ELSE INTERVAL '1 month' END)
            """,
            fields.Date.today(),
        )

    @api.model
    def _get_planned_employees(self, company):
        """Return the employees to whom some plan of the company still pays what waits."""
        self.env.flush_all()
        rows = self.env.execute_query(self._get_planned_sql())
        return self.env["hr.employee"].browse({employee_id for employee_id, of in rows if of == company.id})

    @api.depends("kind", "source_id")
    @api.depends_context("lang")
    def _compute_name(self):
        """Call a payout what its source is called; one that is claimed on a form has none."""
        for payout in self:
            payout.name = payout._origin._get_source_name() if payout._origin else False

    @api.depends("employee_id.name", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for payout in self:
            payout.display_name = join_title(payout.employee_id.name, payout.name)

    def _get_source(self):
        """Return the record behind it (sudo: what may be read, see the rules)."""
        self.ensure_one()
        return self.env[SOURCES[self.kind]].sudo().browse(self.source_id)

    def _get_source_name(self):
        source = self._get_source()
        return (source.contest_id if self.kind == "prize" else source.type_id).name

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "settle_outside": Reason(
                self.env._("Settled Outside"),
                self.env._("No statement will settle it any more. The employee is told, and your words stay with it."),
                shown=("name",),
                placeholder=self.env._("e.g. Paid in cash on 12 March, receipt 118"),
            ),
        }

    @rpc
    def action_settle_outside(self, reason: str):
        """Record that each was paid, or collected, otherwise than by a commission statement; the employee is told.

        :param str reason: how, required
        :raises AccessError: neither finance nor a director, or one's own
        :raises UserError: settled already, or no reason
        """
        reason = self._check_reason(reason, self.env._("Say how it was settled."))
        if self.exists() != self:
            raise UserError(self.env._("Some of this is settled already, or a plan takes it up now."))
        self.check_access("read")
        if not self.env.su and not self._is_post_held("finance", "director"):
            raise AccessError(self.env._("Only finance or a director can do this."))
        if any(payout.is_own for payout in self):
            raise AccessError(self.env._("Somebody else settles what concerns yourself."))
        for payout in self:
            payout._get_source()._settle_outside(reason)

    @rpc(one=True)
    def action_open_source(self):
        """Open the prize, the bonus or the case, for who may read it."""
        return self._get_source().sudo(False)._get_records_action()
