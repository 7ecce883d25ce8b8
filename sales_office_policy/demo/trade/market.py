"""What was learned about the market, and what may go wrong; some of it the books said themselves."""


def load_market(demo, customers, products):
    notes = demo.env["sales.office.market.note"]
    notes.with_user(demo.user("rep1")).create(
        {
            "name": demo.say("A hotel with 300 rooms opens at the station next spring"),
            "topic": "competitor",
            "source": demo.say("The city's planning office"),
            "confidence": "sure",
            "text": demo.say("Two halls for 400 guests each. They have begun to look for a sales manager."),
            "valid_until": demo.in_days(120),
            "partner_ids": customers["rep1"][:1].ids,
        }
    )
    notes.with_user(demo.user("rep2")).create(
        {
            "name": demo.say("Weddings are booked for Fridays now"),
            "topic": "demand",
            "source": demo.say("Three planners at the fair"),
            "confidence": "likely",
            "date": demo.in_days(-85),
            "valid_until": demo.in_days(4),
            "product_ids": products[0].ids,
        }
    )
    secret = notes.with_user(demo.user("manager")).create(
        {
            "name": demo.say("The largest customer asks others for prices"),
            "topic": "customer",
            "source": demo.say("Their purchaser, in confidence"),
            "confidence": "rumour",
            "is_confidential": True,
            "valid_until": demo.in_days(60),
        }
    )
    plan = demo.env["sales.office.plan"].search([("state", "=", "approved")], limit=1)
    secret.sudo().plan_ids = plan
    _load_risks(demo)


def _load_risks(demo):
    risks = demo.env["sales.office.risk"].with_user(demo.user("manager"))
    risks.create(
        [
            {
                "name": demo.say("Conferences go to the new hotel at the station"),
                "kind": "competitor",
                "probability": "4",
                "impact": "4",
                "response": "reduce",
                "measure": demo.say("Frame contracts with the ten largest before the summer."),
                "next_review": demo.in_days(0),
            },
            {
                "name": demo.say("The banquet kitchen is rebuilt in the high season"),
                "kind": "other",
                "probability": "2",
                "impact": "3",
                "response": "avoid",
                "measure": demo.say("Begin after the weddings in October."),
                "next_review": demo.in_days(25),
            },
        ]
    )
    triggers = demo.env["sales.office.risk.trigger"].create(
        [
            {"kind": "share", "threshold": 15, "months": 6, "employee_id": demo.employee("manager").id},
            {"kind": "overdue", "threshold": 30000, "employee_id": demo.employee("director").id},
            {"kind": "contract", "threshold": 60, "employee_id": demo.employee("manager").id},
        ]
    )
    demo.env.flush_all()
    for trigger in triggers.sudo():
        trigger._look()


def watch_rivals(demo):
    """Have a competitor who asks less than the house found, once it is known what they ask."""
    trigger = demo.env["sales.office.risk.trigger"].create(
        {"kind": "rival", "threshold": 5, "employee_id": demo.employee("manager").id}
    )
    demo.env.flush_all()
    trigger.sudo()._look()
