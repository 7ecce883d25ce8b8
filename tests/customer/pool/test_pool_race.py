from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase

PEOPLE = ("Race Quick", "Race Slow")


@tagged("post_install", "-at_install", "standard")
class TestPoolRace(RaceCase):
    """Two who take the same lead at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self.uses = env.company._sales_office_uses("customer")
            if not self.uses:
                env.company.sales_office_room_ids |= env.ref("sales_office_policy.room_customer")
            department = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            group = env.ref("sales_office_policy.group_representative")
            users = env["res.users"].create(
                [{"name": name, "login": name, "group_ids": [Command.link(group.id)]} for name in PEOPLE]
            )
            employees = env["hr.employee"].create(
                [{"name": user.name, "user_id": user.id, "department_id": department.id} for user in users]
            )
            pool = env["sales.office.pool"].create({"name": "Race", "company_id": env.company.id})
            leads = env["crm.lead"].create([{"name": "Race", "user_id": False, "company_id": env.company.id}] * 2)
            leads.write({"sales_office_pool_id": pool.id, "sales_office_pooled_on": fields.Date.today()})
            (self.lead_id, self.other_id), self.pool_id, self.users = leads.ids, pool.id, users.ids
            made = (*leads, pool, *employees, *users, *users.partner_id, department)
            self.made = [(record._name, record.id) for record in made]
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["sales.office.pool.move"].search([("pool_id", "=", self.pool_id)]).unlink()
            leads = [self.lead_id, self.other_id]
            env["sales.office.lead.response"].search([("lead_id", "in", leads)]).unlink()
            for model, id_ in self.made:
                env[model].browse(id_).unlink()
            if not self.uses:
                env.company.sales_office_room_ids -= env.ref("sales_office_policy.room_customer")

    def _claim(self, env, user_id, lead_id):
        leads = env["sales.office.pool.lead"].with_user(user_id).with_context(allowed_company_ids=env.company.ids)
        leads.browse(lead_id).action_claim()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_taken_by_one(self):
        """R074: of two who take a lead at once one has it, and the other is told that somebody was faster."""
        self.assertIn("a moment ago", self._claim_at_once(self.users[1], self.lead_id))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_so_many_a_day(self):
        """R074: who takes two at once has no more of them than one after the other."""
        with self.registry.cursor() as cr:
            self._env(cr)["sales.office.pool"].browse(self.pool_id).claims_a_day = 1
        self.assertIn("Leads of the pool that you may take a day: 1", self._claim_at_once(self.users[0], self.other_id))

    def _appeal(self, env, move_id):
        moves = env["sales.office.pool.move"].with_user(self.users[0]).with_context(allowed_company_ids=env.company.ids)
        moves.browse(move_id).action_appeal("I rang them")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_appeal_or_claim(self):
        """R074: of who takes a lead and who appeals about it at once the second is told of the first."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            employee = env["hr.employee"].search([("user_id", "=", self.users[0])])
            lost = {"pool_id": self.pool_id, "employee_id": employee.id, "day": fields.Date.today(), "kind": "pooled"}
            moves = env["sales.office.pool.move"].create(
                [{**lost, "lead_id": lead_id} for lead_id in (self.lead_id, self.other_id)]
            )
            appealed, taken = moves.ids
        told = self._second_waits(
            lambda env: self._appeal(env, appealed), lambda env: self._claim(env, self.users[1], self.lead_id)
        )
        self.assertIn("in talks", told)
        told = self._second_waits(
            lambda env: self._claim(env, self.users[1], self.other_id), lambda env: self._appeal(env, taken)
        )
        self.assertIn("too late", told)

    def _claim_at_once(self, user_id, lead_id):
        """Have the first user take the first lead, and this user this one meanwhile; return what they are told."""
        told = self._second_waits(
            lambda env: self._claim(env, self.users[0], self.lead_id), lambda env: self._claim(env, user_id, lead_id)
        )
        with self.registry.cursor() as cr:
            lead = self._env(cr)["crm.lead"].browse(self.lead_id)
            self.assertEqual(lead.user_id.id, self.users[0])
        return told
