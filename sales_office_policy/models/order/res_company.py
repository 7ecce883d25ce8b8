from odoo import api, fields, models, tools

from ..organization.room import imply
from ..organization.rpc.rpc import core_door
from .cost.beside import hide_costs

#: what says whether salespeople see margins
SWITCHES = frozenset({"sales_office_hide_margin", "sales_office_room_ids"})
#: who cannot work without the costs of products, where Odoo has the module
WORK_WITH_COSTS = (
    "account.group_account_manager",
    "account.group_account_user",
    "mrp.group_mrp_user",
    "point_of_sale.group_pos_user",
    "product.group_product_manager",
    "purchase.group_purchase_user",
    "stock.group_stock_user",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_price_days = fields.Integer(
        string="Days to Decide on a Price",
        default=1,
        help="Whoever is asked for a price is to decide within this many working days of the office. Then they are "
        "reminded, and as many days later the next one above who may is asked.",
    )
    sales_office_price_valid_days = fields.Integer(
        string="Days a Price Is Valid",
        default=30,
        help="An approved price may be offered for this many days, unless whoever approves it gives another date.",
    )
    sales_office_mandate_days = fields.Integer(
        string="Days Added Up for a Mandate",
        default=30,
        help="Contracts with one customer that are signed within this many days of each other count together, whoever "
        "signs them: nothing is gained by making two of one.",
    )
    sales_office_filing_days = fields.Integer(
        string="Days to File a Contract",
        default=3,
        help="The signed paper is with the clerk within this many working days, unless its kind says otherwise.",
    )
    sales_office_receipt_days = fields.Integer(
        string="Days until Finance Has a Contract",
        default=5,
        help="The signed paper is with finance within this many working days of the signature, unless its kind says "
        "otherwise. 0: nobody counts them.",
    )
    sales_office_order_hours = fields.Float(
        string="Hours to Enter an Order",
        default=8,
        help="A deal that was won is to be confirmed as an order within this many of its salesperson's working hours.",
    )
    sales_office_handover_plan_id = fields.Many2one(
        "mail.activity.plan",
        string="Hand-Over Plan",
        domain=[("res_model", "=", "sale.order")],
        ondelete="set null",
        help="Its activities are given out when an order is confirmed: who serves it has their part at once.",
    )
    sales_office_delivery_days = fields.Integer(
        string="Days Warned Before a Delivery",
        default=3,
        help="This many days before the promised day the salesperson is told on their Today page.",
    )
    sales_office_hide_margin = fields.Boolean(
        string="Hide Costs and Margins",
        help="Costs of products, and costs and margins of quotations, orders, analyses of sales and of invoices are "
        "read by managers, finance, whoever works with costs (stock, purchase, accounting, products, point of sale) "
        "and whoever has the access right for it only. Groups belong to the user, so this holds in all companies.",
    )
    sales_office_reminder_days = fields.Integer(
        string="Days between Reminders",
        default=7,
        help="A customer is reminded of the same invoice by e-mail once in this many days at most.",
    )
    sales_office_idle_days = fields.Integer(
        string="Days until Money Is Chased",
        default=7,
        help="Something is to be done about an overdue invoice once in this many days: the customer contacted or "
        "reminded, a promise or a dispute recorded, or finance asked to go on.",
    )

    _sales_office_delivery_days = models.Constraint(
        "CHECK (sales_office_order_hours BETWEEN 0 AND 200 AND sales_office_delivery_days BETWEEN 0 AND 365)",
        "An order is entered within 0 to 200 hours, and a delivery warned of 0 to 365 days before.",
    )
    _sales_office_contract_days = models.Constraint(
        "CHECK (sales_office_mandate_days BETWEEN 0 AND 3650 AND sales_office_filing_days BETWEEN 0 AND 365)",
        "Contracts are filed within 0 to 365 days, and added up over 0 to 3650.",
    )
    _sales_office_receipt_days = models.Constraint(
        "CHECK (sales_office_receipt_days BETWEEN 0 AND 365)", "Finance has a contract within 0 to 365 days."
    )
    _sales_office_price_days = models.Constraint(
        "CHECK (sales_office_price_days BETWEEN 0 AND 365 AND sales_office_price_valid_days BETWEEN 1 AND 3650)",
        "A price is decided within 0 to 365 days, and valid for 1 to 3650.",
    )
    _sales_office_reminder_days = models.Constraint(
        "CHECK (sales_office_reminder_days BETWEEN 1 AND 365 AND sales_office_idle_days BETWEEN 1 AND 365)",
        "Reminders and steps of collecting are 1 to 365 days apart.",
    )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make companies; one that hides margins hides them at once."""
        companies = super().create(vals_list)
        if any(not SWITCHES.isdisjoint(vals) for vals in vals_list):
            self._sync_sales_office_margin_group()
        return companies

    @core_door
    def write(self, vals):
        """Change companies; who sees margins follows."""
        result = super().write(vals)
        if not SWITCHES.isdisjoint(vals):
            self._sync_sales_office_margin_group()
        return result

    @api.model
    def _get_main_company(self):
        """Return Odoo's main company (sudo), whose currency what all companies sell is priced in.

        It is asked whenever the lists are, with each value that is typed in a quotation.
        """
        return self.sudo().browse(self._get_main_company_id())

    @api.model
    @tools.ormcache()
    def _get_main_company_id(self):
        return super()._get_main_company().id  # pylint: disable=super-method-mismatch

    def _register_hook(self):
        """Let who works with costs, and nobody else, read them by a module, too, that came after they were hidden."""
        super()._register_hook()
        hide_costs(self.env.registry)
        if self.env.registry.updated_modules and self._are_margins_hidden():
            self._keep_margins_with_costs()

    @api.model
    def _sync_sales_office_margin_group(self):
        """Let all internal users read margins, unless a company with the room takes them from its salespeople."""
        hidden = self._are_margins_hidden()
        if hidden:
            self._keep_margins_with_costs()
        imply(self.env.ref("base.group_user"), self.env.ref("sales_office_policy.group_margin"), not hidden)

    @api.model
    def _are_margins_hidden(self):
        """Return whether a company that uses the room hides costs and margins from its salespeople."""
        room = self.env.ref("sales_office_policy.room_order")
        companies = self.sudo().search([("sales_office_room_ids", "in", room.ids)])  # sudo: what holds for all of them
        return any(companies.mapped("sales_office_hide_margin"))

    @api.model
    def _keep_margins_with_costs(self):
        """Let who cannot work without the costs of products go on reading them."""
        margin = self.env.ref("sales_office_policy.group_margin")
        for name in WORK_WITH_COSTS:
            if group := self.env.ref(name, raise_if_not_found=False):
                imply(group, margin)
