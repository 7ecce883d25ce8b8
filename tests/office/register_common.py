from ..common import SalesOfficeCommon


class RegisterCommon(SalesOfficeCommon):
    """The office with a customer of Rob's; the clerk keeps the registers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.cn")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Lotus Travel",
                "is_company": True,
                "phone": "+86 571 8888 1234",
                "country_id": cls.env.ref("base.cn").id,
                "user_id": cls.rep.user_id.id,
            }
        )
        cls.visitors = cls.env["sales.office.visitor"]
        cls.letters = cls.env["sales.office.correspondence"]
        cls.calls = cls.env["sales.office.call"]

    def visitor(self, by=None, **values):
        """Return a visitor of Rob's, noted by the clerk."""
        values = {"name": "Wang Fang", "employee_id": self.rep.id, "expected_at": "2025-03-04 02:00:00", **values}
        return self.as_(by or self.clerk, self.visitors).create(values)

    def letter(self, by=None, **values):
        """Return an incoming letter without a handler, noted by the clerk."""
        values = {"name": "Rooms in May", "date": "2025-03-04", "partner_id": self.customer.id, **values}
        return self.as_(by or self.clerk, self.letters).create(values)

    def outgoing(self, by=None, **values):
        """Return a draft of Rob's that Cleo proofreads and Lea reviews."""
        return self.letter(
            by or self.rep,
            direction="out",
            employee_id=self.rep.id,
            body="We are glad to offer twenty rooms.",
            **values,
        )

    def call(self, by=None, **values):
        """Return a call for Rob, noted by the clerk."""
        values = {"employee_id": self.rep.id, "phone": "0571 8888 1234", "summary": "Asks for rooms", **values}
        return self.as_(by or self.clerk, self.calls).create(values)

    def lines(self, employee):
        """Return the lines of the Today page about the front office, by their key."""
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "office"}
