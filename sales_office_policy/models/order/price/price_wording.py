from collections import defaultdict

from odoo import api, models
from odoo.tools import format_date

from ...organization.record.phrases import count_days
from .limits import find_lowest_post, get_higher_posts
from .price_book import get_group


class SalesOfficePricedOrder(models.AbstractModel):
    """What a quotation says about its price, in the reader's language: never a cost, a margin or a floor."""

    _inherit = "sales.office.priced.order"

    def _word_price(self, judgement):
        """Return what stands above the quotation; nothing while all is within limits."""
        if not judgement.excesses:
            return False
        return "\n".join([self._word_excesses(judgement), self._word_next_step(judgement)])

    def _word_excesses(self, judgement):
        """Return what goes beyond a limit, a line for each."""
        giver = "" if judgement.giver == self.env.user else judgement.giver.name
        groups = {excess.group for excess in judgement.excesses}
        products = {product for key, product in map(get_group, self.order_line) if key in groups}
        names = {product.id: product.display_name for product in products}
        return self._word_kept_excesses(self._keep_excesses(judgement), giver, names)

    def _keep_excesses(self, judgement):
        """Return what goes beyond a limit as data that is worded for whoever reads it; of a margin no number.

        :return: ``[kind, product's id, asked, over, limit]`` each
        """
        products = {key: product.id for key, product in map(get_group, self.order_line)}
        return [
            [
                excess.kind,
                products.get(excess.group, 0),
                *((0, 0, 0) if excess.kind == "margin" else (excess.asked, excess.over, excess.allowed)),
            ]
            for excess in judgement.excesses
        ]

    @api.model
    def _name_kept_products(self, excesses):
        """Return ``{id: name}`` of the products in data of :meth:`_keep_excesses`."""
        # sudo: named in the quotation
        products = self.env["product.product"].sudo().with_context(active_test=False)
        products = products.search_fetch([("id", "in", [kept[1] for kept in excesses])], ["display_name"])
        return {product.id: product.display_name for product in products}

    @api.model
    def _word_kept_excesses(self, excesses, giver, names):
        """Return data of :meth:`_keep_excesses` in words, a line for each.

        :param str giver: whose limits they are; empty if the reader's own
        :param dict names: of the products, see :meth:`_name_kept_products`
        """
        return "\n".join(
            self._word_excess(kind, names.get(product_id, ""), giver, *map(format_number, figures))
            for kind, product_id, *figures in excesses
        )

    @api.model
    def _word_excess(self, kind, product, giver, asked, over, limit):
        words = {"product": product, "asked": asked, "limit": limit}
        if kind == "discount":
            words["over"] = self._word_points_over(over)
            if not giver:
                return self.env._("%(product)s: %(asked)s %% off, %(over)s your %(limit)s %%.", **words)
            words["name"] = giver
            return self.env._("%(product)s: %(asked)s %% off, %(over)s the %(limit)s %% of %(name)s.", **words)
        if kind == "margin":
            return self.env._("%(product)s: below the floor.", **words)
        if kind == "term":
            words["asked"] = count_days(self.env, asked)
            return self.env._("Paid after %(asked)s on average; allowed: %(limit)s.", **words)
        return self.env._("%(asked)s %% prepaid; %(limit)s %% are needed.", **words)

    def _word_points_over(self, over):
        """Return by how many percentage points a discount is over a limit.

        :param str over: as it is shown
        """
        return self.env._("1 point over") if over == "1" else self.env._("%(over)s points over", over=over)

    def _word_next_step(self, judgement):
        """Return who may give it, waits for it or has given it."""
        approval = judgement.approval
        if judgement.state == "warned":
            return self.env._("You may give it all the same.")
        if judgement.state == "approved":
            until = format_date(self.env, approval.valid_until)
            name = approval.decided_by_id.name or approval.user_id.name
            return self.env._("Approved by %(name)s, until %(date)s.", name=name, date=until)
        if judgement.state == "requested":
            return self.env._("Waits for %(name)s.", name=approval.superior_id.name)
        if judgement.offer:
            return self.env._(
                "Approved up to %(discount)s %%, until %(date)s.",
                discount=format_number(judgement.offer.counter_offer),
                date=format_date(self.env, judgement.offer.valid_until),
            )
        post = find_lowest_post(judgement.quotation, judgement.table, judgement.post)
        if not post:
            return self.env._("Nobody may give that: ask for more.")
        return self.env._("%(post)s may approve it.", post=self._get_post_label(post))

    def _word_price_lines(self, judgement):
        """Return ``{line: note}`` for the lines that go beyond a limit."""
        by_group = defaultdict(list)
        for excess in judgement.excesses:
            by_group[excess.group].append(excess)
        notes = {}
        for group in judgement.quotation.groups:
            if group.key in by_group:
                note = self._word_group(group, by_group[group.key], judgement)
                notes |= dict.fromkeys(group.lines, note)
        return notes

    def _word_group(self, group, excesses, judgement):
        discount = next((excess for excess in excesses if excess.kind == "discount"), None)
        if not discount:
            return self.env._("below the floor")
        over = self._word_points_over(format_number(discount.over))
        for post in get_higher_posts(judgement.post):
            limit = judgement.find_limits(post).get(group.key)
            if not limit:
                return self.env._("%(over)s; %(post)s may", over=over, post=self._get_post_label(post))
            if limit.max_discount >= group.discount:
                return self.env._(
                    "%(over)s; %(post)s up to %(limit)s %%",
                    over=over,
                    post=self._get_post_label(post),
                    limit=format_number(limit.max_discount),
                )
        return over

    def _get_post_label(self, post):
        labels = dict(self.env["sales.office.discount.limit"]._fields["post"]._description_selection(self.env))
        return labels[post]


def format_number(number):
    """Return a percentage, points or days with one decimal where it has one."""
    return f"{round(number, 1):g}"
