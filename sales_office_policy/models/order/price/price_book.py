from collections import defaultdict

from odoo import api, fields, models

from .effective import LEFT_OUT, SOLD, Item, classify, group_items, weigh_term
from .limits import Quotation


class SalesOfficePriceBook(models.AbstractModel):
    """What a quotation gives, as plain numbers: what the house's lists ask for its lines, and what these cost.

    Nothing that was typed is believed: list prices are asked of the price list, costs of the product. One query for the
    rules of a list; products, taxes and costs are what Odoo has read for the quotation anyway.
    """

    _name = "sales.office.price.book"
    _description = "What Quotations Give"

    @api.model
    def _get_items(self, order, with_cost):
        """Return the :class:`.effective.Item` s of a quotation (sudo).

        :param with_cost: whether somebody asks for margins
        """
        lines = order.order_line.filtered(lambda line: not line.display_type and line.product_id)
        kinds = {line: self._classify(line) for line in lines}
        sold = lines.filtered(lambda line: kinds[line] == SOLD)
        quantities = {line: self._get_quantity(line) for line in lines}
        units = self._get_list_units(order, sold)
        costs = self._get_costs(order, sold) if with_cost else {}
        included = self._get_tax_included(sold)
        optional = self._get_optional(order, lines)
        combos = {line._get_linked_line() for line in sold.filtered("combo_item_id")}
        items, listed_combos = [], set()
        for line in lines:
            combo = line._get_linked_line() if line.combo_item_id else line.browse()
            listed, amount = 0.0, line.price_subtotal
            kind = LEFT_OUT if line in combos else kinds[line]
            if kind == SOLD:
                listed = self._get_listed(line, combo, units, included)
            if combo and combo not in listed_combos:  # what the combination asks stands with the first of its parts
                listed_combos.add(combo)
                listed += self._get_listed(combo, line.browse(), units, included)
                amount += combo.price_subtotal
            items.append(
                Item(
                    key=get_key(line),
                    group=get_group(line)[0],
                    kind=kind,
                    quantity=quantities[line],
                    listed=listed,
                    amount=amount,
                    cost=self._get_cost(costs, line, quantities[line]),
                    is_optional=line in optional,
                )
            )
        return items

    @api.model
    def _get_optional(self, order, lines):
        """Return those of the lines that the customer may leave out; most quotations have no optional section."""
        if not any(line.is_optional for line in order.order_line):
            return lines.browse()
        return lines.filtered(lambda line: line._is_line_optional())

    @api.model
    def _classify(self, line):
        """Return the kind of a line; flags that anybody may set over RPC excuse nothing that takes something off."""
        is_reward = "reward_id" in line._fields and bool(line.reward_id)
        unit = line.price_unit
        charged = unit >= 0 and line.order_id.state == "sale" and (line.is_downpayment or line.is_expense)
        delivered = unit >= 0 and line._is_delivery() and line.product_id.type == "service"
        is_off = line._is_global_discount() or (unit < 0 and line._is_discount_line())
        return classify(
            line.product_uom_qty,
            unit,
            is_house=bool(is_reward or charged or delivered),
            is_discount=bool(is_off and not is_reward),
        )

    @api.model
    def _get_quantity(self, line):
        """Return the quantity of a line in the unit of its product."""
        uom, product_uom = line.product_uom_id, line.product_id.uom_id
        if not uom or uom == product_uom:
            return line.product_uom_qty
        return uom._compute_quantity(line.product_uom_qty, product_uom, raise_if_failure=False)

    @api.model
    def _get_tax_included(self, lines):
        """Return the taxes of these lines, and of their combinations, that are in the price, as they stand together."""
        lines |= lines.browse().union(*(line._get_linked_line() for line in lines.filtered("combo_item_id")))
        together = {line.tax_ids for line in lines}
        return {taxes for taxes in together if any(tax.price_include for tax in taxes.flatten_taxes_hierarchy())}

    @api.model
    def _get_listed(self, line, combo, units, included):
        """Return what the lists ask for a line, without taxes."""
        if combo:  # a part asks for what it costs beyond the combination
            unit = line.combo_item_id.extra_price
        else:
            unit = units[line]
        product, position = line.product_id, line.order_id.fiscal_position_id
        if position:  # it may exchange taxes that are in the price
            unit = product._get_tax_included_unit_price_from_price(
                unit,
                product_taxes=product.taxes_id._filter_taxes_by_company(line.company_id or line.order_id.company_id),
                fiscal_position=position,
            )
        if not included or line.tax_ids not in included:
            return unit * line.product_uom_qty
        totals = line.tax_ids.compute_all(
            unit, line.order_id.currency_id, line.product_uom_qty, product, line.order_id.partner_shipping_id
        )
        return totals["total_excluded"]

    @api.model
    def _get_list_units(self, order, lines):
        """Return ``{line: price of a unit by the list}``, in the unit of the line, for the lines and combinations.

        What is on several lines is priced by its whole quantity. Where another list was chosen than the customer has,
        the higher price counts.
        """
        lines |= lines.browse().union(*(line._get_linked_line() for line in lines.filtered("combo_item_id")))
        quantities = defaultdict(float)
        for line in lines:
            quantities[line.product_id] += self._get_quantity(line)
        date = self._get_list_date(order)
        units = {}
        pricelists = self._get_pricelists(order)
        lists = pricelists[0].union(*pricelists)
        all_rules = self.env["product.pricelist.item"]._get_sales_office_rules(lists, lines.product_id, date)
        for pricelist in pricelists:
            rules = all_rules.filtered(lambda rule, one=pricelist: rule.pricelist_id == one)
            for line, unit in self._get_units_of_list(lines, quantities, rules, date).items():
                units[line] = max(unit, units.get(line, unit))
        return units

    @api.model
    def _get_units_of_list(self, lines, quantities, rules, date):
        units, remembered = {}, {}
        for line in lines:
            product, uom = line.product_id, line.product_uom_id or line.product_id.uom_id
            quantity = quantities[product]
            extras = line.env["product.template.attribute.value"]
            if product.has_configurable_attributes:
                extras = line.product_no_variant_attribute_value_ids
            key = product.id, uom.id, tuple(extras.ids)
            if key not in remembered:
                fitting = (rule for rule in rules if rule._is_applicable_for(product, quantity))
                rule = next(fitting, rules.browse())
                priced = self._get_priced(line, product, rule, extras)
                in_uom = quantity if uom == product.uom_id else product.uom_id._compute_quantity(quantity, uom)
                currency = line.order_id.currency_id or line.order_id.company_id.currency_id
                remembered[key] = rule._compute_price(priced, in_uom, uom, date=date, currency=currency)
            units[line] = remembered[key]
        return units

    @api.model
    def _get_priced(self, line, product, rule, extras):
        """Return what the rule prices: a variant like its template where it is the only one, which asks for less."""
        if extras:
            return product.with_context(**line._get_product_price_context())
        if product.combination_indices or rule.base in ("standard_price", "pricelist"):
            return product
        return product.product_tmpl_id

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
    def _get_costs(self, order, lines):
        """Return ``{id of the product: what a unit costs}``, where that is known, in the currency of the quotation."""
        costs = {}
        for product in lines.product_id.with_company(order.company_id):
            if product.standard_price:
                unit = lines[0]._convert_to_sol_currency(product.standard_price, product.cost_currency_id)
                costs[product.id] = unit
        return costs

    @api.model
    def _get_cost(self, costs, line, quantity):
        """Return what a line costs; None where that is not known."""
        unit = costs.get(line.product_id.id)
        return None if unit is None else unit * quantity

    @api.model
    def _get_terms(self, order, with_days):
        """Return ``(days on average, percent for paying early)`` beyond what the customer has anyway."""
        term = order.payment_term_id
        if not term or not (with_days or term.early_discount):
            return 0.0, 0.0
        own = order.partner_id.with_company(order.company_id).property_payment_term_id
        if term == own:
            return 0.0, 0.0
        days, early = self._measure_term(term, order.amount_total)
        own_days, own_early = self._measure_term(own, order.amount_total)
        return days if days > own_days else 0.0, max(early - own_early, 0.0)

    @api.model
    def _measure_term(self, term, total):
        lines = []
        for line in term.line_ids:
            share = line.value_amount / 100 if line.value == "percent" else line.value_amount / total if total else 0.0
            lines.append((share, line.nb_days, line.delay_type))
        return weigh_term(lines), term.discount_percentage if term.early_discount else 0.0

    @api.model
    def _read(self, order, table):
        """Return ``(Quotation, items, percent for paying early)`` of a quotation (sudo).

        What no line of the table asks for is not read: this happens while somebody types.
        """
        items = self._get_items(order, any(limit.min_margin is not None for limit in table))
        term_days, early = self._get_terms(order, any(limit.max_term_days is not None for limit in table))
        groups = tuple(group_items(items, early))
        quotation = Quotation(
            groups=groups,
            categories=self._get_categories(order, groups) if any(limit.categ_id for limit in table) else {},
            pricelist_id=order.pricelist_id.id or 0,
            grade=self._get_grade(order) if any(limit.grade for limit in table) else "",
            term_days=term_days,
            prepayment=100 * order.prepayment_percent if order.require_payment else 0.0,
            step=(order.currency_id or order.company_id.currency_id).rounding,
        )
        return quotation, items, early

    @api.model
    def _complete(self, order, quotation):
        """Return a ``Quotation`` with all that the table may ask for some day, to be kept (sudo)."""
        return quotation._replace(
            categories=self._get_categories(order, quotation.groups), grade=self._get_grade(order)
        )

    @api.model
    def _get_categories(self, order, groups):
        products = dict(map(get_group, order.order_line))
        return {group.key: get_path(products[group.key].categ_id) for group in groups}

    @api.model
    def _get_grade(self, order):
        return order.partner_id.commercial_partner_id.sales_office_grade or ""


def get_key(line):
    """Return what names a line in its quotation, saved or not."""
    return str(line.id)


def get_group(line):
    """Return ``(key, product)`` of what a line is judged with."""
    if line.combo_item_id:
        product = line._get_linked_line().product_id
        return f"combo {product.id}", product
    return str(line.product_id.id), line.product_id


def get_path(category):
    """Return the ids of a product category and those above, the topmost first."""
    return tuple(int(part) for part in (category.parent_path or "").split("/") if part)
