"""Writes records by the thousand."""

from odoo.tools import SQL, float_repr, split_every

#: rows an INSERT takes
BATCH = 1000


def insert_rows(model, vals_list):
    """Write records as their values say, nothing else, and return them: lines that an engine makes by the thousand.

    Odoo makes drafts to take defaults and currencies from, and tries constraints one by one; a line of a statement
    costs many times as much then. Here all values are given by the engine, in sudo: no defaults, no constraints but the
    database's. What is computed from them, on other records as well, is computed anew.

    :param list[dict] vals_list: values of stored columns, monetary ones beside the currency they are in
    """
    if not vals_list:
        return model.browse()
    common = {"create_uid": model.env.uid, "create_date": model.env.cr.now()}
    common |= {"write_uid": common["create_uid"], "write_date": common["create_date"]}
    names = sorted({name for vals in vals_list for name in vals} | common.keys())
    currencies = model.env["res.currency"].with_context(active_test=False).search([])
    places = {currency.id: currency.decimal_places for currency in currencies}
    columns = [_get_column(model, name, places) for name in names]
    ids = []
    for batch in split_every(BATCH, vals_list):
        rows = [tuple(column(vals) for column in columns) for vals in ({**common, **vals} for vals in batch)]
        query = SQL(
            "INSERT INTO %s (%s) VALUES %s RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(rows),
        )
        ids += [id_ for (id_,) in model.env.execute_query(query)]
    records = model.browse(ids)
    _forget_lists(records, vals_list)
    given = [field for name in names if (field := model._fields[name]).compute]
    with model.env.protecting(given, records):
        records.modified(model._fields, create=True)
    return records


def _get_column(model, name, places):
    """Return the function that makes of a record's values what PostgreSQL takes for a column.

    :param places: ``{id of a currency: its decimal places}``
    """
    field = model._fields[name]
    currency_name = field.type == "monetary" and field.get_currency_field(model)

    def convert(vals):
        value = vals.get(name)
        if value is None or value is False:
            return None
        if currency_name:
            return float_repr(value, places[vals[currency_name]])
        return field.convert_to_column_insert(value, model, vals)

    return convert


def _forget_lists(records, vals_list):
    """Have lists that the new records are in read anew."""
    for name, field in records._fields.items():
        inverses = records.pool.field_inverses[field] if field.type == "many2one" else ()
        if inverses and (ids := {vals[name] for vals in vals_list if vals.get(name)}):
            for inverse in inverses:
                records.env[inverse.model_name].browse(ids).invalidate_recordset([inverse.name], flush=False)
