"""Sums of what is alike: money and customers have none, nor have pens and paper."""

from odoo.tools import SQL


def only_alike(selected, *columns):
    """Return the SQL of an aggregate that is empty where the records differ in one of these columns (SQL).

    :param selected: SQL of the aggregate, see ``_read_group_select``
    """
    alike = SQL(" AND ").join(SQL("MIN(%s) IS NOT DISTINCT FROM MAX(%s)", column, column) for column in columns)
    return SQL("CASE WHEN %s THEN %s END", alike, selected)
