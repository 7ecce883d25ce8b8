"""What last contacts and next steps cost in a pipeline of 20,000 open leads with 100,000 messages."""

import time
from statistics import median

from lxml import etree

from odoo.fields import Datetime
from odoo.tools import SQL

from benchmarks.lead_scope import _department, _member

LEADS = 20_000
MESSAGES = 100_000
PLANNED = 10_000
PAGE = 80
REPEATS = 15
#: the widget of columns that are filled once the page is shown, and what the web client asks then
LATER = "sales_office_filled_later"
ANSWERS = [
    "sales_office_is_stale",
    "sales_office_lacks_step",
    "sales_office_last_contact_text",
    "sales_office_next_step",
    "sales_office_response_state",
    "sales_office_response_text",
]


def run(env):
    """Yield the times and queries of a page of cards and of a list with and without ours, and of each question."""
    company, room = env.company, env.ref("sales_office_policy.room_customer")
    company.sales_office_room_ids |= room
    department = _department(env, "Office", is_sales_office=True)
    rep, leader = _member(env, "representative", department), _member(env, "team_leader", department)
    department.manager_id = leader
    _fill(env, rep)
    for person in (rep, leader):
        leads = env(user=person.user_id.id)["crm.lead"].with_context(allowed_company_ids=company.ids)
        yield from _measure_views(leads, person.name)
    leads = env(user=rep.user_id.id)["crm.lead"].with_context(allowed_company_ids=company.ids)
    today = leads.env["sales.office.today"]
    asked = {
        "last contacts of a page": lambda: env["sales.office.contact"]._get_lead_contacts(leads.search([], limit=PAGE)),
        "left alone, counted": lambda: leads.search_count([("sales_office_is_stale", "=", True)]),
        "no next step, counted": lambda: leads.search_count([("sales_office_lacks_step", "=", True)]),
        "no contact for two weeks, a page": lambda: leads.search(
            [("sales_office_is_uncontacted", "=", True)], limit=PAGE
        ),
        "sorted by the last contact, a page": lambda: leads.search(
            [], limit=PAGE, order="sales_office_last_contact_at desc"
        ),
        "Today": lambda: today._ask(today._get_follow_up_lines()),
    }
    for name, ask in asked.items():
        seconds, queries = _best(env, ask)
        yield f"{name}", seconds * 1000, "ms"
        yield f"{name}: queries", queries, ""


def _measure_views(leads, name):
    """Yield kanban and list as the web client asks for them, with ours and without, in turns; and what it asks then."""
    env = leads.env
    for kind in ("kanban", "list"):
        nodes = etree.fromstring(leads.get_view(view_type=kind)["arch"]).xpath("//field[not(ancestor::field)]")
        shown = sorted({node.get("name") for node in nodes if node.get("widget") != LATER})
        whole = {field: _inner(leads, field) for field in shown}
        bare = {field: inner for field, inner in whole.items() if not field.startswith("sales_office_")}
        costs = {"with": [], "without": []}
        for number in range(REPEATS + 2):
            for label, asked in (("with", whole), ("without", bare)):
                env.invalidate_all()
                before, begin = env.cr.sql_log_count, time.perf_counter()
                leads.web_search_read([], asked, limit=PAGE)
                cost = time.perf_counter() - begin, env.cr.sql_log_count - before
                if number >= 2:
                    costs[label].append(cost)
        seconds = {label: median(cost[0] for cost in found) for label, found in costs.items()}
        queries = {label: found[-1][1] for label, found in costs.items()}
        yield f"{name}: {kind} of {PAGE} of {LEADS:,}, without", seconds["without"] * 1000, "ms"
        yield f"{name}: {kind}, slower", (seconds["with"] / seconds["without"] - 1) * 100, "%"
        yield f"{name}: {kind}, queries more", queries["with"] - queries["without"], ""
    page = [("id", "in", leads.search([], limit=PAGE).ids)]
    seconds, queries = _best(env, lambda: leads.with_context(active_test=False).search_read(page, ANSWERS))
    yield f"{name}: asked of {PAGE} once they are shown", seconds * 1000, "ms"
    yield f"{name}: asked of {PAGE} once they are shown, queries", queries, ""


