from datetime import timedelta

from odoo import fields

from .sales import REPS

DOCUMENTS = (
    # title, category, confidentiality (None: the category's)
    ("Framework contract Qiantang River Shipping", "contract", None),
    ("Framework contract Silk Road Travel Service", "contract", None),
    ("Wedding contract Evergreen Weddings, May", "contract", None),
    ("Corporate rate sheet of next year", "plan", "secret"),
    ("Morning meeting book", "record_book", None),
    ("Visitor book", "record_book", None),
    ("Customer file Maple Leaf Software", "customer_file", None),
    ("Customer file Zhejiang Dental Association", "customer_file", None),
    ("Customer file Lotus Event Planning", "customer_file", None),
    ("Business licence, certified copy", "licence", None),
    ("Contract seal of the sales department", "seal", None),
    ("Banquet menus and room plans", "plan", "public"),
)
LENT_OFTEN = ("contract", "customer_file", "record_book")


def load_custody_room(demo, dice):
    documents = _load_documents(demo)
    _load_past_loans(demo, documents, dice)
    clerk = documents.with_user(demo.user("clerk"))
    loan = clerk[0].action_hand_out(demo.employee("rep1"))
    loan.with_user(demo.user("rep1")).action_confirm_receipt()
    clerk[4].action_hand_out(demo.employee("leader1"))
    _make_overdue(demo, clerk[6].action_hand_out(demo.employee("rep3")))
    documents[8].with_user(demo.user("rep4")).action_request()
    _load_requests(demo, documents)
    _load_mishaps(demo, clerk)
    office = demo.ref("demo_department_sales")
    _load_badges(demo, office)
    _load_stocktakes(demo, office)


def _load_requests(demo, documents):
    """Two wait for a contract that is out; the leader hands the meeting book on; a copy was given."""
    for login in ("rep2", "rep4"):
        documents[0].with_user(demo.user(login)).action_request()
    documents[4].with_user(demo.user("leader1")).action_transfer(demo.employee("rep2"))
    documents[1].with_user(demo.user("clerk")).action_give_copy(demo.employee("rep2"), to_return=False)


def _load_mishaps(demo, clerk):
    """A customer file is missing, the visitor book was found again, a contract came back damaged."""
    clerk[7].action_report_missing(demo.say("Not in the customer cabinet at the monthly count."))
    clerk[5].action_report_missing(demo.say("Not at the reception in the morning."))
    clerk[5].action_report_found(demo.say("It lay in the meeting room; the guard brought it."))
    clerk[2].action_hand_out(demo.employee("rep5"))
    clerk[2].action_take_back(demo.say("Tea on the last two pages; the signature is legible."), "damaged")


def _load_documents(demo):
    sales = demo.ref("demo_department_sales")
    return demo.env["sales.office.document"].create(
        [
            {
                "name": name,
                "category_id": demo.env.ref(f"sales_office_policy.document_category_{category}").id,
                "department_id": sales.id,
                **({"confidentiality": confidentiality} if confidentiality else {}),
            }
            for name, category, confidentiality in demo.say(DOCUMENTS)
        ]
    )


def _load_past_loans(demo, documents, dice):
    """A month of papers drawn in the morning and returned the same day, a few of them late."""
    lent = documents.filtered(lambda d: DOCUMENTS[documents.ids.index(d.id)][1] in LENT_OFTEN)
    values = []
    for day in demo.get_working_days():
        for document in lent.browse(dice.sample(lent.ids, 2)):
            taken = demo.at(day, 8.75 + dice.random())
            due = demo.at(day, 17.5)
            back = due + timedelta(minutes=dice.randint(-300, -10) if dice.random() < 0.9 else 45)
            values.append(
                {
                    "document_id": document.id,
                    "employee_id": demo.employee(dice.choice(REPS)).id,
                    "handed_over_at": taken,
                    "handed_over_by_id": demo.user("clerk").id,
                    "due_at": due,
                    "returned_at": back,
                    "taken_back_by_id": demo.user("clerk").id,
                    "received_at": taken + timedelta(minutes=2),
                    "receipt": "screen",
                    "condition_grade": "good",
                    "state": "returned",
                }
            )
    loans = demo.env["sales.office.document.loan"].create(values)
    _load_past_events(demo, loans)


