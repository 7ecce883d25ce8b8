"""Work reports: drafts with figures for a whole company, by size."""

import resource

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from freezegun.api import real_perf_counter as clock  # the frozen one stands still

from odoo import fields

SIZES = (250, 1_000, 4_000)
TEAM = 10
#: documents of each kind per person, spread over a year
DOCUMENTS = 50
DAY = "2026-03-04"


def run(env):
    """Yield time, queries and memory of the figures of a month and of the cron's runs of a day, for each size."""
    company = env.company
    company.sales_office_room_ids = env["sales.office.room"].search([])
    env["sales.office.work.report.rule"].search([]).hour = 18
    office = _department(env, "Office", is_sales_office=True)
    people = 0
    for size in SIZES:
        _hire(env, office, size - people)
        people = size
        employees = env["hr.employee"].search([("department_id", "child_of", office.id)])
        with freeze_time(f"{DAY} 03:00:00"):
            month = fields.Date.to_date(DAY).replace(day=1) - relativedelta(months=1)
            month_end = month + relativedelta(months=1, days=-1)
            yield from _measure(
                env,
                f"{size:,}: a month's figures",
                env["sales.office.figures"]._get_figures,
                employees,
                month,
                month_end,
            )
            yield from _measure(env, f"{size:,}: morning, drafts made", env["sales.office.work.report"]._cron_follow_up)
            yield from _measure(env, f"{size:,}: an hour later", env["sales.office.work.report"]._cron_follow_up)
        with freeze_time(f"{DAY} 23:00:00"):
            yield from _measure(env, f"{size:,}: all late", env["sales.office.work.report"]._cron_follow_up)
        yield f"{size:,}: peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB"
        env["sales.office.work.report"].search([]).unlink()


def _measure(env, what, method, *args):
    env.flush_all()
    env.invalidate_all()
    queries, begin = env.cr.sql_log_count, clock()
    method(*args)
    env.flush_all()
    yield what, clock() - begin, "s"
    yield f"{what}, queries", env.cr.sql_log_count - queries, ""


def _department(env, name, **values):
    return env["hr.department"].create({"name": name, "company_id": env.company.id, **values})


def _hire(env, office, count):
    """Add people in teams of ten, each team led by the first, with a year of documents."""
    known = env["res.users"].search_count([])
    users = _users(env, [f"rep{known + number}" for number in range(count)])
    teams = [_department(env, f"Team {known} {n}", parent_id=office.id) for n in range(count // TEAM)]
    employees = env["hr.employee"].create(
        [
            {"name": user.name, "user_id": user.id, "department_id": teams[n % len(teams)].id}
            for n, user in enumerate(users)
        ]
    )
    employees.version_id.date_version = "2025-01-01"
    env.flush_all()
    # roles would sync the groups of each user, which takes longer than what is measured
    role = env.ref("sales_office_policy.role_representative").id
    field = env["hr.employee"]._fields["sales_office_role_ids"]
    env.cr.execute(
        f"INSERT INTO {field.relation} ({field.column1}, {field.column2}) SELECT unnest(%s), %s", (employees.ids, role)
    )
    _sell(env, users)
    env.invalidate_all()
    # without names it would lock the catalogue all databases share until the end
    env.cr.execute("ANALYZE res_users, hr_employee, hr_version, resource_resource, sale_order, account_move, crm_lead")


def _users(env, logins):
    """Insert users; making them one by one takes longer than what is measured."""
    partners = env["res.partner"].create([{"name": login} for login in logins])
    env.flush_all()
    env.cr.execute(
        """
        WITH made AS (
            INSERT INTO res_users (login, partner_id, company_id, active, share, notification_type)
            SELECT name, id, %(company)s, true, false, 'email' FROM res_partner WHERE id = ANY(%(partners)s)
            RETURNING id
        ), companies AS (
            INSERT INTO res_company_users_rel (cid, user_id) SELECT %(company)s, id FROM made
        ), groups AS (
            INSERT INTO res_groups_users_rel (gid, uid) SELECT %(group)s, id FROM made
        )
        SELECT id FROM made
        """,
        {"company": env.company.id, "partners": partners.ids, "group": env.ref("base.group_user").id},
    )
    return env["res.users"].browse(row[0] for row in env.cr.fetchall())


def _sell(env, users):
    """Insert orders, invoices and leads of these salespeople, one of each a week."""
    journal = env["account.journal"].search([("type", "=", "sale")], limit=1)
    if not journal:
        journal = env["account.journal"].create({"name": "Sales", "code": "SAL", "type": "sale"})
    stage = env["crm.stage"].search([], limit=1).id
    values = {
        "users": users.ids,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "journal": journal.id,
        "stage": stage,
        "documents": DOCUMENTS,
    }
    spread = "unnest(%(users)s) seller, generate_series(1, %(documents)s) number"
    customer = "(SELECT partner_id FROM res_users WHERE id = seller)"  # anybody, but not all the same
    day = "timestamp '2025-04-01' + number * interval '7 days'"
    env.cr.execute(
        f"""
        INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, user_id, company_id,
                                currency_id, currency_rate, state, date_order, amount_untaxed)
        SELECT 'S' || seller || '/' || number, {customer}, {customer}, {customer}, seller, %(company)s,
               %(currency)s, 1, 'sale', {day}, 100 FROM {spread}""",
        values,
    )
    env.cr.execute(
        f"""
        INSERT INTO account_move (name, move_type, state, journal_id, company_id, currency_id, partner_id,
                                  invoice_user_id, date, invoice_date, amount_untaxed_signed, auto_post)
        SELECT 'INV' || seller || '/' || number, 'out_invoice', 'posted', %(journal)s, %(company)s, %(currency)s,
               {customer}, seller, {day}, {day}, 100, 'no' FROM {spread}""",
        values,
    )
    env.cr.execute(
        f"""
        INSERT INTO crm_lead (name, type, user_id, company_id, stage_id, create_date, active, won_status)
        SELECT 'Lead', 'opportunity', seller, %(company)s, %(stage)s, {day}, true, 'pending' FROM {spread}""",
        values,
    )
