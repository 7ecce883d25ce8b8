"""Visits of the last weeks and of today, what a grade of customers means, files and a grade that waits for a leader."""

from ..sales import REPS

GRADES = (
    # grade, invoiced from, visits a quarter, days until the next visit
    ("a", 200000, 6, 21),
    ("b", 80000, 3, 45),
    ("c", 20000, 1, 90),
    ("d", 0, 0, 0),
)
PURPOSES = ("Rooms for the autumn fair", "Menu of the anniversary", "Prices of next year")


def load_visits(demo, customers):
    """Each rep has reported visits, two today and one to report; the company asks for visits by grade."""
    company = demo.env.company
    company.write({"sales_office_visit_norms": True, "sales_office_grade_proposals": True})
    demo.env["sales.office.customer.grade"].create(
        [
            {"company_id": company.id, "grade": grade, "min_amount": amount, "visits": visits, "return_days": days}
            for grade, amount, visits, days in GRADES
        ]
    )
    for number, login in enumerate(REPS):
        for place, customer in enumerate(customers[login]):
            customer.sales_office_grade = "abcd"[(number + place) % 4]
            _complete(demo, customer, number + place)
        _visit(demo, login, customers[login])
    files = demo.env["sales.office.customer.file"]
    everybody = demo.env["res.partner"].union(*customers.values())
    files._refresh(everybody, company)
    demo.env["sales.office.grade.proposal"]._propose(everybody, company)


def _complete(demo, customer, number):
    """Fill in as much of a customer as their salesperson knows."""
    if number % 2:
        customer.write({"street": demo.say("Nanshan Road 12"), "phone": "+86 571 5555 0100"})
    if number % 3 == 0:
        demo.env["res.partner"].create(
            {
                "name": demo.say("Mr Zhou, %s") % customer.name,
                "parent_id": customer.id,
                "function": demo.say("Purchasing"),
                "phone": "+86 571 5555 0101",
                "company_id": demo.env.company.id,
            }
        )


def _visit(demo, login, customers):
    """Plan and report the visits of one rep."""
    first, second = customers[:1], customers[1:2]
    lead = demo.env["crm.lead"].search([("user_id", "=", demo.user(login).id), ("partner_id", "=", first.id)], limit=1)
    reported = _plan(demo, login, -5, 10, first, lead)
    reported.action_report(
        "further", demo.say("They like the hall and ask for a tasting"), demo.say("Send the menu"), demo.in_days(2)
    )
    _plan(demo, login, -4, 15, second).action_report("not_met", demo.say("Closed for the day"))
    _plan(demo, login, -3, 9, first).action_miss(demo.say("The customer called it off on the way"))
    if login == "rep2":
        _plan(demo, login, -2, 14, second)
    _plan(demo, login, 0, 10, first, lead)
    _plan(demo, login, 0, 15, second)
    _plan(demo, login, 3, 10, second)


def _plan(demo, login, days, hour, customer, lead=None):
    """Return a visit that a rep planned, as them."""
    visits = demo.env["sales.office.visit"].with_user(demo.user(login))
    return visits.create(
        {
            "employee_id": demo.employee(login).id,
            "partner_id": customer.id,
            "lead_id": lead.id if lead else False,
            "planned_start": demo.at(demo.in_days(days), hour),
            "purpose": demo.say(PURPOSES[(days + hour) % len(PURPOSES)]),
        }
    )
