from datetime import timedelta

from odoo import fields, models

from .demo import REPS

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


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_custody_room(self, dice):
        documents = self._load_documents()
        self._load_past_loans(documents, dice)
        clerk = documents.with_user(self._user("clerk"))
        loan = clerk[0].action_hand_out(self._employee("rep1"))
        loan.with_user(self._user("rep1")).action_confirm_receipt()
        clerk[4].action_hand_out(self._employee("leader1"))
        self._make_overdue(clerk[6].action_hand_out(self._employee("rep3")))
        documents[8].with_user(self._user("rep4")).action_request()
        self._load_requests(documents)
        self._load_mishaps(clerk)

    def _load_requests(self, documents):
        """Two wait for a contract that is out; the leader hands the meeting book on; a copy was given."""
        for login in ("rep2", "rep4"):
            documents[0].with_user(self._user(login)).action_request()
        documents[4].with_user(self._user("leader1")).action_transfer(self._employee("rep2"))
        documents[1].with_user(self._user("clerk")).action_give_copy(self._employee("rep2"), to_return=False)

    def _load_mishaps(self, clerk):
        """A customer file is missing, the visitor book was found again, a contract came back damaged."""
        clerk[7].action_report_missing("Not in the customer cabinet at the monthly count.")
        clerk[5].action_report_missing("Not at the reception in the morning.")
        clerk[5].action_report_found("It lay in the meeting room; the guard brought it.")
        clerk[2].action_hand_out(self._employee("rep5"))
        clerk[2].action_take_back("Tea on the last two pages; the signature is legible.", "damaged")

    def _load_documents(self):
        sales = self._ref("demo_department_sales")
        return self.env["sales.office.document"].create(
            [
                {
                    "name": name,
                    "category_id": self.env.ref(f"sales_office_policy.document_category_{category}").id,
                    "department_id": sales.id,
                    **({"confidentiality": confidentiality} if confidentiality else {}),
                }
                for name, category, confidentiality in DOCUMENTS
            ]
        )

    def _load_past_loans(self, documents, dice):
        """A month of papers drawn in the morning and returned the same day, a few of them late."""
        lent = documents.filtered(lambda d: DOCUMENTS[documents.ids.index(d.id)][1] in LENT_OFTEN)
        values = []
        for day in self._working_days():
            for document in lent.browse(dice.sample(lent.ids, 2)):
                taken = self._at(day, 8.75 + dice.random())
                due = self._at(day, 17.5)
                back = due + timedelta(minutes=dice.randint(-300, -10) if dice.random() < 0.9 else 45)
                values.append(
                    {
                        "document_id": document.id,
                        "employee_id": self._employee(dice.choice(REPS)).id,
                        "handed_over_at": taken,
                        "handed_over_by_id": self._user("clerk").id,
                        "due_at": due,
                        "returned_at": back,
                        "taken_back_by_id": self._user("clerk").id,
                        "received_at": taken + timedelta(minutes=2),
                        "receipt": "screen",
                        "condition_grade": "good",
                        "state": "returned",
                    }
                )
        loans = self.env["sales.office.document.loan"].create(values)
        self._load_past_events(loans)

    def _load_past_events(self, loans):
        clerk = {"recorded_by_id": self._user("clerk").id}
        keeper = self._employee("clerk").id
        values = []
        for loan in loans:
            link = {**clerk, "document_id": loan.document_id.id, "loan_id": loan.id}
            out = {"date": loan.handed_over_at, "kind": "handed_out", "from_employee_id": keeper}
            back = {"date": loan.returned_at, "kind": "returned", "to_employee_id": keeper, "condition_grade": "good"}
            values.append({**link, **out, "to_employee_id": loan.employee_id.id})
            values.append({**link, **back, "from_employee_id": loan.employee_id.id})
        self.env["sales.office.document.event"].create(values)

    def _make_overdue(self, loan):
        """Let a loan of today look like one of the day before."""
        loan.sudo().write(
            {
                "handed_over_at": fields.Datetime.now() - timedelta(days=1),
                "due_at": fields.Datetime.now() - timedelta(hours=16),
            }
        )
