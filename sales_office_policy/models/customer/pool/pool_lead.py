from odoo import fields, models
from odoo.exceptions import MissingError, UserError
from odoo.tools import SQL

from ...organization.record.row_lock import claim_rows
from ...organization.rpc.rpc import core_door, rpc


class SalesOfficePoolLead(models.Model):
    """A lead in the public pool as all may see it: telephone and mail only hinted at until somebody takes it (R074).

    A view of its own, so no list, filter, group or export leads to what is masked: the columns are not there. An id is
    that of the lead.
    """

    _name = "sales.office.pool.lead"
    _description = "Lead in the Public Pool"
    _inherit = "sales.office.reader.mixin"
    _auto = False
    _order = "pooled_on, id"
    _depends = {
        "crm.lead": [
            *("city", "country_id", "email_from", "expected_revenue", "name", "partner_id", "phone"),
            *("sales_office_pool_id", "sales_office_pooled_on", "stage_id", "team_id", "user_id"),
        ],
        "res.partner": ["commercial_partner_id", "name"],
        "sales.office.pool": ["company_id"],
    }

    name = fields.Char(string="Lead", readonly=True)
    customer = fields.Char(string="Customer's Name", readonly=True)
    city = fields.Char(readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    expected_revenue = fields.Monetary(readonly=True)
    phone_hint = fields.Char(string="Phone", readonly=True, help="In full once you have taken it.")
    email_hint = fields.Char(string="Email Domain", readonly=True, help="In full once you have taken it.")
    pool_id = fields.Many2one("sales.office.pool", readonly=True)
    pooled_on = fields.Date(string="In the Pool since", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT lead.id, lead.name, company.name AS customer, lead.city, lead.country_id, lead.team_id,
                   lead.stage_id, pool.company_id, lead.expected_revenue,
                   CASE WHEN length(lead.phone) > 6 THEN left(lead.phone, 3) || '****' END AS phone_hint,
                   '***@' || substring(lead.email_from FROM '@([[:alnum:].-]+)') AS email_hint,
                   lead.sales_office_pool_id AS pool_id, lead.sales_office_pooled_on AS pooled_on
              FROM crm_lead lead
              JOIN sales_office_pool pool ON pool.id = lead.sales_office_pool_id
         LEFT JOIN res_partner person ON person.id = lead.partner_id
         LEFT JOIN res_partner company ON company.id = person.commercial_partner_id
             WHERE lead.user_id IS NULL AND lead.active
            """
        )

    @core_door
    def check_access(self, operation):
        """Check access as Odoo does.

        :raises MissingError: it is in the pool no more
        """
        try:
            return super().check_access(operation)
        except MissingError as error:
            raise MissingError(self.env._("Somebody else took it a moment ago. Load the page again.")) from error

    @rpc
    def action_claim(self):
        """Take these leads of the pool: they are the user's from now on, to be answered within the hours there are.

        :raises AccessError: a user who is in no sales office of the company
        :raises UserError: taken by somebody else, too many, their own until a while ago, or one that is appealed about
        """
        Pool = self.env["sales.office.pool"]
        claimers = {company: Pool._get_claimer(company) for company in self.company_id or self.env.company}
        leads = (
            self.env["crm.lead"].sudo().browse(self.ids)
        )  # sudo: nobody reads a lead of the pool before it is theirs
        for employee in claimers.values():
            claim_rows(employee)  # what somebody takes at the same time counts against the numbers they may
        claim_rows(leads)
        leads.invalidate_recordset(["sales_office_pool_id", "user_id"])
        if any(not lead.sales_office_pool_id or lead.user_id for lead in leads.exists()) or leads != leads.exists():
            raise UserError(self.env._("Somebody else took it a moment ago. Load the page again."))
        asked = [("lead_id", "in", leads.ids), ("appeal_state", "=", "asked")]
        if self.env["sales.office.pool.move"].sudo().search_count(asked, limit=1):  # sudo: whether there is one
            raise UserError(self.env._("Whoever had it was in talks: it waits for the decision of who leads them."))
        claims = []
        for pool, same in leads.grouped("sales_office_pool_id").items():
            employee = claimers[pool.company_id]
            pool._check_claim(employee, same)
            claim = {
                "pool_id": pool.id,
                "employee_id": employee.id,
                "day": employee.company_id._get_sales_office_today(),
                "kind": "claimed",
            }
            claims += [{**claim, "lead_id": lead.id} for lead in same]
        leads._leave_pool(self.env.user)
        self.env["sales.office.pool.move"].sudo().create(claims)  # sudo: written by actions only
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.crm_lead_action_followed")
        if len(leads) == 1:
            return action | {"res_id": leads.id, "view_mode": "form", "views": [(False, "form")]}
        return action | {"domain": [("id", "in", leads.ids)], "context": {}}
