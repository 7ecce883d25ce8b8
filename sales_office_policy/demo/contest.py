from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

#: customers they can still win last month
NEW_CUSTOMERS = {
    "rep1": ("Cedar Logistics", "Plum Blossom Films", "Harmony Schools", "Jade Gate Trading"),
    "rep4": ("Willow Wedding Cars", "Pearl River Choir", "Sunrise Sports Club", "Terrace Tea House"),
}


def load_contests(demo, products):
    """Last month's contest with two winners, and one of the two teams that runs until the end of this month."""
    first, last = demo.get_last_month()
    contest = demo.env["sales.office.contest"].create(_prepare_contest_of_customers(demo, first, last))
    # not by its buttons: nobody starts a contest about a month that is over
    participants = contest._enter()
    _tie_in_front(demo, contest._get_values(participants), first, products)
    contest.write({"state": "running", "started_at": fields.Datetime.to_datetime(first)})
    contest.with_user(demo.user("manager")).action_close()
    running = demo.env["sales.office.contest"].create(_prepare_contest_of_teams(demo, last + timedelta(days=1)))
    running.with_user(demo.user("manager")).action_start()


def _tie_in_front(demo, values, day, products):
    """Let two reps win customers until both have two more than everybody."""
    target = int(max(values.values())) + 2
    so_far = {participant.employee_id: int(value) for participant, value in values.items()}
    for login, names in demo.say(NEW_CUSTOMERS).items():
        for number, name in enumerate(names[: target - so_far[demo.employee(login)]]):
            customer = demo.env["res.partner"].create(
                {"name": name, "is_company": True, "lang": demo.env.lang, "company_id": demo.env.company.id}
            )
            order = demo.env["sale.order"].create(
                {
                    "partner_id": customer.id,
                    "user_id": demo.user(login).id,
                    "order_line": [Command.create({"product_id": products[0].id, "product_uom_qty": 2})],
                }
            )
            order.action_confirm()
            order.date_order = fields.Datetime.to_datetime(day + timedelta(days=2 + 5 * number))


def _prepare_contest_of_customers(demo, first, last):
    return {
        "name": demo.say("New Faces"),
        "description": demo.say("Whoever brings the most new customers to the house."),
        "department_id": demo.ref("demo_department_market").id,
        "metric": "new_customers",
        "date_from": first,
        "date_to": last,
        "prize_ids": [
            Command.create({"place": 1, "amount": 1000}),
            Command.create({"place": 1, "kind": "honour", "badge_id": demo.ref("badge_contest_winner").id}),
            Command.create({"place": 2, "amount": 501}),
            Command.create({"place": 3, "kind": "welfare", "text": demo.say("Dinner for two at the lake")}),
        ],
    }


def _prepare_contest_of_teams(demo, first):
    return {
        "name": demo.say("Team Cup"),
        "description": demo.say("Invoices count, and credit notes count against you."),
        "department_id": demo.ref("demo_department_market").id,
        "mode": "team",
        "date_from": first,
        "date_to": first + relativedelta(months=1, days=-1),
        "minimum_attendance": 90,
        "prize_ids": [
            Command.create({"place": 1, "amount": 3000}),
            Command.create({"place": 2, "kind": "welfare", "text": demo.say("An afternoon off")}),
        ],
    }
