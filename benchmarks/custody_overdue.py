"""Papers not returned: the overdue run over 100,000 documents and 500,000 past loans, and what it asks the database."""

import time
from datetime import datetime, timedelta
from functools import partial

from odoo.fields import Domain
from odoo.tools import SQL

#: documents, past loans
SIZES = ((20_000, 100_000), (100_000, 500_000))
PEOPLE = 200
DAY = datetime(2026, 3, 10)
LOOK_BACK = 31
DAYS_OF_HISTORY = 365
STILL_OUT = 100


def run(env):
    """Yield time and queries of the detector and of the whole check, how both grow, and the plan of the query."""
    company = env.company
    company.sales_office_room_ids |= env.ref("sales_office_policy.room_custody")
    office = env["hr.department"].create({"name": "Office", "company_id": company.id, "is_sales_office": True})
    people = env["hr.employee"].create(
        [{"name": f"Member {n}", "department_id": office.id, "date_version": "2020-01-01"} for n in range(PEOPLE)]
    )
    check = env.ref("sales_office_policy.check_document_overdue")
    check.write({"mode": "suspect", "enforced_from": DAY.date() - timedelta(days=DAYS_OF_HISTORY)})
    first, last = DAY.date() - timedelta(days=LOOK_BACK), DAY.date()
    times = {}
    for documents, loans in SIZES:
        _fill(env, office, people, documents, loans)
        size = f"{documents:,} documents, {loans:,} loans"
        yield f"{size}: late in {LOOK_BACK} days", len(check._detect_document_overdue(people, first, last)), ""
        for what, work in {
            "find what is late": partial(check._detect_document_overdue, people, first, last),
            "run the check": partial(check.run, first, last),
            "run it again": partial(check.run, first, last),
        }.items():
            seconds, queries = _measure(env, work)
            times.setdefault(what, []).append(seconds)
            yield f"{size}: {what}", seconds, "s"
            yield f"{size}: {what}, queries", queries, ""
        env.cr.execute("DELETE FROM sales_office_finding")
        env.cr.execute("DELETE FROM sales_office_violation")
        yield from _plan(env, check, people, size)
    grown = SIZES[1][1] / SIZES[0][1]
    for what, (small, large) in times.items():
        yield f"{grown:.0f} times the papers: {what} takes", large / small, "times as long"


def _measure(env, work):
    """Return seconds and queries of ``work``, which begins with an empty cache."""
    env.flush_all()
    env.invalidate_all()
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    work()
    env.flush_all()
    return time.perf_counter() - begin, env.cr.sql_log_count - queries


def _plan(env, check, people, size):
    """Yield the lines of the plan that name a scan."""
    loan = env["sales.office.document.loan"]
    since = DAY - timedelta(days=LOOK_BACK)
    days = Domain("due_at", ">=", since) & Domain("due_at", "<=", DAY + timedelta(days=2))
    query = loan._search(Domain("employee_id", "in", people.ids) & days & check._get_overdue_domain())
    for (line,) in env.execute_query(SQL("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) %s", query.select())):
        if "Scan" in line or "Execution" in line:
            yield f"{size}: plan", line.strip()[:100], ""


def _fill(env, office, people, documents, loans):
    """Replace all papers by so many documents, lent on working days of the last year; one loan in fifty was late.

    A hundred of the last day are still out.
    """
    env.flush_all()
    env.cr.execute("DELETE FROM sales_office_document_loan")
    env.cr.execute("DELETE FROM sales_office_document")
    _put_documents(env, office, documents)
    _lend(env, office, people, documents, loans)
    env.cr.execute(
        SQL(
            """
            UPDATE sales_office_document_loan SET state = 'on_loan', returned_at = NULL
             WHERE id IN (SELECT max(id) FROM sales_office_document_loan
                           WHERE due_at >= %s GROUP BY document_id LIMIT %s)
            """,
            DAY,
            STILL_OUT,
        )
    )
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _put_documents(env, office, documents):
    category = env.ref("sales_office_policy.document_category_contract")
    env.cr.execute(
        SQL(
            """
            INSERT INTO sales_office_document
                   (reference, name, category_id, confidentiality, department_id, company_id, state)
            SELECT 'B-' || n, 'Contract ' || n, %s, 'confidential', %s, %s, 'available'
              FROM generate_series(1, %s) n
            """,
            category.id,
            office.id,
            office.company_id.id,
            documents,
        )
    )


def _lend(env, office, people, documents, loans):
    env.cr.execute(
        SQL(
            """
              WITH document AS (SELECT id, row_number() OVER () - 1 AS number FROM sales_office_document),
                   past AS (
                       SELECT n,
                              %(day)s::timestamp - make_interval(days => n %% %(history)s) + interval '1 hour' AS begin
                         FROM generate_series(0, %(loans)s - 1) n
                   )
            INSERT INTO sales_office_document_loan (document_id, employee_id, department_id, company_id, state,
                                                    handed_over_at, due_at, returned_at)
            SELECT document.id, (%(people)s::int[])[1 + n %% %(number)s], %(office)s, %(company)s, 'returned',
                   begin, begin + interval '8 hours',
                   begin + CASE WHEN n %% 50 = 0 THEN interval '9 hours' ELSE interval '7 hours' END
              FROM past JOIN document ON document.number = n %% %(documents)s
            """,
            day=DAY,
            history=DAYS_OF_HISTORY,
            loans=loans,
            people=people.ids,
            number=len(people),
            office=office.id,
            company=office.company_id.id,
            documents=documents,
        )
    )