def _inner(leads, name):
    field = leads._fields[name]
    return {"fields": {"display_name": {}}} if field.type in ("many2one", "many2many", "one2many") else {}


def _best(env, work):
    times = []
    for _ in range(5):
        env.invalidate_all()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
        queries = env.cr.sql_log_count - queries
    return min(times), queries


def _fill(env, rep):
    """Make one customer and one lead by Odoo, and copy them as rows; five mails for each lead, every second planned."""
    customer = env["res.partner"].create({"name": "Customer", "email": "customer@example.com"})
    lead = env["crm.lead"].create(
        {"name": "Lead", "type": "opportunity", "partner_id": customer.id, "user_id": rep.user_id.id}
    )
    message = lead.message_post(body="Good morning", message_type="comment", subtype_xmlid="mail.mt_comment")
    activity = lead.activity_schedule("mail.mail_activity_data_call", user_id=rep.user_id.id, automated=False)
    env.flush_all()
    customers = _copy(env, customer, LEADS - 1, commercial_partner_id=SQL("currval('res_partner_id_seq')"))
    leads = [lead.id, *_copy(env, lead, LEADS - 1)]
    env.cr.execute(
        SQL(
            "UPDATE crm_lead SET partner_id = pair.partner FROM UNNEST(%s, %s) pair(lead, partner) "
            "WHERE id = pair.lead",
            *(leads[1:], customers),
        )
    )
    messages = _copy(env, message, MESSAGES, author_id=rep.user_id.partner_id.id, date=Datetime.now())
    env.cr.execute(
        SQL(
            "UPDATE mail_message SET res_id = pair.lead, date = date - pair.days * INTERVAL '1 day' "
            "FROM UNNEST(%s, %s, %s) pair(message, lead, days) WHERE id = pair.message",
            *(messages, [leads[number % LEADS] for number in range(MESSAGES)], [n % 90 for n in range(MESSAGES)]),
        )
    )
    env.cr.execute(
        SQL(
            "INSERT INTO mail_notification (mail_message_id, res_partner_id, notification_type, notification_status) "
            "SELECT message.id, lead.partner_id, 'email', 'sent' FROM mail_message message "
            "JOIN crm_lead lead ON lead.id = message.res_id WHERE message.id = ANY(%s)",
            messages,
        )
    )
    planned = _copy(env, activity, PLANNED)
    env.cr.execute(
        SQL(
            "UPDATE mail_activity SET res_id = pair.lead, date_deadline = CURRENT_DATE + 3 "
            "FROM UNNEST(%s, %s) pair(activity, lead) WHERE id = pair.activity",
            *(planned, leads[:PLANNED]),
        )
    )
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _copy(env, record, number, **values):
    """Copy a row so many times, with some other values, and return the ids."""
    env.cr.execute(SQL("SELECT * FROM %s LIMIT 0", SQL.identifier(record._table)))
    names = [column.name for column in env.cr.description if column.name != "id"]
    picked = [values.get(name, SQL.identifier(name)) for name in names]
    query = SQL(
        "INSERT INTO %(table)s (%(names)s) SELECT %(picked)s FROM %(table)s, generate_series(1, %(number)s) "
        "WHERE id = %(id)s RETURNING id",
        table=SQL.identifier(record._table),
        names=SQL(", ").join(map(SQL.identifier, names)),
        picked=SQL(", ").join(value if isinstance(value, SQL) else SQL("%s", value) for value in picked),
        number=number,
        id=record.id,
    )
    env.cr.execute(query)
    return [id_ for (id_,) in env.cr.fetchall()]
