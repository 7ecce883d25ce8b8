"""How phrases stand in one line."""

from functools import reduce

from odoo.tools.misc import babel_locale_parse, get_lang


def join_phrases(env, phrases):
    """Return the phrases that are there in one line, divided as the reader's language divides them; "" without any."""
    told = [phrase for phrase in phrases if phrase]
    return reduce(lambda first, second: env._("%(first)s; %(second)s", first=first, second=second), told or [""])


def count_days(env, number):
    """Return so many days in words, right for one as well; ``number`` may be a text."""
    return env._("1 day") if str(number) == "1" else env._("%(days)s days", days=number)


def count_minutes(env, number):
    """Return so many minutes in words."""
    return env._("1 minute") if number == 1 else env._("%(minutes)s minutes", minutes=number)


def count_months(env, number):
    """Return so many months in words."""
    return env._("1 month") if number == 1 else env._("%(months)s months", months=number)


def count_points(env, number):
    """Return so many points of a case in words."""
    return env._("1 point") if number == 1 else env._("%(points)s points", points=number)


def join_names(env, names):
    """Return names in one line, divided as the reader's language divides what it lists; "" without any.

    No "and" before the last one: it stands in columns and after a colon as well as within a sentence.
    """
    divide = babel_locale_parse(get_lang(env).code).list_patterns["standard"]["middle"].format
    told = [str(name) for name in names if name]
    return reduce(divide, told) if told else ""
