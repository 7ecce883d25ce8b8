from ..common import SalesOfficeCommon


class CustodyCommon(SalesOfficeCommon):
    """The office with one paper of each class, all kept by the clerk.

    contract  confidential, owned by Retail/North
    book      internal, owned by Sales
    poster    public, owned by Sales
    seal      secret, owned by Retail/North
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._create_document("Framework contract", cls.north, "contract")
        cls.book = cls._create_document("Telephone book", cls.sales, "record_book")
        cls.poster = cls._create_document("House rules", cls.sales, "record_book", confidentiality="public")
        cls.seal = cls._create_document("Contract seal", cls.north, "seal")
        cls.loans = cls.env["sales.office.document.loan"]

    @classmethod
    def _create_document(cls, name, department, category, **values):
        return cls.env["sales.office.document"].create(
            {
                "name": name,
                "department_id": department.id,
                "category_id": cls.env.ref(f"sales_office_policy.document_category_{category}").id,
                **values,
            }
        )

    def hand_out(self, document, borrower, clerk=None):
        """Return the loan made when the clerk gives ``document`` to ``borrower``."""
        return self.as_(clerk or self.clerk, document).action_hand_out(borrower).sudo()

    def take_back(self, document, condition="Complete", clerk=None):
        self.as_(clerk or self.clerk, document).action_take_back(condition)

    @classmethod
    def _as(cls, employee, records):
        """The same as :meth:`as_`, for ``setUpClass``."""
        return cls.as_(cls, employee, records)
