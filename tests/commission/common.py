"""The office of ``tests/common.py`` with books: a chart of accounts, a customer, a 5 % plan for the team.

The plan "Rooms" pays 5 % of what is invoiced to Rob (rep), Ann (colleague) and Lea (leader), from
January 2026 on; fines take at most 20 %. Months are settled in April 2026 unless a test says otherwise.
"""

from datetime import date

from odoo.fields import Command

from ..common import SalesOfficeCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
MAY = (date(2026, 5, 1), date(2026, 5, 31))


class CommissionCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_chart_of_accounts(cls.company)
        cls.customer = cls.env["res.partner"].create({"name": "Maple Leaf Software", "is_company": True})
        cls.plan = cls._create_plan("Rooms", cls.rep | cls.colleague | cls.leader)
        cls.as_(cls, cls.director, cls.plan).action_approve()

    @classmethod
    def _create_plan(cls, name, employees, rate=5.0, **values):
        return cls.env["sales.office.commission.plan"].create(
            {
                "name": name,
                "company_id": employees[:1].company_id.id,
                "date_from": "2026-01-01",
                "rule_ids": [Command.create({"name": "Invoiced sales", "rate": rate})],
                "member_ids": [
                    Command.create({"employee_id": employee.id, "date_from": "2026-01-01"}) for employee in employees
                ],
                **values,
            }
        )

    @classmethod
    def _plan_with_rule(cls, employees=None, tier_ids=(), rate=5, **values):
        """Return an approved plan of one rule, tiers as ``(threshold, rate)``; fields of the plan go to the plan."""
        Plan = cls.env["sales.office.commission.plan"]
        rule = {name: values.pop(name) for name in list(values) if name not in Plan._fields}
        rule |= {
            "name": "Sales",
            "rate": rate,
            "tier_ids": [Command.create({"threshold": start, "rate": rate}) for start, rate in tier_ids],
        }
        employees = employees or cls.rep | cls.colleague | cls.leader
        plan = cls._create_plan("Special", employees, rule_ids=[Command.create(rule)], **values)
        plan.with_user(cls.director.user_id).action_approve()
        return plan

    @classmethod
    def invoice(cls, employee, day, *amounts, move_type="out_invoice", **values):
        """Post a customer invoice of one line per amount, taxes on top, sold by the employee's user."""
        company = employee.company_id
        move = (
            cls.env["account.move"]
            .with_context(allowed_company_ids=company.ids)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": cls.customer.id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_user_id": employee.user_id.id,
                    "invoice_line_ids": [Command.create({"name": "Rooms", "price_unit": amount}) for amount in amounts],
                    **values,
                }
            )
        )
        move.action_post()
        return move

    def refund(self, employee, day, *amounts, **values):
        return self.invoice(employee, day, *amounts, move_type="out_refund", **values)

    def fine(self, employee, day, amount):
        """Return a closed case with a fine."""
        return self.env["sales.office.violation"].create(
            {
                "employee_id": employee.id,
                "type_id": self.env["sales.office.violation.type"].search([], limit=1).id,
                "date": day,
                "description": "Seen by the leader",
                "sanction": "fine",
                "fine_amount": amount,
                "state": "closed",
            }
        )

    def settle(self, month, employee=None, plan=None):
        """Compute the month and return the employee's statement (all of them without employee)."""
        statements = (plan or self.plan).generate_statements(*month)
        return statements.filtered(lambda s: s.employee_id == employee) if employee else statements

    def lock(self, statement):
        """Take a statement from draft to approved, each by who has to."""
        self.as_(self.finance, statement).action_submit()
        self.as_(statement.employee_id, statement).action_confirm()
        self.as_(self.director, statement).action_approve()
        return statement

    def figures(self, statement):
        """Return ``[(kind, base, amount)]`` of the statement's lines."""
        return [(line.kind, line.base_amount, line.amount) for line in statement.line_ids]
