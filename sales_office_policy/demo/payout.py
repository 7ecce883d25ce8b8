from odoo import models

BANQUET = "The banquet of the 12th was confirmed by telephone on the 11th, so it belongs to this month."


class SalesOfficeDemo(models.AbstractModel):
    _inherit = "sales.office.demo"

    def _load_commission_room(self, dice):
        """Around the statements: a fine above the cap, a line disputed and answered, a batch paid by one entry."""
        self._load_capped_fine()
        result = super()._load_commission_room(dice)
        first, _last = self._last_month()
        statements = self.env["sales.office.statement"].search([("date_from", "=", first)])
        of = statements.grouped(lambda statement: statement.user_id.login)
        line = of["rep1"].line_ids[:1]
        line.with_user(self._user("rep1")).action_dispute(BANQUET)
        line.with_user(self._user("leader1")).action_answer("It was invoiced on the 2nd, so it counts next month.")
        self._load_paid_batch(of["rep4"] | of["rep6"])
        return result

    def _load_capped_fine(self):
        """A lost contract costs more than a fifth of what rep6 earned then: the rest is carried to last month."""
        day = self._before_last_month()[0].replace(day=16)
        self.env["sales.office.violation"].create(
            {
                "employee_id": self._employee("rep6").id,
                "type_id": self._violation_type("document_lost").id,
                "date": day,
                "description": "The signed contract of a wedding was left in a taxi and did not turn up again.",
                "reporter_id": self._user("leader2").id,
                "sanction": "fine",
                "fine_amount": 1500,
                "decided_by_id": self._user("manager").id,
                "decided_at": self._at(day, 10),
                "answer_deadline": self._at(day, 23),
                "appeal_deadline": self._at(day, 23),
                "state": "closed",
            }
        )

    def _load_paid_batch(self, statements):
        company = self._ref("demo_company")
        self._load_payout_accounts(company)
        statements.filtered(lambda s: s.state == "draft").with_user(self._user("finance")).action_submit()
        for statement in statements:
            statement.with_user(statement.user_id).action_confirm()
        statements.with_user(self._user("manager")).action_approve()
        statements.with_user(self._user("finance")).action_pay()

    def _load_payout_accounts(self, company):
        own = [("company_ids", "in", company.id)]
        Account = self.env["account.account"]
        company.write(
            {
                "sales_office_confirm_days": 7,
                "sales_office_payout": "entry",
                "sales_office_payout_journal_id": self.env["account.journal"]
                .search([("company_id", "=", company.id), ("type", "=", "general")], limit=1)
                .id,
                "sales_office_payout_expense_account_id": Account.search(
                    [*own, ("account_type", "=", "expense")], limit=1
                ).id,
                "sales_office_payout_liability_account_id": Account.search(
                    [*own, ("account_type", "=", "liability_current")], limit=1
                ).id,
            }
        )
