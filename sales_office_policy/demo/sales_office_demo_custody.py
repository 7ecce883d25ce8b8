from datetime import timedelta

from odoo import fields, models

from .sales_office_demo import REPS

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
        clerk[0].action_hand_out(self._employee("rep1"))
        clerk[4].action_hand_out(self._employee("leader1"))
        self._make_overdue(clerk[6].action_hand_out(self._employee("rep3")))
        documents[8].with_user(self._user("rep4")).action_request()

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
                        "state": "returned",
                    }
                )
        self.env["sales.office.document.loan"].create(values)

    def _make_overdue(self, loan):
        """Let a loan of today look like one of the day before."""
        loan.sudo().write(
            {
                "handed_over_at": fields.Datetime.now() - timedelta(days=1),
                "due_at": fields.Datetime.now() - timedelta(hours=16),
            }
        )
