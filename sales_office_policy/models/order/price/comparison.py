from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount

from .effective import is_group_worse
from .price_book import get_group
from .price_wording import format_number

#: product, list price (for which a phone has no room), what was asked for, what is
COLUMNS = ("", "text-end d-none d-sm-table-cell", "text-end", "text-end")


class SalesOfficePriceApproval(models.Model):
    """What was asked for or approved, product by product, beside what the quotation says now: no costs, no margins."""

    _inherit = "sales.office.price.approval"

    comparison = fields.Html(
        string="Asked For and Now",
        compute="_compute_comparison",
        compute_sudo=True,
        help="Prices of a unit and what is off, as they were asked for or approved, and as the quotation says now.",
    )

    @api.depends("snapshot", "order_id.order_line.price_subtotal", "order_id.pricelist_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for approval in self:
            approval.comparison = approval.snapshot and approval._draw_comparison()

    def _draw_comparison(self):
        """Return the table of this approval (sudo)."""
        snapshot, sold = self._get_snapshot(), self._read_order()
        now = {group.key: group for group in sold.groups}
        asked = {group.key: group for group in snapshot.quotation.groups}
        names = self._get_product_names(asked.keys() | now.keys())
        worse = {key for key, group in now.items() if is_group_worse(snapshot.granted, group, sold.step)}
        rows = [self._draw_row(names[key], asked.get(key), now.get(key), is_worse=key in worse) for key in asked | now]
        given = self.env._("Approved") if self.state in ("approved", "expired") else self.env._("Asked For")
        heads = (self.env._("Product"), self.env._("List Price"), given, self.env._("Quotation Now"))
        cells = Markup().join(Markup('<th class="%s">%s</th>') % pair for pair in zip(COLUMNS, heads, strict=True))
        return Markup(
            '<div class="table-responsive"><table class="table table-sm o_sales_office_comparison">'
            "<thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>"
        ) % (cells, Markup().join(rows))

    def _draw_row(self, name, asked, now, is_worse):
        """Return the row of a product; what is worse now than it was asked for is red, what is gone or new says so."""
        cells = (
            self._format_unit(asked or now, (asked or now).listed),
            self._format_given(asked) if asked else self.env._("not in it"),
            self._format_given(now) if now else self.env._("taken out"),
        )
        marks = (*COLUMNS[1:-1], f"{COLUMNS[-1]} text-danger" if is_worse else COLUMNS[-1])
        return Markup("<tr><td>%s</td>%s</tr>") % (
            name,
            Markup().join(Markup('<td class="text-end %s">%s</td>') % pair for pair in zip(marks, cells, strict=True)),
        )

    def _format_given(self, group):
        """Return how many go at which price of a unit, and what is off."""
        return self.env._(
            "%(quantity)s × %(price)s (−%(discount)s %%)",
            quantity=f"{group.quantity:g}",
            price=self._format_unit(group, group.amount),
            discount=format_number(max(group.discount, 0.0)),
        )

    def _format_unit(self, group, amount):
        return format_amount(self.env, amount / group.quantity, self.currency_id)

    def _read_order(self):
        """Return the ``Quotation`` as it is judged now."""
        book = self.env["sales.office.price.book"]
        return book._read(self.order_id, self.env["sales.office.discount.limit"]._get_table(self.company_id.id))[0]

    def _get_product_names(self, keys):
        """Return ``{key of a group: what it is called}``, of what is no longer in the quotation as well."""
        names = {key: product.display_name for key, product in map(get_group, self.order_id.order_line) if key in keys}
        gone = {key: int(key.split()[-1]) for key in keys - names.keys()}
        products = self.env["product.product"].browse(gone.values()).exists()
        titles = {product.id: product.display_name for product in products}
        return names | {key: titles.get(number, "") for key, number in gone.items()}
