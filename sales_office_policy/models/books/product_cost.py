from odoo import fields, models
from odoo.tools import SQL

from ..organization.rpc.rpc import core_door
from ..organization.spans import DAY


class SalesOfficeProductCost(models.Model):
    """What a product cost until its cost was changed: margins of earlier invoices go on asking for it.

    Odoo keeps the present cost only. Written when the cost changes, by nobody else; no row, no change.
    """

    _name = "sales.office.product.cost"
    _description = "Former Cost of a Product"
    _inherit = "sales.office.reader.mixin"
    _order = "product_id, valid_until, id"

    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", readonly=True)
    cost = fields.Float(
        string="Former Cost",
        digits="Product Price",
        readonly=True,
        help="Of the product's own unit, in company currency.",
    )
    valid_until = fields.Date(required=True, readonly=True, help="Last day of this cost.")

    _valid_until_unique = models.Constraint(
        "UNIQUE (product_id, company_id, valid_until)", "A product has one cost at the end of a day."
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    @core_door
    def write(self, vals):
        """Keep what a product cost until now, by day and company, when its cost changes."""
        if "standard_price" in vals:
            self._keep_sales_office_cost(vals["standard_price"])
        return super().write(vals)

    def _keep_sales_office_cost(self, cost):
        """Remember until yesterday what another cost is about to replace; the first change of a day decides.

        A cost of 0 is one that nobody had entered yet.
        """
        company = self.env.company
        changed = self._origin.filtered(lambda product: product.standard_price not in (0, cost))
        if not changed or not company._get_sales_office_room_codes():
            return
        yesterday = self.env["sales.office.membership"]._get_today() - DAY
        author = (self.env.uid, self.env.cr.now())
        rows = [(product.id, company.id, product.standard_price, yesterday, *author) for product in changed]
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sales_office_product_cost
                            (product_id, company_id, cost, valid_until, create_uid, create_date)
                     SELECT * FROM unnest(%s::int[], %s::int[], %s::float[], %s::date[], %s::int[], %s::timestamp[])
                ON CONFLICT DO NOTHING RETURNING id
                """,
                *map(list, zip(*rows, strict=True)),
            )
        )
