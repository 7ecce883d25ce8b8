from odoo import fields, models
from odoo.tools import SQL, date_utils

from ...order.res_partner import GRADES
from ...organization.rpc.rpc import rpc

#: weeks of a quarter
WEEKS = 13


class SalesOfficeVisitCoverage(models.Model):
    """Visits to a customer in this quarter: asked for by the grade, planned, made and left (R091).

    Read when it is looked at. It says what would be asked before the company switches it on: grouped by salesperson,
    visits a week are what their capacity has to be. An id is made of those of the customer and the company.
    """

    _name = "sales.office.visit.coverage"
    _description = "Visits by Customer"
    _inherit = "sales.office.served.mixin"
    _auto = False
    _order = "remaining desc, id"
    _rec_name = "partner_id"
    _depends = {
        "res.partner": ["active", "commercial_partner_id", "sales_office_grade", "user_id"],
        "sales.office.customer.grade": ["company_id", "grade", "visits"],
        "sales.office.visit": ["company_id", "outcome", "partner_id", "planned_start", "planned_stop", "state"],
    }

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    grade = fields.Selection(GRADES, string="Customer's Grade", readonly=True)
    asked = fields.Integer(string="Visits Asked For", readonly=True)
    planned = fields.Integer(
        string="Visits Ahead", readonly=True, help="Planned, and not over yet: what nobody reported was not made."
    )
    done = fields.Integer(string="Visits Made", readonly=True)
    remaining = fields.Integer(string="Visits Left", readonly=True, help="Neither made nor planned yet.")
    weekly = fields.Float(string="Visits a Week", readonly=True, digits=(16, 1), help="Asked for, over 13 weeks.")

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        first, last = date_utils.get_quarter(today)
        return SQL(
            """
            SELECT customer.id::bigint * 1000 + norm.company_id %% 1000 AS id, customer.id AS partner_id,
                   customer.user_id, norm.company_id,
                   customer.sales_office_grade AS grade, norm.visits AS asked,
                   COALESCE(made.planned, 0)::int AS planned, COALESCE(made.done, 0)::int AS done,
                   GREATEST(norm.visits - COALESCE(made.planned, 0) - COALESCE(made.done, 0), 0)::int AS remaining,
                   norm.visits / %(weeks)s::numeric AS weekly
              FROM res_partner customer
              JOIN sales_office_customer_grade norm
                ON norm.grade = customer.sales_office_grade AND norm.visits > 0
         LEFT JOIN (
                   SELECT contact.commercial_partner_id AS partner_id, visit.company_id,
                          COUNT(*) FILTER (WHERE visit.state = 'planned' AND visit.planned_stop > %(now)s) AS planned,
                          COUNT(*) FILTER (WHERE visit.state = 'done' AND visit.outcome != 'not_met') AS done
                     FROM sales_office_visit visit JOIN res_partner contact ON contact.id = visit.partner_id
                    WHERE visit.planned_start >= %(first)s AND visit.planned_start < %(last)s::date + 1
                 GROUP BY 1, 2) made ON made.partner_id = customer.id AND made.company_id = norm.company_id
             WHERE customer.active AND customer.user_id IS NOT NULL
               AND customer.commercial_partner_id = customer.id
               AND (customer.company_id IS NULL OR customer.company_id = norm.company_id)
               AND EXISTS (SELECT FROM res_company_users_rel works
                            WHERE works.user_id = customer.user_id AND works.cid = norm.company_id)
            """,
            now=fields.Datetime.now(),
            first=first,
            last=last,
            weeks=WEEKS,
        )

    @rpc(one=True)
    def action_open_customer(self):
        """Open the customer."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
