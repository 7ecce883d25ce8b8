"""The office of ``tests/planning`` in March 2026 with something of everything on the overview. It is Friday the 20th.

Targets: North 700,000 and South 500,000 of the year, in equal quarters and months, published. Invoiced: Rob 1,000 in
February and 30,000 in March, Ann 12,000 and Ray 20,000 in March; Rob and Ray share an order of March, 60 to 40.
"""

from datetime import date

from freezegun import freeze_time

from ..books.common import BooksQuestions
from ..common import SalesOfficeCommon
from ..planning.common import PlanningCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
NOW = "2026-03-20 02:00:00"
CONTEXT = "sales_office_overview"
#: what of the records of a list a column adds up; all others count them
SUMMED = {
    ("sales.office.overview.sale", "sold"): "amount",
    ("sales.office.target", "target"): "target_value",
    ("crm.lead", "expected"): "expected_revenue",
    ("crm.lead", "weighted"): "prorated_revenue",
    ("sales.office.receivable", "residual"): "residual",
    ("sales.office.statement", "net"): "net",
}


class RoomOn(SalesOfficeCommon):
    """The office with the room switched on, as it is after an installation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.company | cls.company_valley).sales_office_room_ids |= cls.env.ref("sales_office_policy.room_reporting")


@freeze_time(NOW)
class OverviewCommon(RoomOn, BooksQuestions, PlanningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.overview_ = cls.env["sales.office.overview"]
        for team in cls.target_north | cls.target_south:
            cls.as_(cls, cls.manager, team).action_split("equal").action_split("equal")
        cls.as_(cls, cls.manager, cls.target).action_publish()

    def sell_something(self):
        """Sell as the head of this file says."""
        for employee, day, amount in (
            (self.rep, "2026-02-10", 1000),
            (self.rep, "2026-03-02", 30000),
            (self.colleague, "2026-03-03", 12000),
            (self.rep_south, "2026-03-04", 20000),
        ):
            self.invoice(employee, day, amount)
        shared = self.order_of(self.rep, "2026-03-05 02:00:00", (self.room, 10, 333.33))
        shared.action_split_credit({self.rep.id: 60, self.rep_south.id: 40})
        self.pay(self.bill(shared, "2026-03-06"), "2026-03-10", 1000)

    def fill(self):
        """Have something of everything: sales, leads, days, cases, findings and statements."""
        self.sell_something()
        stages = self.env["crm.stage"].search([], limit=2)
        self.env["crm.lead"].create(
            [
                {
                    "name": f"Deal of {employee.name} {stage.name}",
                    "type": "opportunity",
                    "user_id": employee.user_id.id,
                    "stage_id": stage.id,
                    "company_id": self.company.id,
                    "team_id": False,
                    "expected_revenue": 1000 * number,
                    "date_deadline": "2026-03-25",
                }
                for number, (employee, stage) in enumerate(
                    ((self.rep, stages[0]), (self.colleague, stages[1]), (self.rep_south, stages[0])), 1
                )
            ]
        )
        self.company.sales_office_day_since = "2026-01-01"
        people = self.rep | self.colleague | self.rep_south
        self.env["sales.office.day"].refresh(people, "2026-03-16", "2026-03-20")
        for employee in people:
            self.case(employee)
            self.finding(employee)
        self.settle((date(2026, 2, 1), date(2026, 2, 28)))
        self.env.flush_all()

    def case(self, employee, **values):
        kind = self.env["sales.office.violation.type"].search([], limit=1)
        return self.env["sales.office.violation"].create(
            {
                "employee_id": employee.id,
                "type_id": kind.id,
                "date": "2026-03-18",
                "description": "Seen.",
                "reporter_id": False,
                **values,
            }
        )

    def finding(self, employee, **values):
        check = self.env["sales.office.check"].search([("violation_type_id", "!=", False)], limit=1)
        return self.env["sales.office.finding"].create(
            {
                "check_id": check.id,
                "employee_id": employee.id,
                "date": "2026-03-17",
                "reason": "Seen.",
                "violation_type_id": check.violation_type_id.id,
                **values,
            }
        )

    def look(self, employee, company=None, **asked):
        """Return the overview as the employee gets it."""
        overview = self.as_(employee, self.overview_)
        if company:
            overview = overview.with_context(allowed_company_ids=company.ids)
        return overview.get_overview(**asked)

    def blocks(self, employee, **asked):
        return {block["key"]: block for block in self.look(employee, **asked)["blocks"]}

    def rows(self, block):
        """Return ``{label: {column: value}}`` of a block, its total included."""
        rows = [*block["rows"], *([block["total"]] if block.get("total") else [])]
        return {row["label"]: {name: figure["value"] for name, figure in row["cells"].items()} for row in rows}

    def figures(self, overview):
        """Yield ``(block, column, figure)`` of all figures that open a list."""
        for block in overview["blocks"]:
            for row in (*block["rows"], *filter(None, [block.get("total")])):
                for column, figure in row["cells"].items():
                    if "open" in figure:
                        yield block, column, figure

    def open(self, employee, overview, block, figure):
        """Return the records of the list that a figure opens, as the client asks for it."""
        opened, whole = figure["open"], block["lists"][figure["open"]["list"]]
        context = {}
        if opened["question"]:
            common = {"company_id": overview["company"]["id"], "department_id": overview["department"]["id"]}
            context = {CONTEXT: {**common, "metric": overview["metric"], **opened["question"]}}
        model = self.as_(employee, self.env[whole["action"]["res_model"]]).with_context(**context)
        return model.search([*whole["domain"], *opened["domain"]])

    def add_up(self, column, records):
        """Return what a column says of the records of its list."""
        name = SUMMED.get((records._name, column.split("_")[0]))  # of a team: sold_12
        return sum(records.mapped(name)) if name else len(records)

    def person(self, name):
        """Return a new representative of North, with sales, a lead, days, a case and a finding of March."""
        person = self._create_member(name, name.lower(), self.north, "representative")
        self.invoice(person, "2026-03-09", 500)
        self.env["crm.lead"].create(
            {
                "name": name,
                "type": "opportunity",
                "user_id": person.user_id.id,
                "company_id": self.company.id,
            }
        )
        self.env["sales.office.day"].refresh(person, "2026-03-16", "2026-03-20")
        self.case(person)
        self.finding(person)
        return person


class SoldCommon(OverviewCommon):
    """The office once it has sold something."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls().sell_something()


class FilledCommon(OverviewCommon):
    """The office with something of everything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls().fill()
