from odoo import api, fields, models

from ..organization.rpc.rpc import core_door
from .price.price_book import get_key
from .sale_order import MARGIN_READERS

#: by which the price of a line is judged
PRICED = frozenset(
    {"discount", "price_unit", "product_id", "product_uom_id", "product_uom_qty", "qty_delivered", "tax_ids"}
)


class SaleOrderLine(models.Model):
    """Says how far the line is from its giver's limit; on a confirmed order prices do not fall unseen."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "sales.office.promised.line", "sales.office.described.mixin"]

    margin = fields.Float(groups=MARGIN_READERS)
    margin_percent = fields.Float(groups=MARGIN_READERS)
    purchase_price = fields.Float(groups=MARGIN_READERS)
    sales_office_price_note = fields.Char(
        string="Beyond Limits",
        compute="_compute_sales_office_price_note",
        groups="sales_office_policy.group_order",
    )

    @api.depends("order_id.sales_office_price_notes")
    def _compute_sales_office_price_note(self):
        for order, lines in self.grouped("order_id").items():
            lines.sales_office_price_note = False
            for line in lines if (notes := order.sales_office_price_notes) else ():
                line.sales_office_price_note = notes.get(get_key(line))

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Leave what is said about the price to the quotation, which sees all its lines, and is asked right after."""
        spec = {name: value for name, value in fields_spec.items() if name != "sales_office_price_note"}
        return super().onchange(values, field_names, spec)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make lines.

        :raises UserError: on a confirmed order, beyond limits and not approved, or on more credit than there is
        """
        if self.env.su or not any(company._sales_office_uses("order") for company in self.env.companies):
            return super().create(vals_list)
        orders = self.env["sale.order"].browse({vals["order_id"] for vals in vals_list if vals.get("order_id")})
        before = orders._get_price_before()
        amounts = {} if self._is_charging(vals_list) else orders._get_amounts_before()
        lines = super().create(vals_list)
        orders._check_price_after(before)
        orders._check_grown(amounts)
        return lines

    @api.model
    def _is_charging(self, vals_list):
        """Return whether somebody who keeps the books charges expenses to orders, as with the bill of a vendor."""
        charged = all(vals.get("is_expense") for vals in vals_list)
        return charged and self.env.user.has_group("account.group_account_invoice")

    def _add_precomputed_values(self, vals_list):
        """Compute costs and margins for whoever does not read them, too."""
        reads = self.env.su or self.env.user.has_group(MARGIN_READERS)
        # sudo: stored fields, which Odoo computes as superuser unless it does so in advance
        lines = self if reads else self.sudo()
        return super(SaleOrderLine, lines)._add_precomputed_values(vals_list)

    @core_door
    def write(self, vals):
        """Change lines.

        :raises UserError: the price of a confirmed order falls further beyond limits, or it grows on more credit than
            there is
        """
        if self.env.su or PRICED.isdisjoint(vals):
            return super().write(vals)
        orders = self.order_id
        before, amounts = orders._get_price_before(), orders._get_amounts_before()
        result = super().write(vals)
        orders._check_price_after(before)
        orders._check_grown(amounts)
        return result