def _load_past_events(demo, loans):
    clerk = {"recorded_by_id": demo.user("clerk").id}
    keeper = demo.employee("clerk").id
    values = []
    for loan in loans:
        link = {**clerk, "document_id": loan.document_id.id, "loan_id": loan.id}
        out = {"date": loan.handed_over_at, "kind": "handed_out", "from_employee_id": keeper}
        back = {"date": loan.returned_at, "kind": "returned", "to_employee_id": keeper, "condition_grade": "good"}
        values.append({**link, **out, "to_employee_id": loan.employee_id.id})
        values.append({**link, **back, "from_employee_id": loan.employee_id.id})
    demo.env["sales.office.document.event"].create(values)


def _make_overdue(demo, loan):
    """Let a loan of today look like one of the day before."""
    loan.sudo().write(
        {
            "handed_over_at": fields.Datetime.now() - timedelta(days=1),
            "due_at": fields.Datetime.now() - timedelta(hours=16),
        }
    )


def _load_badges(demo, office):
    """Give everybody of the office a badge, so that the desk has something to scan."""
    employees = demo.env["hr.employee"].search([("department_id", "child_of", office.id), ("barcode", "=", False)])
    for number, employee in enumerate(employees, 1):
        employee.barcode = f"BADGE{number:03d}"


def _load_stocktakes(demo, office):
    """One place counted and closed, another begun, with a paper that does not belong there."""
    clerk = demo.user("clerk")
    here = (
        demo.env["sales.office.document"]
        .with_user(clerk)
        .search([("state", "=", "available"), ("home_location", "!=", False), ("department_id", "=", office.id)])
    )
    counted, begun, *_rest = here.grouped("home_location").items()
    _count(demo, clerk, office, *counted).action_close()
    _count(demo, clerk, office, begun[0], counted[1][:1] | begun[1][:1])


def _count(demo, clerk, office, location, documents):
    """Return a stock-take of this place in which these documents were scanned."""
    stocktake = (
        demo.env["sales.office.document.stocktake"]
        .with_user(clerk)
        .create({"location": location, "department_id": office.id})
    )
    for document in documents:
        stocktake.action_scan(document.reference)
    return stocktake


def load_overdue_papers(demo):
    first, _last = demo.get_last_month()
    clerk = demo.user("clerk")
    check = demo.env.ref("sales_office_policy.check_document_overdue")
    check.write({"mode": "suspect", "enforced_from": first, "grace_minutes": 10})
    check.run(first, demo.today)
    # the clerk was at the bank and found the paper in her tray the next morning
    late = demo.env["sales.office.document.loan"].search([("state", "=", "returned")], order="due_at desc, id")
    late = late.filtered(lambda loan: loan.returned_at > loan.due_at)[:1]
    late.with_user(clerk).action_correct_return(
        late.due_at - timedelta(minutes=20), demo.say("It lay in the tray before half past five; I was at the bank")
    )
    check.run(first, demo.today)
    _open_secrets(demo)


def _open_secrets(demo):
    """Clerk and manager look at secret papers, the manager exports customers: the director reads of both."""
    secret = demo.env["sales.office.document"].search(
        [("confidentiality", "=", "secret"), ("company_id", "=", demo.env.company.id)]
    )
    for login, documents in (("clerk", secret), ("manager", secret[:1])):
        user = demo.user(login)
        documents.with_user(user)._log_opened("record")
    customers = demo.env["res.partner"].search([("company_id", "=", demo.env.company.id)])
    exports = demo.env["sales.office.customer.export"].with_user(demo.user("manager"))
    exports._log(customers, ["name", "city", "user_id"])
