"""Lists that most records have nothing in."""

from itertools import repeat

from odoo import fields
from odoo.tools import SQL


class FewOne2many(fields.One2many):
    """A list that is empty for most records: which of a record's such lists are is found out with one query for all.

    Only those in which there is something are read then, by Odoo and by the rules of their model. That nothing is there
    tells nobody anything.
    """

    def read(self, records):
        """Read the list of these records; also find out which of their other lists are empty."""
        missing = records.browse(self._cache_missing_ids(records))
        if missing:
            _remember_empty(missing)
            missing = records.browse(self._cache_missing_ids(missing))
        return super().read(missing) if missing else None


def _remember_empty(records):
    """Keep in the cache which lists of all of these records are empty."""
    unread = [
        field
        for field in records._fields.values()
        if isinstance(field, FewOne2many) and any(field._cache_missing_ids(records))
    ]
    if len(unread) < 2:
        return
    for field in unread:
        records.env[field.comodel_name].flush_model([field.inverse_name])
    questions = SQL(", ").join(
        SQL(
            "EXISTS (SELECT FROM %s WHERE %s = ANY(%s))",
            SQL.identifier(records.env[field.comodel_name]._table),
            SQL.identifier(field.inverse_name),
            records.ids,
        )
        for field in unread
    )
    (answers,) = records.env.execute_query(SQL("SELECT %s", questions))
    for field, has_some in zip(unread, answers, strict=True):
        if not has_some:
            field._insert_cache(records, repeat(()))
