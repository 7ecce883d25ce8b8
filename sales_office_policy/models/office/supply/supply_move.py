from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.posts.title import join_title


class SalesOfficeSupplyMove(models.Model):
    """One time supplies were bought, given to somebody, asked for or counted (R034).

    Nobody edits a move: no access right writes one, only the actions do. A mistake is corrected
    by a counter-move. ``quantity`` is what it does to the stock: negative when something leaves.
    """

    _name = "sales.office.supply.move"
    _description = "Office Supply Move"
    _inherit = "sales.office.member.mixin"
    _order = "date desc, id desc"
    _member_date_field = "date"

    supply_id = fields.Many2one("sales.office.supply", required=True, index=True, ondelete="restrict")
    kind = fields.Selection([("receipt", "Receipt"), ("issue", "Issue"), ("count", "Count")], required=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    employee_id = fields.Many2one(string="Receiver", required=False, default=False)
    company_id = fields.Many2one(related="supply_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    uom_id = fields.Many2one(related="supply_id.uom_id")
    quantity = fields.Float(string="Change", digits="Product Unit", required=True, help="Negative: it left the stock.")
    used = fields.Float(
        string="Quantity Used", digits="Product Unit", compute="_compute_used", store=True, help="By employees."
    )
    unit_price = fields.Monetary(string="Price", aggregator=None, help="Per unit, of a receipt.")
    amount = fields.Monetary(string="Value", help="What it does to the value of the stock.")
    cost = fields.Monetary(compute="_compute_used", store=True, help="Of what employees used.")
    partner_id = fields.Many2one("res.partner", string="Vendor", ondelete="restrict", index="btree_not_null")
    reference = fields.Char(string="Receipt Number", help="Number of the receipt or invoice.")
    reason = fields.Char()
    needs_approval = fields.Boolean(help="Beyond the limit of the month, or the clerk's own.")
    approved_by_id = fields.Many2one("res.users")
    handled_by_id = fields.Many2one("res.users", help="The clerk who issued or refused it.")
    reversal_of_id = fields.Many2one("sales.office.supply.move", string="Corrects", index=True, ondelete="restrict")
    reversal_ids = fields.One2many("sales.office.supply.move", "reversal_of_id")
    is_reversed = fields.Boolean(string="Corrected", compute="_compute_is_reversed", search="_search_is_reversed")
    can_handle = fields.Boolean(related="supply_id.can_handle")
    can_approve = fields.Boolean(compute="_compute_can_approve")
    state = fields.Selection(
        [("requested", "Requested"), ("done", "Done"), ("refused", "Refused")], required=True, index=True
    )

    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL", "This move was corrected already."
    )

    @api.depends("supply_id.name", "date", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = join_title(kinds.get(move.kind), move.supply_id.name, by=": ")

    @api.depends("supply_id")
    def _compute_department_id(self):
        """Purchases and counts have no employee: they belong to the office."""
        of_employee = self.filtered("employee_id")
        result = super(SalesOfficeSupplyMove, of_employee)._compute_department_id()
        for move in self - of_employee:
            move.department_id = move.supply_id.department_id
        return result

    @api.depends("kind", "quantity", "amount")
    def _compute_used(self):
        for move in self:
            is_issue = move.kind == "issue"
            move.used = -move.quantity if is_issue else 0
            move.cost = -move.amount if is_issue else 0

    @api.depends("reversal_ids")
    def _compute_is_reversed(self):
        for move in self.sudo():  # sudo: a correction counts even if the user may not see it
            move.is_reversed = bool(move.reversal_ids)

    def _search_is_reversed(self, operator, value):
        if operator != "in":
            return NotImplemented
        corrections = self.sudo()._search([("reversal_of_id", "!=", False)])
        return Domain("id", "in", corrections.select("reversal_of_id"))

    @api.depends("state", "needs_approval", "approved_by_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_approve(self):
        waiting = self.filtered(lambda m: m.state == "requested" and m.needs_approval and not m.approved_by_id)
        led = waiting.filtered("employee_id")._has_authority()
        for move in self:
            move.can_approve = move in led

    @api.model
    def _get_used_this_month(self, supplies, employees):
        """Return ``{(supply id, employee id): quantity}`` that was issued to these employees this month."""
        first = fields.Date.context_today(self).replace(day=1)
        rows = self.sudo()._read_group(  # sudo: the limit counts whoever asks
            [
                ("supply_id", "in", supplies.ids),
                ("employee_id", "in", employees.ids),
                ("kind", "=", "issue"),
                ("state", "=", "done"),
                ("date", ">=", first),
            ],
            ["supply_id", "employee_id"],
            ["used:sum"],
        )
        return {(supply.id, employee.id): used for supply, employee, used in rows}
