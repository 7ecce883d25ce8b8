"""What was done about last month's invoices that customers have not paid."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ..sales import REPS


def load_receivables(demo):
    """Each rep has reached somebody; some promised, one of them in vain, one disputes, finance has one."""
    owed = {login: _get_owed(demo, login) for login in REPS}
    today = demo.today
    banquet = _add_instalments(demo)
    _promise_in_vain(demo, owed["rep1"][:1])
    for login in ("rep2", "rep4"):
        owed[login][:1].with_user(demo.user(login)).action_promise(today + timedelta(days=5))
    owed["rep3"][:1].with_user(demo.user("rep3")).action_dispute(
        demo.user("leader1"), demo.say("Two rooms were not ready in time; the customer wants a night off the bill")
    )
    owed["rep5"][:1].with_user(demo.user("rep5")).action_hand_over(
        demo.say("Three calls and two letters, nobody answers")
    )
    owed["rep6"][:1].with_user(demo.user("rep6")).action_contact(
        demo.say("The cashier is back on Monday and will look at it")
    )
    _pay_on_account(demo, owed["rep4"][1:2])
    _ask_for_credit(demo, banquet.partner_id)


def _get_owed(demo, login):
    """Return what customers owe of the invoices of a rep, the oldest first."""
    demo.env.flush_all()
    items = demo.env["sales.office.receivable"].search([("kind", "=", "instalment"), ("days_overdue", ">", 0)])
    return items.filtered(lambda item: item.user_id == demo.user(login))


def _add_instalments(demo):
    """Invoice a banquet that is paid in two instalments, the first of which is overdue for two months."""
    term = demo.env["account.payment.term"].create(
        {
            "name": demo.say("Half at once, half in 120 days"),
            "company_id": demo.env.company.id,
            "line_ids": [
                Command.create({"value": "percent", "value_amount": 50, "nb_days": days}) for days in (0, 120)
            ],
        }
    )
    customer = demo.env["res.partner"].search([("user_id", "=", demo.user("rep1").id)], limit=1)
    invoice = demo.env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_user_id": demo.user("rep1").id,
            "team_id": demo.ref("demo_team_corporate").id,
            "invoice_date": demo.today - timedelta(days=75),
            "invoice_payment_term_id": term.id,
            "invoice_line_ids": [
                Command.create({"name": demo.say("Anniversary banquet"), "price_unit": 36000, "tax_ids": []}),
            ],
        }
    )
    invoice.action_post()
    return invoice


def _ask_for_credit(demo, customer):
    """Hold orders of who owes too long; finance has released one of them, and is asked for another."""
    demo.env["sales.office.credit.rule"].create(
        [
            {"kind": "overdue_days", "days": 30, "reaction": "warn", "company_id": demo.env.company.id},
            {"kind": "overdue_days", "days": 60, "reaction": "hold", "company_id": demo.env.company.id},
        ]
    )
    _hold(
        demo,
        customer,
        (demo.say("Conference Hall, Full Day"), 2),
        demo.say("The banquet is paid next week; they need the hall now"),
    )
    released = _hold(
        demo,
        customer,
        (demo.say("Deluxe Room Night"), 10),
        demo.say("Their engineers arrive on Monday, long before the banquet is paid"),
    )
    released.with_user(demo.user("finance")).action_release(
        released.amount,
        demo.in_days(10),
        demo.say("They have paid late for years, and always paid. Rooms only, no hall."),
    )


def _hold(demo, customer, line, reason):
    """Quote so much of one product to who owes, and ask finance to release it; return the hold (sudo)."""
    name, quantity = line
    product = demo.env["product.product"].search([("name", "=", name)], limit=1)
    order = demo.env["sale.order"].create(
        {
            "partner_id": customer.id,
            "user_id": demo.user("rep1").id,
            "team_id": demo.ref("demo_team_corporate").id,
            "order_line": [Command.create({"product_id": product.id, "product_uom_qty": quantity})],
        }
    )
    demo.env.flush_all()
    order.with_user(demo.user("rep1")).action_request_credit(reason)
    return demo.env["sales.office.credit.hold"].search([("order_id", "=", order.id)])


def _promise_in_vain(demo, item):
    """Record a promise whose day was last week."""
    item.with_user(demo.user("rep1")).action_promise(demo.today + timedelta(days=1))
    step = item._find_current("promised")
    step.write(
        {
            "promised_on": demo.today - timedelta(days=6),
            "done_at": fields.Datetime.now() - timedelta(days=12),
        }
    )


def _pay_on_account(demo, item):
    """Book money of a customer that is matched with nothing yet."""
    demo.env["account.payment"].create(
        {
            "partner_id": item.partner_id.id,
            "partner_type": "customer",
            "payment_type": "inbound",
            "amount": item.residual,
            "date": demo.today - timedelta(days=1),
            "memo": demo.say("Rooms, no invoice number given"),
        }
    ).action_post()
