"""Records that no member of Harbour Hotel may read, with a mark in every text of theirs."""

from odoo.fields import Command
from odoo.tools import SQL

from .factories.factories import FACTORIES

MARK = "Zyxwv"

#: comodels of which a member may read every record, and why that is right
OPEN = {
    "crm.lost.reason": "why deals are lost",
    "crm.stage": "stages of the pipeline",
    "gamification.badge": "badges are on show",
    "mail.activity.plan": "every employee reads plans of activities, whosever they are",
    "mail.activity.type": "names of kinds of activities",
    "mail.template": "every employee reads templates of messages",
    "product.category": "names of kinds of products",
    "rating.rating": "no member reads ratings",
    "res.country": "countries",
    "res.country.state": "provinces",
    "res.currency": "currencies",
    "res.groups": "names of access groups",
    "res.partner.category": "names of tags",
    "resource.calendar": "Odoo lets every employee read working schedules, whosever they are",
    "sales.office.check": "what is watched; the rules are no secret",
    "sales.office.document.category": "names of kinds of papers",
    "sales.office.first.step": "what an office begins with",
    "sales.office.message.kind": "what groups can be told of",
    "sales.office.role": "names of posts",
    "sales.office.room": "names of rooms",
    "uom.uom": "units",
    "utm.source": "where customers come from",
}


def make_foreign(case, comodel):
    """Return a marked record of ``comodel`` that belongs to another company, as superuser."""
    stranger = case.rep_valley
    maker = MAKERS.get(comodel) or FACTORIES.get(comodel)
    record = maker(case, stranger)[:1].sudo()
    mark(record)
    return record


def mark(record):
    """Put the mark into every text of the record, past all rules about its contents."""
    record.flush_recordset()
    texts = [
        field
        for field in record._fields.values()
        if field.store and field.column_type and field.type in ("char", "text", "html") and field.name not in KEPT
        if not field.company_dependent and not getattr(field, "size", None)
    ]
    if record._table and record._auto and texts:
        values = [
            SQL("%s = jsonb_build_object('en_US', %s)", SQL.identifier(field.name), f"{MARK} {record.id}")
            if field.translate
            else SQL("%s = %s", SQL.identifier(field.name), f"{MARK} {record.id}")
            for field in texts
        ]
        record.env.cr.execute(
            SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), SQL(", ").join(values), record.id)
        )
    record.invalidate_recordset(flush=False)


#: texts that the software itself reads
KEPT = frozenset(
    {
        "parent_path",
        "line",
        "res_model",
        "model",
        "evidence_model",
        "login",
        "lang",
        "tz",
        "store_fname",
        "key",
        "code",
        "type",
    }
)


def _company(case, stranger):
    return stranger.company_id


def _employee(case, stranger):
    return stranger


def _partner(case, stranger):
    return case.env["res.partner"].create({"name": MARK, "company_id": stranger.company_id.id})


def _lead(case, stranger):
    team = case.env["crm.team"].create({"name": MARK, "company_id": stranger.company_id.id})
    return case.env["crm.lead"].create({"name": MARK, "user_id": stranger.user_id.id, "team_id": team.id})


def _team(case, stranger):
    return case.env["crm.team"].create({"name": MARK, "company_id": stranger.company_id.id})


def _order(case, stranger):
    return case.env["sale.order"].create(
        {
            "partner_id": _partner(case, stranger).id,
            "company_id": stranger.company_id.id,
            "user_id": stranger.user_id.id,
        }
    )


def _activity(case, stranger):
    document = FACTORIES["sales.office.document"](case, stranger)
    return document.activity_schedule(summary=MARK, user_id=stranger.user_id.id)


def _message(case, stranger):
    return FACTORIES["sales.office.document"](case, stranger).message_post(body=MARK)


def _follower(case, stranger):
    document = FACTORIES["sales.office.document"](case, stranger)
    document.message_subscribe(stranger.user_id.partner_id.ids)
    return document.message_follower_ids[:1]


def _attachment(case, stranger):
    document = FACTORIES["sales.office.document"](case, stranger)
    return case.env["ir.attachment"].create({"name": MARK, "res_model": document._name, "res_id": document.id})


def _event(case, stranger):
    values = {"name": MARK, "start": "2025-03-04 01:00:00", "stop": "2025-03-04 02:00:00", "privacy": "private"}
    return case.env["calendar.event"].create(
        {**values, "user_id": stranger.user_id.id, "partner_ids": [Command.set(stranger.user_id.partner_id.ids)]}
    )


def _accounting(model, **values):
    def make(case, stranger):
        company = stranger.company_id
        place = {"company_ids": company.ids} if model == "account.account" else {"company_id": company.id}
        return case.env[model].with_company(company).create({"name": MARK, **values, **place})

    return make


def _move(case, stranger):
    journal = case.env["account.journal"].search(
        [("type", "=", "general"), ("company_id", "=", stranger.company_id.id)], limit=1
    ) or MAKERS["account.journal"](case, stranger)
    return (
        case.env["account.move"]
        .with_company(stranger.company_id)
        .create({"move_type": "entry", "journal_id": journal.id, "ref": MARK})
    )


def _move_line(case, stranger):
    return case.env["account.move.line"].browse(FACTORIES["sales.office.receivable"](case, stranger).id)


def _badge_user(case, stranger):
    badge = case.env["gamification.badge"].create({"name": "Star"})
    return case.env["gamification.badge.user"].create({"badge_id": badge.id, "user_id": stranger.user_id.id})


MAKERS = {
    "account.account": _accounting("account.account", code="ZY1", account_type="expense"),
    "account.journal": _accounting("account.journal", code="ZYX", type="general"),
    "account.move": _move,
    "account.payment.term": _accounting("account.payment.term"),
    "account.move.line": _move_line,
    "calendar.event": _event,
    "crm.lead": _lead,
    "crm.team": _team,
    "gamification.badge.user": _badge_user,
    "hr.department": lambda case, stranger: stranger.department_id,
    "hr.employee": _employee,
    "hr.employee.public": lambda case, stranger: case.env["hr.employee.public"].browse(stranger.id),
    "hr.version": lambda case, stranger: stranger.current_version_id,
    "ir.attachment": _attachment,
    "mail.activity": _activity,
    "mail.followers": _follower,
    "mail.message": _message,
    "product.pricelist": _accounting("product.pricelist"),
    "product.product": _accounting("product.product"),
    "res.company": _company,
    "res.partner": _partner,
    "res.users": lambda case, stranger: stranger.user_id,
    "resource.calendar": lambda case, stranger: stranger.company_id.resource_calendar_id,
    "sale.order": _order,
}
