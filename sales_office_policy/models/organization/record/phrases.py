"""How phrases stand in one line."""

from functools import reduce


def join_phrases(env, phrases):
    """Return the phrases that are there in one line, divided as the reader's language divides them; "" without any."""
    told = [phrase for phrase in phrases if phrase]
    return reduce(lambda first, second: env._("%(first)s; %(second)s", first=first, second=second), told or [""])
