"""Complaints in each of their states, with causes, what is done about them, and a bad rating that opened one again."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command


def load_complaints(demo, customers, products):
    customer = {login: customers[login][:1] for login in ("rep1", "rep2", "rep3", "rep4", "rep5", "rep6")}
    for partner in customer.values():
        partner.email = partner.email or f"office{partner.id}@example.com"
    _load_repeated(demo, customer["rep1"], products)
    _take_down(
        demo, customer["rep2"], demo.say("Nobody answers the telephone after five"), 0, by="rep2", channel="visit"
    )
    _load_acknowledged(demo, customer["rep3"])
    _load_waiting(demo, customer["rep4"])
    _load_reopened(demo, customer["rep5"])
    breakfasts = _take_down(demo, customer["rep6"], demo.say("The bill has two breakfasts too many"), 6)
    _answer(demo, breakfasts, "invoice", demo.say("A new bill is on its way"))
    # nobody is to get mail from a demo office
    demo.env["mail.mail"].sudo().search([("model", "=", breakfasts._name), ("state", "=", "outgoing")]).unlink()


def _take_down(demo, partner, subject, days, by="relations", **values):
    """Take a complaint down that came so many days ago."""
    complaints = demo.env["sales.office.complaint"].with_user(demo.user(by))
    complaint = complaints.create({"subject": subject, "partner_id": partner.id, **values}).with_user(
        demo.user("relations")
    )
    written = complaint.sudo()
    written.received_at = fields.Datetime.now() - timedelta(days=days)
    written._start_clocks()
    return complaint


def _acknowledge(demo, complaint, days):
    complaint.action_acknowledge_by_phone(demo.say("Spoke with the secretary: we look into it and call back."))
    complaint.sudo().acknowledged_at = fields.Datetime.now() - timedelta(days=days)


def _answer(demo, complaint, cause, text):
    days = (fields.Datetime.now() - complaint.received_at).days
    _acknowledge(demo, complaint, days)
    complaint.cause_id = demo.env.ref(f"sales_office_policy.complaint_cause_{cause}")
    complaint.action_investigate()
    complaint.action_answer_by_phone(text)
    complaint.sudo().answered_at = fields.Datetime.now() - timedelta(days=max(days - 2, 0))


def _load_repeated(demo, partner, products):
    """The same customer complained of the same thing three times; the first two are closed, one of them lasted."""
    for days, rating in ((80, 5), (45, 3)):
        complaint = _take_down(
            demo,
            partner,
            demo.say("Two rooms were not ready at noon"),
            days,
            product_id=products[0].id,
            severity="serious",
        )
        _answer(demo, complaint, "delivery", demo.say("We are sorry; one night is off the bill."))
        complaint.action_close()
        complaint.sudo().write({"closed_at": fields.Datetime.now() - timedelta(days=days - 3), "rating": rating})
    complaint.action_ids = [
        Command.create(
            {
                "name": demo.say("Rooms of groups are cleaned first"),
                "kind": "prevention",
                "employee_id": demo.employee("leader1").id,
                "due_on": demo.in_days(3),
            }
        )
    ]
    complaint.sudo().check_on = demo.in_days(-1)
    _take_down(
        demo,
        partner,
        demo.say("Again rooms that were not ready"),
        1,
        product_id=products[0].id,
        severity="urgent",
        text=demo.say("The third time this year. Fifty guests stood in the lobby until three."),
        wish=demo.say("A night off the bill, and a promise that holds"),
    )


def _load_acknowledged(demo, partner):
    complaint = _take_down(demo, partner, demo.say("The menu was another one than agreed"), 3, channel="letter")
    _acknowledge(demo, complaint, 3)


def _load_waiting(demo, partner):
    """One waits for the customer, and is about somebody."""
    complaint = _take_down(demo, partner, demo.say("Rude on the telephone"), 4, about_id=demo.employee("rep4").id)
    _acknowledge(demo, complaint, 4)
    complaint.cause_id = demo.env.ref("sales_office_policy.complaint_cause_manners")
    complaint.action_ask_customer(demo.say("On which day did you call, and at what time?"))


def _load_reopened(demo, partner):
    """One was closed too early: the customer's rating opened it again."""
    complaint = _take_down(demo, partner, demo.say("The projector failed twice"), 12, severity="serious")
    _answer(demo, complaint, "product", demo.say("The lamp is a new one; we are sorry."))
    complaint.action_close()
    rating = (
        demo.env["rating.rating"]
        .sudo()
        .search([("res_model", "=", complaint._name), ("res_id", "=", complaint.id)], limit=1)
    )
    if not rating:
        complaint.sudo()._rating_get_access_token()
        rating = complaint.sudo().rating_ids[:1]
    complaint.sudo().with_user(demo.env.ref("base.public_user")).sudo().rating_apply(
        1, rating=rating, feedback=demo.say("It failed again yesterday, in front of our guests.")
    )
