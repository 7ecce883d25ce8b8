from odoo import api, models
from odoo.api import NewId

from .effective import LEFT_OUT, SOLD, Item, classify, group_as_taken, weigh_term
from .house_line import find_rewards, is_delivery
from .limits import Quotation


class SalesOfficePriceBook(models.AbstractModel):
    """What a quotation gives, as plain numbers: what the house's lists ask for its lines, and what these cost.

    Nothing that was typed is believed: list prices are asked of the price list, costs of the product. Products, taxes
    and costs are what Odoo has read for the quotation anyway; each field of a line is read once.
    """

    _name = "sales.office.price.book"
    _description = "What Quotations Give"

    @api.model
    def _get_items(self, order, with_cost):
        """Return the :class:`.effective.Item` s of a quotation (sudo).

        :param with_cost: whether somebody asks for margins
        """
        lines = self._read_lines(order.order_line)
        if order.state == "sale":
            self._count_delivered(order, lines)
        self._classify(order, lines)
        self._find_heads(order, lines)
        sold = [line for line in lines if line.kind == SOLD]
        units = self._get_list_units(order, sold)
        costs = self._get_costs(order, sold) if with_cost else {}
        included, optional = self._get_tax_included(order, sold), self._get_optional(order, lines)
        self._list(order, lines, units, included)
        if not sold:
            self._count_given(lines)
        items = []
        for line in lines:
            cost = costs.get(line.product.id)
            items.append(
                Item(
                    key=line.key,
                    group=f"combo {line.head.product.id}" if line.head else str(line.product.id),
                    kind=line.kind,
                    quantity=line.quantity,
                    listed=line.listed,
                    amount=line.amount,
                    cost=None if cost is None else cost * line.quantity,
                    is_optional=line.key in optional,
                )
            )
        return items

    @api.model
    def _list(self, order, lines, units, included):
        """Give lines what the lists ask for them, and for what they go; what a combination asks stands with its first
        part.
        """
        for head in [line.head for line in lines if line.head and line.kind == SOLD]:
            head.kind = LEFT_OUT
        heads = {line.head.key: line.head for line in lines if line.head and line.head.key in units}
        left = {}
        for line in lines:
            if line.kind == SOLD:
                unit = self._get_part_unit(line, units[line.key], left) if line.head else units[line.key]
                line.listed = self._get_listed(order, line, unit, included)
            if line.head and (head := heads.pop(line.head.key, None)):
                line.listed += self._get_listed(order, head, units[head.key], included)
                line.amount += head.amount

    @api.model
    def _get_part_unit(self, line, unit, left):
        """Return what a unit of a part costs beyond its combination: one of each choice is in it, more is sold as such.

        :param unit: what the lists ask for it where it is sold as such
        :param dict left: ``{(combination, choice): how many are not given out yet}``, which is kept up here
        """
        item = line.record.combo_item_id
        key = line.head.key, item.combo_id.id
        given = min(line.asked, left.setdefault(key, line.head.asked))
        left[key] -= given
        return item.extra_price + unit * (line.asked - given) / line.asked

    @api.model
    def _read_lines(self, records):
        """Return a :class:`Line` for each of these lines of a quotation that sells a product."""
        lines = [line for line in map(Line, records.filtered(lambda one: not one.display_type)) if line.product]
        uoms = records.product_uom_id | records.product_id.uom_id
        for line in lines:
            if len(uoms) == 1:  # most quotations are in pieces
                line.uom = uoms
                continue
            product_uom = line.product.uom_id
            line.uom = line.record.product_uom_id or product_uom
            if line.uom != product_uom:
                line.quantity = line.uom._compute_quantity(line.asked, product_uom, raise_if_failure=False)
        return lines

    @api.model
    def _classify(self, order, lines):
        """Give lines their kind; flags that anybody may set over RPC excuse nothing that takes something off."""
        is_confirmed, rewards, returned = order.state == "sale", find_rewards(order, lines), []
        for line in lines:
            record = line.record
            unit = record.price_unit
            charged = is_confirmed and unit >= 0 and self._is_charged(record)
            delivered = unit >= 0 and line.product.type == "service" and is_delivery(order, record)
            is_house = bool(line.key in rewards or charged or delivered)
            line.kind = classify(line.asked, unit, is_house=is_house)
            if line.asked < 0 and line.amount < 0 and not is_house:
                returned.append(line)
        if returned:
            self._count_returned(order, returned)

    @api.model
    def _find_heads(self, order, lines):
        """Give parts of a combination the line at which it is priced; most quotations have none."""
        if not order.order_line.combo_item_id:
            return
        by_key = {line.key: line for line in lines}
        for line in lines:
            head = line.record.combo_item_id and line.record._get_linked_line()
            if head:
                line.head = by_key.get(get_key(head)) or next(iter(self._read_lines(head)), None)

    @api.model
    def _get_costs(self, order, lines):
        """Return ``{id of the product: what a unit costs}``, where that is known, in the currency of the quotation."""
        if not lines:
            return {}
        company = order.company_id
        products = order.order_line.product_id.with_company(company)
        costs = self._remember("costs", company.id)
        for product in products:
            if product.id not in costs:
                costs[product.id] = product.standard_price or None
        if products.company_id <= company and order.currency_id == company.currency_id:
            return costs
        convert = lines[0].record._convert_to_sol_currency
        return {
            product.id: convert(costs[product.id], product.cost_currency_id)
            for product in products
            if costs[product.id]
        }

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
        groups = tuple(group_as_taken(items, early))
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


class Line:
    """A line that is judged: what is asked of it more than once is read once."""

    __slots__ = ("amount", "asked", "head", "key", "kind", "listed", "product", "quantity", "record", "uom")

    def __init__(self, record):
        self.record = record
        self.key = get_key(record)
        self.product = record.product_id
        self.uom = None
        #: in the unit of the line, and in that of its product
        self.asked = self.quantity = record.product_uom_qty
        #: for what it goes, and what the house's lists ask for it
        self.amount, self.listed = record.price_subtotal, 0.0
        self.kind = LEFT_OUT
        #: of a part, the line at which its combination is priced
        self.head = None


def get_key(line):
    """Return what names a line in its quotation, as the web client does: the same before and while it is changed."""
    number = line.id
    if isinstance(number, NewId):
        number = number.origin or number.ref or number
    return str(number)


def get_group(line):
    """Return ``(key, product)`` of what a line is judged with."""
    combination = line.combo_item_id and line._get_linked_line().product_id
    if combination:
        return f"combo {combination.id}", combination
    return str(line.product_id.id), line.product_id


def get_path(category):
    """Return the ids of a product category and those above, the topmost first."""
    return tuple(int(part) for part in (category.parent_path or "").split("/") if part)
