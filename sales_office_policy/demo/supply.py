from odoo import fields

from .sales import REPS

SUPPLIES = (
    # name, location, price in CNY, bought, reorder level, limit per person and month
    ("Ballpoint pen, blue", "Cabinet 1", 2.5, 60, 20, 4),
    ("Notebook, A5", "Cabinet 1", 8, 40, 10, 2),
    ("Copy paper, 500 sheets", "Copy room", 22, 30, 8, 0),
    ("Visit report form, pad", "Cabinet 2", 6, 50, 15, 0),
    ("Business card box", "Cabinet 2", 35, 12, 10, 1),
    ("Stapler", "Cabinet 1", 18, 6, 2, 0),
)


def load_supplies(demo, dice):
    first, _last = demo.get_last_month()
    supplies = demo.env["sales.office.supply"].create(
        [
            {
                "name": name,
                "location": location,
                "reorder_level": level,
                "monthly_limit": limit,
                "department_id": demo.ref("demo_department_sales").id,
            }
            for name, location, _price, _bought, level, limit in demo.say(SUPPLIES)
        ]
    )
    kept = supplies.with_user(demo.user("clerk"))
    for item, (_name, _location, price, bought, _level, _limit) in zip(kept, demo.say(SUPPLIES), strict=True):
        item.action_receive(bought, price, reference=f"R-{item.id}", date=first)
    for day in demo.get_working_days()[::4]:
        for item in kept.browse(dice.sample(kept[:4].ids, 2)):
            _issue_on(demo, item, demo.employee(dice.choice(REPS)), day)
    kept[2].action_count(kept[2].on_hand - 1, demo.say("Month-end count"))
    for login in REPS[:3]:
        kept[4].action_issue(demo.employee(login), 1)
    kept[0].with_user(demo.user("rep4")).action_request(2)
    kept[1].with_user(demo.user("rep5")).action_request(5, demo.say("For the trade fair"))


def _issue_on(demo, item, employee, day):
    """Let an issue look like one of that day."""
    moves = item.action_issue(employee, 1).sudo()
    moves.filtered(lambda move: move.state == "requested").unlink()
    moves.exists().date = fields.Date.to_date(day)
