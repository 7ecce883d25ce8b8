"""Which lines of a quotation the house gives, and not who sells: rewards of its promotions, and delivery.

Whoever writes a line can mark it as one of these over RPC. So the mark counts only together with what they cannot
write: a card that the quotation has, the product and the measure of the reward, the carrier's product. ``sale_loyalty``
and ``delivery`` may be absent.
"""

from odoo import fields

from .effective import SAME

#: rates of currencies move between the day a reward was taken and today
LEEWAY = 1.1


def is_delivery(order, record):
    """Return whether a line charges for what the carrier of the quotation does."""
    carrier = order.carrier_id if "carrier_id" in order._fields else None
    return bool(carrier) and record._is_delivery() and record.product_id == carrier.product_id


def find_rewards(order, lines):
    """Return the keys of those :class:`.price_book.Line` s of a quotation (sudo) that its promotions give."""
    if "reward_id" not in order.order_line._fields:
        return set()
    rewards, sold, delivered = {}, 0.0, 0.0
    for line in lines:
        if reward := line.record.reward_id:
            rewards.setdefault(reward, []).append(line)
        elif line.amount > 0:
            sold += line.amount
            delivered += line.amount if is_delivery(order, line.record) else 0.0
    return {
        line.key
        for reward, given in rewards.items()
        if _is_taken(order, reward, given) and _is_within(order, reward, given, sold, delivered)
        for line in given
    }


def _is_taken(order, reward, lines):
    """Return whether these lines name cards of the promotion that the quotation has, and what the reward is."""
    saved = order._origin
    cards = {entry.coupon_id for entry in saved.coupon_point_ids}.union(saved.applied_coupon_ids)
    is_product = reward.reward_type == "product"
    products = reward.reward_product_ids if is_product else reward.discount_line_product_id
    return all(
        line.record.coupon_id in cards
        and line.record.coupon_id.program_id == reward.program_id
        and line.product in products
        for line in lines
    )


def _is_within(order, reward, lines, sold, delivered):
    """Return whether a reward gives as much: by its rule, and by the points there were before it was taken.

    :param float sold: for how much the rest goes; ``delivered`` for how much it is brought
    """
    points = _get_points(order, lines)
    times = points / reward.required_points
    if times < 1 - SAME:
        return False
    if reward.reward_type == "product":
        most = reward.reward_product_qty * (1 if reward.clear_wallet else times)
        return sum(line.quantity for line in lines) <= most + SAME
    most = delivered
    if reward.reward_type == "discount":
        most = _get_most(order, reward, points, sold)
    return -sum(line.amount for line in lines) <= most + order.currency_id.rounding * len(lines)


def _get_points(order, lines):
    """Return how many points there were: what was spent here is taken off the cards when the order is confirmed."""
    cards = {line.record.coupon_id for line in lines}
    earned = sum(entry.points for entry in order._origin.coupon_point_ids if entry.coupon_id in cards)
    return earned + sum(max(card.points, 0) for card in cards) + sum(line.record.points_cost for line in lines)


def _get_most(order, reward, points, sold):
    """Return how much a reward takes off at most, in the currency of the quotation."""
    most = sold * reward.discount / 100
    if reward.discount_mode != "percent":
        most = _convert(order, reward, reward.discount * (points if reward.discount_mode == "per_point" else 1))
    highest = reward.discount_max_amount
    return min(most, _convert(order, reward, highest)) if highest else most


def _convert(order, reward, amount):
    if reward.currency_id == order.currency_id:
        return amount
    today = fields.Date.context_today(order)
    return LEEWAY * reward.currency_id._convert(amount, order.currency_id, order.company_id, today)
