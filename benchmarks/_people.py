"""People for benchmarks, copied in the database: made one by one they would take the longest by far."""

from odoo.tools import SQL


def hire(env, department_ids, role=None):
    """Return an employee with a user for each department, copied in the database: by themselves they take longest.

    :param str role: the name of the post that all of them hold
    """
    number = env["res.users"].search_count([])
    user = env["res.users"].with_context(no_reset_password=True).create({"name": "First", "login": f"first-{number}"})
    roles = env.ref(f"sales_office_policy.role_{role}") if role else env["sales.office.role"]
    first = env["hr.employee"].create(
        {"name": "First", "user_id": user.id, "date_version": "2020-01-01", "sales_office_role_ids": roles.ids}
    )
    env.flush_all()
    partners = _copy(env, user.partner_id, len(department_ids))
    logins = [f"member-{number}-{n}" for n in range(len(partners))]
    users = _copy(env, user, len(partners), partner_id=partners, login=logins)
    resources = _copy(env, first.resource_id, len(users), user_id=users)
    employees = _copy(env, first, len(users), resource_id=resources, user_id=users)
    for name in ("group_ids", "company_ids", "sales_office_granted_group_ids"):
        _link(env, user, name, users)
    _link(env, first, "sales_office_role_ids", employees)
    _copy(env, first.version_ids, len(users), employee_id=employees, department_id=department_ids)
    env.cr.execute(
        "UPDATE hr_employee SET current_version_id = hr_version.id FROM hr_version WHERE employee_id = hr_employee.id"
    )
    env["sales.office.membership"]._mark_stale()
    env.invalidate_all()
    return first.browse(employees)


def _link(env, record, name, ids):
    """Let copies point where the record does."""
    field = record._fields[name]
    query = SQL(
        "INSERT INTO %(table)s (%(own)s, %(other)s) SELECT copy, %(other)s FROM %(table)s, unnest(%(ids)s) copy "
        "WHERE %(own)s = %(id)s",
        table=SQL.identifier(field.relation),
        own=SQL.identifier(field.column1),
        other=SQL.identifier(field.column2),
        ids=ids,
        id=record.id,
    )
    env.cr.execute(query)


def _copy(env, record, number, **changes):
    """Insert so many copies of the record's row, with other values in some columns. Return their ids."""
    kept = [
        name
        for name, field in record._fields.items()
        if field.store and field.column_type and name != "id" and name not in changes
    ]
    changes = {"id": range(number), **changes}
    arrays = [
        SQL("%s::text[]" if isinstance(values[0], str) else "%s::int[]", list(values)) for values in changes.values()
    ]
    query = SQL(
        "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s "
        "FROM %(table)s source, unnest(%(arrays)s) AS changed (%(names)s) WHERE source.id = %(id)s RETURNING id",
        table=SQL.identifier(record._table),
        columns=SQL(", ").join(map(SQL.identifier, [*kept, *list(changes)[1:]])),
        values=SQL(", ").join(
            [SQL.identifier("source", name) for name in kept]
            + [SQL.identifier("changed", name) for name in list(changes)[1:]]
        ),
        arrays=SQL(", ").join(arrays),
        names=SQL(", ").join(map(SQL.identifier, changes)),
        id=record.id,
    )
    return [id_ for (id_,) in env.execute_query(query)]
