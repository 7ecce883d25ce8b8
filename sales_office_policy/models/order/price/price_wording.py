from odoo import models
from odoo.tools import format_date

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

    def _word_excesses(self, judgement, reader=None):
        """Return what goes beyond a limit, a line for each.

        :param reader: the user who reads it; by default the current one, nobody in particular where it is empty
        """
        is_own = judgement.giver == (self.env.user if reader is None else reader)
        products = {key: product.display_name for key, product in map(get_group, self.order_line)}
        return "\n".join(self._word_excess(excess, products, judgement, is_own) for excess in judgement.excesses)

    def _word_excess(self, excess, products, judgement, is_own):
        words = {
            "product": products.get(excess.group, ""),
            "asked": format_number(excess.asked),
            "over": format_number(excess.over),
            "limit": format_number(excess.allowed),
        }
        if excess.kind == "discount":
            if is_own:
                return self.env._("%(product)s: %(asked)s %% off, %(over)s points over your %(limit)s %%.", **words)
            words["name"] = judgement.giver.name
            return self.env._(
                "%(product)s: %(asked)s %% off, %(over)s points over the %(limit)s %% of %(name)s.", **words
            )
        if excess.kind == "margin":
            return self.env._("%(product)s: below the floor.", **words)
        if excess.kind == "term":
            return self.env._("Paid after %(asked)s days on average; %(limit)s are allowed.", **words)
        return self.env._("%(asked)s %% prepaid; %(limit)s %% are needed.", **words)

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
        notes = {}
        for group in judgement.quotation.groups:
            excesses = [excess for excess in judgement.excesses if excess.group == group.key]
            if excesses:
                note = self._word_group(group, excesses, judgement)
                notes |= dict.fromkeys(group.lines, note)
        return notes

    def _word_group(self, group, excesses, judgement):
        discount = next((excess for excess in excesses if excess.kind == "discount"), None)
        if not discount:
            return self.env._("below the floor")
        over = self.env._("%(over)s points over", over=format_number(discount.over))
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
