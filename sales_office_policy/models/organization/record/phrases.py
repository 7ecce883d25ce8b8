"""How phrases stand in one line."""

from functools import reduce

from odoo.tools.misc import babel_locale_parse, get_lang


def join_phrases(env, phrases):
    """Return the phrases that are there in one line, divided as the reader's language divides them; "" without any."""
    told = [phrase for phrase in phrases if phrase]
    return reduce(lambda first, second: env._("%(first)s; %(second)s", first=first, second=second), told or [""])


def join_names(env, names):
    """Return names in one line, divided as the reader's language divides what it lists; "" without any.

    No "and" before the last one: it stands in columns and after a colon as well as within a sentence.
    """
    divide = babel_locale_parse(get_lang(env).code).list_patterns["standard"]["middle"].format
    told = [str(name) for name in names if name]
    return reduce(divide, told) if told else ""
