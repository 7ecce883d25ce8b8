"""A month of posted invoices: the same for everything that settles it."""

from datetime import date
from typing import NamedTuple

from odoo.fields import Command
from odoo.tools import SQL

from benchmarks._measured import keep, measured, trust
from benchmarks._people import hire

SELLERS = 20
LINES = 10
MONTH = (date(2026, 3, 1), date(2026, 3, 31))


def settle_anew(plan):
    """Return the cost of the month's statements, the best of three times, as the aggregate beside them; they stay."""
    costs = []
    for _again in range(3):
        plan.statement_ids.unlink()
        costs.append(measured(plan.env, lambda: settle(plan)))
    return min(costs)


def settle(plan):
    """Compute and write the month's statements."""
    plan.generate_statements(*MONTH)
    plan.env.flush_all()


def aggregate(env):
    """Sum the month by salesperson, as barely as SQL can."""
    env.execute_query(
        SQL(
            """SELECT move.invoice_user_id, SUM(-line.balance)
                 FROM account_move move JOIN account_move_line line ON line.move_id = move.id
                WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
                  AND move.invoice_date BETWEEN %s AND %s AND line.display_type = 'product'
             GROUP BY 1""",
            *MONTH,
        )
    )


class Teams(NamedTuple):
    """A sales office: who leads a team, and who sells in it, team by team."""

    leaders: object
    sellers: object


def create_sellers(env):
    """Return employees with a user each, in a company that can post invoices."""
    _keep_books(env)
    sellers = [_seller(env, number) for number in range(SELLERS)]
    return env["hr.employee"].union(*sellers)


def create_teams(env, sellers, team):
    """Return :class:`Teams` of ``team`` people each with a leader of their own, all with users, in a sales office."""
    _keep_books(env)
    Department = env["hr.department"]
    office = Department.create({"name": "Sales", "company_id": env.company.id, "is_sales_office": True})
    departments = Department.create(
        [
            {"name": f"Team {number}", "company_id": env.company.id, "parent_id": office.id}
            for number in range(sellers // team)
        ]
    )
    leaders = hire(env, departments.ids, "team_leader")
    for department, leader in zip(departments, leaders, strict=True):
        department.manager_id = leader
    places = [department.id for department in departments for _seller in range(team)]
    return Teams(leaders, hire(env, places, "representative"))


def _keep_books(env):
    env.company.country_id = env.company.country_id or env.ref("base.us")
    if not env["account.journal"].search_count([("type", "=", "sale"), ("company_id", "=", env.company.id)]):
        env["account.chart.template"].try_loading("generic_coa", company=env.company, install_demo=False)


def _seller(env, number):
    login = f"seller-{number}-{env['res.users'].search_count([])}"
    user = env["res.users"].create({"name": login, "login": login})
    return env["hr.employee"].create({"name": login, "user_id": user.id, "company_id": env.company.id})


def create_plan(env, sellers, *rules):
    """Return an approved plan with these rules whose members are the sellers."""
    plan = env["sales.office.commission.plan"].create(
        {
            "name": "Measured",
            "date_from": "2026-01-01",
            "rule_ids": [Command.create(rule) for rule in rules],
            "member_ids": [Command.create({"employee_id": one.id, "date_from": "2026-01-01"}) for one in sellers],
        }
    )
    plan.state = "approved"
    return plan


def create_invoices(env, sellers, customers):
    """Return a posted invoice of ``LINES`` lines for each seller and their customer."""
    product = env["product.product"].create({"name": "Sold", "type": "service"})
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": "2026-03-10",
                "invoice_user_id": seller.user_id.id,
                "invoice_line_ids": [
                    Command.create({"product_id": product.id, "price_unit": 10 + number, "tax_ids": []})
                    for number in range(LINES)
                ],
            }
            for seller, customer in zip(sellers, customers, strict=True)
        ]
    )
    moves.action_post()
    env.flush_all()
    return moves


def multiply(env, moves, times, offset):
    """Copy the entries, and how they are matched with each other, in the database: the ORM would take hours.

    They are committed, as books are: of rows of its own transaction PostgreSQL asks each time whose they are.
    """
    trust(env)
    columns = _get_columns(env, "account_move", "account_move_line", "account_partial_reconcile")
    env.execute_query(
        SQL(
            """CREATE TEMP TABLE copied ON COMMIT DROP AS
                   SELECT move.id AS old_id, nextval('account_move_id_seq') AS new_id, number
                     FROM account_move move CROSS JOIN generate_series(%s, %s) number WHERE move.id IN %s""",
            offset + 1,
            offset + times,
            moves._ids,
        )
    )
    env.execute_query(
        SQL(
            """CREATE TEMP TABLE copied_line ON COMMIT DROP AS
                   SELECT line.id AS old_id, nextval('account_move_line_id_seq') AS new_id, copied.new_id AS move_id,
                          number
                     FROM copied JOIN account_move_line line ON line.move_id = copied.old_id"""
        )
    )
    env.execute_query(
        SQL(
            """INSERT INTO account_move (id, name, %(columns)s)
                    SELECT new_id, name || '-' || number, %(columns)s
                      FROM copied JOIN account_move ON account_move.id = old_id""",
            columns=columns["account_move"],
        )
    )
    env.execute_query(
        SQL(
            """INSERT INTO account_move_line (id, move_id, name, %(columns)s)
                    SELECT new_id, copied_line.move_id, name, %(columns)s
                      FROM copied_line JOIN account_move_line line ON line.id = old_id""",
            columns=columns["account_move_line"],
        )
    )
    env.execute_query(
        SQL(
            """INSERT INTO account_partial_reconcile (debit_move_id, credit_move_id, %(columns)s)
                    SELECT debit.new_id, credit.new_id, %(columns)s
                      FROM account_partial_reconcile partial
                      JOIN copied_line debit ON debit.old_id = debit_move_id
                      JOIN copied_line credit ON credit.old_id = credit_move_id AND credit.number = debit.number""",
            columns=columns["account_partial_reconcile"],
        )
    )
    env.execute_query(SQL("DROP TABLE copied, copied_line"))
    keep(env)


def spread(env, sellers):
    """Give all invoices to the sellers in turn."""
    env.execute_query(
        SQL(
            """UPDATE account_move SET invoice_user_id = (%s::int[])[1 + invoice.number %% %s]
                 FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS number
                         FROM account_move WHERE move_type = 'out_invoice') invoice
                WHERE invoice.id = account_move.id""",
            sellers.user_id.ids,
            len(sellers),
        )
    )
    env.invalidate_all()
    keep(env)


def _get_columns(env, *tables):
    """Return the columns of each table that a copy has in common with what it was made from."""
    own = ("id", "name", "move_id", "debit_move_id", "credit_move_id")
    columns = {}
    for table in tables:
        query = SQL(
            """SELECT column_name FROM information_schema.columns
                WHERE table_name = %s AND column_name NOT IN %s AND is_generated = 'NEVER'""",
            table,
            own,
        )
        columns[table] = SQL(", ").join(SQL.identifier(name) for (name,) in env.execute_query(query))
    return columns
