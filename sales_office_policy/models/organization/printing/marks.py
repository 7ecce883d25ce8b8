"""Commas, colons and blanks that stand in a template, between the words of whatever language fills it: no ORM.

Odoo translates the words before and behind a value, not the mark or the blank that a template has between the two.
"""

import re

WIDE = {",": "，", ":": "：", ";": "；"}
#: a wide mark is followed by a blank of its own; a line that somebody ended there stays
BLANK = re.compile(r"([：，；。、])(?: +|\n {2,})(?=\S|\Z)")
#: what a template has behind a value, which ends in Chinese; within what somebody wrote there is no tag
BEHIND = re.compile(r"([\u3400-\u9fff）》”])((?:<[^<>]+>)+)([,:;])\s+")


def close_up(text):
    """Return a text of a template without blanks behind wide marks.

    >>> close_up("原因： <b>堵车</b>")
    '原因：<b>堵车</b>'
    """
    return BLANK.sub(r"\1", text)


def close_up_texts(arch):
    """Do so with all texts of a view, which is changed."""
    for node in arch.iter():
        node.text = node.text and close_up(node.text)
        node.tail = node.tail and close_up(node.tail)


def set_marks(html):
    """Return a page with wide marks behind its Chinese values, and no blanks behind them; others stay as they are.

    >>> set_marks("<p><i>华东部</i>, <i>2026年5月</i>: <i>3</i></p>")
    '<p><i>华东部</i>，<i>2026年5月</i>：<i>3</i></p>'
    >>> set_marks("<p><i>East</i>, <i>May 2026</i></p>")
    '<p><i>East</i>, <i>May 2026</i></p>'
    """
    widened = BEHIND.sub(lambda found: f"{found[1]}{found[2]}{WIDE[found[3]]}", html)
    return close_up(widened)
