from babel.dates import format_skeleton

from odoo.tools.misc import babel_locale_parse, get_lang


def format_day(env, day, skeleton):
    """Return a date in the order and words of the user's language, such as "Wed, Nov 25" or "11月25日周三".

    :param str skeleton: what to show, in CLDR's letters: ``MMMEd``, ``yMMMM``
    """
    return format_skeleton(skeleton, day, locale=babel_locale_parse(get_lang(env).code))
