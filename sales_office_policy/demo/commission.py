from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Command

from .conduct import violation_type
from .sales import PRODUCTS, REPS

BANQUET = "The banquet of the 12th was confirmed by telephone on the 11th, so it belongs to this month."

#: room nights that each rep invoiced in the month before last
NIGHTS = dict(zip(REPS, (120, 95, 70, 110, 80, 60), strict=True))


def load_commission_room(demo, dice):
    """Last month's statements at every stage: paid, approved, to confirm, disputed, draft."""
    _load_capped_fine(demo)
    first, last = demo.get_last_month()
    plans = _load_plan(demo) | _load_leaders_plan(demo)
    _load_earlier_month(demo, plans)
    statements = demo.env["sales.office.statement"]
    for plan in plans:
        statements |= plan.with_user(demo.user("manager")).generate_statements(first, last)
    of = statements.grouped(lambda statement: statement.user_id.login)
    (of["rep1"] | of["rep2"] | of["rep3"] | of["rep5"] | of["leader1"]).action_submit()
    for login in ("rep2", "rep5"):
        of[login].with_user(demo.user(login)).action_confirm()
    of["rep5"].action_approve()
    of["rep3"].with_user(demo.user("rep3")).action_dispute(
        demo.say("The chamber's annual dinner was my customer until the middle of the month.")
    )
    _load_answered_dispute(demo, of["rep1"].line_ids[:1])
    _load_paid_batch(demo, of["rep4"] | of["rep6"])


def _load_plan(demo):
    """What the reps are paid: each by what they sold, and together by how far their team reached its target."""
    own = _prepare_tiers(demo, (0, 1.5), (20_000, 2), (50_000, 2.5))
    team = _prepare_tiers(demo, (0, 0.1), (80, 0.2), (100, 0.3))
    return _approve_plan(
        demo,
        demo.say("Monthly Sales Commission"),
        REPS,
        {"name": demo.say("Invoiced sales"), "tier_by": "base", "tier_ids": own},
        {
            "name": demo.say("Team share"),
            "credit_to": "team",
            "tier_by": "achievement",
            "tier_mode": "whole",
            "tier_ids": team,
        },
    )


def _load_leaders_plan(demo):
    rule = {"name": demo.say("Sales of my team"), "credit_to": "leader", "include_own": True, "rate": 0.4}
    return _approve_plan(demo, demo.say("Leaders' Commission"), ("leader1", "leader2"), rule)


def _prepare_tiers(demo, *tiers):
    return [Command.create({"threshold": start, "rate": rate}) for start, rate in tiers]


def _approve_plan(demo, name, logins, *rules):
    first, _last = _before_last_month(demo)
    plan = demo.env["sales.office.commission.plan"].create(
        {
            "name": name,
            "date_from": first,
            "rule_ids": [Command.create({"sequence": number, **rule}) for number, rule in enumerate(rules)],
            "member_ids": [
                Command.create({"employee_id": demo.employee(login).id, "date_from": first}) for login in logins
            ],
        }
    )
    plan.with_user(demo.user("director")).action_approve()
    return plan


def _before_last_month(demo):
    """Return the first and the last day of the month before :meth:`Demo.get_last_month`."""
    last = demo.get_last_month()[0] - timedelta(days=1)
    return last + relativedelta(day=1), last


def _load_earlier_month(demo, plans):
    """The month before last was settled and paid; then one of its invoices was cut, which last month corrects."""
    first, last = _before_last_month(demo)
    _load_nights(demo, first - relativedelta(months=13), dict.fromkeys(REPS, 10))  # customers of long standing
    invoices = _load_nights(demo, first, NIGHTS)
    for plan in plans:
        _load_paid_batch(demo, plan.with_user(demo.user("manager")).generate_statements(first, last).sudo())
    cut = invoices.filtered(lambda move: move.invoice_user_id == demo.user("rep2"))
    cut.button_draft()
    cut.invoice_line_ids.quantity = NIGHTS["rep2"] - 25
    cut.action_post()


def _load_nights(demo, first, nights_by_rep, seller=None):
    """Return one posted invoice of each rep to their first customer, in the month that begins on ``first``.

    :param seller: the user who entered them instead of the reps
    """
    room = demo.env["product.product"].search(
        [("name", "=", demo.say(PRODUCTS[0][0])), ("company_id", "=", demo.env.company.id)], limit=1
    )
    invoices = demo.env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": demo.env["res.partner"].search([("user_id", "=", demo.user(login).id)], limit=1).id,
                "invoice_date": first + timedelta(days=4 * number),
                "invoice_user_id": (seller or demo.user(login)).id,
                "invoice_line_ids": [Command.create({"product_id": room.id, "quantity": nights})],
            }
            for number, (login, nights) in enumerate(nights_by_rep.items())
        ]
    )
    invoices.action_post()
    return invoices


def load_untaken(demo):
    """Invoices that the administrator entered are in nobody's statement: one is decided, two wait for finance."""
    first, _last = demo.get_last_month()
    _load_nights(demo, first, {"rep1": 3, "rep2": 14, "rep5": 22}, demo.env.ref("base.user_admin"))
    untaken = demo.env["sales.office.untaken"]
    untaken._refresh(demo.env.company)
    found = untaken.search([("company_id", "=", demo.env.company.id), ("state", "=", "open")])
    found.sorted("base_amount")[:1].with_user(demo.user("finance")).action_write_off(
        demo.say("Rooms for our own guests: nobody earns by them.")
    )


def _load_answered_dispute(demo, line):
    line.with_user(demo.user("rep1")).action_dispute(demo.say(BANQUET))
    line.with_user(demo.user("leader1")).action_answer(demo.say("It was invoiced on the 2nd, so it counts next month."))


def _load_capped_fine(demo):
    """A lost contract costs more than a fifth of what rep6 earned then: the rest is carried to last month."""
    day = _before_last_month(demo)[0].replace(day=16)
    demo.env["sales.office.violation"].create(
        {
            "employee_id": demo.employee("rep6").id,
            "type_id": violation_type(demo, "document_lost").id,
            "date": day,
            "description": demo.say("The signed contract of a wedding was left in a taxi and did not turn up again."),
            "reporter_id": demo.user("leader2").id,
            "sanction": "fine",
            "fine_amount": 1500,
            "decided_by_id": demo.user("manager").id,
            "decided_at": demo.at(day, 10),
            "answer_deadline": demo.at(day, 23),
            "appeal_deadline": demo.at(day, 23),
            "state": "closed",
        }
    )


def _load_paid_batch(demo, statements):
    company = demo.ref("demo_company")
    _load_payout_accounts(demo, company)
    statements.filtered(lambda s: s.state == "draft").with_user(demo.user("finance")).action_submit()
    for statement in statements:
        statement.with_user(statement.user_id).action_confirm()
    statements.with_user(demo.user("manager")).action_approve()
    statements.with_user(demo.user("finance")).action_pay()


def _load_payout_accounts(demo, company):
    own = [("company_ids", "in", company.id)]
    Account = demo.env["account.account"]
    company.write(
        {
            "sales_office_confirm_days": 7,
            "sales_office_payout": "entry",
            "sales_office_payout_journal_id": demo.env["account.journal"]
            .search([("company_id", "=", company.id), ("type", "=", "general")], limit=1)
            .id,
            "sales_office_payout_expense_account_id": Account.search(
                [*own, ("account_type", "=", "expense")], limit=1
            ).id,
            "sales_office_payout_liability_account_id": Account.search(
                [*own, ("account_type", "=", "liability_current")], limit=1
            ).id,
        }
    )
