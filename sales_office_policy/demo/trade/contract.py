"""Contracts in each of their states: the manager has a mandate, one paper is late, one framework is called off, one
contract is amended, one signature was not the leader's to give.
"""

from odoo import fields
from odoo.fields import Command


def load_contracts(demo, customers, products):
    _load_mandates(demo)
    terms = {
        "payment": demo.say("30 % with the signature, the rest within 14 days after the last day."),
        "delivery": demo.say("Rooms, hall and meals as in the quotation, on the days named there."),
    }
    _make_of_quotation(demo, "rep1")
    review = _write(demo, "rep2", customers, demo.say("Training camp with late payment"), 88000, **terms)
    review.clauses = "\n".join((review.clauses, demo.say("5. The rest is due 90 days after the last day only.")))
    review.action_review()
    _write(demo, "rep3", customers, demo.say("Annual meeting 200 guests"), 156000, **terms).action_review()
    _sign(demo, _write(demo, "rep4", customers, demo.say("Spring wedding"), 107000, **terms), "manager", 9)
    filed = _write(
        demo,
        "rep5",
        customers,
        demo.say("Dental congress"),
        64000,
        milestone_ids=[
            Command.create({"name": demo.say("Programme and menu agreed"), "kind": "other", "due_on": demo.in_days(5)}),
            Command.create({"name": demo.say("Congress"), "due_on": demo.in_days(40), "amount": 64000}),
        ],
        **terms,
    )
    _sign(demo, filed, "manager", 6)
    filed.with_user(demo.user("clerk")).action_file()
    _amend(demo, filed)
    _sign_without_mandate(demo, _write(demo, "rep2", customers, demo.say("Autumn sales meeting"), 62000, **terms))
    _load_framework(demo, customers, products, terms)


def _load_mandates(demo):
    director = demo.env["sales.office.mandate"].with_user(demo.user("director"))
    mandates = director.create(
        [
            {"employee_id": demo.employee("manager").id, "max_amount": 200000},
            {
                "employee_id": demo.employee("leader1").id,
                "max_amount": 50000,
                "kind_ids": demo.env.ref("sales_office_policy.contract_kind_sale").ids,
                "date_to": demo.in_days(180),
            },
        ]
    )
    mandates.action_grant()
    mandates.sudo().write({"date_from": demo.in_days(-90), "granted_on": demo.in_days(-90)})


def _write(demo, login, customers, name, amount, **values):
    contracts = demo.env["sales.office.contract"].with_user(demo.user(login))
    customer = customers[login][:1].id
    return contracts.create({"name": name, "partner_id": customer, "amount": amount, **values})


def _sign(demo, contract, login, days):
    """Have somebody sign the contract so many days ago."""
    contract.action_review()
    contract.sudo().ready_on = demo.in_days(-days)
    contract.action_sign(demo.employee(login).id, fields.Date.to_string(demo.in_days(-days)))


def _amend(demo, contract):
    """Add a dinner to what was signed; as free text it is reviewed."""
    amendment = contract.create(
        {
            "amends_id": contract.id,
            "name": demo.say("A gala dinner on the second day"),
            "kind_id": contract.kind_id.id,
            "partner_id": contract.partner_id.id,
            "amount": 28800,
            "clauses": demo.say(
                "On the second evening there is a gala dinner for 120 guests. All else stays as it was."
            ),
        }
    )
    amendment.action_review()
    if amendment.state == "review":
        amendment.with_user(demo.user("manager")).action_approve()
    amendment.sudo().ready_on = demo.in_days(-1)
    amendment.action_sign(demo.employee("manager").id, fields.Date.to_string(demo.in_days(-1)))


def _sign_without_mandate(demo, contract):
    """The leader signed for more than their mandate: it waits for somebody above to take it over."""
    contract.action_review()
    contract.sudo().ready_on = demo.in_days(-2)
    contract.action_sign(
        demo.employee("leader1").id,
        fields.Date.to_string(demo.in_days(-2)),
        demo.say("The customer flew home that evening, and nobody above was in the house."),
    )


def _make_of_quotation(demo, login):
    order = demo.env["sale.order"].search([("user_id", "=", demo.user(login).id), ("state", "=", "draft")], limit=1)
    order.with_user(demo.user(login)).action_make_contract()


def _load_framework(demo, customers, products, terms):
    """A framework contract that the director signed, filed, with one order called off."""
    kind = demo.env.ref("sales_office_policy.contract_kind_framework")
    year = {"date_from": demo.in_days(-30), "date_to": demo.in_days(335)}
    frame = _write(demo, "rep6", customers, demo.say("Bridal rooms"), 120000, kind_id=kind.id, **year, **terms)
    frame.action_review()
    frame.with_user(demo.user("manager")).action_approve()
    seal = demo.env["sales.office.document"].search([("category_id", "=", _seal(demo).id)], limit=1)
    seal.with_user(demo.user("clerk")).action_hand_out(demo.employee("director"))
    # not demo.today: midnight may pass while the office is made
    frame.action_sign(demo.employee("director").id, fields.Date.to_string(frame.sudo().ready_on))
    seal.with_user(demo.user("clerk")).action_take_back()
    frame.with_user(demo.user("clerk")).action_file()
    frame.with_user(demo.user("finance")).action_receive()
    order = demo.env["sale.order"].create(
        {
            "partner_id": frame.partner_id.id,
            "user_id": demo.user("rep6").id,
            "sales_office_contract_id": frame.id,
            "order_line": [Command.create({"product_id": products[0].id, "product_uom_qty": 40})],
        }
    )
    order.action_confirm()


def _seal(demo):
    return demo.env.ref("sales_office_policy.document_category_seal")
