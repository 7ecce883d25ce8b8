import ast

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .rpc.rpc import rpc


class SalesOfficeFirstStep(models.Model):
    """What comes after the assistant: it stays on Today until it is done, or not needed in this company.

    A room ships a record for what has to be there before the room is of use. Nobody ticks a step off: it is done
    when its records are found.
    """

    _name = "sales.office.first.step"
    _description = "Sales Office First Step"
    _inherit = "sales.office.reader.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    room_id = fields.Many2one(
        "sales.office.room", ondelete="cascade", help="The step is there once the room is used; empty for every office."
    )
    # the software's own, never shown
    opens = fields.Char(required=True, export_string_translation=False)  # XML id of the action with which it is done
    model_name = fields.Char(required=True, export_string_translation=False)
    domain = fields.Char(default="[]", export_string_translation=False)
    is_absence = fields.Boolean(export_string_translation=False)  # done when there are none

    @rpc
    def action_skip(self):
        """Take steps off the list of the present company, which does not need them.

        :raises AccessError: not a policy administrator
        """
        administered = self.env.user._get_sales_office_companies("policy_admin")
        if not self.env.su and self.env.company.id not in administered:
            raise AccessError(self.env._("Only a policy administrator says what the sales office does not need."))
        # sudo: a policy administrator may not write on the company
        self.env.company.sudo().sales_office_skipped_step_ids |= self

    @api.model
    def _get_open(self, company):
        """Return the steps of the company's rooms that are neither done nor skipped, in two queries."""
        of_rooms = Domain("room_id", "=", False) | Domain("room_id.code", "in", company._get_sales_office_room_codes())
        skipped = SQL(
            "(SELECT sales_office_first_step_id FROM sales_office_skipped_step_rel WHERE res_company_id = %s)",
            company.id,
        )
        steps = self.search(of_rooms & Domain("id", "not in", skipped))
        found = steps._get_found(company)
        return steps.filtered(lambda step: (step in found) == step.is_absence)

    def _get_found(self, company):
        """Return the steps whose records the company has."""
        if not self:
            return self
        asked = [SQL("SELECT %s WHERE EXISTS %s", step.id, step._select_records(company)) for step in self]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(asked))
        return self.browse(step_id for (step_id,) in rows)

    def _select_records(self, company):
        # sudo: asked only whether there are any
        return self.env[self.model_name].sudo()._search(self._get_domain(company)).subselect()

    def _get_domain(self, company):
        """Return the domain of the step's records in a company."""
        domain = Domain(ast.literal_eval(self.domain))
        if "company_id" in self.env[self.model_name]._fields:
            domain &= Domain("company_id", "in", [company.id, False])
        return domain
