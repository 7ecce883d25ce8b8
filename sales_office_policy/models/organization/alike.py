"""Sums of what is alike: money and customers have none, nor have pens and paper."""

from odoo.tools import SQL


def only_alike(model, selected, names, query):
    """Return the SQL of an aggregate that is empty where the records differ in one of these stored fields.

    :param selected: SQL of the aggregate, see ``_read_group_select``
    """
    columns = [model._field_to_sql(model._table, name, query) for name in names]
    alike = SQL(" AND ").join(SQL("MIN(%s) = MAX(%s)", column, column) for column in columns)
    return SQL("CASE WHEN %s THEN %s END", alike, selected)
