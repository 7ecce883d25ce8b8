"""What no statement takes. Ray (South) is in a plan of his own from January on, 10 % of what is invoiced."""

from ...books.common import BooksQuestions


class UntakenCommon(BooksQuestions):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.untaken = cls.env["sales.office.untaken"]
        cls.ray = cls.rep_south
        cls.own_plan = cls._plan_with_rule(cls.ray, basis="invoiced", rate=10)

    def rows(self, who=None):
        """Look anew, and return what somebody (finance) then has to decide."""
        self.untaken._refresh(self.company)
        return self.as_(who or self.finance, self.untaken).search([("state", "=", "open")])

    def found(self, who=None):
        return [(row.kind, row.document, row.base_amount, row.amount) for row in self.rows(who)]

    def leave(self, day="2026-03-31", plan=None):
        (plan or self.own_plan).member_ids.sudo().date_to = day
