from collections import defaultdict

from odoo import api, fields, models

#: key of the context under which what lists ask is remembered while one value of a quotation is typed
REMEMBERED = "sales_office_remembered"


class SalesOfficePriceBook(models.AbstractModel):
    """What the house's lists ask for the lines of a quotation, without taxes: one query for the rules of all lists."""

    _inherit = "sales.office.price.book"

    @api.model
    def _get_list_units(self, order, lines):
        """Return ``{key: price of a unit by the list}``, in the unit of the line, for lines and combinations (sudo).

        What is on several lines is priced by its whole quantity. Where another list was chosen than the customer has,
        the higher price counts.
        """
        lines = list({one.key: one for line in lines for one in (line, line.head) if one}.values())
        pricelists, date = self._get_pricelists(order), self._get_list_date(order)
        currency = order.currency_id or order.company_id.currency_id
        names = self._name_prices(lines)
        wanted = dict(zip(names, lines, strict=True))
        known = self._remember("units", currency.id, fields.Datetime.to_string(date)[:16])
        missing = {
            pricelist: {name: line for name, line in wanted.items() if (pricelist.id, name) not in known}
            for pricelist in pricelists
        }
        if any(missing.values()):
            known |= self._price(missing, date, currency)
        units = {name: max(known[pricelist.id, name] for pricelist in pricelists) for name in wanted}
        return {line.key: units[name] for line, name in zip(lines, names, strict=True)}

    @api.model
    def _name_prices(self, lines):
        """Return for each line ``(product, unit, extras, quantity in all)``: what a list's price for it depends on."""
        quantities = defaultdict(float)
        for line in lines:
            quantities[line.product.id] += line.quantity
        products = {line.product.id: line.product for line in lines}
        extras = {key for key, product in products.items() if product.has_configurable_attributes}
        return [
            (
                key := line.product.id,
                line.uom.id,
                tuple(line.record.product_no_variant_attribute_value_ids.ids) if key in extras else (),
                quantities[key],
            )
            for line in lines
        ]

    @api.model
    def _price(self, wanted, date, currency):
        """Return ``{(id of the list, name): price of a unit}``.

        :param wanted: ``{list: {name of the price: a line it is for}}``
        """
        lists = self.env["product.pricelist"].union(*wanted)
        products = self.env["product.product"].union(
            *(line.product for lines in wanted.values() for line in lines.values())
        )
        all_rules = self.env["product.pricelist.item"]._get_sales_office_rules(lists, products, date)
        units = {}
        for pricelist, lines in wanted.items():
            rules, plain = all_rules.filtered(lambda rule, one=pricelist: rule.pricelist_id == one), {}
            for name, line in lines.items():
                quantity, extras = name[-1], name[-2]
                rule = next((one for one in rules if one._is_applicable_for(line.product, quantity)), rules.browse())
                priced = self._get_priced(line, rule, extras)
                if not rule and not extras:
                    plain[name] = line.uom, priced
                    continue
                product_uom = line.product.uom_id
                if line.uom != product_uom:
                    quantity = product_uom._compute_quantity(quantity, line.uom)
                price = rule._compute_price(priced, quantity, line.uom, date=date, currency=currency)
                units[pricelist.id, name] = price
            for name, price in self._get_sales_prices(plain, date, currency).items():
                units[pricelist.id, name] = price
        return units

    @api.model
    def _get_priced(self, line, rule, extras):
        """Return what the rule prices: a variant like its template where it is the only one, which asks for less."""
        if extras:
            return line.product.with_context(**line.record._get_product_price_context())
        if line.product.combination_indices or rule.base in ("standard_price", "pricelist"):
            return line.product
        return line.product.product_tmpl_id

    @api.model
    def _get_sales_prices(self, wanted, date, currency):
        """Return ``{name: price of a unit}`` of what no rule of a list is about, all products of a unit at once.

        :param wanted: ``{name: (unit, product or template)}``
        """
        together = defaultdict(dict)
        for name, (uom, priced) in wanted.items():
            together[uom, priced._name][name] = priced
        found = {}
        for (uom, model), named in together.items():
            records = self.env[model].union(*named.values())
            prices = records._price_compute("list_price", uom=uom, date=date)
            is_foreign = bool(records.currency_id - currency)
            for name, priced in named.items():
                price = prices[priced.id]
                if is_foreign and priced.currency_id != currency:
                    price = priced.currency_id._convert(price, currency, self.env.company, date, round=False)
                found[name] = price
        return found

    @api.model
    def _get_pricelists(self, order):
        """Return the lists that a quotation is judged by: its own, and the customer's where that is another."""
        chosen = order.pricelist_id
        if not chosen or not order.partner_id:
            return [chosen]
        own = chosen._get_sales_office_own(order.partner_id, order.company_id)
        return [chosen] if own == chosen or not own else [chosen, own]

    @api.model
    def _get_list_date(self, order):
        """Return the moment of which the lists are asked: now, or that of an offer which is out and still stands.

        The date of an order is typed, so it counts no further back than the quotation was made.
        """
        now = fields.Datetime.now()
        if order.state == "draft" or order.is_expired or not order.date_order:
            return now
        return min(max(order.date_order, order.create_date or now), now)

    @api.model
    def _get_listed(self, order, line, unit, included):
        """Return what the lists ask for a line, without taxes.

        :param unit: what they ask for a unit of the line
        :param included: sets of taxes some of which are in the price
        """
        position, taxes = order.fiscal_position_id, line.record.tax_ids
        if position:  # it may exchange taxes that are in the price
            unit = line.product._get_tax_included_unit_price_from_price(
                unit, product_taxes=self._get_product_taxes(order, line), fiscal_position=position
            )
        if not included or taxes not in included:
            return unit * line.asked
        own = position.map_tax(self._get_product_taxes(order, line))
        if taxes - own:  # whoever sells may put another tax into the price, which the house asks on top
            taxes = own
        totals = taxes.compute_all(unit, order.currency_id, line.asked, line.product, order.partner_shipping_id)
        return totals["total_excluded"]

    @api.model
    def _get_product_taxes(self, order, line):
        return line.product.taxes_id._filter_taxes_by_company(line.record.company_id or order.company_id)

    @api.model
    def _get_tax_included(self, order, lines):
        """Return the taxes of these lines, and of their combinations, that are in the price, as they stand together."""
        if not _has_included(order.order_line.tax_ids):
            return set()
        records = {one.record for line in lines for one in (line, line.head) if one}
        return {taxes for taxes in {record.tax_ids for record in records} if _has_included(taxes)}

    @api.model
    def _remember(self, *kind):
        """Return what is known of a kind, to be added to: while a value is typed what was asked for the one before."""
        remembered = self.env.context.get(REMEMBERED)
        # anything else that a context says, over RPC, is not believed
        return remembered.setdefault(kind, {}) if isinstance(remembered, Remembered) else {}


class Remembered(dict):
    """What was asked while one value of a quotation is typed, which changes neither lists nor costs."""


def _has_included(taxes):
    groups = taxes.filtered(lambda tax: tax.amount_type == "group")
    return any(tax.price_include for tax in taxes | groups.children_tax_ids)
