"""What follows an order: handed over by a plan, promised and put off, delivered, late; a deal that nobody entered."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command


def load_deliveries(demo, customers, company):
    _load_plan(demo, company)
    hamper = demo.env["product.product"].create(
        {
            "name": demo.say("Gift Hamper"),
            "type": "consu",
            "list_price": 388,
            "standard_price": 210,
            "company_id": company.id,
        }
    )
    _sell(demo, "rep1", customers, hamper, 4)
    late = _sell(demo, "rep2", customers, hamper, 2)
    today = demo.today
    late.sales_office_promise_ids.write(
        {"promised_on": today - timedelta(days=2), "made_on": today - timedelta(days=9)}
    )
    put_off = _sell(demo, "rep3", customers, hamper, 3).with_user(demo.user("rep3"))
    day = demo.today + timedelta(days=9)
    put_off.action_promise(fields.Date.to_string(day), demo.say("The ribbons come a week later."), True)
    delivered = _sell(demo, "rep4", customers, hamper, 1)
    delivered.order_line.qty_delivered = delivered.order_line.product_uom_qty
    won = demo.env["crm.lead"].search([("user_id", "=", demo.user("rep5").id), ("type", "=", "opportunity")], limit=1)
    won.action_set_won()


def _load_plan(demo, company):
    """The clerk prepares what an order needs the day after, who looks after customers asks in the week after."""
    todo = demo.env.ref("mail.mail_activity_data_todo").id
    steps = (
        (demo.say("Book the rooms and tell the kitchen"), "clerk", 1),
        (demo.say("Ask the customer how it was"), "relations", 7),
    )
    company.sales_office_handover_plan_id = demo.env["mail.activity.plan"].create(
        {
            "name": demo.say("Hand over an order"),
            "res_model": "sale.order",
            "company_id": company.id,
            "template_ids": [
                Command.create(
                    {
                        "activity_type_id": todo,
                        "summary": summary,
                        "responsible_type": "other",
                        "responsible_id": demo.user(login).id,
                        "delay_count": days,
                        "delay_from": "after_plan_date",
                    }
                )
                for summary, login, days in steps
            ],
        }
    )


def _sell(demo, login, customers, product, days):
    """Return a confirmed order that is promised in so many days."""
    order = demo.env["sale.order"].create(
        {
            "partner_id": customers[login][:1].id,
            "user_id": demo.user(login).id,
            "commitment_date": fields.Datetime.now() + timedelta(days=days),
            "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 12})],
        }
    )
    order.action_confirm()
    return order
