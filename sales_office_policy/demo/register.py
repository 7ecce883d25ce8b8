from datetime import timedelta

from odoo import fields

from .sales import REPS

VISITORS = (
    # name, from, purpose, people along
    ("Wang Fang", "Qiantang River Shipping", "Looks at rooms for the engineers", 1),
    ("Li Wei", "Evergreen Weddings", "Tasting for the wedding in May", 3),
    ("Zhou Min", "Blue Crane Education", "Signs the contract of the training camp", 0),
    ("Chen Jie", "Lantern Printing House", "Brings samples of the new menu cards", 0),
    ("Sun Hao", "Zhejiang Dental Association", "Walks through the conference hall", 2),
)
LETTERS_IN = (
    # subject, kind, carrier
    ("Enquiry for forty rooms in October", "letter", "China Post"),
    ("Signed corporate rate agreement", "parcel", "SF Express"),
    ("Change of the invoice address", "email", False),
    ("Invitation to the trade fair", "letter", "China Post"),
    ("Floor plan with our wishes for the stage", "fax", False),
)
LETTERS_OUT = (
    ("Offer for the annual meeting", "letter"),
    ("Confirmation of the banquet menu", "email"),
    ("Reminder of the open invoice", "letter"),
)
CALLS = (
    "Asks for a price for twenty rooms and a shuttle.",
    "Wants to move the tasting to Friday.",
    "Asks whether the ballroom is free on the second Saturday in May.",
    "The invoice lacks the tax number.",
    "Waited twenty minutes for the room yesterday and is cross about it.",
)


def load_registers(demo, dice):
    customers = demo.env["res.partner"].search(
        [("user_id", "in", [demo.user(login).id for login in REPS]), ("company_id", "=", demo.env.company.id)]
    )
    _load_visitors(demo, dice)
    _load_letters(demo, customers, dice)
    _load_calls(demo, customers, dice)


def _load_visitors(demo, dice):
    """One or two a day until yesterday; today one is inside and one expected."""
    values = []
    for day in demo.get_working_days():
        for name, origin, purpose, along in dice.sample(demo.say(VISITORS), dice.randint(1, 2)):
            came = demo.at(day, 9 + 6 * dice.random())
            values.append(
                {
                    **_prepare_visitor_vals(demo, name, origin, purpose, along, dice.choice(REPS)),
                    "expected_at": came,
                    "badge": f"V{dice.randint(1, 12):02}",
                    "arrived_at": came + timedelta(minutes=dice.randint(-10, 15)),
                    "left_at": came + timedelta(minutes=dice.randint(30, 100)),
                    "closes_at": demo.at(day, 17.5),
                    "signed_in_by_id": demo.user("clerk").id,
                    "signed_out_by_id": demo.user("clerk").id,
                    "state": "left",
                }
            )
    Visitor = demo.env["sales.office.visitor"]
    Visitor.create(values)
    here = Visitor.create({**_prepare_visitor_vals(demo, *demo.say(VISITORS[0]), "rep1"), "badge": "V03"})
    here.with_user(demo.user("clerk")).action_sign_in()
    today = demo.today
    Visitor.create({**_prepare_visitor_vals(demo, *demo.say(VISITORS[1]), "rep4"), "expected_at": demo.at(today, 16)})


def _prepare_visitor_vals(demo, name, origin, purpose, along, login):
    partner = demo.env["res.partner"].search([("name", "=", origin)], limit=1)
    return {
        "name": name,
        "organization": origin,
        "partner_id": partner.id,
        "purpose": purpose,
        "companion_count": along,
        "employee_id": demo.employee(login).id,
    }


def _load_letters(demo, customers, dice):
    """Some handled, sent and filed, some waiting for each step."""
    days, sales = demo.get_working_days(), demo.ref("demo_department_sales")
    values = []
    for number, day in enumerate(days[::2]):
        subject, kind, carrier = demo.say(LETTERS_IN[number % len(LETTERS_IN)])
        customer = dice.choice(customers)
        values.append(
            {
                "direction": "in",
                "name": subject,
                "kind": kind,
                "carrier": carrier,
                "date": day,
                "partner_id": customer.id,
                "department_id": sales.id,
                "employee_id": customer.user_id.employee_ids[:1].id,
            }
        )
    letters = demo.env["sales.office.correspondence"].create(
        [*values, {**values[0], "employee_id": False, "date": days[-1]}]
    )
    done = letters[: len(letters) - 4]
    done.action_handle()
    done[:2].with_user(demo.user("clerk")).action_file()
    for login, (subject, kind) in zip(REPS, demo.say(LETTERS_OUT) * 2, strict=True):
        letters |= _draft(demo, login, subject, kind, days[-1], dice.choice(customers))
    _have_read(demo, letters[-6:])


def _draft(demo, login, subject, kind, day, customer):
    return demo.env["sales.office.correspondence"].create(
        {
            "direction": "out",
            "name": subject,
            "kind": kind,
            "date": day,
            "partner_id": customer.id,
            "employee_id": demo.employee(login).id,
            "body": demo.say("We thank you for your interest and gladly send you what you asked for."),
        }
    )


def _have_read(demo, drafts):
    """Leave a draft, one to proofread, one to review, one to send, and two that are sent."""
    clerk = demo.user("clerk")
    drafts[1:].action_submit()
    drafts[2:].with_user(clerk).action_proofread()
    for letter in drafts[3:]:
        letter.with_user(letter.reviewer_user_id).action_review()
    drafts[4:].action_send()


def _load_calls(demo, customers, dice):
    values = []
    for day in demo.get_working_days():
        for summary in dice.sample(demo.say(CALLS), 2):
            customer, at = dice.choice(customers), demo.at(day, 9 + 7 * dice.random())
            values.append(
                {
                    "partner_id": customer.id,
                    "contact_name": dice.choice(demo.say(VISITORS))[0],
                    "summary": summary,
                    "employee_id": customer.user_id.employee_ids[:1].id,
                    "call_at": at,
                    "duration": dice.randint(1, 12),
                    "is_done": True,
                    "done_at": at + timedelta(hours=1),
                }
            )
    Call = demo.env["sales.office.call"]
    Call.create(values)
    now = fields.Datetime.now()
    open_values = {"is_done": False, "done_at": False, "call_at": now}
    for number, hours in enumerate((-2, 3, 20)):
        Call.create({**values[number], **open_values, "callback_by": now + timedelta(hours=hours)})
    cross = Call.search([("summary", "=", demo.say(CALLS[-1]))], limit=1)
    cross.action_make_complaint()
    cross.search([("summary", "=", demo.say(CALLS[0]))], limit=1).action_make_lead()
