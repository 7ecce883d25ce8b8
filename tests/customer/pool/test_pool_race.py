from threading import Thread
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
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
            lead = env["crm.lead"].create({"name": "Race", "user_id": False, "company_id": env.company.id})
            lead.write({"sales_office_pool_id": pool.id, "sales_office_pooled_on": fields.Date.today()})
            self.lead_id, self.users = lead.id, users.ids
            made = (lead, pool, *employees, *users, *users.partner_id, department)
            self.made = [(record._name, record.id) for record in made]
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["sales.office.pool.move"].search([("lead_id", "=", self.lead_id)]).unlink()
            env["sales.office.lead.response"].search([("lead_id", "=", self.lead_id)]).unlink()
            for model, id_ in self.made:
                env[model].browse(id_).unlink()
            if not self.uses:
                env.company.sales_office_room_ids -= env.ref("sales_office_policy.room_customer")

    def _claim(self, env, user_id):
        leads = env["sales.office.pool.lead"].with_user(user_id).with_context(allowed_company_ids=env.company.ids)
        leads.browse(self.lead_id).action_claim()

    def _second(self, outcome):
        try:
            self._request(self._claim, self.users[1])
            outcome.append("taken twice")
        except UserError as error:
            outcome.append(str(error))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_taken_by_one(self):
        """R074: of two who take a lead at once one has it, and the other is told that somebody was faster."""
        outcome = []
        second = Thread(target=self._second, args=(outcome,))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            self._claim(self._env(cr), self.users[0])
            cr.flush()
            second.start()
            second.join(timeout=1)
            self.assertTrue(second.is_alive(), "The second waits for the first")
            cr.commit()
            second.join(timeout=20)
            lead = self._env(cr)["crm.lead"].browse(self.lead_id)
            lead.invalidate_recordset()
            self.assertEqual(lead.user_id.id, self.users[0])
        self.assertEqual(len(outcome), 1)
        self.assertIn("a moment ago", outcome[0])
