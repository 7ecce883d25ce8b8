from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import PlanRaceCase

SETTINGS = (
    "sales_office_payout",
    "sales_office_payout_journal_id",
    "sales_office_payout_expense_account_id",
    "sales_office_payout_liability_account_id",
)


@tagged("post_install", "-at_install", "standard")
class TestPayoutRace(PlanRaceCase):
    """Two people paying at once, on real connections; cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self.settings = env.company.read(SETTINGS, load=None)[0]
            accounts = env["account.account"].create(
                [
                    {"name": f"Race {kind}", "code": f"RACE{number}", "account_type": kind}
                    for number, kind in enumerate(("expense", "liability_current"))
                ]
            )
            journal = env["account.journal"].create({"name": "Race", "code": "RACE", "type": "general"})
            env.company.write(dict(zip(SETTINGS, ("entry", journal.id, *accounts.ids), strict=True)))
            employee, plan = self._create_racer(env, "2026-01-01", name="At least 100", rate=5, floor_amount=100)
            statement = plan.generate_statements("2026-03-01", "2026-03-31")
            statement.state = "approved"
            self.made = {record._name: record.ids for record in (statement, plan, employee, journal, accounts)}
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            records = {name: env[name].browse(ids) for name, ids in self.made.items()}
            statement, partner = records["sales.office.statement"], records["hr.employee"].work_contact_id
            statement.payout_move_ids.button_draft()
            statement.payout_move_ids.with_context(force_delete=True).unlink()
            statement.state = "draft"
            env.company.write({name: self.settings[name] for name in SETTINGS})
            for record in records.values():
                record.unlink()
            partner.unlink()

    def _pay(self, env):
        env["sales.office.statement"].browse(self.made["sales.office.statement"]).action_pay()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_paid_once(self):
        """R134: the second waits for the first, and finds the statement paid: one entry of 100."""
        self.assertTrue(self._second_waits(self._pay, self._pay), "The second is refused")
        with self.registry.cursor() as cr:
            accounts = self._env(cr)["account.account"].browse(self.made["account.account"])
            lines = self._env(cr)["account.move.line"].search([("account_id", "in", accounts.ids)])
            self.assertEqual(sorted(lines.mapped("balance")), [-100, 100])
